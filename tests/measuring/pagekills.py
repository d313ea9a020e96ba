"""Kills the server under open pages, with taps and messages on their way: is any lost?

`python -m tests.measuring.pagekills KILLS [DATABASE]` prints one table; a database is named by its
address, and without one a new SQLite file is used. What is sent goes the page's own way, through
its connection, its script and its widgets; `tests.measuring.kills` does the same without a page.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from assistant import catalogue as knowledge
from assistant.domain.session import Turn, TurnKind
from assistant.domain.storing import NoSuchSession
from assistant.storage import Store
from assistant.ui.acts import ACT, meant
from tests.measuring import kills, serving
from tests.measuring.connections import joined, socket_of

TAPPING, TYPING = 3, 2
"""Visitors who only tap, and who only type. What was typed is read again after a restart, which
waits for the reader; meanwhile those who type go on, and those who tap never wait."""
LONGEST_S, PAUSE_S = 6.0, 0.3
"""How long a server is let work before it is killed, and a visitor waits before the next act, at
most. Its time runs from the first page that stands, so that a busy machine acknowledges some too.
"""
EVERY = 4
"""Of so many rounds one waits for the reader first, and one for nothing, not even a page."""
AGAIN = 0.5
"""How often what was on its way is sent again as the first thing on the new connection."""
LINES = ("We train by hand in a notebook", "Nobody watches the model", "Airflow loads the data")


@dataclass(slots=True)
class Faults(kills.Faults):
    """What was tried under open pages, and what came of it."""

    sent_again: int = 0
    refused_aloud: int = 0


@dataclass(slots=True)
class Visitor:
    """One open page: what it shows, what was sent from it, and what of that was acknowledged."""

    number: int
    types: bool
    token: str = ""
    buttons: list[str] = field(default_factory=list)
    """Keys of the buttons that carry a turn, as last drawn; see `ui.acts`."""
    box: str = ""
    acts: int = 0
    kept: list[Turn] = field(default_factory=list)
    pending: Turn | None = None
    again: BackMsg | None = None
    """What was on its way when the server died, as it was sent."""

    @property
    def asked(self) -> str:
        """The activity of the open question, which is that of its replies; nothing without one."""
        replies = [one for one in self.buttons if "~reply~" in one]
        return meant(_carried(replies[-1]))[0].activity if replies else ""


def _carried(button: str) -> str:
    return button.partition(ACT)[2]


def killed(texts: Mapping[str, str], data: Path, url: str, rounds: int, seed: int) -> Faults:
    """Kill the server so many times under the same open pages, and judge what is stored then."""
    chance, faults = random.Random(seed), Faults()
    visitors = [Visitor(number, number >= TAPPING) for number in range(TAPPING + TYPING)]
    port = serving.free_port()
    for number in range(rounds):
        with serving.running(serving.OURS, data, port, url) as server:
            if number % EVERY == 1:
                with suppress(TimeoutError):  # on a busy machine it goes on without
                    serving.await_ready(server)
            play = _Round(server, texts, faults, chance, number % EVERY != EVERY - 1)
            # In a thread of its own: whoever drives a browser has a loop running in theirs.
            with ThreadPoolExecutor(1) as aside:
                aside.submit(asyncio.run, play.play(visitors)).result()
        faults.kills += 1
        store = Store.open(url)
        for one in visitors:
            _judge(one, _stored(store, one), faults)
        store.close()
    return faults


def _stored(store: Store, one: Visitor) -> Sequence[Turn]:
    try:
        return store.turns(one.token) if one.token else ()
    except NoSuchSession:  # it begins with the first act
        return ()


@dataclass
class _Round:
    """The life of one server: who comes back to it, and when it is killed."""

    server: serving.Server
    texts: Mapping[str, str]
    faults: Faults
    chance: random.Random
    waits: bool
    """Whether a page may come to stand before the time of its death begins."""

    async def play(self, visitors: Sequence[Visitor]) -> None:
        """Let all visitors act at once, and kill the server under them."""
        moment, stands = self.chance.uniform(0, LONGEST_S), asyncio.Event()
        visits = [
            asyncio.create_task(self._visit(one, random.Random(self.chance.random()), stands))
            for one in visitors
        ]
        if self.waits:
            with suppress(TimeoutError):
                await asyncio.wait_for(stands.wait(), serving.PATIENCE_S)
        await asyncio.sleep(moment)
        os.kill(self.server.process, signal.SIGKILL)
        await asyncio.gather(*visits)

    async def _visit(self, one: Visitor, chance: random.Random, stands: asyncio.Event) -> None:
        """Come back to the page, perhaps with what was on its way, and act until it is dead."""
        address = self.server.address
        try:
            if not one.token:
                one.token, socket = await socket_of(address)
            else:
                socket = await joined(address, one.token)
            again = one.again if chance.random() < AGAIN else None
            self.faults.sent_again += again is not None
            if again is None:
                one.pending = None
            await self._run(socket, one, again or _message())
            stands.set()
            while True:
                await asyncio.sleep(chance.uniform(0, PAUSE_S))
                await self._run(socket, one, _act(one, chance))
        except (WebSocketException, OSError):
            return

    async def _run(self, socket: ClientConnection, one: Visitor, message: BackMsg) -> None:
        """Send what was done, and read on until the page rests, or holds for the reader."""
        one.again = message if one.pending is not None else None
        await socket.send(message.SerializeToString())
        fresh: list[str] = []
        refused = False
        while True:
            news = ForwardMsg.FromString(await socket.recv(decode=False))
            kind = news.WhichOneof("type")
            element = news.delta.new_element
            what = element.WhichOneof("type")
            if kind == "new_session":
                fresh = []
            elif what == "button" and ACT in element.button.id:
                fresh.append(element.button.id)
            elif what == "chat_input":
                one.box = element.chat_input.id
            elif what == "alert":
                refused = True
            elif one.pending and one.pending.text and element.text.body == one.pending.text:
                self._acknowledged(one)  # the page shows the words, so they count as taken
            rests = kind == "script_finished" and news.script_finished == news.FINISHED_SUCCESSFULLY
            if rests or element.spinner.text == self.texts["state.loading"]:
                break
        one.buttons = fresh
        if one.pending is None:
            return
        if refused:
            self.faults.refused_aloud += 1
            one.pending = one.again = None
        elif one.pending.text:
            self.faults.lost += 1  # the page rests, and says nothing of these words
            one.pending = one.again = None
        else:
            self._acknowledged(one)

    def _acknowledged(self, one: Visitor) -> None:
        if one.pending is not None:
            one.kept.append(one.pending)
            one.pending = one.again = None
            self.faults.acknowledged += 1


def _message() -> BackMsg:
    message = BackMsg()
    message.rerun_script.query_string = ""
    return message


def _act(one: Visitor, chance: random.Random) -> BackMsg:
    """Return what this visitor does next, and note the turn that must come of it."""
    one.acts += 1
    message = _message()
    if one.types:
        text = f"{LINES[one.acts % len(LINES)]}, {one.number}.{one.acts}."
        one.pending = Turn(kind=TurnKind.SAY, text=text, activity=one.asked)
        message.rerun_script.widget_states.widgets.add(id=one.box).chat_input_value.data = text
    else:
        kinds = ("~reply~", "~continue~", "~restart~")
        offered = [[key for key in one.buttons if kind in key] for kind in kinds]
        button = chance.choice(next(filter(None, offered)))
        one.pending = meant(_carried(button))[0]
        message.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
    return message


def _judge(one: Visitor, stored: Sequence[Turn], faults: Faults) -> None:
    """Compare what is stored with what was sent: each once, in order, for what its author saw."""
    for place, turn in enumerate(one.kept):
        found = stored[place] if place < len(stored) else None
        faults.lost += found is None or _said(found) != _said(turn)
        faults.under_another_question += found is not None and found.activity != turn.activity
    more = stored[len(one.kept) :]
    if one.pending is not None:
        faults.on_their_way += 1
        faults.of_these_stored += bool(more)
        if more:
            faults.twice += _said(more[0]) != _said(one.pending)
            faults.under_another_question += more[0].activity != one.pending.activity
            more, one.pending = more[1:], None  # sent again, it must not be stored again
    faults.twice += len(more)
    one.kept = list(stored)


def _said(turn: Turn) -> tuple[object, ...]:
    return turn.kind, turn.text, turn.level


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int)
    parser.add_argument("database", nargs="?", default="")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/sessions.sqlite3"
        found = killed(knowledge.load().texts, Path(folder), url, given.kills, given.seed)
    print(kills.table({url.partition(":")[0]: found}))  # noqa: T201
    sys.exit(not found.none)


if __name__ == "__main__":
    main()
