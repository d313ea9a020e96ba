"""A message is shown statement by statement, and what was not placed is placed with one tap."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor, picture, say, settle
from tests.browser.test_accessibility import violations
from tests.browser.test_kept import go, taken_out

pytestmark = pytest.mark.browser
VAGUE = "Big Joe minds the thing for us and we trust him."
ALSO = "The numbers go up on a wall screen."
ASKS = "What is a feature store?"
PLAIN = "Airflow pulls the data every night."
TEXT = f"{PLAIN} {VAGUE} {ASKS} {ALSO}"
BOX = "[class*=st-key-said-]"
OPEN = "[class*=st-key-open-]"


def about(page: Page, words: str) -> Locator:
    """The row of words that are not placed."""
    return page.locator(OPEN).filter(has_text=words)


def tap(page: Page, one: Locator) -> None:
    """Tap what stores a turn, and wait until the page is drawn with it."""
    voice = page.locator("[role=status]").last
    before = voice.text_content() or ""
    one.click()
    expect(voice).not_to_have_text(before)
    settle(page)


def in_order(page: Page, *words: str) -> None:
    shown = page.locator(BOX).last.inner_text()
    places = [shown.index(one) for one in words]
    assert places == sorted(places)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_all_that_was_said_is_there_in_order_and_axe_finds_nothing(
    visit: Visitor, width: int, dark: bool
) -> None:
    page = visit(width=width, dark=dark, bypass_csp=True)
    name = f"statements-{width}-{'dark' if dark else 'light'}"
    say(page, TEXT)
    in_order(page, PLAIN, VAGUE, ASKS, ALSO)
    assert about(page, ASKS).count() == 0, "what asks has no mark"
    box = page.locator(BOX).last
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
    box.scroll_into_view_if_needed()
    picture(page, name)
    assert violations(page) == []
    about(page, VAGUE).get_by_role("button", name="Something else").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(VAGUE)
    settle(page)
    picture(page, f"{name}-else")
    assert violations(page) == []
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    tap(page, about(page, VAGUE).get_by_role("button").first)
    expect(page.locator(BOX).last.get_by_text("placed by hand")).to_be_visible()
    in_order(page, PLAIN, VAGUE, ASKS, ALSO)
    page.locator(BOX).last.scroll_into_view_if_needed()
    picture(page, f"{name}-placed")
    assert violations(page) == []


def test_a_likely_activity_is_one_tap_and_undo_takes_it_back(
    visit: Visitor, tmp_path: Path
) -> None:
    page = visit()
    say(page, TEXT)
    rows = page.locator(OPEN).count()
    assert rows >= 2
    buttons = about(page, VAGUE).get_by_role("button")
    assert 2 <= buttons.count() <= 4
    for one in buttons.all():
        assert VAGUE in (one.get_attribute("aria-label") or ""), "each says which words it is for"
    likely = buttons.first.inner_text()
    tap(page, buttons.first)
    assert page.locator(OPEN).count() == rows - 1
    entry = page.locator(BOX).last
    expect(entry.get_by_role("button", name=likely, exact=True)).to_be_visible()
    expect(about(page, ALSO).get_by_role("button").first).to_be_visible()
    page.get_by_role("button", name="Undo last answer").click()
    expect(about(page, VAGUE)).to_be_visible()
    settle(page)
    assert page.locator(OPEN).count() == rows
    assert page.get_by_text("placed by hand").count() == 0
    go(page, "History")
    turns = [one["turn"] for one in json.loads(taken_out(page, tmp_path, "kept.json"))["turns"]]
    assert [one["kind"] for one in turns] == ["say", "place", "undo"]
    start, end = turns[1]["span"]
    assert TEXT[start:end] == VAGUE
    assert "span" not in turns[0]


def test_something_else_is_chosen_from_all_and_what_is_not_plain_is_asked(
    visit: Visitor,
) -> None:
    page = visit()
    say(page, f"{PLAIN} {ALSO}")
    about(page, ALSO).get_by_role("button", name="Something else").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Place it there")).to_be_disabled()
    choice = dialog.get_by_role("combobox")
    choice.focus()
    page.keyboard.type("Documentation")
    page.keyboard.press("Enter")
    save = dialog.get_by_role("button", name="Place it there")
    expect(save).to_be_enabled()
    save.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("placed by hand")).to_be_visible()
    settle(page)
    asked = page.locator("[class*=st-key-question-]")
    expect(asked).to_contain_text(f"You said “{ALSO.removesuffix('.')}”.")
    expect(asked).to_contain_text("If the person who built a model were away")


def test_the_keyboard_stays_with_the_message_until_all_of_it_is_placed(visit: Visitor) -> None:
    page = visit()
    say(page, TEXT)
    about(page, VAGUE).get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    expect(about(page, VAGUE)).to_have_count(0)
    settle(page)
    page.wait_for_timeout(300)
    expect(page.locator(f"{OPEN} :focus")).to_have_count(1)
    for _ in range(page.locator(OPEN).count()):
        row = page.locator(OPEN).first
        words = row.locator("[data-testid=stText]").inner_text()
        row.get_by_role("button").first.focus()
        if row.get_by_role("button").count() == 1:  # it has no likely place
            break
        page.keyboard.press("Enter")
        expect(about(page, words)).to_have_count(0)
        settle(page)
    page.wait_for_timeout(300)
    if page.locator(OPEN).count() == 0:
        expect(page.locator(":focus")).to_have_role("heading")


def test_only_the_newest_message_can_be_tapped(visit: Visitor) -> None:
    page = visit()
    say(page, TEXT)
    say(page, "We train in notebooks by hand.")
    assert page.locator(OPEN).count() == 0
    expect(page.get_by_text("Not placed.").first).to_be_visible()
    box = page.locator(BOX).last
    assert box.get_by_role("button").count() == 1, "one statement that was heard: its entry alone"
    picture(page, "statements-one")


def test_words_are_never_markup(visit: Visitor) -> None:
    page = visit()
    odd = "Somebody looks at **it** <b>now</b> and [then](https://example.org) if they like."
    say(page, f"{PLAIN} {odd}")
    expect(page.locator(BOX).last.get_by_text(odd)).to_be_visible()
    assert page.locator(f"{BOX} a, {BOX} b").count() == 0


def test_heard_placed_and_confirmed_are_told_apart_on_the_result(visit: Visitor) -> None:
    page = visit()
    say(page, f"{PLAIN} We train in notebooks by hand. {VAGUE}")
    about(page, VAGUE).get_by_role("button", name="Something else").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").focus()
    page.keyboard.type("Alerting")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Place it there").click()
    expect(dialog).to_be_hidden()
    settle(page)
    page.locator(BOX).last.get_by_role("button", name="Data collection").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    settle(page)
    go(page, "Result")
    for summary in page.locator("[data-testid=stExpander] summary").all():
        summary.click()
    page.wait_for_timeout(800)
    main = page.locator("[data-testid=stMain]")
    for word in ("heard", "confirmed", "placed by hand"):
        expect(main.get_by_text(word).first).to_be_visible()
    main.get_by_text("placed by hand").first.scroll_into_view_if_needed()
    picture(page, "statements-result")
