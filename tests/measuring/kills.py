"""Kills the process that keeps answers, at random moments with answers on their way: is any lost?

`python -m tests.measuring.kills ROUNDS [DATABASE]` prints one table; a database is named by its
address, and without one a new SQLite file is used. `tests/test_storage.py` holds it on both kinds.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant import catalogue as knowledge
from assistant.conversation import Conversation, advance, begin
from assistant.domain.findings import Answer, Intent, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.session import Turn, TurnKind, version
from assistant.service.sessions import Sessions
from assistant.storage import Store

VISITORS = 4
TYPED = 0.2
"""Share of the answers that are typed; the others are tapped."""
LINES, MOMENT_S = 60, 0.02
"""After how many lines at most a process is killed, and how long after the last of these."""
NEW = "-"


@dataclass(slots=True)
class Sent:
    """What one visitor sent: acknowledged in this order, and what was on its way at the end."""

    token: str = NEW
    acknowledged: list[Turn] = field(default_factory=list)
    pending: Turn | None = None
    seen: str = ""
    judged: int = 0
    after: Conversation | None = None
    """How many answers were judged, and what they led to."""


@dataclass(slots=True)
class Faults:
    """What was tried, and what came of it."""

    kills: int = 0
    acknowledged: int = 0
    on_their_way: int = 0
    of_these_stored: int = 0
    lost: int = 0
    twice: int = 0
    under_another_question: int = 0

    @property
    def none(self) -> bool:
        """Whether every answer was kept, once, under its own question."""
        return not (self.lost or self.twice or self.under_another_question)


def killed(catalogue: Catalogue, url: str, rounds: int, seed: int) -> Faults:
    """Kill a process `rounds` times while it keeps answers of a few visitors at this address.

    Each next process goes on with their sessions, and what nobody acknowledged is sent again.
    """
    chance, faults = random.Random(seed), Faults()
    visitors = [Sent() for _ in range(VISITORS)]
    Store.open(url).close()
    for number in range(rounds):
        after = (chance.randint(1, LINES), chance.uniform(0, MOMENT_S))
        for line in _killed(url, f"{seed}.{number}", [one.token for one in visitors], *after):
            _hear(visitors, line, faults)
        faults.kills += 1
        sessions = Sessions(url, catalogue)
        for one in visitors:
            if one.token != NEW:
                _judge(catalogue, sessions, one, faults)
        sessions.finish(1)
    return faults


def _killed(url: str, seed: str, tokens: list[str], count: int, moment: float) -> list[str]:
    """Return the lines a process wrote, which is killed so many seconds after one of them."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.measuring.kills", "--visit", seed, *tokens, url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    if process.stdout is None:
        raise AssertionError("its lines are read")
    lines = [process.stdout.readline() for _ in range(count)]
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    return [one for one in "".join([*lines, rest]).split("\n")[:-1] if one]


def _hear(visitors: list[Sent], line: str, faults: Faults) -> None:
    """Take in one line of a process: who began a session, sent an answer, or had it kept."""
    what, number, *rest = line.split("\t")
    one = visitors[int(number)]
    if what == "begun":
        visitors[int(number)] = Sent(token=rest[0])
    elif what == "sent":
        one.seen, one.pending = rest[0], Turn.read(rest[1])
    elif one.pending is not None:
        one.acknowledged.append(one.pending)
        one.pending = None
        faults.acknowledged += 1


def _judge(catalogue: Catalogue, sessions: Sessions, one: Sent, faults: Faults) -> None:
    """Compare what is stored with what was sent, and send again what was on its way."""
    stored = list(sessions.turns(one.token))
    faults.lost += sum(
        stored[place : place + 1] != [turn] for place, turn in enumerate(one.acknowledged)
    )
    if one.pending is not None:
        faults.on_their_way += 1
        faults.of_these_stored += len(stored) > len(one.acknowledged)
        sessions.add(one.token, one.pending, seen=one.seen)
        one.acknowledged.append(one.pending)
        one.pending = None
        stored = list(sessions.turns(one.token))
    faults.twice += max(0, len(stored) - len(one.acknowledged))
    for turn in stored[one.judged :]:
        now = one.after or begin(catalogue)
        faults.under_another_question += bool(turn.activity) and turn.activity != _asked(now)
        one.after = _after(catalogue, now, turn)
    one.judged = len(stored)


def _after(catalogue: Catalogue, now: Conversation, turn: Turn) -> Conversation:
    return advance(catalogue, now, turn, lambda text, asked: Reading(Intent.OTHER), Answer)


def _asked(now: Conversation) -> str:
    return "" if now.question is None else now.question.activity


def _visit(url: str, seed: str, tokens: list[str]) -> None:
    """Let all visitors answer at once, for as long as this process lives."""
    catalogue = knowledge.load()
    sessions = Sessions(url, catalogue)
    for number, token in enumerate(tokens):
        visitor = (catalogue, sessions, number, token, random.Random(f"{seed}.{number}"))
        threading.Thread(target=_answer, args=visitor).start()


def _answer(
    catalogue: Catalogue, sessions: Sessions, number: int, token: str, chance: random.Random
) -> None:
    now = begin(catalogue)
    turns = sessions.turns(token)
    for turn in turns:
        now = _after(catalogue, now, turn)
    seen, count = version(turns), len(turns)
    while True:
        if token == NEW or (count and now.question is None):
            token, now, seen, count = sessions.begin(), begin(catalogue), version(()), 0
            _tell("begun", number, token)
        activity = _asked(now)
        if not count:
            turn = Turn(kind=TurnKind.CONTINUE)
        elif chance.random() < TYPED:
            text = f"We do it by hand, {count}."
            turn = Turn(kind=TurnKind.SAY, text=text, activity=activity)
        else:
            turn = Turn(kind=TurnKind.REPLY, activity=activity, level=chance.randrange(4))
        _tell("sent", number, seen, turn.json())
        seen = sessions.add(token, turn, seen=seen)
        _tell("kept", number)
        now, count = _after(catalogue, now, turn), count + 1


def _tell(*parts: object) -> None:
    # In one piece, so that lines of several threads, and of a process that is killed, stay whole.
    os.write(sys.stdout.fileno(), ("\t".join(map(str, parts)) + "\n").encode())


def main() -> None:
    """Kill, and print what came of it; with `--visit` be the process that is killed."""
    if sys.argv[1:2] == ["--visit"]:
        seed, *tokens, url = sys.argv[2:]
        _visit(url, seed, tokens)
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int)
    parser.add_argument("database", nargs="?", default="")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/sessions.sqlite3"
        found = killed(knowledge.load(), url, given.rounds, given.seed)
    print(table({url.partition(":")[0]: found}))  # noqa: T201
    sys.exit(not found.none)


def table(found: Mapping[str, Faults]) -> str:
    """Return one line for each database, under a line of heads."""
    heads = [name for one in found.values() for name in one.__dataclass_fields__]
    heads = list(dict.fromkeys(heads))
    lines = ["database | " + " | ".join(name.replace("_", " ") for name in heads)]
    for name, one in found.items():
        lines.append(f"{name} | " + " | ".join(str(getattr(one, head)) for head in heads))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
