"""What the Streamlit entry is made of: middleware, routes, start and the handler of errors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import Route

from assistant.ui import arrival, server, shell
from assistant.ui.server import on_script_error

MARK = Path(__file__).parent / "static" / "mark.png"


def middleware() -> list[Middleware]:
    """Return what stands around Streamlit, the outermost first."""
    return [
        Middleware(server.OwnOrigin),
        Middleware(server.SecurityHeaders),
        Middleware(server.SessionCookie, admit=arrival.admit),
        Middleware(shell.Shell),
    ]


def routes() -> list[Route]:
    """Return the routes besides Streamlit's own: readiness, our files, and the mark of the tab.

    Set as the page's icon, the mark would be drawn by libraries that take longer than the page.
    """
    return [
        Route("/readyz", server.readiness(lambda: arrival.service().readiness())),
        Route("/favicon.png", lambda _: FileResponse(MARK)),
        *shell.routes(),
    ]


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Open knowledge and sessions while the browser is still on its way.

    The slow parts follow once the first page is out: loading them now would hold that page up.
    """
    arrival.open_soon()
    yield


__all__ = ["lifespan", "middleware", "on_script_error", "routes"]
