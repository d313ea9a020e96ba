"""What the Streamlit entry is made of: middleware, routes, start and the handler of errors."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import anyio.to_thread
import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import Route

from assistant import operating
from assistant.ui import arrival, gates, greeting, sending, server, shared, shell, stopping
from assistant.ui.health import Health
from assistant.ui.server import on_script_error

MARK = Path(__file__).parent / "static" / "mark.png"
STORED_WITHIN = 10.0
"""Seconds that what is just being stored may take when the server is asked to stop."""
UNASKED = 2.0
"""Seconds after the start at which knowledge and sessions are opened though nobody came."""
connections = operating.Open(gates.OPEN_EACH, gates.OPEN_ALL)


def middleware() -> list[Middleware]:
    """Return what stands around Streamlit, the outermost first."""
    return [
        Middleware(server.OwnOrigin),
        Middleware(server.SecurityHeaders),
        Middleware(gates.Hosts),
        Middleware(gates.Operators, operates=_operates),
        Middleware(gates.Crowd, connections=connections),
        Middleware(server.SessionCookie, admit=arrival.admit),
        Middleware(shell.Shell),
    ]


def routes() -> list[Route]:
    """Return the routes besides Streamlit's own: health, our files, and the mark of the tab.

    Set as the page's icon, the mark would be drawn by libraries that take longer than the page.
    """
    health = Health(_checks(), _operates, _gauges)
    return [
        Route("/livez", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", health.metrics),
        Route("/favicon.png", lambda _: FileResponse(MARK)),
        *shell.routes(),
        *shared.routes(),
    ]


def _checks() -> dict[str, Callable[[], str]]:
    """Return what to ask each part; opening the service is the first that can go wrong."""
    return {one: partial(_check, one) for one in ("knowledge", "storage", "reading", "search")}


def _check(part: str) -> str:
    return arrival.service().check(part)


def _operates(address: str) -> bool:
    """Whether an address may read what is for operators; this machine always may."""
    return gates.is_local(address) or arrival.service().settings.operates(address)


def _gauges() -> Mapping[str, float]:
    return {"assistant_connections": connections.count}


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Read what the first words are while the browser is on its way, and soon all the rest.

    The first page asks for the rest once it is out: loading it now would hold that page up.
    """
    operating.set_up(_form())
    server = stopping.politely()
    operating.event("starting", streamlit=st.__version__, process=os.getpid())
    _check_sign_in()
    sending_soon = asyncio.create_task(sending.at_once(server)) if server else None
    arrival.open_soon(UNASKED)
    threading.Thread(target=greeting.texts).start()
    yield
    if sending_soon:
        sending_soon.cancel()  # where the server never came to listen
    stored = await anyio.to_thread.run_sync(arrival.finish, STORED_WITHIN)
    operating.event("stopped", stored="all" if stored else "not all")


def _form() -> operating.Form:
    """Return the form of the log lines; settings take long to read, so only where there are any."""
    if not _given("MLOPS_ASSISTANT_LOG"):
        return "text"
    from assistant import settings

    return settings.read().log


def _check_sign_in() -> None:
    """Refuse to start where people are to sign in and cannot. Raises SettingsError."""
    if _given("MLOPS_ASSISTANT_SIGN_IN"):
        from assistant import settings
        from assistant.ui import identity

        if settings.read().sign_in != "off":
            identity.check()


def _given(name: str) -> bool:
    return any(one.upper() == name for one in os.environ)


__all__ = ["lifespan", "middleware", "on_script_error", "routes"]
