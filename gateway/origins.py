"""Whose pages may talk to us."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from support.errors import NotAllowed

_PORTS = {"http": "80", "https": "443"}


class Origins:
    """Our own origin and the shop's pages that the settings allow."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        self._allowed = frozenset(origin.rstrip("/").lower() for origin in allowed)

    def own(self, origin: str | None, host: str | None) -> bool:
        """Say whether a page of `origin` is our own; a client that is no browser sends none, which is fine."""
        if not origin:
            return True
        parsed = urlsplit(origin)
        # A proxy may end TLS, so only the host is compared; a default port may be written or not.
        port = _PORTS.get(parsed.scheme, "")
        ours = (host or "").lower()
        return bool(parsed.netloc) and parsed.netloc.lower().removesuffix(f":{port}") == ours.removesuffix(f":{port}")

    def chat(self, origin: str | None, host: str | None) -> bool:
        """Say whether a page of `origin` may show the chat."""
        return self.own(origin, host) or (origin or "").lower() in self._allowed

    def require_own(self, headers: Mapping[str, str]) -> None:
        """Raise NotAllowed for a call that a page of another origin has made."""
        site = headers.get("sec-fetch-site")
        if site not in (None, "same-origin", "none") or not self.own(headers.get("origin"), headers.get("host")):
            raise NotAllowed("this call must come from our own pages")

    def require_chat(self, headers: Mapping[str, str]) -> None:
        """Raise NotAllowed for a call from a page that may not show the chat."""
        if not self.chat(headers.get("origin"), headers.get("host")):
            raise NotAllowed("this page may not use the chat")


def require_json(headers: Mapping[str, str]) -> None:
    """Raise NotAllowed for a body that is no JSON: forms of strangers can send everything else."""
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json" and (kind or headers.get("content-length", "0") != "0"):
        raise NotAllowed("the body must be application/json")
