"""The connection is lost: it is said in our words, and what is typed stays until it can be sent."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant import catalogue
from tests.browser.conftest import GONE, PATIENCE, SETTLED, Server, Visitor, picture, say, settle

pytestmark = pytest.mark.browser
TEAM = "Airflow pulls the data every night. We train in notebooks by hand."
WORDS = catalogue.load().texts
SOON = 2_000
STOCK = "Connection error", "Connecting", "not responding"


def box(page: Page) -> Locator:
    return page.locator("[data-testid=stChatInputTextArea]")


def alarm(page: Page) -> Locator:
    return page.locator("[role=alert]").get_by_text(WORDS["page.offline"], exact=True)


def mine(page: Page, words: str) -> Locator:
    return page.locator("[aria-label='Chat message from user']").get_by_text(words, exact=True)


@contextmanager
def killed(server: Server) -> Iterator[None]:
    server.stop(kill=True)
    try:
        yield
    finally:
        server.start()


@contextmanager
def frozen(server: Server) -> Iterator[None]:
    """The connection stands, and nobody answers, as where a network drops what is sent."""
    assert server.process
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


@contextmanager
def offline(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


def connected(page: Page) -> None:
    page.wait_for_selector("[data-test-connection-state=CONNECTED]", timeout=60_000)
    expect(alarm(page)).to_be_hidden(timeout=60_000)
    settle(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_server_that_is_gone_is_said_and_the_box_keeps_its_text(
    visit: Visitor, server: Server, width: int, dark: bool
) -> None:
    page = visit(width=width, height=844, dark=dark, expect_faults=GONE)
    say(page, TEAM)
    box(page).press_sequentially("Releases are")
    with killed(server):
        expect(alarm(page)).to_be_visible(timeout=SOON)
        box(page).press_sequentially(" by hand.")
        box(page).press("Enter")
        page.wait_for_timeout(4_000)  # by then Streamlit would speak in its own words
        expect(box(page)).to_have_value("Releases are by hand.")
        for words in STOCK:
            expect(page.get_by_text(words)).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(box(page)).to_be_focused()
        picture(page, f"offline-{width}-{'dark' if dark else 'light'}")
    connected(page)
    expect(box(page)).to_have_value("Releases are by hand.")
    box(page).press("Enter")
    # A server that was started afresh may have to load what reads first.
    expect(mine(page, "Releases are by hand.")).to_have_count(1, timeout=PATIENCE)
    settle(page)
    expect(box(page)).to_have_value("")


def test_a_browser_without_a_network_says_so_and_keeps_what_is_sent(visit: Visitor) -> None:
    page = visit(expect_faults=GONE)
    say(page, TEAM)
    with offline(page):
        expect(alarm(page)).to_be_visible(timeout=SOON)
        box(page).fill("Releases are by hand.")
        box(page).press("Enter")
        expect(box(page)).to_have_value("Releases are by hand.")
        page.get_by_test_id("stChatInputSubmitButton").click()
        expect(box(page)).to_have_value("Releases are by hand.")
    connected(page)
    page.wait_for_timeout(1_000)
    expect(mine(page, "Releases are by hand.")).to_have_count(0)
    page.get_by_test_id("stChatInputSubmitButton").click()
    expect(mine(page, "Releases are by hand.")).to_have_count(1)


def test_no_network_but_a_server_on_this_machine_is_no_loss(visit: Visitor) -> None:
    page = visit()
    say(page, TEAM)
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.wait_for_timeout(2_000)
    expect(alarm(page)).to_be_hidden()
    say(page, "Releases are by hand.")


def test_what_was_sent_into_a_dead_connection_comes_back_into_the_box(
    visit: Visitor, server: Server
) -> None:
    page = visit(expect_faults=GONE)
    say(page, TEAM)
    with frozen(server):
        box(page).fill("Releases are by hand.")
        box(page).press("Enter")
        expect(alarm(page)).to_be_visible(timeout=2 * SOON)
        expect(box(page)).to_have_value("Releases are by hand.")
    connected(page)
    # It was on its way after all, so it is in the conversation once, and no longer in the box.
    expect(mine(page, "Releases are by hand.")).to_have_count(1, timeout=PATIENCE)
    settle(page)
    expect(box(page)).to_have_value("")


def test_what_was_sent_as_the_server_died_is_not_lost(visit: Visitor, server: Server) -> None:
    page = visit(expect_faults=GONE)
    say(page, TEAM)
    with frozen(server):
        box(page).fill("Releases are by hand.")
        box(page).press("Enter")
        page.wait_for_timeout(300)
        with killed(server):
            expect(alarm(page)).to_be_visible(timeout=SOON)
            expect(box(page)).to_have_value("Releases are by hand.")
    connected(page)
    expect(box(page)).to_have_value("Releases are by hand.")
    box(page).press("Enter")
    expect(mine(page, "Releases are by hand.")).to_have_count(1, timeout=PATIENCE)


def test_a_moment_without_a_connection_is_not_worth_a_word(visit: Visitor) -> None:
    page = visit(expect_faults=GONE)
    say(page, TEAM)
    page.evaluate(
        "() => { window.alarms = 0; const one = document.querySelector('.lost');"
        " new MutationObserver(() => window.alarms++).observe(one, { childList: true }) }"
    )
    page.evaluate("window.streamlitDebug.disconnectWebsocket()")
    began = time.monotonic()
    page.wait_for_selector(SETTLED + "[data-test-connection-state=CONNECTED]")
    if time.monotonic() - began < 0.4:
        assert page.evaluate("window.alarms") == 0
