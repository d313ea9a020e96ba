"""Conversations written as data, which a consultant can read and write: tests/stories/*.yaml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from telling import expected, found, play, quotes_hold

from assistant.catalogue import load
from assistant.domain.findings import Reader
from assistant.domain.knowledge import Catalogue

SAID = {"say", "heard", "unsure", "quote", "asked", "intent", "command"}
TAPPED = {"reply", "edit", "mark", "because", "forget", "context", "model"}
STEPS = SAID | TAPPED | {"continue", "restart", "undo", "then"}


DOUBTS = "it is about a low score, which no wording gives for certain"
RANGE = "the reader bounds more tightly what is unclear or planned than the story does"
READ_OTHERWISE = {
    "A correction replaces what was heard and says what changed":
        "training by hand is read with a low score, and so asked back",
    "A correction that does not say what holds is asked back":
        "what is only said not to be so is read as absent",
    "A correction that leaves the stage where it was says what it did to the blockers":
        "a script in a warehouse is read with too little of practice",
    "A team describes itself and gets its first stage":
        "training by hand is read with a low score, and a quote is the whole clause",
    "What was said vaguely is asked once more, then kept as a range": RANGE,
    "A plan counts as what is done today, is kept beside it, and ends when it is done": RANGE,
    "Of two unsure readings only the one that could change the result is asked back": DOUBTS,
    "A stage that rests on an unsure reading is called certain only once that is confirmed": DOUBTS,
    "A confirmation that comes out otherwise says so and opens what now matters": DOUBTS,
    "An answer in words to the question back needs no second one": DOUBTS,
    "Who cannot confirm it leaves it open, and is not asked again": DOUBTS,
    "The most decisive doubt comes first, and may settle the others": DOUBTS,
    "What is said again becomes sure": DOUBTS,
    "A question back that is met with a question stays open": DOUBTS,
}  # fmt: skip
"""Stories that come out otherwise when the texts are read and not said to be heard, and why."""


def _stories(otherwise: Mapping[str, str] | None = None) -> list[Any]:
    given = []
    for path in sorted((Path(__file__).parent / "stories").glob("*.yaml")):
        for story in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            reason = (otherwise or {}).get(story["story"])
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            given.append(pytest.param(story, id=f"{path.stem}: {story['story']}", marks=marks))
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


@pytest.mark.parametrize("story", _stories(READ_OTHERWISE))
def test_story_as_its_texts_are_read(
    known: Catalogue, reader: Reader, story: dict[str, Any]
) -> None:
    steps = story["turns"]
    for number, (step, now) in enumerate(zip(steps, play(known, steps, reader), strict=True), 1):
        wanted = step.get("then", {})
        assert found(known, now, wanted) == expected(known, wanted), f"turn {number}: {step}"
        assert quotes_hold(now)


def test_every_story_that_is_read_otherwise_is_one() -> None:
    assert set(READ_OTHERWISE) <= {story.values[0]["story"] for story in _stories()}
