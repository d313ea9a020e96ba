"""Measures what a visitor feels, in Chromium on this machine: cold start, memory of a session."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.evaluation import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STARTS, SESSIONS = 3, 10
PATIENCE_S, LOADING_S = 60, 180
MS = 1000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COOKIE = "mlops_session"
BOX = "stChatInputTextArea"
SAID = "We train by hand in a notebook, and a colleague copies the model to the server."
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
ECHO_TITLE = "Echo Bot"
ECHO = f'''import streamlit as st

st.title("{ECHO_TITLE}")

if "messages" not in st.session_state:
    st.session_state.messages = []

for message in st.session_state.messages:
    with st.chat_message(message["role"]):
        st.markdown(message["content"])

if prompt := st.chat_input("What is up?"):
    with st.chat_message("user"):
        st.markdown(prompt)
    st.session_state.messages.append({{"role": "user", "content": prompt}})
    response = f"Echo: {{prompt}}"
    with st.chat_message("assistant"):
        st.markdown(response)
    st.session_state.messages.append({{"role": "assistant", "content": response}})
'''
"""The first chat page of Streamlit's own tutorial: the least a chat page can be."""


class BrowserTrouble(Exception):
    """The browser or the page failed; the message is one line."""


def obstacle() -> str:
    """Return why the browser part cannot run here, or an empty text."""
    if find_spec("playwright") is None:
        return "playwright is not installed"
    return "" if executable() else "Chromium is not installed"


def cold_starts(first_words: str, starts: int = STARTS) -> dict[str, object]:
    """Time from the start of the server process to the first question, beside the echo bot.

    Both count until title and box are visible. Each start is a new process with an empty data
    folder and a new browser context; the two take turns, and medians are compared. Raises
    BrowserTrouble and TimeoutError.
    """
    took: dict[str, list[float]] = {"ours": [], "echo": []}
    with tempfile.TemporaryDirectory() as folder, _chromium() as browser:
        echo = Path(folder) / "echo.py"
        echo.write_text(ECHO, encoding="utf-8")
        pages = {
            "ours": (serving.our_script(Path(folder)), first_words),
            "echo": (echo, ECHO_TITLE),
        }
        for number in range(starts):
            order = list(pages) if number % 2 else list(reversed(pages))
            for name in order:
                script, words = pages[name]
                begin = time.perf_counter()
                with serving.running(script, PATIENCE_S) as server, _visit(browser, server) as page:
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
    loaded once for all does not count. Raises BrowserTrouble and TimeoutError.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        _chromium() as browser,
        serving.running(serving.our_script(Path(folder)), PATIENCE_S) as server,
    ):
        serving.await_ready(server, LOADING_S)
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


def _say_one_thing(browser: "Browser", server: serving.Server, first_words: str) -> None:
    """Open a session, say one sentence, and leave it open on the next question."""
    page = browser.new_context().new_page()
    page.goto(server.address, timeout=PATIENCE_S * MS)
    _await_question(page, first_words)
    box = page.get_by_test_id(BOX)
    box.fill(SAID)
    box.press("Enter")
    page.get_by_text(SAID, exact=True).first.wait_for(timeout=PATIENCE_S * MS)
    page.wait_for_selector(IDLE, state="attached", timeout=PATIENCE_S * MS)


def _await_question(page: "Page", words: str) -> None:
    page.get_by_text(words, exact=True).first.wait_for(timeout=PATIENCE_S * MS)
    page.get_by_test_id(BOX).wait_for(timeout=PATIENCE_S * MS)


@contextmanager
def _visit(browser: "Browser", server: serving.Server) -> Iterator["Page"]:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(server.address, wait_until="commit", timeout=PATIENCE_S * MS)
        yield page
    finally:
        context.close()


@contextmanager
def _chromium() -> Iterator["Browser"]:
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            # Without its sandbox, because that does not start as the root user of a container;
            # only our own pages are opened.
            browser = playwright.chromium.launch(
                executable_path=executable(), args=["--no-sandbox"]
            )
            try:
                yield browser
            finally:
                browser.close()
    except Error as error:
        raise BrowserTrouble(error.message.splitlines()[0]) from error


def executable() -> str | None:
    """Return the browser to use; None where there is none."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)
