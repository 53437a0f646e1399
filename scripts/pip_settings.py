"""What pip was told about this machine (indexes, wheel folders, certificates), said again in uv's words."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

SECTIONS = ("global", "install", ":env:")  # the later one wins, as in pip


def read(listing: str) -> dict[str, str]:
    """Return pip's settings by option name from what `pip config list` printed (files and PIP_* variables, merged)."""
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in listing.splitlines():
        key, equals, quoted = line.partition("=")
        section, dot, option = key.partition(".")
        if not equals or not dot or section not in found:
            continue
        try:
            value = ast.literal_eval(quoted)
        except (SyntaxError, ValueError):
            continue
        found[section][option] = str(value).strip()
    settings: dict[str, str] = {}
    for section in SECTIONS:
        settings.update(found[section])
    return settings


def uv_environment(pip: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables to add to `environ` so that uv does what pip would do; what is set there already stays."""
    timeout = pip.get("timeout") or pip.get("default-timeout") or ""
    proxy = pip.get("proxy", "")
    wanted = {
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": " ".join(_usable(pip.get("extra-index-url", "").split())),
        "UV_NO_INDEX": "1" if pip.get("no-index", "").lower() in ("1", "true", "yes", "on") else "",
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_HTTP_TIMEOUT": str(int(float(timeout))) if timeout.replace(".", "", 1).isdigit() else "",
        "UV_HTTP_RETRIES": pip.get("retries", ""),
        "SSL_CERT_FILE": pip.get("cert", ""),
        "NODE_EXTRA_CA_CERTS": pip.get("cert", ""),
        "SSL_CLIENT_CERT": pip.get("client-cert", ""),
        "HTTPS_PROXY": proxy,
        "HTTP_PROXY": proxy,
    }
    if wanted["UV_INDEX"]:
        # pip takes the best version of all indexes; uv by default stops at the first one that knows the name.
        wanted["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    # What pip puts into the environment for lower-case proxies counts too.
    return {name: value for name, value in wanted.items() if value and not _is_set(name, environ)}


def _is_set(name: str, environ: Mapping[str, str]) -> bool:
    return bool(environ.get(name) or (name.endswith("_PROXY") and environ.get(name.lower())))


def _usable(urls: list[str]) -> list[str]:
    """Drop folders that do not exist: pip passes over them, uv stops."""
    return [url for url in urls if not url.startswith("file:") or Path(unquote(urlsplit(url).path)).is_dir()]
