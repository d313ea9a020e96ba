"""The demonstration of docs/demonstration.md, played: same words, same result; rule; one change."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assistant import catalogue
from tests.browser.conftest import ROOT, Visitor, picture, say
from tests.browser.test_kept import go

pytestmark = pytest.mark.browser
KNOWN = catalogue.load()
TEXTS = KNOWN.texts
GUIDE = (ROOT / "docs" / "demonstration.md").read_text(encoding="utf-8")
TEXT, CHANGED = (
    " ".join(one.replace("\n> ", " ").removeprefix("> ").split())
    for one in re.findall(r"(?m)^> .*(?:\n> .*)*", GUIDE)
)
OLD = "An engineer copies the model file to the server by hand."
MOVED = {"model-deployment", "model-registry", "model-packaging", "progressive-delivery"}
"""What the guide says moves: the finding of the sentence, and what follows from it."""


def result_of(visit: Visitor, text: str) -> tuple[Page, str, dict[str, Any]]:
    """Paste a text as a new visitor; return the result page, its words and its data."""
    page = visit()
    say(page, text)
    go(page, "Result")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=TEXTS["result.json"], exact=True).click(delay=200)
    data = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    return page, page.locator("[data-testid=stMain]").inner_text(), data


def test_the_two_minute_demonstration(visit: Visitor) -> None:
    assert OLD in TEXT
    page, words, data = result_of(visit, TEXT)
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    picture(page, "demonstration-result")

    # Pasted twice: the same stage, the same quotes, the same file.
    _, words_again, data_again = result_of(visit, TEXT)
    assert words_again == words
    assert data_again == data
    assert "Stage 1 of 4" in words
    assert "“New readings arrive every hour through Kafka”" in words
    assert f"“{OLD}”" in words

    # A blocker opens its rule, its quote and its done-when.
    deployment = KNOWN.items["model-deployment"]
    page.locator(".st-key-blockers").get_by_role("button", name=deployment.name).click()
    window = page.get_by_role("dialog")
    expect(window).to_contain_text(deployment.rubric[3])
    expect(window).to_contain_text(OLD)
    expect(window).to_contain_text(KNOWN.advice["model-deployment-3"].done_when)
    picture(page, "demonstration-rule")

    # One changed sentence moves its own finding and what follows from it, and nothing else.
    _, words_changed, changed = result_of(visit, TEXT.replace(OLD, CHANGED))
    assert "Between stage 1 and stage 3 of 4" in words_changed
    before, after = known(data), known(changed)
    assert {key for key in before if before[key] != after[key]} == MOVED


def known(data: dict[str, Any]) -> dict[str, Any]:
    """What is known of each activity, and by which words; not where in the text they stand."""
    return {
        key: {**one, "words": [each["quote"] for each in one["words"]]}
        for key, one in data["activities"].items()
    }
