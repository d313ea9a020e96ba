"""The stories of tests/stories, with what their texts say read by the real reader.

What a story says to be heard is not used. A story that states a `score` is about that score, which
no wording gives for certain, and a story in which nothing is said has nothing to read.
"""

from typing import Any

import pytest
from made import small
from telling import expected, found, of_an_edition, play, quotes_hold
from test_stories import STORIES

from assistant.domain.findings import Reader

READ_OTHERWISE = {
    "A correction replaces what was heard and says what changed":
        "a no before a statement on something else than what was asked is read as an answer",
    "A correction that does not say what holds is asked back":
        "what is only said not to be so is read as absent",
}  # fmt: skip
"""Stories that come out otherwise by a fault of the reader, and which."""


def _read() -> list[Any]:
    given = []
    for key, story in STORIES.items():
        steps = story["turns"]
        if any("score" in step for step in steps) or not any("say" in step for step in steps):
            continue
        reason = READ_OTHERWISE.get(story["story"])
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        given.append(pytest.param(story, id=key, marks=marks))
    return given


@pytest.mark.parametrize("story", _read())
def test_story_as_its_texts_are_read(reader: Reader, story: dict[str, Any]) -> None:
    known, steps = small(), story["turns"]
    seen = play(known, steps, of_an_edition(reader, known))
    for number, (step, now) in enumerate(zip(steps, seen, strict=True), start=1):
        wanted = step.get("then", {})
        assert found(known, now, wanted) == expected(known, wanted), f"turn {number}: {step}"
        assert quotes_hold(now)


def test_every_story_that_is_read_otherwise_is_one() -> None:
    assert set(READ_OTHERWISE) <= {one.values[0]["story"] for one in _read()}
