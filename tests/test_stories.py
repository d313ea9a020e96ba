"""Conversations written as data, which a consultant can read and write: tests/stories/*.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from made import small
from telling import expected, found, play, quotes_hold

SAID = {"say", "heard", "score", "quote", "asked", "intent", "command", "unplaced"}
TAPPED = {"reply", "edit", "mark", "because", "forget", "context", "model", "place"}
STEPS = SAID | TAPPED | {"continue", "restart", "undo", "then"}
STORIES = {
    f"{path.stem}: {story['story']}": story
    for path in sorted((Path(__file__).parent / "stories").glob("*.yaml"))
    for story in yaml.safe_load_all(path.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("story", [pytest.param(one, id=key) for key, one in STORIES.items()])
def test_story(story: dict[str, Any]) -> None:
    known, steps = small(), story["turns"]
    told = 0
    for number, (step, now) in enumerate(zip(steps, play(known, steps), strict=True), start=1):
        assert set(step) <= STEPS, f"turn {number}: {set(step) - STEPS}"
        assert set(step.get("score", {})) <= set(step.get("heard", {})), f"turn {number}"
        wanted = step.get("then", {})
        told += len(wanted)
        assert found(known, now, wanted) == expected(known, wanted), f"turn {number}: {step}"
        assert quotes_hold(now)
    assert told, "a story that expects nothing"
