"""Conversations written as data, which a consultant can read and write: tests/stories/*.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from telling import expected, found, play, quotes_hold

from assistant.catalogue import load
from assistant.domain.knowledge import Catalogue

SAID = {"say", "heard", "unsure", "quote", "asked", "intent", "command"}
TAPPED = {"reply", "edit", "mark", "because", "forget", "context", "model"}
STEPS = SAID | TAPPED | {"continue", "restart", "undo", "then"}


def _stories() -> list[Any]:
    given = []
    for path in sorted((Path(__file__).parent / "stories").glob("*.yaml")):
        for story in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            given.append(pytest.param(story, id=f"{path.stem}: {story['story']}"))
    return given


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return load()


@pytest.mark.parametrize("story", _stories())
def test_story(known: Catalogue, story: dict[str, Any]) -> None:
    steps = story["turns"]
    told = 0
    for number, (step, now) in enumerate(zip(steps, play(known, steps), strict=True), start=1):
        assert set(step) <= STEPS, f"turn {number}: {set(step) - STEPS}"
        wanted = step.get("then", {})
        told += len(wanted)
        assert found(known, now, wanted) == expected(known, wanted), f"turn {number}: {step}"
        assert quotes_hold(now)
    assert told, "a story that expects nothing"
