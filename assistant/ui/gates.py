"""Who is let in: by the name they call this server, by how much they ask, and what is not for all.

Pure ASGI middleware, around all that answers. Addresses are those the server believes: of the
connection, or, behind a proxy it trusts (`FORWARDED_ALLOW_IPS`), of the proxy's own word.
"""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

import anyio.to_thread
import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from assistant.operating import METERS, Open, Rates
from assistant.ui.shell import fetches_page, shares

HEALTH = frozenset({"/livez", "/readyz", "/metrics", "/_stcore/health"})
"""What a cluster asks by address, whatever the server is called; no page and no session."""
GUARDED = "/_stcore/metrics"
"""Streamlit's own numbers, which it shows to everybody."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
OPEN_EACH, OPEN_ALL = 100, 1_000
"""Pages open at once from one address, and in all."""
PAGES_A_MINUTE = 120
"""Pages fetched from one address in a minute, each of which may begin a session."""
WRITES_A_MINUTE = 60
"""Files sent from one address in a minute; how large they are is in .streamlit/config.toml."""


class Hosts:
    """Lets in whoever calls this server by a name of its own, so that no other name is bound to it.

    Names are those of `server.allowedHosts`. Where that is empty, a server for this machine alone
    goes by the names of this machine and of its settings, and one for others by any name.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] in {"http", "websocket"} and scope["path"] not in HEALTH:
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if not allowed(host):
                METERS.count("turned_away", "host")
                words = "This server is not known by that name (server.allowedHosts).\n"
                await _refuse(scope, receive, send, 421, 1008, words)
                return
        await self.app(scope, receive, send)


def allowed(host: str) -> bool:
    """Whether the Host header of a request names this server."""
    named = [one.strip().lower().rstrip(".") for one in st.get_option("server.allowedHosts")]
    if not named:
        if st.get_option("server.address") not in LOCAL:
            return True
        ours = [st.get_option("browser.serverAddress"), *st.get_option("server.corsAllowedOrigins")]
        named = [*LOCAL, *(host_of(one) for one in ours if one)]
    name = host_of(host).rstrip(".")
    return bool(name) and any(
        pattern == "*" or (name.endswith(pattern[1:]) if pattern[:2] == "*." else name == pattern)
        for pattern in named
        if pattern
    )


def host_of(address: str) -> str:
    """Return the host of an address, with or without a scheme; nothing where there is none."""
    try:
        found = urlsplit(address if "//" in address else f"//{address}")
        _ = found.port  # a port that is none makes the address none
        return "" if found.username or found.path.strip("/") else found.hostname or ""
    except ValueError:
        return ""


class Operators:
    """Keeps Streamlit's own numbers from everybody but operators, as if they were not there."""

    def __init__(self, app: ASGIApp, operates: Callable[[str], bool]) -> None:
        self.app = app
        self.operates = operates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it asks for what is not for all."""
        guarded = scope["type"] == "http" and str(scope["path"]).rstrip("/").endswith(GUARDED)
        # Off the loop: the settings may have to be read first.
        if guarded and not await anyio.to_thread.run_sync(self.operates, address_of(scope)):
            METERS.count("turned_away", "operators")
            await _refuse(scope, receive, send, 404, 1008, "Not Found")
            return
        await self.app(scope, receive, send)


class Crowd:
    """Limits what one address takes: pages fetched, files sent, connections open.

    Those of this machine are not limited one by one: they are the person whose machine it is, or a
    proxy that tells nobody's address.
    """

    def __init__(self, app: ASGIApp, connections: Open) -> None:
        self.app = app
        self.connections = connections
        self.pages, self.writes = Rates(PAGES_A_MINUTE), Rates(WRITES_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on while there is room for it."""
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
            return
        if scope["type"] == "http" and not self._admits(scope):
            METERS.count("turned_away", "rate")
            words = "That came too fast. Please wait a minute.\n"
            await _refuse(scope, receive, send, 429, 1013, words)
            return
        await self.app(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        address = address_of(scope)
        if is_local(address):
            return True
        if fetches_page(scope) or (scope["method"] == "GET" and shares(scope["path"])):
            return self.pages.admits(address)
        return scope["method"] not in {"POST", "PUT", "DELETE"} or self.writes.admits(address)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = address_of(scope)
        if not self.connections.enter(address, limited=not is_local(address)):
            METERS.count("turned_away", "connections")
            await _refuse(scope, receive, send, 503, 1013, "")
            return
        try:
            await self.app(scope, receive, send)
        finally:
            self.connections.leave(address)


def address_of(scope: Scope) -> str:
    """Return the address a request comes from, as the server believes it; nothing if unknown."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_local(address: str) -> bool:
    """Whether an address is this machine's."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


async def _refuse(
    scope: Scope, receive: Receive, send: Send, status: int, code: int, words: str
) -> None:
    if scope["type"] == "websocket":
        await WebSocketClose(code=code)(scope, receive, send)
        return
    headers = {"retry-after": "60"} if status == 429 else None  # noqa: PLR2004
    await PlainTextResponse(words, status_code=status, headers=headers)(scope, receive, send)
