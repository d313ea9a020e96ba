"""Ten visitors answer at once, however they are connected: how fast, and never mixed up."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from assistant.domain.knowledge import Catalogue
from assistant.storage import Store
from tests.measuring import serving

VISITORS, ANSWERS = 10, 6
MS = 1000


@dataclass(slots=True, kw_only=True)
class Visit:
    """What one visitor tapped, in order, and how long each next question took, in ms."""

    token: str = ""
    tapped: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


Play = Callable[[str, Mapping[str, str]], Coroutine[Any, Any, Sequence[Visit]]]
"""Lets VISITORS tap ANSWERS replies each at an address whose page says these texts."""


def at_once(catalogue: Catalogue, play: Play) -> dict[str, object]:
    """Let visitors answer at the same time, against one server, each as soon as it has answered.

    Time runs from the tap until the next question is there. Afterwards each session must hold
    exactly its own visitor's taps. Raises TimeoutError, and what `play` raises.
    """
    with tempfile.TemporaryDirectory() as folder:
        with serving.ready(Path(folder)) as server:
            visits = asyncio.run(play(server.address, catalogue.texts))
        labels: dict[tuple[str, int | None], str] = {
            (item.id, reply.level): reply.label
            for item in catalogue.items.values()
            for reply in item.replies
        }
        store = Store.open(f"sqlite:///{next(Path(folder).glob('*.sqlite3'))}")
        wrong = sum(_kept(store, one.token, labels) != one.tapped for one in visits)
        store.close()
    took = [one for visit in visits for one in visit.took]
    return {
        "visitors": len(visits),
        "answers": len(took),
        "p50_ms": round(float(np.percentile(took, 50)), 1),
        "p95_ms": round(float(np.percentile(took, 95)), 1),
        "sessions_wrong": wrong,
    }


def _kept(store: Store, token: str, labels: Mapping[tuple[str, int | None], str]) -> list[str]:
    """Return the labels of the replies a session holds, in order."""
    turns = store.turns(token)
    return [labels[turn.activity, turn.level] for turn in turns if turn.activity]
