"""What people type that tells nothing of their team: it moves nothing, and is answered in kind."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, picture, question, reply, say, settle

pytestmark = pytest.mark.browser
QUESTION = "[class*=st-key-reply-] button"


def begun(visit: Visitor, **size: object) -> Page:
    page = visit(**size)
    page.get_by_role("button", name="Ask me one by one").click()
    settle(page)
    page.wait_for_selector(QUESTION)
    return page


def pending(page: Page) -> str:
    """The activity whose replies are on the page."""
    key = page.locator("[class*=st-key-reply-]").first.get_attribute("class") or ""
    return key.split("st-key-reply-")[1].split()[0].split("-", 1)[1].removesuffix("-marks")


def talk(page: Page) -> str:
    return page.locator("body").inner_text()


def test_a_dont_know_in_a_sentence_leaves_the_question_open(visit: Visitor) -> None:
    page = begun(visit)
    first = pending(page)
    say(page, "I have never been near that part, so I could not tell you who does what.")
    assert pending(page) != first
    assert "That is fine, I leave it open." in talk(page)
    assert not {"Absent", "Manual", "Partial", "Automated"} & set(talk(page).split("\n"))
    picture(page, "talk-dont-know")


def test_a_topic_under_a_question_moves_nothing_and_the_question_comes_back(
    visit: Visitor,
) -> None:
    page = begun(visit)
    reply(page, page.locator(QUESTION).nth(2).inner_text())
    before, asked = pending(page), question(page)
    for text in ("model monitoring without labels", "canary vs shadow"):
        say(page, text)
        assert pending(page) == before
        assert question(page) == asked
        assert "Heard:" not in (page.locator("[role=status]").last.text_content() or "")
    assert "Here is what I heard" not in talk(page)
    picture(page, "talk-topic")


def test_our_own_words_and_what_is_left_are_answered_in_the_chat(visit: Visitor) -> None:
    page = begun(visit)
    before = pending(page)
    for text, answer in (
        ("What do you mean by gate?", "has to pass before it may go on"),
        ("what is a slice here?", "one part of the data looked at by itself"),
        ("how many questions are left?", "more questions"),
    ):
        say(page, text)
        expect(page.get_by_text(answer).last).to_be_visible()
        assert pending(page) == before
    assert "The library does not cover that" not in talk(page)
    picture(page, "talk-words")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_an_answer_before_an_assessment_ends_with_an_offer(
    visit: Visitor, width: int, dark: bool
) -> None:
    page = visit(width=width, dark=dark)
    say(page, "How long will this take?")
    assert "The library does not cover that" not in talk(page)
    say(page, "What is drift detection?")
    assert "Start with how data becomes a model" not in talk(page)
    offer = page.get_by_text("Whenever you like, tell me about your team, or let me ask.")
    assert offer.count() == 1
    picture(page, f"talk-offer-{width}")
    page.get_by_role("button", name="Ask me one by one").click()
    page.wait_for_selector(QUESTION)


def test_the_newest_answer_is_in_view_for_who_only_asks(visit: Visitor) -> None:
    page = visit(width=390)
    for asked in (
        "What is a feature store?",
        "How do I detect drift?",
        "What is a model registry?",
    ):
        say(page, asked)
    newest = page.get_by_text("What is a model registry?", exact=True).last
    expect(newest).to_be_in_viewport()
    expect(page.get_by_text("A model registry is").first).to_be_in_viewport()


@pytest.mark.parametrize(("width", "height"), [(1280, 860), (1280, 420), (390, 700)])
def test_the_verdict_stays_in_view_above_an_open_question(
    visit: Visitor, width: int, height: int
) -> None:
    page = begun(visit, width=width, height=height)
    say(page, "How do we join history without letting the future leak in?")
    verdict = page.locator(".st-key-verdict [data-testid=stText]").first
    expect(verdict).to_contain_text("validity dates")
    page.wait_for_timeout(800)
    place = verdict.bounding_box()
    assert place is not None
    foot = page.locator("[data-testid=stBottom]").bounding_box()
    assert foot is not None
    assert 0 <= place["y"] < foot["y"] - 20
    picture(page, f"talk-verdict-{width}-{height}")
