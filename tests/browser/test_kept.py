"""What is said is stored, what is refused is refused aloud, and the page rests when nobody acts."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import GONE, SETTLED, Server, Visitor, picture, reply, say, settle

pytestmark = pytest.mark.browser
TEAM = "Airflow pulls the data every night. We train in notebooks by hand."
REPLIES = "[class*=st-key-reply-] button"
BOX = "[data-testid=stChatInputTextArea]"
RUNS = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  window.runs = 0;
  new MutationObserver(() => {
    if (app.getAttribute('data-test-script-state') === 'running') window.runs += 1;
  }).observe(app, { attributes: true, attributeFilter: ['data-test-script-state'] });
}"""


def taken_out(page: Page, folder: Path, name: str) -> bytes:
    """Keep a copy on the history page, and return what was downloaded."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Keep a copy").click()
    path = folder / name
    waiting.value.save_as(path)
    return path.read_bytes()


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    settle(page)


def question(page: Page) -> str:
    return page.locator("[role=status]").last.text_content() or ""


def one_by_one(page: Page) -> None:
    page.get_by_role("button", name="Ask me one by one").click()
    page.locator(REPLIES).first.wait_for()
    settle(page)


def test_a_copy_kept_and_brought_back_gives_the_same_bytes_and_says_what_came_back(
    visit: Visitor, tmp_path: Path
) -> None:
    page = visit()
    say(page, TEAM)
    reply(page, page.locator(REPLIES).nth(1).inner_text())
    go(page, "History")
    first = taken_out(page, tmp_path, "first.json")
    kept = [one["turn"] for one in json.loads(first)["turns"]]
    assert [one["kind"] for one in kept] == ["say", "reply"]
    assert kept[0]["text"] == TEAM
    page.get_by_role("button", name="Delete everything I said").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 things")
    picture(page, "delete-asks")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text(TEAM)).to_be_visible()
    page.get_by_role("button", name="Delete everything I said").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete it all").click()
    expect(page.get_by_text("All of it is deleted.")).to_be_visible()
    settle(page)
    page.get_by_text("Bring back a copy you kept").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "first.json")
    expect(page.get_by_text("Your copy is back, with all 2 things")).to_be_visible()
    expect(page.get_by_text(TEAM)).to_be_visible()
    picture(page, "brought-back")
    assert taken_out(page, tmp_path, "second.json") == first


def test_every_choice_on_the_result_is_kept_and_the_page_rests(visit: Visitor) -> None:
    # Reloaded at its own address, a page of Streamlit first looks for its server beside itself.
    page = visit(expect_fault="404")
    say(page, TEAM)
    go(page, "Result")
    page.get_by_text("About your use case").click()
    groups = page.locator("[class*=st-key-context-] [role=radiogroup]")
    groups.first.wait_for()
    page.evaluate(RUNS)
    for number in range(3):
        before = page.evaluate("window.runs")
        groups.nth(number).get_by_role("radio").first.click()
        expect(page.get_by_text(f"About your use case · {number + 1} of")).to_be_visible()
        settle(page)
        assert page.evaluate("window.runs") - before <= 2, "one action, one run"
    quiet = page.evaluate("window.runs")
    page.wait_for_timeout(10_000)
    assert page.evaluate("window.runs") == quiet, "the page ran although nobody acted"
    page.reload()
    settle(page)
    expect(page.get_by_text("About your use case · 3 of")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "left"), [("undo", 1), ("start over", 0)], ids=["undo", "start over"]
)
def test_what_is_typed_to_take_something_back_is_done(
    visit: Visitor, typed: str, left: int
) -> None:
    page = visit()
    one_by_one(page)
    first = question(page)
    reply(page, page.locator(REPLIES).nth(1).inner_text())
    reply(page, page.locator(REPLIES).nth(1).inner_text())
    box = page.locator(BOX)
    box.fill(typed)
    box.press("Enter")
    if left:
        expect(page.get_by_text("I took back your last answer.").first).to_be_visible()
        settle(page)
        assert question(page) != first
    else:
        expect(page.get_by_role("heading", level=1)).to_contain_text("How does your team")
        settle(page)
    assert page.get_by_text("in another tab").count() == 0
    assert box.input_value() == ""
    go(page, "History")
    assert page.get_by_text(f"“{typed}”").count() == 0


def test_words_typed_in_a_stale_tab_are_filed_under_no_other_question(visit: Visitor) -> None:
    first = visit()
    one_by_one(first)
    second = first.context.new_page()
    second.goto(first.url)
    second.locator(REPLIES).first.wait_for()
    settle(second)
    reply(first, first.locator(REPLIES).nth(3).inner_text())
    words = "It is all done by hand when somebody has time"
    box = second.locator(BOX)
    box.fill(words)
    box.press("Enter")
    expect(second.get_by_text("This conversation went on in another tab")).to_be_visible()
    settle(second)
    expect(second.locator(BOX)).to_have_value(words)
    assert question(second) == question(first)
    picture(second, "stale-tab")
    go(second, "History")
    assert second.get_by_text(words).count() == 0
    second.close()


def test_a_reply_tapped_in_a_stale_tab_is_refused_aloud(visit: Visitor) -> None:
    first = visit()
    one_by_one(first)
    second = first.context.new_page()
    second.goto(first.url)
    second.locator(REPLIES).first.wait_for()
    settle(second)
    reply(first, first.locator(REPLIES).nth(3).inner_text())
    second.locator(REPLIES).nth(0).click()
    expect(second.get_by_text("This conversation went on in another tab")).to_be_visible()
    second.close()


def test_a_double_tap_is_one_answer(visit: Visitor) -> None:
    page = visit()
    one_by_one(page)
    before = question(page)
    page.locator(REPLIES).nth(1).dblclick()
    page.wait_for_function(
        "was => [...document.querySelectorAll('[role=status]')].pop()?.textContent !== was",
        arg=before,
    )
    settle(page)
    assert page.get_by_text("in another tab").count() == 0
    go(page, "History")
    assert page.locator("[data-testid=stMain] [data-testid=stText]").count() == 2  # begun, tapped


@pytest.mark.parametrize("words", [(), (TEAM,)], ids=["taps only", "after words"])
def test_the_first_tap_after_a_restart_counts(
    visit: Visitor, server: Server, words: tuple[str, ...]
) -> None:
    page = visit(expect_faults=GONE)
    for one in words:
        say(page, one)
    if not words:
        one_by_one(page)
    label = page.locator(REPLIES).nth(2).inner_text()
    asked = question(page)
    server.stop(kill=True)
    server.start()
    page.wait_for_timeout(1_500)  # the browser looks for the server again by itself
    page.get_by_role("button", name=label, exact=True).last.click()
    expect(page.get_by_text(label, exact=True).first).to_be_visible()
    page.wait_for_function(
        "was => { const all = [...document.querySelectorAll('[role=status]')];"
        " return all.length && all[all.length - 1].textContent !== was }",
        arg=asked,
        timeout=90_000,
    )
    settle(page)
    go(page, "History")
    assert page.get_by_text(label).count() == 1, "once, neither lost nor twice"


def test_what_is_said_first_after_a_restart_is_there_after_a_reload(
    visit: Visitor, server: Server
) -> None:
    """The browser's cookie opens what is stored, though nothing was said when it was given."""
    page = visit(expect_faults=GONE)
    server.stop(kill=True)
    server.start()
    page.wait_for_timeout(3_000)
    one_by_one(page)
    reply(page, page.locator(REPLIES).nth(1).inner_text())
    asked = question(page)
    page.reload()
    page.locator(REPLIES).first.wait_for()
    settle(page)
    assert question(page) == asked


def test_a_returning_visitor_sees_their_words_before_the_reader_is_loaded(
    visit: Visitor, server: Server
) -> None:
    page = visit(expect_faults=GONE)
    say(page, TEAM)
    server.stop(kill=True)
    server.start()
    page.goto(server.url)
    began = time.monotonic()
    expect(page.get_by_text("notebooks by hand").first).to_be_visible()
    shown = time.monotonic() - began
    assert page.locator(REPLIES).count() == 0, "the reader was loaded already: nothing is shown"
    expect(page.get_by_text("I read your words again in a moment")).to_be_visible()
    picture(page, "returning")
    box = page.locator(BOX)
    box.fill("Nobody watches the model once it is live.")
    box.press("Enter")
    expect(page.locator("[data-testid=stChatMessage]").get_by_text("Nobody watches")).to_be_visible(
        timeout=3_000
    )
    page.locator(REPLIES).first.wait_for(timeout=90_000)
    settle(page)
    assert shown < time.monotonic() - began
    expect(page.get_by_text("Nobody watches the model once it is live.").first).to_be_visible()


def test_the_page_rests_after_every_kind_of_act(visit: Visitor) -> None:
    page = visit()
    say(page, TEAM)
    page.evaluate(RUNS)
    acts = (
        lambda: reply(page, page.locator(REPLIES).nth(1).inner_text()),
        lambda: page.get_by_role("button", name="Undo last answer").click(),
        lambda: page.get_by_role("button", name="Skip for now").click(),
        lambda: say(page, "What is drift?"),
    )
    for act in acts:
        act()
        page.wait_for_timeout(500)
        page.wait_for_selector(SETTLED)
        settle(page)
        before = page.evaluate("window.runs")
        page.wait_for_timeout(3_000)
        assert page.evaluate("window.runs") == before
