"""The pages that `web/` builds, served with strict headers."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, JSONResponse
from starlette.exceptions import HTTPException

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# The loader and its modules are fetched by the shop's pages, which are another origin.
_EMBEDDABLE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_FRESH = {"Cache-Control": "no-cache"}


def router(dist: Path, *, demo: bool) -> APIRouter:
    """Return the routes of the built files in `dist`; without them they answer 503 with one clear sentence.

    The storefront is there only in a demo: a real shop has pages of its own.
    """
    routes = APIRouter(include_in_schema=False)
    root = dist.resolve()

    def serve(name: str, **headers: str) -> Response:
        path = (root / name).resolve()
        if not root.is_dir():
            message = "the web pages are not built yet: run `make setup`"
            return JSONResponse({"error": {"code": "unavailable", "message": message}}, 503)
        if not path.is_relative_to(root) or not path.is_file():
            raise HTTPException(404, "there is no such page")
        return FileResponse(path, headers=headers)

    @routes.get("/")
    def storefront() -> Response:
        if not demo:
            raise HTTPException(404, "there is no such page")
        return serve("storefront.html", **_FRESH)

    @routes.get("/desk")
    @routes.get("/desk/")
    def desk() -> Response:
        return serve("desk.html", **_FRESH)

    @routes.get("/widget.js")
    def widget() -> Response:
        return serve("widget.js", **_FRESH, **_EMBEDDABLE)

    @routes.get("/assets/{name:path}")
    def asset(name: str) -> Response:
        if "\x00" in name:
            raise HTTPException(404, "there is no such page")
        return serve(f"assets/{name}", **_FOREVER, **_EMBEDDABLE)

    return routes
