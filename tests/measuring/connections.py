"""Ten visitors answer at once over the page's own connection: what the server alone takes.

The browser's share is left out, which ten visitors would not spend on the machine of the server.
The messages are Streamlit's own and not promised to stay, so only this measurement knows them.
"""

import asyncio
import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from assistant.domain.knowledge import Catalogue
from assistant.ui.server import COOKIE
from tests.measuring.crowd import ANSWERS, MS, VISITORS, Visit, at_once
from tests.measuring.serving import PATIENCE_S

STATUS = 'role="status"'


@dataclass(slots=True, kw_only=True)
class _Page(Visit):
    """What a connection shows: buttons by label, in order, and the words for screen readers."""

    socket: ClientConnection
    buttons: dict[str, str] = field(default_factory=dict)
    status: str = ""


def ten_connected(catalogue: Catalogue) -> dict[str, object]:
    """Let ten connections tap six replies each at the same time. Raises TimeoutError."""
    return at_once(catalogue, _all)


async def _all(address: str, texts: Mapping[str, str]) -> list[_Page]:
    pages = [await _opened(address, texts["opening.questions"]) for _ in range(VISITORS)]
    try:
        more = texts["result.more"]
        await asyncio.gather(*(_answer(page, number, more) for number, page in enumerate(pages)))
    finally:
        for page in pages:
            await page.socket.close()
    return pages


async def socket_of(address: str) -> tuple[str, ClientConnection]:
    """Fetch the page and connect as it does; return the session's token and the connection."""
    token = await asyncio.to_thread(_token, address)
    return token, await joined(address, token)


async def joined(address: str, token: str) -> ClientConnection:
    """Connect as an open page does, with the cookie that its browser holds."""
    return await connect(
        address.replace("http", "ws", 1) + "_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": f"{COOKIE}={token}"},
        max_size=None,
    )


async def _opened(address: str, begin: str) -> _Page:
    token, socket = await socket_of(address)
    page = _Page(token=token, socket=socket)
    await _run(page, "")
    await _run(page, page.buttons[begin])
    return page


def _token(address: str) -> str:
    """Fetch the page as a browser does, and return the token that comes with it."""
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=PATIENCE_S)
    connection.request("GET", "/", headers={"Accept": "text/html"})
    cookie = connection.getresponse().headers["set-cookie"] or ""
    connection.close()
    return cookie.split(";")[0].partition("=")[2]


async def _answer(page: _Page, number: int, more: str) -> None:
    """Tap six replies, other ones than the neighbours do; go on where fewer settle the stage."""
    for step in range(ANSWERS):
        if more in page.buttons:
            await _run(page, page.buttons[more])
        replies = [label for label, key in page.buttons.items() if "~reply~" in key]
        label = replies[(number + step) % len(replies)]
        before = page.status
        begin = time.perf_counter()
        page.took.append(await _run(page, page.buttons[label], before) - begin * MS)
        page.tapped.append(label)


async def _run(page: _Page, button: str, before: str | None = None) -> float:
    """Run the page's script, with a tap on a button if named; return when the news arrived, in ms.

    News are words for screen readers other than `before`.
    """
    message = BackMsg()
    message.rerun_script.query_string = ""
    if button:
        message.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
    await page.socket.send(message.SerializeToString())
    shown: dict[str, str] = {}
    arrived = 0.0
    while True:
        news = ForwardMsg()
        received = await asyncio.wait_for(page.socket.recv(decode=False), PATIENCE_S)
        news.ParseFromString(received)
        kind = news.WhichOneof("type")
        if kind == "new_session":
            shown = {}
        elif kind == "delta":
            element = news.delta.new_element
            if element.WhichOneof("type") == "button":
                shown[element.button.label] = element.button.id
            elif STATUS in element.html.body:
                page.status = element.html.body
                if page.status != before:
                    arrived = time.perf_counter() * MS
        # A tap ends the first run early, and the second shows what follows from it.
        elif kind == "script_finished" and news.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            page.buttons = shown
            return arrived or time.perf_counter() * MS
