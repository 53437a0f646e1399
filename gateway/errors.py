"""Our exceptions in the contract's words: a code, a message, an HTTP status."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from gateway import logs
from gateway.bodies import Refused, TooLarge, Unfit, Unreadable, Unsafe, Unsupported, complaint
from gateway.limits import retry_after
from gateway.refusals import CodeRequired, CodeWrong, PasswordChangeRequired
from support.errors import (
    Conflict,
    IntegrationError,
    InvalidInput,
    NotAllowed,
    NotFound,
    RateLimited,
    Unauthenticated,
    WarmlineError,
)

# The first that fits counts.
_CODES: tuple[tuple[type[WarmlineError], str, int], ...] = (
    (TooLarge, "too_large", 413),
    (Unsupported, "unsupported", 415),
    (Unreadable, "unreadable", 400),
    (Unsafe, "unsafe", 400),
    (InvalidInput, "invalid", 400),
    (CodeRequired, "code_required", 401),
    (CodeWrong, "code_wrong", 401),
    (PasswordChangeRequired, "password_change_required", 403),
    (Unauthenticated, "unauthenticated", 401),
    (NotAllowed, "not_allowed", 403),
    (NotFound, "not_found", 404),
    (Conflict, "conflict", 409),
    (RateLimited, "rate_limited", 429),
    (IntegrationError, "unavailable", 503),
)
_STATUS_CODES = {400: "invalid", 401: "unauthenticated", 403: "not_allowed", 404: "not_found", 405: "not_allowed"}


class ErrorBody(BaseModel):
    """What went wrong."""

    code: str
    message: str
    retry_after_s: float | None = None
    detail: dict[str, Any] | None = None


class ErrorOut(BaseModel):
    """The body of every HTTP error."""

    error: ErrorBody


# For the OpenAPI document: what any route may answer.
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut} for status in (400, 401, 403, 404, 409, 413, 415, 429, 503)
}


def told(error: Exception) -> dict[str, Any]:
    """Return `{code, message}` for a client; what we did not raise on purpose is never quoted."""
    for kind, code, _ in _CODES:
        if isinstance(error, kind):
            body: dict[str, Any] = {"code": code, "message": str(error)}
            if isinstance(error, RateLimited):
                body["retry_after_s"] = round(error.retry_after_s, 1)
            if isinstance(error, Refused | Unfit):
                body["detail"] = dict(error.detail)
            return body
    return {"code": "unavailable", "message": "something went wrong on our side"}


def add_handlers(app: FastAPI) -> None:
    """Give every error of the application the contract's body."""

    async def ours(_: Request, error: Exception) -> JSONResponse:
        status = next((status for kind, _, status in _CODES if isinstance(error, kind)), 503)
        headers = {"Retry-After": str(retry_after(error))} if isinstance(error, RateLimited) else None
        return JSONResponse({"error": told(error)}, status, headers)

    async def malformed(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return JSONResponse({"error": {"code": "invalid", "message": complaint(error.errors())}}, 400)

    async def plain(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = _STATUS_CODES.get(error.status_code, "invalid" if error.status_code < 500 else "unavailable")
        return JSONResponse({"error": {"code": code, "message": str(error.detail)}}, error.status_code, error.headers)

    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        try:
            raise error
        except Exception:
            logs.failed("request_failed")
        return JSONResponse({"error": told(error)}, 500)

    app.add_exception_handler(WarmlineError, ours)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(Exception, unexpected)
