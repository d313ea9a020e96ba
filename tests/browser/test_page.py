"""The page in Chromium: kept words, plain text, keyboard, small screens, bad input."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Visitor, picture, reply, say, settle

pytestmark = pytest.mark.browser
TEAM = (
    "Airflow pulls the data every night. We train in notebooks by hand. "
    "An engineer copies the model file to the server. Nobody monitors it after that."
)


def messages(page: Page) -> str:
    return " ".join(page.locator("[data-testid=stChatMessage]").all_inner_texts())


def test_words_come_back_after_refresh_in_a_second_tab_and_after_a_restart(
    visit: Visitor, server: Server
) -> None:
    page = visit(expect_fault="ERR_CONNECTION_REFUSED")  # while the server is away
    say(page, TEAM)
    assert "notebooks by hand" in messages(page)
    page.reload()
    settle(page)
    expect(page.get_by_text("notebooks by hand").first).to_be_visible()
    second = page.context.new_page()
    second.goto(server.url)
    settle(second)
    expect(second.get_by_text("notebooks by hand").first).to_be_visible()
    second.close()
    server.stop(kill=True)
    server.start()
    page.goto(server.url)
    expect(page.get_by_text("notebooks by hand").first).to_be_visible(timeout=60_000)


def test_another_visitor_sees_nothing_of_it(visit: Visitor) -> None:
    first, second = visit(), visit()
    say(first, "Our secret project Zanzibar is trained by hand in notebooks.")
    second.reload()
    settle(second)
    assert "Zanzibar" not in (second.locator("body").inner_text())


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "é;=,", "../../etc/passwd", "0" * 5000])
def test_a_corrupt_or_foreign_cookie_starts_afresh(
    visit: Visitor, server: Server, cookie: str
) -> None:
    page = visit()
    try:
        page.context.add_cookies(
            [{"name": "mlops_session", "value": cookie, "url": server.url, "httpOnly": True}]
        )
    except Exception:  # the browser itself refuses some values
        page.context.clear_cookies()
    page.reload()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("How does your team")
    kept = {one["name"]: one for one in page.context.cookies()}["mlops_session"]
    assert kept["value"] != cookie
    assert kept["httpOnly"]


def test_markup_of_the_user_stays_text(visit: Visitor) -> None:
    page = visit()
    hostile = (
        "We train by hand ![x](http://127.0.0.1:9/leak.png) <img src=http://127.0.0.1:9/a.png "
        "onerror=document.title='owned'> **bold** [link](javascript:alert(1)) $x^2$ :smile:"
    )
    say(page, hostile)
    assert "![x](http://127.0.0.1:9/leak.png)" in messages(page)
    assert page.locator("[data-testid=stChatMessage] img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    assert page.title() != "owned"


def test_a_question_is_answered_and_the_pending_one_comes_back(visit: Visitor) -> None:
    page = visit()
    say(page, TEAM)
    asked = page.locator("[data-testid=stChatMessage]").last.locator("h2")
    before = asked.inner_text()
    say(page, "What is a feature store?")
    assert asked.inner_text() == before
    assert (page.locator("[role=status]").last.text_content() or "").endswith(before)
    expect(page.get_by_text("Where this comes from").first).to_be_visible()
    picture(page, "question-answered")


def test_a_correction_in_words_changes_the_entry_and_says_so(visit: Visitor) -> None:
    page = visit()
    say(page, "Every approved model is deployed to production automatically by our pipeline.")
    say(page, "Actually, we deploy by hand.")
    expect(page.get_by_text("it is now manual").first).to_be_visible()
    picture(page, "corrected")


@pytest.mark.parametrize(
    "text",
    ["asdf", "🤖🚀✨", "Мы обучаем модели вручную.", "   x   ", "w" * 20_000, TEAM + " " + TEAM],
    ids=["keys", "emoji", "other-language", "spaces", "20000-characters", "twice"],
)
def test_strange_input_gets_a_plain_sentence_and_loses_nothing(visit: Visitor, text: str) -> None:
    page = visit()
    say(page, text)
    assert page.locator("[data-testid=stException]").count() == 0
    assert len(messages(page)) > 20
    page.reload()
    settle(page)
    shown = text.strip()[:100]
    assert " ".join(shown.split()) in " ".join(messages(page).split())


def test_a_message_that_is_too_long_is_handed_back(visit: Visitor) -> None:
    page = visit()
    box = page.locator("[data-testid=stChatInputTextArea]")
    box.fill("We train by hand. " * 2_500)
    box.press("Enter")
    expect(page.get_by_text("Nothing is lost")).to_be_visible()
    # The browser draws the sentence before it fills the box.
    expect(box).to_have_value(re.compile("We train by hand"))


def test_an_entry_can_be_changed_marked_and_forgotten(visit: Visitor) -> None:
    page = visit()
    say(page, TEAM)
    page.get_by_role("button", name="Model training").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    picture(page, "dialog")
    dialog.get_by_role("radio").nth(3).locator("xpath=ancestor::label").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    settle(page)
    expect(page.get_by_text("it is now automated").first).to_be_visible()


def test_the_sample_shows_what_one_will_get(visit: Visitor) -> None:
    page = visit()
    page.get_by_role("button", name="Show me a sample result").click()
    settle(page)
    expect(page.get_by_text("This is a sample")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stage")
    picture(page, "sample")


def test_undo_takes_back_the_last_answer(visit: Visitor) -> None:
    page = visit()
    page.get_by_role("button", name="Ask me one by one").click()
    settle(page)
    asked = page.locator("[data-testid=stChatMessage]").last.locator("h2")
    before = asked.inner_text()
    reply(page, page.locator("[class*=st-key-reply-] button").first.inner_text())
    assert asked.inner_text() != before
    page.get_by_role("button", name="Undo last answer").click()
    expect(page.get_by_text("I took back your last answer.").first).to_be_visible()
    settle(page)
    assert asked.inner_text() == before


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_sideways_scroll(visit: Visitor, server: Server, width: int) -> None:
    # Opened at its own address, a page of Streamlit first looks for its server beside itself.
    page = visit(width=width, height=844, expect_fault="404")
    say(page, TEAM)
    for path in ("/", "/result", "/library", "/history"):
        page.goto(server.url + path)
        settle(page)
        wider = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, path
        picture(page, f"width-{width}-{path.strip('/') or 'assessment'}")
