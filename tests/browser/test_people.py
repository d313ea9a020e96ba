"""Five kinds of people, each on their own way through the page, with pictures on the way.

A data scientist who types; a manager on a phone who only taps; somebody who corrects, doubts,
pastes and changes language; somebody who only asks and browses; somebody with a keyboard alone.
Every station is looked at in both widths and both themes; the pictures are for people to judge.
"""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PICTURES, Visitor, highest, reply, say, settle

pytestmark = pytest.mark.browser
BOX = "[data-testid=stChatInputTextArea]"
REPLIES = "[class*=st-key-reply-] button"
SIZES = {1280: 860, 390: 844}
MOST_QUESTIONS = 40


def station(page: Page, name: str) -> None:
    """Look at the page as it is, in both widths and both themes; nothing may stick out."""
    PICTURES.mkdir(exist_ok=True)
    own = page.viewport_size
    assert own is not None
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(300)
            wider = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wider <= 0, (name, width)
            page.screenshot(path=PICTURES / f"people-{name}-{width}-{scheme}.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(own)
    page.wait_for_timeout(300)
    assert page.locator("[data-testid=stException]").count() == 0


def go(page: Page, name: str) -> None:
    """Open a page by its word in the navigation, which is behind a button on a phone."""
    link = page.get_by_role("link", name=name, exact=True).first
    place = link.bounding_box()
    if place is None or place["x"] < 0:
        page.locator("[data-testid=stExpandSidebarButton]").click()
    link.click()
    settle(page)


def turns(page: Page, folder: Path) -> list[dict[str, object]]:
    """What is stored, read out of the copy a person can keep."""
    go(page, "History")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Keep a copy").click()
    waiting.value.save_as(folder / "kept.json")
    document = json.loads((folder / "kept.json").read_text(encoding="utf-8"))
    return [one["turn"] for one in document["turns"]]


def question(page: Page) -> str:
    return page.locator("[role=status]").last.text_content() or ""


def test_a_data_scientist_who_types(visit: Visitor, tmp_path: Path) -> None:
    page = visit()
    said = (
        "New readings land in our lake by themselves every night. We train churn models in "
        "notebooks when marketing asks. A colleague copies the best one to the server over ssh, "
        "and a dashboard shows its accuracy, but nobody looks at it.",
        "Everything joins in one warehouse; a dbt job does it every night.",
        "what is data lineage",
        "Only the notebooks are in git, nobody reviews them.",
    )
    station(page, "types-1-opening")
    for number, text in enumerate(said, start=2):
        say(page, text)
        station(page, f"types-{number}")
    kept = turns(page, tmp_path)
    assert [one["text"] for one in kept] == list(said)
    go(page, "Result")
    station(page, "types-6-result")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Document (PDF)").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")


def test_a_manager_on_a_phone_who_only_taps(visit: Visitor, tmp_path: Path) -> None:
    page = visit(width=390, height=844)
    page.get_by_role("button", name="Ask me one by one").click()
    page.locator(REPLIES).first.wait_for()
    settle(page)
    station(page, "taps-1-asked")
    tapped = 0
    while page.locator(REPLIES).count() and tapped < MOST_QUESTIONS:
        # Now and then something is not known: that is an answer too.
        label = "Don't know" if tapped % 4 == 2 else highest(page).inner_text()
        reply(page, label)
        tapped += 1
        if tapped == 3:
            station(page, "taps-2-three-answers")
    station(page, "taps-3-settled")
    page.get_by_role("button", name="Show my result").click()
    settle(page)
    station(page, "taps-4-result")
    page.get_by_text("About your use case").click()
    groups = page.locator("[class*=st-key-context-] [role=radiogroup]")
    for number in range(3):
        groups.nth(number).get_by_role("radio").first.click()
        expect(page.get_by_text(f"About your use case · {number + 1} of")).to_be_visible()
        settle(page)
    station(page, "taps-5-use-case")
    kept = turns(page, tmp_path)
    kinds = [one["kind"] for one in kept]
    assert kinds.count("reply") + kinds.count("mark") == tapped
    assert kinds[-3:] == ["context"] * 3


def test_somebody_who_corrects_doubts_pastes_and_changes_language(visit: Visitor) -> None:
    page = visit(dark=True)
    say(page, "We push every approved model to production by an automatic pipeline.")
    say(page, "Sorry, that was wrong: we deploy by hand.")
    station(page, "corrects-1")
    say(page, "I have no idea, to be honest. Somebody else looks after that.")
    station(page, "corrects-2-does-not-know")
    say(page, "\n".join(f"- step {one}: we clean the table by hand in Excel" for one in range(30)))
    say(page, "Wir trainieren unsere Modelle von Hand.")
    expect(page.get_by_text("I read English only so far").first).to_be_visible()
    station(page, "corrects-3-pasted-and-german")
    box = page.locator(BOX)
    box.fill("undo")
    box.press("Enter")
    expect(page.get_by_text("I took back your last answer.").first).to_be_visible()
    settle(page)
    box.fill("start over")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("How does your team")
    settle(page)
    station(page, "corrects-4-afresh")


def test_somebody_who_only_asks_and_browses(visit: Visitor, tmp_path: Path) -> None:
    page = visit(width=390, height=844, dark=True)
    for text in ("What is a feature store?", "do we need one?", "who won the football on sunday"):
        say(page, text)
    station(page, "asks-1-answers")
    kept = turns(page, tmp_path)
    assert [one["kind"] for one in kept] == ["say"] * 3
    go(page, "Result")
    expect(page.get_by_text("There is no result yet")).to_be_visible()
    station(page, "asks-2-no-result")
    go(page, "Library")
    station(page, "asks-3-library")
    page.get_by_role("searchbox").fill("canary")
    page.get_by_role("searchbox").press("Enter")
    settle(page)
    station(page, "asks-4-found")


def test_somebody_with_a_keyboard_alone(visit: Visitor) -> None:
    page = visit()
    _tab_to(page, "Ask me one by one")
    page.keyboard.press("Enter")
    page.locator(REPLIES).first.wait_for()
    settle(page)
    for _ in range(3):
        before = question(page)
        label = highest(page).inner_text()
        _tab_to(page, label)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "was => [...document.querySelectorAll('[role=status]')].pop()?.textContent !== was",
            arg=before,
        )
        settle(page)
    station(page, "keyboard-1-three-answers")
    _tab_to(page, "Undo last answer")
    before = question(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("I took back your last answer.").first).to_be_visible()
    settle(page)
    assert question(page) != before


def _tab_to(page: Page, label: str) -> None:
    """Press Tab until the button with this label has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip().endswith(label):
            return
    pytest.fail(f"no way to “{label}” by keyboard")
