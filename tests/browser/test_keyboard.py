"""The keyboard: focus stays near what was just done, and one sees where it is."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server, Visitor, highest, picture, reply, say, settle

pytestmark = pytest.mark.browser
TEAM = (
    "Airflow pulls the data every night. We train in notebooks by hand. "
    "An engineer copies the model file to the server. Nobody monitors it after that."
)
ENOUGH = 3.0
"""The contrast that a sign of focus needs against what is around it."""


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def press_reply(page: Page) -> None:
    """Give a reply from the keyboard and wait for what follows."""
    one = highest(page)
    label = one.inner_text()
    one.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[aria-label='Chat message from user']").last).to_contain_text(label)
    settle(page)
    page.wait_for_timeout(300)


def test_after_a_reply_the_next_question_has_the_focus_and_a_reply_is_one_tab_away(
    visit: Visitor,
) -> None:
    page = visit()
    say(page, TEAM)
    for _ in range(2):
        press_reply(page)
        expect(focused(page)).to_have_role("heading")
        assert (focused(page).text_content() or "").endswith("?")
        page.keyboard.press("Tab")
        first = page.locator("[class*=st-key-reply-] button:visible").first
        expect(first).to_be_focused()


def test_at_the_end_the_focus_is_on_what_is_offered(visit: Visitor) -> None:
    page = visit()
    page.get_by_role("button", name="Ask me one by one").press("Enter")
    settle(page)
    page.wait_for_timeout(300)
    expect(focused(page)).to_have_role("heading")
    for _ in range(30):
        if not page.locator("[class*=st-key-reply-] button:visible").count():
            break
        reply(page, "Don't know")
    page.wait_for_timeout(300)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show my result")).to_be_focused()
    page.keyboard.press("Enter")
    settle(page)
    page.wait_for_timeout(300)
    expect(focused(page)).to_have_role("heading")


def test_after_a_text_the_focus_stays_in_the_box(visit: Visitor) -> None:
    page = visit()
    for text in (TEAM, "What is a feature store?", "asdf"):
        say(page, text)
        page.wait_for_timeout(300)
        expect(page.locator("[data-testid=stChatInputTextArea]")).to_be_focused()


@pytest.mark.parametrize("closing", ["Escape", "Close"])
def test_a_window_that_closes_gives_the_focus_back_to_its_entry(
    visit: Visitor, closing: str
) -> None:
    page = visit()
    say(page, TEAM)
    entry = page.get_by_role("button", name="Model training").first
    entry.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    settle(page)
    if closing == "Escape":
        page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name="Close").press("Enter")
    expect(dialog).to_be_hidden()
    page.wait_for_timeout(500)
    expect(entry).to_be_focused()


def test_after_saving_an_entry_the_focus_goes_on_with_the_question(visit: Visitor) -> None:
    page = visit()
    say(page, TEAM)
    page.get_by_role("button", name="Model training").first.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio").nth(3).locator("xpath=ancestor::label").click()
    dialog.get_by_role("button", name="Save").press("Enter")
    expect(dialog).to_be_hidden()
    settle(page)
    page.wait_for_timeout(500)
    expect(focused(page)).to_have_role("heading")


def test_an_entry_of_the_panel_that_is_saved_has_the_focus_back(visit: Visitor) -> None:
    page = visit()
    say(page, TEAM)
    page.locator("summary", has_text="Modeling").click()
    page.wait_for_timeout(600)
    entry = page.get_by_test_id("stSidebar").get_by_role("button", name="Model training")
    entry.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio").nth(3).locator("xpath=ancestor::label").click()
    dialog.get_by_role("button", name="Save").press("Enter")
    expect(dialog).to_be_hidden()
    settle(page)
    page.wait_for_timeout(500)
    expect(entry).to_be_focused()


def test_a_page_chosen_on_a_phone_has_the_focus_on_its_title(visit: Visitor) -> None:
    page = visit(width=390, height=844)
    page.get_by_test_id("stExpandSidebarButton").press("Enter")
    page.get_by_test_id("stSidebarNavLink").get_by_text("Library").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")
    settle(page)
    page.wait_for_timeout(600)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


# --- where the focus is, is seen


def luminance(picture: np.ndarray) -> np.ndarray:
    parts = np.asarray(picture, dtype=float) / 255
    line = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return line @ [0.2126, 0.7152, 0.0722]


def drawn(page: Page, one: Locator) -> np.ndarray:
    """A picture of an element with a little of what is around it."""
    place = one.bounding_box()
    assert place
    clip = {
        "x": max(0, place["x"] - 6),
        "y": max(0, place["y"] - 6),
        "width": place["width"] + 12,
        "height": place["height"] + 12,
    }
    return np.asarray(Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB"))


def plain(page: Page, one: Locator) -> bool:
    """Whether the focus on it changes enough pixels, to a colour that stands out from before."""
    one.scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(400)
    before = drawn(page, one)
    one.focus()
    page.keyboard.press("Shift+Tab")  # the browser shows the focus to those who use the keyboard
    page.keyboard.press("Tab")
    expect(one).to_be_focused()
    page.wait_for_timeout(400)
    after = drawn(page, one)
    low, high = np.sort(np.stack([luminance(before), luminance(after)]), axis=0)
    marked = int(((high + 0.05) / (low + 0.05) >= ENOUGH).sum())
    return marked >= 2 * sum(before.shape[:2])  # at the least a line of one pixel all around it


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_focus_is_plainly_seen(visit: Visitor, server: Server, dark: bool) -> None:
    page = visit(dark=dark)
    say(page, TEAM)
    places = {
        "page": page.get_by_role("link", name="Library"),
        "page that is open": page.get_by_role("link", name="Assessment"),
        "reply": page.locator("[class*=st-key-reply-] button:visible").first,
        "mark": page.get_by_role("button", name="Don't know").last,
        "entry": page.get_by_role("button", name="Model training").first,
        "why": page.locator("summary", has_text="Why this question?").last,
        "pipeline": page.locator("summary", has_text="Modeling"),
    }
    missed = [name for name, one in places.items() if not plain(page, one)]
    places["page"].focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    picture(page, f"focus-{'dark' if dark else 'light'}")
    assert missed == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_focus_is_plainly_seen_on_a_phone(visit: Visitor, dark: bool) -> None:
    page = visit(width=390, height=844, dark=dark)
    assert plain(page, page.get_by_test_id("stExpandSidebarButton"))
    page.get_by_test_id("stExpandSidebarButton").click()
    page.wait_for_timeout(600)
    assert plain(page, page.get_by_test_id("stSidebarNavLink").nth(1))
