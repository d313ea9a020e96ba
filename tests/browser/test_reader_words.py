"""What a screen reader is told: by the voice after a turn, by headings, groups and the ladder."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, highest, reply, say, settle

pytestmark = pytest.mark.browser
TEAM = (
    "Airflow pulls the data every night. We train in notebooks by hand. "
    "An engineer copies the model file to the server. Nobody monitors it after that."
)
LISTEN = """() => {
  window.heard = []
  const voice = document.querySelector("[role=status]")
  new MutationObserver(() => heard.push(voice.textContent)).observe(voice, {
    childList: true, characterData: true, subtree: true,
  })
  return Boolean(voice)
}"""
"""Notes what is said by the region that is there now; one that is put in its place is not heard."""


def listen(page: Page) -> None:
    assert page.evaluate(LISTEN)


def heard(page: Page) -> list[str]:
    """What was said since one listened, or since this was asked last."""
    page.wait_for_timeout(800)
    return [str(one) for one in page.evaluate("heard.splice(0)")]


def remark(page: Page) -> str:
    """The last sentence shown on the turn itself, above the open question."""
    turn = page.locator("[data-testid=stChatMessage]").nth(-2)
    return " ".join((turn.locator("[data-testid=stText]").last.text_content() or "").split())


def test_each_turn_is_told_once_and_in_order(visit: Visitor) -> None:
    page = visit()
    page.get_by_role("button", name="Ask me one by one").click()
    settle(page)
    page.wait_for_timeout(500)
    listen(page)
    say(page, TEAM)
    (told,) = heard(page)
    assert told.startswith("Heard: data collection, automated; model training, manual")
    assert "still possible is 1, Automated data collection" in remark(page)
    assert remark(page) in told
    assert re.search(r"questions? left[^.]*\. How do your data sources come together", told)

    say(page, "What is a feature store?")
    (told,) = heard(page)
    assert told.startswith("A feature store keeps")
    assert told.endswith("How do your data sources come together in one place?")

    say(page, "What is the best pizza in Naples?")
    (told,) = heard(page)
    assert told.startswith("The library does not cover that")

    say(page, "asdf")
    (told,) = heard(page)
    assert told.startswith(remark(page))

    reply(page, highest(page).inner_text())
    (told,) = heard(page)
    assert told.startswith(f"Heard: data integration, automated. {remark(page)}")
    assert "Stage 1" in remark(page)

    page.get_by_role("button", name="Undo last answer").click()
    settle(page)
    (told,) = heard(page)
    assert told.startswith("I took back your last answer.")


def test_the_same_words_twice_are_told_twice(visit: Visitor) -> None:
    page = visit()
    page.get_by_role("button", name="Ask me one by one").click()
    settle(page)
    say(page, "asdf")
    page.wait_for_timeout(500)
    listen(page)
    say(page, "asdf")
    (told,) = heard(page)
    assert told.startswith(remark(page))


def test_who_only_asks_is_not_told_that_there_are_no_more_questions(visit: Visitor) -> None:
    page = visit()
    say(page, "What is a feature store?")
    page.wait_for_timeout(500)
    told = page.locator("[role=status]").last.text_content() or ""
    assert told.startswith("A feature store keeps")
    assert "no more questions" not in told.lower()


def test_questions_are_headings_and_their_replies_a_group(visit: Visitor) -> None:
    page = visit()
    say(page, TEAM)
    asked = page.get_by_role("heading", level=2, name="How do your data sources come together")
    expect(asked).to_be_visible()
    words = (asked.text_content() or "").strip()
    replies = page.get_by_role("group", name=words, exact=True)
    expect(replies.get_by_role("button")).to_have_count(7)
    reply(page, highest(page).inner_text())
    expect(page.get_by_role("heading", level=2, name=words)).to_be_visible()
    following = page.locator("[data-testid=stChatMessage]").last.get_by_role("heading", level=2)
    assert (following.text_content() or "") != words
    for section in ("Where you stand so far", "What I understood"):
        expect(page.get_by_role("heading", level=2, name=section)).to_be_visible()


def test_a_question_that_quotes_is_a_heading_and_stays_plain_text(visit: Visitor) -> None:
    page = visit()
    say(page, "Deployment is fully automated. **Deployment** is done by hand <b>always</b>.")
    asked = page.locator("[class*=st-key-question-]")
    heading = asked.get_by_role("heading", level=2)
    expect(heading).to_have_count(1)
    assert heading.locator("b, strong").count() == 0


def test_the_ladder_is_a_list_with_a_word_for_each_mark(visit: Visitor) -> None:
    page = visit()
    panel = page.get_by_test_id("stSidebar")
    rungs = panel.get_by_role("listitem")
    expect(rungs).to_have_count(5)
    assert all("not known yet" in one for one in rungs.all_inner_texts())
    say(page, TEAM)
    told = [" ".join(one.split()) for one in rungs.all_inner_texts()]
    assert told[-1] == "0 Manual reached"
    assert told[-2] == "1 Automated data collection possible"
    assert told[0] == "4 Fully automated model monitoring not reached"
    expect(panel.locator("[aria-current=step]")).to_have_text(re.compile("Manual"))


@pytest.mark.parametrize("path", ["/", "/result", "/library", "/history"])
def test_no_symbol_is_read_by_its_name(visit: Visitor, path: str) -> None:
    page = visit(expect_fault="404")
    say(page, TEAM)
    page.goto(page.url.rstrip("/") + path)
    settle(page)
    # Symbols get their words a moment after they are drawn, on a busy machine a little later.
    for _ in range(30):
        page.wait_for_timeout(100)
        if "_" not in _read(page):
            break
    assert "_" not in _read(page)
    assert not re.search(r'img ".* icon"', _read(page))


def _read(page: Page) -> str:
    """Return the page as it is read: of a picture its name, not the letters it is drawn with."""
    shown = page.locator("body").aria_snapshot().replace("_stcore", "")
    return re.sub(r'(img "[^"]*"): \S+', r"\1", shown)
