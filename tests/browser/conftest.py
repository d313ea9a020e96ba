"""A real server on loopback and a real Chromium for the tests of the page."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from assistant import catalogue
from assistant.domain.session import Turn, version
from assistant.service.sessions import Sessions
from assistant.settings import DATABASE_FILE

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "ci-output"
CHROMIUM = shutil.which("chromium")
REQUIRED = os.environ.get("BROWSER_TESTS") == "required"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GONE = (
    "net::ERR_",
    "reaching server endpoint",
    "not responding",
    "WebSocket",
    "fetch dynamically imported",
)
"""What the browser itself notes while there is no server."""
ASIDE = "404"
"""A page opened by its own address first looks for its files beside itself; that is Streamlit's."""
KNOWN = catalogue.load()
SIZES = [(1280, False), (1280, True), (390, False), (390, True)]
"""Widths and whether it is dark, in which every page is looked at."""
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth"
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
MESSAGES = (
    "() => [...document.querySelectorAll('[data-testid=stChatMessage]')]"
    ".map(one => one.textContent).join('|')"
)
"""All that stands in the conversation, as one text."""
QUIET = "() => !document.querySelector('[data-testid=stSpinner]')"
SPOKEN = (
    "() => { const due = document.querySelector('[class*=st-key-spoken-]')?.textContent.trim();"
    " return !due || [...document.querySelectorAll('[role=status]')]"
    ".some(one => one.textContent === due) }"
)
"""The words for a reader of screens have been put where one hears them, shortly after they come."""
PATIENCE = 90_000
expect.set_options(timeout=30_000)


class Server:
    """One `streamlit run app.py` with a data folder of its own; can be killed and started again."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.environment = environment
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        log = (self.data / "server.log").open("ab")
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        options = ["--server.address", "127.0.0.1", "--server.port", str(self.port)]
        environment = {
            **os.environ,
            "MLOPS_ASSISTANT_DATA": str(self.data),
            "HF_HUB_OFFLINE": "1",
            **self.environment,
        }
        self.process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.25)
        raise AssertionError((self.data / "server.log").read_text())

    def stop(self, *, kill: bool = False) -> None:
        if self.process is not None:
            self.process.kill() if kill else self.process.terminate()
            self.process.wait(20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("server"))
    one.start()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if REQUIRED:
            pytest.fail("Chromium is not installed, and the browser tests are required here")
        pytest.skip("Chromium is not installed (Debian package: chromium)")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield one
        one.close()


Visitor = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visitor]:
    """A function that opens the page as a new visitor; fails on errors and on foreign requests."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    expected: set[str] = set()

    def open_page(
        path: str = "/",
        width: int = 1280,
        height: int = 860,
        dark: bool = False,
        expect_fault: str = "",
        expect_faults: tuple[str, ...] = (),
        bypass_csp: bool = False,  # only for axe, which must be put into the page
    ) -> Page:
        expected.update((expect_fault, *expect_faults))
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            bypass_csp=bypass_csp,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: faults.append(str(one)))
        page.on("request", lambda one: _foreign(one.url, server.url, faults))
        page.goto(server.url + path)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    unexpected = [one for one in faults if not any(word and word in one for word in expected)]
    assert not unexpected, unexpected


@pytest.fixture
def after(visit: Visitor, server: Server) -> Visitor:
    """A function that opens a page as a visitor who did these things before."""

    def open_after(turns: Sequence[Turn], path: str = "/result", **how: object) -> Page:
        sessions = Sessions(f"sqlite:///{server.data / DATABASE_FILE}", KNOWN)
        token, seen = sessions.begin(), version(())
        for turn in turns:
            seen = sessions.add(token, turn, seen=seen)
        page = visit(expect_fault=ASIDE, **how)
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "mlops_session", "value": token, "url": server.url}])
        page.goto(server.url + path)
        settle(page)
        return page

    return open_after


def _foreign(url: str, own: str, faults: list[str]) -> None:
    if not url.startswith((own, own.replace("http", "ws"), "data:", "blob:")):
        faults.append(f"a request left the machine: {url}")


def settle(page: Page) -> None:
    """Wait until the script has run and its last elements are drawn; fail on an exception."""
    page.wait_for_selector(SETTLED, timeout=PATIENCE)
    page.wait_for_timeout(250)
    page.wait_for_function(QUIET, timeout=PATIENCE)
    page.wait_for_selector(SETTLED, timeout=PATIENCE)
    with suppress(
        PlaywrightTimeout
    ):  # the last said may be another, as that one is connected again
        page.wait_for_function(SPOKEN, timeout=2_000)
    assert page.locator("[data-testid=stException]").count() == 0


def say(page: Page, text: str) -> None:
    """Type a text into the one box, send it, and wait for the reply."""
    # Not their number: while a new exchange comes, an older one folds away.
    before = page.evaluate(MESSAGES)
    box = page.locator("[data-testid=stChatInputTextArea]")
    box.fill(text)
    box.press("Enter")
    page.wait_for_function(f"was => ({MESSAGES})() !== was", arg=before, timeout=PATIENCE)
    settle(page)


def reply(page: Page, label: str) -> None:
    """Tap the quick reply with this label and wait for what follows."""
    status = page.locator("[role=status]").last
    before = status.text_content() or ""
    page.get_by_role("button", name=label, exact=True).last.click()
    page.wait_for_function(
        "was => { const all = [...document.querySelectorAll('[role=status]')];"
        " return all.length && all[all.length - 1].textContent !== was }",
        arg=before,
        timeout=PATIENCE,
    )
    settle(page)


def highest(page: Page) -> Locator:
    """The quick reply of the highest level that is offered; marks and other ways stand apart."""
    return page.locator("[class*=st-key-act-][class*=-reply-] button:visible").last


def picture(page: Page, name: str) -> None:
    """Keep a screenshot for people to look at."""
    PICTURES.mkdir(exist_ok=True)
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"{name}.png")


def whole(page: Page, name: str) -> None:
    """Keep a picture of all that a page holds, down to its end, for people to look at."""
    own = page.viewport_size
    assert own is not None
    high = "() => document.querySelector('[data-testid=stMain]').scrollHeight"
    page.set_viewport_size(
        {"width": own["width"], "height": max(own["height"], page.evaluate(high))}
    )
    picture(page, name)
    page.set_viewport_size(own)


def question(page: Page) -> str:
    """The open question, which is the last that the page says to a reader of screens."""
    said = page.locator("[role=status]").last.text_content() or ""
    return said.rsplit(". ", 1)[-1]
