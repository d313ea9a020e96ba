"""A result is shared by a link: read by who has it, changed by nobody, and withdrawn at once."""

import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Visitor, picture, say, settle
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
TEAM = "Airflow pulls the data every night. We train in notebooks by hand."


def made(page: Page, server: Server) -> str:
    """Make a link on the result page, and return its address."""
    page.goto(f"{server.url}/result")
    settle(page)
    page.get_by_text("Share this result by a link").click()
    page.get_by_role("button", name="Make a link").click()
    code = page.locator("[data-testid=stCode] code")
    expect(code).to_contain_text(server.url)
    settle(page)
    return code.inner_text().strip()


def test_a_link_is_made_read_by_somebody_else_and_withdrawn(visit: Visitor, server: Server) -> None:
    page = visit(expect_fault="404", bypass_csp=True)
    say(page, TEAM)
    address = made(page, server)
    token = address.partition("#")[2]
    assert re.fullmatch(re.escape(server.url) + r"/shared#[A-Za-z0-9_-]{43}", address)
    picture(page, "share")
    assert violations(page) == []

    reader = visit("/library", expect_fault="404")
    asked: list[tuple[str, str]] = []
    reader.on("request", lambda one: asked.append((one.method, one.url)))
    reader.context.clear_cookies()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("MLOps assessment")
    expect(reader.get_by_text("Nothing you do here changes it")).to_be_visible()
    expect(reader.get_by_text("notebooks by hand").first).to_be_visible()
    assert reader.context.cookies() == [], "who reads is given no session"
    assert not [one for one in asked if token in one[1].partition("#")[0]]
    assert [one for one in asked if one[0] != "GET"] == [("POST", f"{server.url}/shared")]
    assert reader.locator("button, input, textarea, script, a").count() == 0
    picture(reader, "shared")
    reader.reload()
    expect(reader.get_by_text("notebooks by hand").first).to_be_visible()

    # It shows the result as it then stands.
    page.goto(server.url)
    settle(page)
    say(page, "Nobody watches the model once it is live.")
    reader.reload()
    expect(reader.get_by_text("Nobody watches the model").first).to_be_visible()

    page.goto(f"{server.url}/result")
    settle(page)
    page.get_by_text("Share this result by a link").click()
    expect(page.get_by_text("open until")).to_be_visible()
    assert page.get_by_text(token).count() == 0
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("button", name="Withdraw")).to_have_count(0)
    reader.reload()
    expect(reader.get_by_text("This link opens nothing")).to_be_visible()
    picture(reader, "shared-gone")
    log = (server.data / "server.log").read_text()
    assert "ready" in log, "nothing was logged, so nothing was tested"
    assert token not in log


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_where_a_result_is_shared(
    visit: Visitor, server: Server, width: int, dark: bool
) -> None:
    page = visit(width=width, dark=dark, bypass_csp=True, expect_fault="404")
    say(page, TEAM)
    address = made(page, server)
    name = f"{width}-{'dark' if dark else 'light'}"
    page.locator(".st-key-share").scroll_into_view_if_needed()
    picture(page, f"share-{name}")
    assert violations(page) == []
    page.goto(address)
    expect(page.get_by_text("notebooks by hand").first).to_be_visible()
    picture(page, f"shared-{name}")
    assert violations(page) == []


def test_what_is_sent_from_elsewhere_learns_nothing(server: Server) -> None:
    asked = urllib.request.Request(f"{server.url}/shared", data=b"x" * 43, method="POST")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(asked)
    assert caught.value.code == 404
    assert "access-control-allow-origin" not in caught.value.headers
