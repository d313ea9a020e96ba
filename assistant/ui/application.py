"""Puts the page script, the middleware and the routes together into one Streamlit application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from assistant.ui import access, server


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    access.service().warm()
    yield


def application() -> st.App:
    """Return the application that `streamlit run app.py` serves."""
    return st.App(
        Path(__file__).parent / "page.py",
        middleware=[
            Middleware(server.SecurityHeaders),
            Middleware(
                server.SessionCookie,
                known=lambda token: access.service().knows(token),
                new=lambda: access.service().begin(),
            ),
        ],
        routes=[Route("/readyz", server.readiness(lambda: access.service().readiness()))],
        lifespan=_lifespan,
        on_script_error=server.on_script_error,
    )
