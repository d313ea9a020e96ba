"""The first words of a server that has just been started, before it has read all there is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import KNOWN, MESSAGES, PATIENCE, Server, say, settle

pytestmark = pytest.mark.browser
BOX = "[data-testid=stChatInputTextArea]"
SAID = "We train by hand in a notebook, and nothing is monitored."
TITLE = KNOWN.texts["opening.title"]
NOTE_OF_ALL = """() => {
  window.seen = [];
  window.noting = new MutationObserver(() => {
    const title = document.querySelector('h1')?.textContent ?? '';
    const box = document.querySelector('[data-testid=stChatInputTextArea]');
    const pills = document.querySelector('[data-testid=stButtonGroup]');
    window.seen.push([title, box !== null, pills !== null]);
  });
  window.noting.observe(document, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture
def cold(tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """A page of a server that has been up for no longer than it takes to answer."""
    server = Server(tmp_path)
    server.start()
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(f"({NOTE_OF_ALL})()")
    page.goto(server.url, wait_until="commit")
    yield page
    context.close()
    server.stop()


def test_the_first_words_and_the_box_come_before_the_rest_and_stay(cold: Page) -> None:
    cold.locator(BOX).fill("We train by h")
    expect(cold.get_by_test_id("stButtonGroup")).to_be_visible()
    settle(cold)
    expect(cold.locator(BOX)).to_have_value("We train by h")  # and what is written in it stays
    seen = cold.evaluate("window.seen")
    both = [pills for title, box, pills in seen if title == TITLE and box]
    assert both
    assert not both[0]
    first = seen.index([TITLE, True, False])
    assert all(title == TITLE and box for title, box, _ in seen[first:])  # nothing flickers


def test_what_is_sent_before_all_is_read_is_taken_once(cold: Page) -> None:
    box = cold.locator(BOX)
    box.fill(SAID)
    box.press("Enter")
    expect(cold.get_by_text(SAID, exact=True).first).to_be_visible(timeout=PATIENCE)
    settle(cold)
    assert cold.evaluate(MESSAGES).count(f"person{SAID}") == 1
    expect(cold.get_by_text("Heard").first).to_be_visible()
    say(cold, "A nightly job retrains it.")  # and the conversation goes on
    cold.reload()
    settle(cold)
    assert cold.evaluate(MESSAGES).count(f"person{SAID}") == 1


def test_another_page_opened_first_comes_as_soon_as_all_is_read(cold: Page) -> None:
    cold.goto(cold.url.rstrip("/") + "/library", wait_until="commit")
    expect(cold.get_by_role("heading", name="Library").first).to_be_visible(timeout=PATIENCE)
