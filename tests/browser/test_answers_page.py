"""The answers as a table: changed after a look ahead, filtered, answered; and its what-ifs."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant import catalogue
from tests.browser.conftest import ASIDE, Server, Visitor, picture, say, settle
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
KNOWN = catalogue.load()
TEAM = (
    "Airflow loads the data every night. We train in notebooks by hand. "
    "An engineer copies the model file to the server."
)
ROW = "[class*=st-key-answer-]"


def at_answers(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/answers")
    settle(page)
    expect(page.get_by_role("heading", name="Your answers")).to_be_visible()


def told(visit: Visitor, server: Server, **how: object) -> Page:
    page = visit(expect_fault=ASIDE, **how)
    say(page, TEAM)
    at_answers(page, server)
    return page


def row(page: Page, activity: str) -> Locator:
    return page.locator(f".st-key-answer-{activity}")


def opened(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=name, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    settle(page)
    return dialog


def pick(page: Page, dialog: Locator, number: int) -> None:
    """Choose one of the replies in the window, and wait for what it would change."""
    dialog.get_by_test_id("stRadioOption").nth(number).click()
    page.wait_for_timeout(300)
    settle(page)


def turns(page: Page, server: Server, tmp: Path) -> list[dict[str, object]]:
    """The turns that are kept, as the copy that one takes away has them."""
    page.goto(f"{server.url}/history")
    settle(page)
    with page.expect_download() as kept:
        page.get_by_role("button", name="Keep a copy").click()
    file = tmp / "kept.json"
    kept.value.save_as(file)
    return [one["turn"] for one in json.loads(file.read_text())["turns"]]


def test_a_change_says_first_what_it_would_do(
    visit: Visitor, server: Server, tmp_path: Path
) -> None:
    page = told(visit, server)
    assert page.locator(ROW).count() == len(KNOWN.items)
    expect(row(page, "model-training")).to_contain_text("heard · turn 1")
    expect(row(page, "model-training")).to_contain_text("train in notebooks by hand")
    expect(row(page, "rollback")).to_contain_text("not asked")
    dialog = opened(page, "Data collection")
    pick(page, dialog, 0)
    expect(dialog).to_contain_text("stage 0, Manual, instead of stage 0 to 1")
    expect(dialog).to_contain_text("then waits for data collection")
    picture(page, "answers-preview")
    dialog.get_by_role("button", name="Leave it as it is").click()
    settle(page)
    expect(row(page, "data-collection")).not_to_contain_text("absent")
    dialog = opened(page, "Documentation")
    pick(page, dialog, 2)
    expect(dialog).to_contain_text("Nothing changes")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Apply").click()
    settle(page)
    expect(row(page, "documentation")).to_contain_text("defined")
    expect(row(page, "documentation")).to_contain_text("tapped · turn 2")
    kept = turns(page, server, tmp_path)
    assert [one["kind"] for one in kept] == ["say", "edit"]


def test_what_is_not_known_is_answered_there_and_kept_once(
    visit: Visitor, server: Server, tmp_path: Path
) -> None:
    page = told(visit, server, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    before = page.locator(ROW).count()
    page.get_by_text("Not known yet", exact=False).first.click()
    page.wait_for_timeout(400)
    settle(page)
    left = page.locator(ROW).count()
    assert 0 < left < before
    assert not row(page, "data-collection").count()
    picture(page, "answers-unknown-390")
    row(page, "rollback").locator("[class*=-reply-] button").nth(1).dblclick()
    expect(row(page, "rollback")).to_have_count(0)
    settle(page)
    assert page.locator(ROW).count() == left - 1
    kept = turns(page, server, tmp_path)
    assert [(one["kind"], one["activity"]) for one in kept[1:]] == [("reply", "rollback")]


def test_a_what_if_is_named_kept_and_changes_nothing(
    visit: Visitor, server: Server, tmp_path: Path
) -> None:
    page = told(visit, server)
    today = row(page, "data-integration").inner_text()
    page.get_by_text("New what-if").click()
    page.get_by_label("What is it called?").fill("*our* first quarter")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_text("This is only supposed", exact=False)).to_be_visible()
    settle(page)
    page.get_by_text("The cheapest steps to a stage", exact=True).click()
    expect(page.get_by_text("takes less effort", exact=False)).to_be_visible()
    picture(page, "answers-cheapest")
    page.get_by_role("button", name="Suppose that these are done").click()
    expect(page.locator("table.moves")).to_contain_text("stage 1")
    settle(page)
    expect(page.locator(ROW).filter(has_text="supposed").first).to_be_visible()
    dialog = opened(page, "Rollback")
    pick(page, dialog, 3)
    dialog.get_by_role("button", name="Suppose it").click()
    settle(page)
    expect(row(page, "rollback")).to_contain_text("supposed · today: not asked yet")
    picture(page, "answers-what-if")
    at_answers(page, server)  # from a new page of the same visitor
    expect(row(page, "data-integration")).to_have_text(today, use_inner_text=True)
    page.get_by_label("Looking at").click()
    page.get_by_role("option", name="*our* first quarter").click()
    settle(page)
    expect(row(page, "rollback")).to_contain_text("automated")
    kept = turns(page, server, tmp_path)
    assert {one["kind"] for one in kept[1:]} == {"scenario"}
    expect(page.get_by_text("What if “*our* first quarter”: begun")).to_be_visible()


def test_the_keyboard_goes_through_a_change(visit: Visitor, server: Server) -> None:
    page = told(visit, server)
    page.get_by_role("button", name="Alerting", exact=True).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    settle(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'radio'"):
            break
    page.keyboard.press("Space")
    page.wait_for_timeout(400)
    settle(page)
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Apply":
            break
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    settle(page)
    expect(row(page, "alerting")).to_contain_text("tapped")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_any_state(
    visit: Visitor, server: Server, width: int, dark: bool
) -> None:
    page = visit(width=width, height=860, dark=dark, bypass_csp=True, expect_fault=ASIDE)
    faults: dict[str, list[str]] = {}
    name = f"answers-{width}-{'dark' if dark else 'light'}"

    def check(state: str) -> None:
        settle(page)
        picture(page, f"{name}-{state}")
        if found := violations(page):
            faults[state] = found

    at_answers(page, server)
    check("empty")
    page.goto(server.url)
    settle(page)
    say(page, TEAM)
    at_answers(page, server)
    check("today")
    dialog = opened(page, "Model deployment")
    pick(page, dialog, 3)
    check("preview")
    dialog.get_by_role("button", name="Leave it as it is").click()
    expect(dialog).to_have_count(0)
    page.get_by_text("Not known yet", exact=False).first.click()
    page.wait_for_timeout(400)
    check("unknown")
    page.get_by_text("New what-if").click()
    page.wait_for_timeout(400)
    check("naming")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_text("This is only supposed", exact=False)).to_be_visible()
    settle(page)
    page.get_by_text("The cheapest steps to a stage", exact=True).click()
    page.wait_for_timeout(1_000)
    check("cheapest")
    page.get_by_role("button", name="Suppose that these are done").click()
    expect(page.locator("table.moves")).to_be_visible()
    check("what-if")
    assert faults == {}
