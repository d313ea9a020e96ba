"""What the Streamlit entry is made of: middleware, routes, start and the handler of errors."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from assistant.ui import access, server
from assistant.ui.server import on_script_error


def middleware() -> list[Middleware]:
    """Return the security headers and the session cookie."""
    return [
        Middleware(server.SecurityHeaders),
        Middleware(
            server.SessionCookie,
            known=lambda token: access.service().knows(token),
            new=lambda: access.service().begin(),
        ),
    ]


def routes() -> list[Route]:
    """Return the routes besides Streamlit's own: readiness."""
    return [Route("/readyz", server.readiness(lambda: access.service().readiness()))]


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Open knowledge and sessions while the browser is still on its way.

    The slow parts follow once the first page is out: loading them now would hold that page up.
    """
    threading.Thread(target=access.service, name="service", daemon=True).start()
    yield


__all__ = ["lifespan", "middleware", "on_script_error", "routes"]
