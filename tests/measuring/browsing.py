"""Measures what a visitor feels, in Chromium on this machine: cold start, memory of a session."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.measuring import serving
from tests.measuring.serving import PATIENCE_S, Server, Trouble

STARTS, SESSIONS = 3, 10
MS = 1000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Without its sandbox, because that does not start as the root user of a container; only our own
# pages are opened.
FLAGS = ("--no-sandbox",)
BOX = "stChatInputTextArea"
SAID = "We train by hand in a notebook, and a colleague copies the model to the server."
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
ECHO, ECHO_TITLE = Path(__file__).with_name("echo.py"), "Echo Bot"


def executable() -> str | None:
    """Return the browser to use; None where there is none."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def obstacle() -> str:
    """Return why the browser part cannot run here, or an empty text."""
    return "" if executable() else "Chromium is not installed"


def cold_starts(first_words: str, starts: int = STARTS) -> dict[str, object]:
    """Time from the start of the server process to the first question, beside the echo bot.

    Both count until title and box are visible. Each start is a new process with an empty data
    folder and a new browser context; the two take turns, and medians are compared. Raises
    Trouble and TimeoutError.
    """
    took: dict[str, list[float]] = {"ours": [], "echo": []}
    pages = {"ours": (serving.OURS, first_words), "echo": (ECHO, ECHO_TITLE)}
    with _chromium() as browser:
        for number in range(starts):
            for name in pages if number % 2 else reversed(pages):
                script, words = pages[name]
                with tempfile.TemporaryDirectory() as empty:
                    begin = time.perf_counter()
                    with (
                        serving.running(script, Path(empty)) as server,
                        _visit(browser, server) as page,
                    ):
                        _await_question(page, words)
                        took[name].append(time.perf_counter() - begin)
    ours, other = statistics.median(took["ours"]), statistics.median(took["echo"])
    return {
        "starts": starts,
        "ours_s": [round(one, 2) for one in took["ours"]],
        "echo_s": [round(one, 2) for one in took["echo"]],
        "ours_median_s": round(ours, 2),
        "echo_median_s": round(other, 2),
        "ratio": round(ours / other, 3),
    }


def session_memory(first_words: str, sessions: int = SESSIONS) -> dict[str, object]:
    """Weigh the server before and after further sessions open and say one sentence each.

    As many sessions have done the same before the first weighing, and stay open, so that what is
    loaded once for all does not count. Raises Trouble and TimeoutError.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        _chromium() as browser,
        serving.ready(Path(folder)) as server,
    ):
        weights = []
        for _ in range(2):
            for _ in range(sessions):
                _say_one_thing(browser, server, first_words)
            weights.append(serving.resident_mb(server))
    before, after = weights
    if before is None or after is None:
        return {"left_out": "this system does not tell the memory of a process"}
    return {
        "sessions": sessions,
        "before_mb": round(before, 1),
        "after_mb": round(after, 1),
        "mb": round((after - before) / sessions, 3),
    }


@contextmanager
def trouble_told() -> Iterator[None]:
    """Raise Trouble, with the first line of what is said, for any error of the browser."""
    try:
        yield
    except Error as error:
        raise Trouble(error.message.splitlines()[0]) from error


def _say_one_thing(browser: Browser, server: Server, first_words: str) -> None:
    """Open a session, say one sentence, and leave it open on the next question."""
    page = browser.new_context().new_page()
    page.goto(server.address, timeout=PATIENCE_S * MS)
    _await_question(page, first_words)
    box = page.get_by_test_id(BOX)
    box.fill(SAID)
    box.press("Enter")
    page.get_by_text(SAID, exact=True).first.wait_for(timeout=PATIENCE_S * MS)
    page.wait_for_selector(IDLE, state="attached", timeout=PATIENCE_S * MS)


def _await_question(page: Page, words: str) -> None:
    page.get_by_text(words, exact=True).first.wait_for(timeout=PATIENCE_S * MS)
    page.get_by_test_id(BOX).wait_for(timeout=PATIENCE_S * MS)


@contextmanager
def _visit(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(server.address, wait_until="commit", timeout=PATIENCE_S * MS)
        yield page
    finally:
        context.close()


@contextmanager
def _chromium() -> Iterator[Browser]:
    with trouble_told(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
