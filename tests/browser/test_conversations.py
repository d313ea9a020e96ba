"""Whole conversations in Chromium, on real profiles, from the opening to the downloaded report.

The person is simulated: they paste what the profile says in their own words, then answer each
question by tapping the level the profile expects, or that they do not know. What the page hands
out at the end must be what the same turns give in this process.
"""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from assistant import catalogue
from assistant.domain.levels import level_of
from tests.browser.conftest import Visitor, picture, reply, say, settle

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "evaluation" / "profiles.jsonl"
OURS = ROOT / "tests" / "evaluation" / "profiles.jsonl"
SOURCE = SHARED if SHARED.is_file() else OURS
KNOWLEDGE = catalogue.load()
QUESTIONS = {item.question: item for item in KNOWLEDGE.items.values()}
MOST_QUESTIONS = 30


def profiles() -> list[dict[str, object]]:
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.strip()]
    return sorted(found, key=lambda one: -len(one["expected"]))[:3]


def asked(page: Page) -> str:
    """The id of the activity the page asks about, or "" when it has no question."""
    status = page.locator("[role=status]").last.text_content() or ""
    for question, item in QUESTIONS.items():
        if status.endswith(question):
            return item.id
    return ""


def answer(page: Page, activity: str, expected: dict[str, str]) -> int | None:
    item = KNOWLEDGE.items[activity]
    word = expected.get(activity, "")
    if word in {"", "unclear", "planned"}:
        reply(page, "Don't know")
        return None
    level = level_of(word)
    reply(page, item.replies[level].label)
    return level


@pytest.mark.browser
@pytest.mark.parametrize("profile", profiles(), ids=lambda one: str(one["id"]))
def test_a_real_team_gets_its_report(visit: Visitor, profile: dict[str, object]) -> None:
    name = str(profile["id"])
    statements = profile["statements"]
    expected = profile["expected"]
    assert isinstance(statements, list)
    assert isinstance(expected, dict)
    page = visit()
    picture(page, f"{name}-1-opening")
    say(page, "\n".join(statements))
    picture(page, f"{name}-2-heard")
    given: dict[str, int] = {}
    for _ in range(MOST_QUESTIONS):
        activity = asked(page)
        if not activity:
            break
        level = answer(page, activity, expected)
        if level is not None:
            given[activity] = level
    picture(page, f"{name}-3-settled")
    page.get_by_role("button", name="Show my result").click()
    settle(page)
    picture(page, f"{name}-4-result")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Data (JSON)").click()
    data = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Report (Markdown)").click()
    markdown = Path(waiting.value.path()).read_text(encoding="utf-8")

    assert data["format"] == "mlops-assessment-report"
    primary = data["models"][data["model"]]
    headline = page.get_by_role("heading", level=1).text_content() or ""
    low, high = primary["lowest"]["index"], primary["highest"]["index"]
    assert f"stage {low}" in headline.lower()
    assert primary["certain"] == (low == high)
    for activity, level in given.items():
        standing = data["activities"][activity]
        assert (standing["lowest"], standing["highest"]) == (level, level), activity
    said = "\n".join(statements)
    for activity, standing in data["activities"].items():
        for words in standing["words"]:
            assert said[words["start"] : words["end"]] == words["quote"], activity
    # Where the next stage hangs on what nobody knows, there is nothing yet to take a step on,
    # unless something makes the team unsafe.
    unsafe = any(one["verdict"] == "unmet" for one in data["safety"].values())
    assert bool(data["steps"]) == (bool(primary["blockers"]) or unsafe)
    for step in data["steps"]:
        assert step["done_when"]
        assert step["passages"]
    assert "# MLOps assessment" in markdown
    assert ("Done when" in markdown) == bool(data["steps"])
