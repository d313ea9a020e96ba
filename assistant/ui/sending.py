"""Lets what the server writes leave at once, in however small pieces.

By default a small piece waits until the browser has confirmed the one before, which browsers put
off for forty milliseconds: an answer with its head and body apart, or two messages of one run of
the page, each cost that much. Asyncio turns this off only for sockets made with the name of their
protocol, and Streamlit's is not.
"""

import asyncio
import socket

import uvicorn

LOOK = 0.005
"""Seconds between two looks at whether the server listens."""


async def at_once(server: uvicorn.Server) -> None:
    """Have the connections of a server send at once, as soon as it listens."""
    while not server.started:
        await asyncio.sleep(LOOK)
    for listener in (one for each in server.servers for one in each.sockets):
        if listener.family in {socket.AF_INET, socket.AF_INET6}:
            # Connections have what the socket has on which they come.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
