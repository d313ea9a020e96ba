"""Many visitors act by the clock, whether or not the page has answered: what it bears under load.

An open loop: each action is due at a time set beforehand, and its time runs from then, so that
waiting in line counts. Run as `python -m tests.measuring.openloop SESSIONS EVERY_S SECONDS`, or
with `--soak MINUTES` instead of the seconds, to see whether memory grows. Several EVERY_S, such as
`4,2,1`, press one and the same server in turn: what it serves must not fall as more is due.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from assistant import catalogue as knowledge
from assistant import settings
from assistant.domain.knowledge import Catalogue
from assistant.storage import Store
from tests.measuring import serving
from tests.measuring.connections import socket_of

TYPED = 1 / 6
"""Share of the actions that are typed; the others are taps."""
SAYINGS = (
    "We train models by hand in a notebook.",
    "Airflow loads the data every night.",
    "Nobody watches the models once they run.",
    "What is a feature store?",
    "GitHub Actions runs the unit tests on every pull request.",
    "A colleague copies the model to the server.",
    "How does drift detection work?",
    "We keep all code in git and review every change.",
)
LONGEST_S = 120.0
"""How long after the last action a page may still take to answer."""
WEIGHINGS, WEIGHED_EVERY_S = 5, 60.0
"""How often the server is weighed, from when all sessions are open until the end, at least."""
GONE_ON = 20
"""Exchanges after which a visitor starts over, as the next one would."""


@dataclass(slots=True)
class Page:
    """What one connection shows: buttons by id, the box, and whether a run is under way."""

    number: int
    token: str
    socket: ClientConnection
    buttons: dict[str, str] = field(default_factory=dict)
    box: str = ""
    acts: int = 0
    kept: list[str] = field(default_factory=list)
    gave_up: bool = False
    """Whether its last act was never answered, and may be stored or not."""


@dataclass(slots=True)
class Tally:
    """What came of the actions: how long each took (s), how many messages and bytes came."""

    taps: list[float] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    when: list[float] = field(default_factory=list)
    messages: int = 0
    received: int = 0
    lost: int = 0
    weights: list[tuple[float, float]] = field(default_factory=list)


async def _run(page: Page, tally: Tally, button: str = "", said: str = "") -> None:
    """Run the page's script with one act, until the page stands still again."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    if button:
        message.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
    if said:
        state = message.rerun_script.widget_states.widgets.add(id=page.box)
        state.chat_input_value.data = said
    await page.socket.send(message.SerializeToString())
    fresh: dict[str, str] = {}
    while True:
        received = await page.socket.recv(decode=False)
        tally.messages += 1
        tally.received += len(received)
        news = ForwardMsg.FromString(received)
        kind = news.WhichOneof("type")
        if kind == "new_session":
            fresh = {}
        elif kind == "delta":
            element = news.delta.new_element
            what = element.WhichOneof("type")
            if what == "button":
                fresh[element.button.id] = element.button.label
            elif what == "chat_input":
                page.box = element.chat_input.id
        elif kind == "script_finished" and news.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            page.buttons = fresh
            return


async def _act(page: Page, tally: Tally, texts: Mapping[str, str], chance: random.Random) -> bool:
    """Do what a visitor would do next; return whether it was typed."""
    page.acts += 1
    by_label = {label: one for one, label in page.buttons.items()}
    replies = [one for one in page.buttons if "~reply~" in one]
    if page.acts % GONE_ON == 0 and texts["panel.restart"] in by_label:
        await _run(page, tally, by_label[texts["panel.restart"]])
    elif texts["opening.questions"] in by_label:
        await _run(page, tally, by_label[texts["opening.questions"]])
    elif chance.random() < TYPED and page.box:
        said = f"{SAYINGS[(page.acts + page.number) % len(SAYINGS)]} ({page.number}.{page.acts})"
        page.kept.append(said)
        await _run(page, tally, said=said)
        return True
    elif replies:
        chosen = replies[(page.number + page.acts) % len(replies)]
        page.kept.append(chosen.partition("~reply~")[2])
        await _run(page, tally, chosen)
    elif texts["result.more"] in by_label:
        await _run(page, tally, by_label[texts["result.more"]])
    elif texts["panel.restart"] in by_label:
        await _run(page, tally, by_label[texts["panel.restart"]])
    else:
        await _run(page, tally)
    return False


async def _visit(
    page: Page, tally: Tally, texts: Mapping[str, str], plan: "Plan", begin: float
) -> None:
    chance = random.Random(page.number)
    due = begin + plan.every_s * (page.number / plan.sessions)
    while due < begin + plan.seconds:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        left = begin + plan.seconds + LONGEST_S - time.perf_counter()
        try:
            typed = await asyncio.wait_for(_act(page, tally, texts, chance), max(left, 0.1))
        except (TimeoutError, ConnectionClosed):
            tally.lost += 1
            page.gave_up = True
            return
        now = time.perf_counter()
        (tally.typed if typed else tally.taps).append(now - due)
        tally.when.append(now - begin)
        due += plan.every_s


@dataclass(frozen=True, slots=True)
class Plan:
    """So many sessions, each acting every so many seconds, for so many seconds."""

    sessions: int
    every_s: float
    seconds: float


WARMING = Plan(sessions=2, every_s=2.0, seconds=8.0)
"""What comes before anything is measured: texts are read and questions answered once."""


async def _weigh(server: serving.Server, plan: Plan, weights: list[tuple[float, float]]) -> None:
    """Note after how many seconds the server holds how much memory (MB), where that is told."""
    times = max(WEIGHINGS, round(plan.seconds / WEIGHED_EVERY_S) + 1)
    for number in range(times):
        found = serving.resident_mb(server)
        if found is not None:
            weights.append((number * plan.seconds / (times - 1), found))
        await asyncio.sleep(plan.seconds / (times - 1))


async def _all(
    server: serving.Server, texts: Mapping[str, str], plan: Plan
) -> tuple[Tally, list[Page]]:
    tally = Tally()
    pages = []
    for number in range(plan.sessions):
        token, socket = await socket_of(server.address)
        page = Page(number, token, socket)
        await _run(page, Tally())
        pages.append(page)
    weighing = asyncio.create_task(_weigh(server, plan, tally.weights))
    begin = time.perf_counter()
    await asyncio.gather(*(_visit(page, tally, texts, plan, begin) for page in pages))
    await weighing
    for page in pages:
        await page.socket.close()
    return tally, pages


def pressed(catalogue: Catalogue, plans: Sequence[Plan]) -> Iterator[dict[str, object]]:
    """Let sessions act by the clock against one server, and yield how it bore each plan."""
    with tempfile.TemporaryDirectory() as folder, serving.ready(Path(folder)) as server:
        asyncio.run(_all(server, catalogue.texts, WARMING))
        store = Store.open(f"sqlite:///{next(Path(folder).glob('*.sqlite3'))}")
        for plan in plans:
            used, own, wall = _used(server.process), time.process_time(), time.perf_counter()
            tally, pages = asyncio.run(_all(server, catalogue.texts, plan))
            wall = time.perf_counter() - wall
            used, own = _used(server.process) - used, time.process_time() - own
            wrong = sum(_differs(store, page) for page in pages)
            yield _borne(plan, tally, wrong) | {
                "server_cpu_ms_an_action": _each(used, tally),
                "server_cores": round(used / wall, 2),
                "driver_cpu_ms_an_action": _each(own, tally),
            }
        store.close()


def _each(seconds: float, tally: Tally) -> float:
    """Return so many seconds as ms for each action that was done."""
    return round(seconds / max(len(tally.taps) + len(tally.typed), 1) * 1000, 1)


def _borne(plan: Plan, tally: Tally, wrong: int) -> dict[str, object]:
    done = max(len(tally.taps) + len(tally.typed), 1)
    within = sum(one <= plan.seconds for one in tally.when)
    return {
        "sessions": plan.sessions,
        "every_s": plan.every_s,
        "seconds": plan.seconds,
        "due": int(plan.sessions * plan.seconds / plan.every_s),
        "done": len(tally.taps) + len(tally.typed),
        "lost": tally.lost,
        "due_a_second": round(plan.sessions / plan.every_s, 2),
        "served_a_second": round(within / plan.seconds, 2),
        "tap_s": _percentiles(tally.taps),
        "typed_s": _percentiles(tally.typed),
        "sessions_wrong": wrong,
        "messages_an_action": round(tally.messages / done, 1),
        "kb_an_action": round(tally.received / done / 1024, 1),
        "memory_mb": [round(one, 1) for _, one in tally.weights],
        **_grown(tally, plan),
    }


def _grown(tally: Tally, plan: Plan) -> dict[str, float]:
    """Return how memory grew once all sessions were open: by session, and an hour (MB).

    The first half is left out of the slope: caches fill in it. What opening a session takes is
    weighed by `tests.measuring.page`.
    """
    if not tally.weights:
        return {}
    late = tally.weights[len(tally.weights) // 2 :]
    slope = np.polyfit([when for when, _ in late], [held for _, held in late], 1)[0]
    grown = tally.weights[-1][1] - tally.weights[0][1]
    return {
        "memory_mb_a_session": round(grown / plan.sessions, 3),
        "memory_mb_an_hour": round(float(slope) * 3600, 1),
    }


def _differs(store: Store, page: Page) -> bool:
    """Whether a session holds anything but what its own visitor did, in that order."""
    held = [
        turn.text or f"{turn.activity}~{turn.level}"
        for turn in store.turns(page.token)
        if turn.text or turn.activity
    ]
    return held != page.kept and not (page.gave_up and held == page.kept[:-1])


def _percentiles(took: Sequence[float]) -> dict[str, float]:
    if not took:
        return {}
    return {f"p{one}": round(float(np.percentile(took, one)), 3) for one in (50, 95, 99)}


def _used(process: int) -> float:
    """Return the processor seconds a process has used, where /proc tells it."""
    parts = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, and write JSON on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sessions", type=int)
    parser.add_argument("every_s", help="one number, or several with commas")
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("seconds", type=float, nargs="?")
    length.add_argument("--soak", type=float, metavar="MINUTES")
    given = parser.parse_args()
    seconds = given.seconds if given.soak is None else 60 * given.soak
    plans = [Plan(given.sessions, float(one), seconds) for one in given.every_s.split(",")]
    for found in pressed(knowledge.load(settings.read().knowledge), plans):
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
