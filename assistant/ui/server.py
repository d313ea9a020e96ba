"""What the page needs around the script: security headers, the session cookie, readiness, errors.

Pure ASGI middleware, so that websockets and streamed files pass through untouched.
"""

import base64
import hashlib
import logging
import re
import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

import anyio.to_thread
import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "mlops_session"
COOKIE_SECONDS = 30 * 24 * 3600
SORRY = (
    "Something went wrong on our side and was noted (number {incident}). "
    "What you sent before is safe; please reload the page."
)
"""Not among the texts of the knowledge, because these may be what could not be read."""
log = logging.getLogger("assistant")


def content_policy() -> str:
    """Return the Content-Security-Policy: this server only, and Streamlit's own inline script."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    hashes = " ".join(
        "'sha256-" + base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() + "'"
        for one in re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    )
    return (
        "default-src 'self'; img-src 'self' data: blob:; "
        f"script-src 'self' {hashes}; "
        "style-src 'self' 'unsafe-inline'; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    )


class SecurityHeaders:
    """Adds the headers that keep everything on this server to each response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = [
            (b"content-security-policy", content_policy().encode()),
            (b"referrer-policy", b"no-referrer"),
            (b"x-content-type-options", b"nosniff"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, adding headers when the response starts."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.headers]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class SessionCookie:
    """Gives a visitor without a session of ours a new one, when the page itself is fetched."""

    def __init__(self, app: ASGIApp, admit: Callable[[str], str]) -> None:
        self.app = app
        self.admit = admit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, setting the cookie when the page is new or the cookie foreign."""
        if scope["type"] != "http" or not _fetches_page(scope):
            await self.app(scope, receive, send)
            return
        cookie = await anyio.to_thread.run_sync(self._cookie_for, scope)

        async def with_cookie(message: Message) -> None:
            if cookie and message["type"] == "http.response.start":
                headers = [*message.get("headers", []), (b"set-cookie", cookie.encode())]
                message["headers"] = headers
            await send(message)

        await self.app(scope, receive, with_cookie)

    def _cookie_for(self, scope: Scope) -> str:
        try:
            token = self.admit(_cookie(scope))
        except Exception:
            log.exception("no session could be begun")
            return ""
        if not token:
            return ""
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        return f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECONDS}{secure}"


def _fetches_page(scope: Scope) -> bool:
    accepts = dict(scope["headers"]).get(b"accept", b"")
    path = str(scope["path"])
    return scope["method"] == "GET" and b"text/html" in accepts and not path.startswith("/_stcore")


def _cookie(scope: Scope) -> str:
    raw = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    try:
        morsel = SimpleCookie(raw).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def readiness(ready: Callable[[], dict[str, str]]) -> Callable[[Request], JSONResponse]:
    """Return the handler of /readyz: 200 when every part answers, 503 and the reason otherwise."""

    def handle(_: Request) -> JSONResponse:
        parts = ready()
        good = all(one == "ready" for one in parts.values())
        return JSONResponse(parts, status_code=200 if good else 503)

    return handle


def on_script_error(error: Exception) -> bool:
    """Log an error of the page with a number, and show the user that number and nothing else."""
    incident = secrets.token_hex(4)
    log.error("incident %s", incident, exc_info=error)
    st.error(SORRY.format(incident=incident), icon=":material/info:")
    return True
