"""What the page needs around the script: security headers, the session cookie, errors.

Pure ASGI middleware, so that websockets and streamed files pass through untouched.
"""

import base64
import hashlib
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

import anyio.to_thread
import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from assistant.operating import METERS
from assistant.ui.gates import host_of
from assistant.ui.shell import fetches_page

COOKIE = "mlops_session"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""Its name where the page comes over TLS: browsers then take it from this very host only."""
COOKIE_SECONDS = 400 * 24 * 3600
"""From the last visit, and as long as browsers keep any: the cookie is the only way back."""
SORRY = (
    "Something went wrong on our side and was noted (number {incident}). "
    "What you sent before is safe; please reload the page."
)
"""Not among the texts of the knowledge, because these may be what could not be read."""
STRICT = (b"strict-transport-security", b"max-age=31536000")
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
                given = message.get("headers", [])
                if scope.get("scheme") == "https":
                    given = [_kept_safe(*one) for one in given]
                message["headers"] = [*given, *self._for(scope)]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)

    def _for(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        return [*self.headers, STRICT] if scope.get("scheme") == "https" else self.headers


def _kept_safe(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Return a header, with a cookie kept to TLS: Streamlit's own of who is signed in is not."""
    cookie = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return (name, value + b"; Secure") if cookie else (name, value)


class SessionCookie:
    """Gives a visitor without a session of ours a new one, when the page itself is fetched.

    Who has one is given it again, so that it lasts as long as somebody comes back.
    """

    def __init__(self, app: ASGIApp, admit: Callable[[str], str]) -> None:
        self.app = app
        self.admit = admit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, setting the cookie when it is the page that is fetched."""
        if not fetches_page(scope):
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
            sent = _cookie(scope)
            token = self.admit(sent) or sent
        except Exception:
            log.exception("no session could be begun")
            return ""
        safe = scope.get("scheme") == "https"
        name, secure = (SECURE_COOKIE, "; Secure") if safe else (COOKIE, "")
        return f"{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECONDS}{secure}"


def _cookie(scope: Scope) -> str:
    raw = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    try:
        found = SimpleCookie(raw)
    except CookieError:
        return ""
    return token_in({name: one.value for name, one in found.items()})


def token_in(cookies: Mapping[str, str]) -> str:
    """Return the token that cookies hold, that of the safer name first; nothing without one."""
    return cookies.get(SECURE_COOKIE) or cookies.get(COOKIE) or ""


class OwnOrigin:
    """Lets a websocket through only from this page, or from an origin that the settings name.

    Streamlit would look up the addresses of this machine, on the internet, to judge any other; so
    it is not shown one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on, or close it."""
        if scope["type"] == "websocket":
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            origin = headers.get(b"origin", "")
            if origin and origin.partition("//")[2] != headers.get(b"host"):
                if not _named(origin):
                    METERS.count("turned_away", "origin")
                    await WebSocketClose(code=1008)(scope, receive, send)
                    return
                kept = [one for one in scope["headers"] if one[0] != b"origin"]
                scope = {**scope, "headers": kept}
        await self.app(scope, receive, send)


def _named(origin: str) -> bool:
    """Whether an origin is this machine by name, or one of those that the settings allow."""
    allowed = [st.get_option("browser.serverAddress"), *st.get_option("server.corsAllowedOrigins")]
    known = {"localhost", "127.0.0.1", *(host_of(one) for one in allowed if one)}
    return not st.get_option("server.enableCORS") or host_of(origin) in known - {""}


def on_script_error(error: Exception) -> bool:
    """Log an error of the page with a number, and show the user that number and nothing else."""
    incident = secrets.token_hex(4)
    METERS.count("incidents")
    log.error("incident %s", incident, exc_info=error)
    st.error(SORRY.format(incident=incident), icon=":material/info:")
    return True
