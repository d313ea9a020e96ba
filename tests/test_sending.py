"""What the server writes leaves at once: its connections do not wait for one another's pieces."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import uvicorn

from assistant.ui import sending


async def _page(_scope: object, _receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b"."})  # type: ignore[operator]


async def _delays(*, at_once: bool) -> list[int]:
    """Return whether the server's end of a new connection waits (0) or sends at once (1)."""
    with socket.socket() as ours:  # made as Streamlit makes it, without the name of its protocol
        ours.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(_page, lifespan="off", log_level="critical"))
        serving = asyncio.create_task(server.serve(sockets=[ours]))
        if at_once:
            await sending.at_once(server)
        while not server.started:
            await asyncio.sleep(0.01)
        _, writer = await asyncio.open_connection(*ours.getsockname())
        while not server.server_state.connections:
            await asyncio.sleep(0.01)
        found = [
            one.transport.get_extra_info("socket").getsockopt(
                socket.IPPROTO_TCP, socket.TCP_NODELAY
            )
            for one in server.server_state.connections
        ]
        writer.close()
        server.should_exit = True
        await serving
    return found


def test_connections_send_at_once_which_they_would_not_by_themselves() -> None:
    with ThreadPoolExecutor(1) as aside:  # a loop of its own: a browser's may run in this thread
        assert all(aside.submit(lambda: asyncio.run(_delays(at_once=True))).result())
        assert not any(aside.submit(lambda: asyncio.run(_delays(at_once=False))).result())
