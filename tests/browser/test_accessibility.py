"""axe reports nothing, in every state of the conversation and its result, themes and widths."""

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Visitor, picture, reply, say, settle

pytestmark = pytest.mark.browser
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TEAM = (
    "Airflow pulls the data every night. We train in notebooks by hand. "
    "An engineer copies the model file to the server. Nobody monitors it after that."
)
Check = Callable[[str], None]


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, one line for each rule and place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(visit: Visitor, server: Server, width: int, dark: bool) -> None:
    page = visit(width=width, dark=dark, bypass_csp=True, expect_fault="404")
    faults: dict[str, list[str]] = {}

    def check(state: str) -> None:
        settle(page)
        picture(page, f"axe-{width}-{'dark' if dark else 'light'}-{state}")
        if found := violations(page):
            faults[state] = found

    before_the_first_word(page, check, server)
    in_the_conversation(page, check, width)
    at_the_end(page, check, server)
    assert faults == {}


def before_the_first_word(page: Page, check: Check, server: Server) -> None:
    for path in ("result", "history"):
        page.goto(f"{server.url}/{path}")
        check(f"{path}-nothing-yet")
    page.goto(server.url)
    check("opening")
    page.get_by_role("button", name="Just ask a question").click()
    check("opening-ask")
    box = page.locator("[data-testid=stChatInputTextArea]")
    box.fill("We train by hand. " * 2_500)
    box.press("Enter")
    expect(page.get_by_text("Nothing is lost")).to_be_visible()
    check("too-long")


def in_the_conversation(page: Page, check: Check, width: int) -> None:
    say(page, TEAM)
    check("heard")
    page.get_by_text("Why this question?").last.click()
    page.wait_for_timeout(1_000)
    check("why")
    say(page, "What is a feature store?")
    check("answered")
    page.get_by_role("button", name="1 ·").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    check("passage")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    say(page, "What is the best pizza in Naples?")
    check("declined")
    say(page, "We retrain automatically as soon as drift is detected.")
    check("contradicted")
    page.get_by_role("button", name="Retraining trigger").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    check("entry")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    say(page, "asdf")
    check("not-understood")
    if width < 600:
        page.get_by_test_id("stExpandSidebarButton").click()
        check("panel")
        page.get_by_test_id("stSidebarCollapseButton").locator("button").click()


def at_the_end(page: Page, check: Check, server: Server) -> None:
    page.goto(f"{server.url}/result")
    check("result-range")
    page.goto(f"{server.url}/history")
    check("history")
    page.goto(server.url)
    settle(page)
    certain = False
    for _ in range(30):
        if not page.locator("[class*=st-key-reply-] button:visible").count():
            break
        if not certain and page.get_by_role("button", name="Show my result").count():
            certain = True
            check("certain")  # the stage is, and the questions go on
        reply(page, page.locator("[class*=st-key-reply-] button").nth(1).inner_text())
    assert certain
    check("settled")
    page.get_by_role("button", name="Show my result").click()
    check("result")
    for summary in page.locator("[data-testid=stExpander] summary").all():
        summary.click()
    page.wait_for_timeout(1_000)  # while it unfolds, text is still half transparent
    check("result-unfolded")
