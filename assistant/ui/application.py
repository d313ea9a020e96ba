"""What the Streamlit entry is made of: middleware, routes, start and the handler of errors."""

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
    """Begin to load the slow parts as soon as the server starts."""
    access.service().warm()
    yield


__all__ = ["lifespan", "middleware", "on_script_error", "routes"]
