"""People sign in at a real provider: what is theirs follows them, and stays theirs when they go."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server, picture, say, settle
from tests.browser.provider import providing, serving, sign_in, sign_out
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
TEAM = "Airflow pulls the data every night. We train in notebooks by hand."
OTHER = "Our zeppelins are released by hand."
Device = Callable[..., Page]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with providing() as address:
        yield address


@pytest.fixture(scope="module")
def signing(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("signing"), provider) as one:
        yield one


@pytest.fixture
def device(browser: Browser, signing: Server) -> Iterator[Device]:
    """A function that opens the page on another device."""
    contexts: list[BrowserContext] = []

    def open_page(path: str = "/", width: int = 1280, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 860},
            color_scheme="dark" if dark else "light",
            bypass_csp=True,  # for axe
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(signing.url + path)
        settle(page)
        return page

    yield open_page
    for one in contexts:
        one.close()


def rows(server: Server, query: str) -> list[tuple[str, ...]]:
    with sqlite3.connect(server.data / "sessions.sqlite3") as connection:
        return connection.execute(query).fetchall()


def clear(server: Server) -> None:
    with sqlite3.connect(server.data / "sessions.sqlite3") as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("DELETE FROM sessions")


def test_what_was_done_before_is_claimed_follows_the_person_and_is_out_of_sight_when_they_go(
    device: Device, signing: Server, provider: str
) -> None:
    first = device()
    say(first, TEAM)
    before = {one.get("name"): one["value"] for one in first.context.cookies()}
    first.goto(f"{signing.url}/account")
    settle(first)
    picture(first, "account-sign-in")
    sign_in(first, "ada")
    expect(first.get_by_text("is now yours")).to_be_visible()
    expect(first.get_by_text("notebooks by hand").first).to_be_visible()
    person = hashlib.sha256(json.dumps([provider, "ada"]).encode()).hexdigest()
    assert rows(signing, "SELECT person FROM owners") == [(person,)]
    old = hashlib.sha256(before["mlops_session"].encode()).hexdigest()
    assert rows(signing, f"SELECT * FROM sessions WHERE token_hash = '{old}'") == []

    second = device("/account")
    sign_in(second, "ada")
    expect(second.get_by_text("notebooks by hand").first).to_be_visible()
    assert second.get_by_text("is now yours").count() == 0
    say(second, "Nobody watches the model once it is live.")
    first.goto(f"{signing.url}/history")
    settle(first)
    expect(first.get_by_text("Nobody watches the model")).to_be_visible()

    tab = first.context.new_page()
    tab.goto(signing.url)
    settle(tab)
    expect(tab.get_by_text("notebooks by hand").first).to_be_visible()
    sign_out(first, signing.url)
    for page in (first, tab):  # the other tab of that browser has noticed it by itself
        expect(page.get_by_role("heading", level=1)).to_contain_text("How does your team")
        assert page.get_by_text("notebooks by hand").count() == 0
    expect(second.get_by_text("notebooks by hand").first).to_be_visible()
    # Who knows the cookie of before opens nothing by it: what it opened is now the person's.
    third = device()
    third.context.add_cookies(
        [{"name": "mlops_session", "value": before["mlops_session"], "url": signing.url}]
    )
    third.goto(signing.url)
    settle(third)
    expect(third.get_by_role("heading", level=1)).to_contain_text("How does your team")
    clear(signing)


def test_two_people_see_their_own_and_one_has_several(device: Device, signing: Server) -> None:
    ada = device("/account")
    sign_in(ada, "ada")
    say(ada, TEAM)
    ben = device("/account")
    sign_in(ben, "ben")
    expect(ben.get_by_role("heading", level=1)).to_contain_text("How does your team")
    say(ben, OTHER)
    ada.goto(f"{signing.url}/account")
    settle(ada)
    assert ada.get_by_text("zeppelins").count() == 0
    ada.get_by_role("button", name="Begin another").click()
    settle(ada)
    expect(ada.get_by_role("heading", level=1)).to_contain_text("How does your team")
    say(ada, "Drift is watched and alerts us.")
    ada.get_by_role("link", name="Account", exact=True).first.click()
    settle(ada)
    picture(ada, "account")
    expect(ada.get_by_text("Signed in as Ada Example")).to_be_visible()
    expect(ada.get_by_text("This is the one you are in")).to_have_count(1)
    ada.get_by_role("button", name="Go on with it").click()
    settle(ada)
    expect(ada.get_by_text("notebooks by hand").first).to_be_visible()
    # All of one person's is deleted, and nothing of another's: looked for in the file itself.
    ada.get_by_role("link", name="Account", exact=True).first.click()
    settle(ada)
    ada.get_by_role("button", name="Delete all of mine").click()
    ada.get_by_role("dialog").get_by_role("button", name="Delete it all").click()
    expect(ada.get_by_text("It is deleted.")).to_be_visible()
    settle(ada)
    files = b"".join(one.read_bytes() for one in signing.data.glob("sessions.sqlite3*"))
    assert b"notebooks by hand" not in files
    assert b"alerts us" not in files
    assert b"zeppelins" in files
    assert b"example.org" not in files
    assert b"Ada" not in files
    clear(signing)


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    settle(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def test_a_team_works_on_what_is_given_to_it_each_as_far_as_they_may(
    device: Device, signing: Server
) -> None:
    ada, ben = device("/account"), device("/account")
    sign_in(ada, "ada")
    say(ada, TEAM)
    go(ada, "Account")
    ada.get_by_label("Name of a new team").fill("Fraud **models**")
    press(ada, "Begin a team")
    expect(ada.get_by_text("The team is there.")).to_be_visible()
    expect(ada.get_by_text("Fraud **models**. You are its owner.")).to_be_visible()
    press(ada, "Give it the assessment you are in")
    ada.get_by_role("dialog").get_by_role("button", name="Give it").click()
    expect(ada.get_by_text("It is the team's now.")).to_be_visible()
    settle(ada)
    expect(ada.get_by_text("Team: Fraud **models**").first).to_be_visible()
    ada.get_by_text("Invite somebody").click()
    ada.get_by_role("button", name="Invite a reader").click()
    code = ada.locator("[data-testid=stCode] code")
    expect(code).to_be_visible()
    invitation = code.inner_text().strip()
    picture(ada, "team-invited")

    sign_in(ben, "ben")
    go(ben, "Account")
    ben.get_by_label("Invitation to a team").fill(invitation)
    press(ben, "Join")
    expect(ben.get_by_text("You are in the team now.")).to_be_visible()
    picture(ben, "team-joined")
    press(ben, "Go on with it")
    expect(ben.get_by_text("notebooks by hand").first).to_be_visible()
    expect(ben.get_by_text("You can read this, and change nothing.")).to_be_visible()
    box = ben.locator("[data-testid=stChatInputTextArea]")
    box.fill(OTHER)
    box.press("Enter")
    expect(ben.get_by_text("in which you may not do that")).to_be_visible()
    settle(ben)
    expect(box).to_have_value(OTHER)
    picture(ben, "team-reader")

    ada.reload()
    settle(ada)
    ada.get_by_text("Who is in it: 2").click()
    ada.get_by_text("Ben Example, reader").wait_for()
    ada.get_by_role("button", name="Make editor").last.click()
    expect(ada.get_by_text("It is changed.")).to_be_visible()
    box.press("Enter")
    expect(ben.locator("[data-testid=stChatMessage]").get_by_text(OTHER).first).to_be_visible()
    settle(ben)
    go(ada, "Assessment")
    expect(ada.get_by_text("Team: Fraud **models**").first).to_be_visible()
    expect(ada.get_by_text(OTHER).first).to_be_visible()
    go(ada, "Account")
    ada.get_by_text("Who did what").click()
    expect(ada.get_by_text("Ben Example changed “Airflow pulls")).to_be_visible()
    assert ada.get_by_text("Ada Example invited somebody as reader").count() == 1
    picture(ada, "team")
    assert violations(ada) == []

    press(ada, "Delete the team")
    ada.get_by_role("dialog").get_by_role("button", name="Delete it all").click()
    expect(ada.get_by_text("It is deleted.")).to_be_visible()
    ben.goto(signing.url)
    settle(ben)
    expect(ben.get_by_role("heading", level=1)).to_contain_text("How does your team")
    files = b"".join(one.read_bytes() for one in signing.data.glob("sessions.sqlite3*"))
    for gone in (b"notebooks by hand", b"zeppelins", b"Fraud", b"Ada Example", b"Ben Example"):
        assert gone not in files
    log = (signing.data / "server.log").read_text()
    assert invitation not in log
    clear(signing)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_account_page(device: Device, width: int, dark: bool) -> None:
    page = device("/account", width=width, dark=dark)
    assert violations(page) == []
    sign_in(page, "ada")
    page.goto(f"{page.url}account")
    settle(page)
    name = f"account-{width}-{'dark' if dark else 'light'}"
    picture(page, name)
    assert violations(page) == []


def test_where_it_is_required_nothing_is_shown_to_nobody(
    browser: Browser, provider: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(tmp_path_factory.mktemp("required"), provider, "required") as one:
        context = browser.new_context()
        page = context.new_page()
        for path in ("/", "/library", "/result"):
            page.goto(one.url + path)
            settle(page)
            expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
            assert page.locator("[data-testid=stChatInputTextArea]").count() == 0
        page.goto(one.url)
        settle(page)
        picture(page, "sign-in-required")
        sign_in(page, "ada")
        say(page, TEAM)
        expect(page.get_by_text("notebooks by hand").first).to_be_visible()
        context.close()
