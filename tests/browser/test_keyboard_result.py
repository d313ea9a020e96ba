"""The keyboard on what comes after the questions: answers, what-ifs, over time, between people."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.domain.session import Turn, TurnKind
from assistant.export import FORMATS
from tests.browser.conftest import KNOWN, Visitor, settle
from tests.browser.test_travel import people

pytestmark = pytest.mark.browser
TEXTS = KNOWN.texts
FURTHEST = 90
"""Taps of Tab after which a place counts as out of reach."""
SAMPLE = [
    Turn(kind=TurnKind.EDIT, activity=key, level=level)
    for key, level in KNOWN.sample.levels.items()
]


def tab_to(page: Page, place: Locator) -> None:
    """Go on with Tab until the focus is there, or on what is inside."""
    for _ in range(FURTHEST):
        if place.evaluate("each => each.contains(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way there by keyboard: {place}")


def press(page: Page, place: Locator, key: str = "Enter") -> None:
    tab_to(page, place)
    page.keyboard.press(key)
    page.wait_for_timeout(400)
    settle(page)


def button(within: Page | Locator, name: str) -> Locator:
    return within.get_by_role("button", name=name, exact=True).first


def test_what_is_not_known_is_found_and_answered(after: Visitor) -> None:
    page = after([Turn(kind=TurnKind.EDIT, activity="data-collection", level=3)], "/answers")
    before = page.locator("[class*=st-key-answer-]").count()
    tab_to(page, page.locator(".st-key-answers-filter"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator(".st-key-answer-data-collection")).to_have_count(0)
    settle(page)
    left = page.locator("[class*=st-key-answer-]").count()
    assert left == before - 1
    row = page.locator(".st-key-answer-data-integration")
    press(page, row.locator("[class*=-reply-] button").nth(2))
    expect(row).to_have_count(0)
    assert page.locator("[class*=st-key-answer-]").count() == left - 1


def test_a_what_if_is_begun_filled_with_the_cheapest_steps_and_dropped(after: Visitor) -> None:
    page = after(SAMPLE, "/answers")
    press(page, page.locator(".st-key-what-if-new button"))
    window = page.get_by_role("dialog")
    tab_to(page, window.get_by_label(TEXTS["whatif.name"]))
    page.keyboard.type("our first quarter")
    press(page, button(window, TEXTS["whatif.begin"]))
    expect(page.get_by_text("This is only supposed", exact=False)).to_be_visible()
    settle(page)
    press(page, page.locator(".st-key-cheapest summary"))
    press(page, page.locator(".st-key-cheapest-take button"))
    expect(page.locator("table.moves .moved").first).to_be_visible()
    press(page, page.locator(".st-key-answer-rollback button").first)
    window = page.get_by_role("dialog")
    tab_to(page, window.get_by_role("radiogroup"))
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(400)
    settle(page)
    press(page, button(window, TEXTS["whatif.set"]))
    expect(window).to_have_count(0)
    press(page, page.locator(".st-key-what-if-drop button"))
    expect(page.locator("table.moves")).to_have_count(0)


def test_one_assesses_again_and_the_question_has_the_focus(after: Visitor) -> None:
    page = after(SAMPLE, "/history")
    press(page, page.locator(".st-key-again button").first)
    expect(page.get_by_text("are kept as an earlier point").last).to_be_visible()
    press(page, page.locator("[class*=st-key-reply-] button:visible").first)
    expect(page.locator(":focus")).to_have_role("heading")


def test_a_meeting_is_settled(after: Visitor, tmp_path: Path) -> None:
    page = after((), "/history")
    press(
        page,
        page.get_by_text(TEXTS["merge.title"]).locator(
            "xpath=ancestor::*[@tabindex or self::button or self::summary][1]"
        ),
    )
    chooser = page.locator("[class*=st-key-meeting-files]")
    tab_to(page, chooser)
    with page.expect_file_chooser() as asked:
        page.keyboard.press("Enter")
    asked.value.set_files(people(tmp_path))
    expect(page.get_by_text("To talk about: 1")).to_be_visible()
    settle(page)
    tab_to(page, page.locator("[class*=st-key-meeting-pick]"))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(400)
    settle(page)
    press(page, page.locator(".st-key-meeting-go button").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stage")


def headings(page: Page) -> Sequence[str]:
    return page.get_by_role("heading").all_inner_texts()


def test_the_steps_and_every_file_of_a_result_are_reached(after: Visitor) -> None:
    page = after(SAMPLE)
    tab_to(page, page.locator(".st-key-blockers button").first)
    tab_to(page, page.locator(".st-key-front a").last)
    for form in FORMATS:
        tab_to(page, page.locator(f".st-key-download-{form} button"))
    tab_to(page, page.locator(".st-key-download-tracker button"))
    assert TEXTS["ladders.title"] in headings(page)
