"""A phone, and a page that holds still: what one has to see is in view, and nothing jumps."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server, Visitor, picture, reply, say, settle

pytestmark = pytest.mark.browser
TEAM = (
    "Airflow pulls the data every night. We train in notebooks by hand. "
    "An engineer copies the model file to the server. Nobody monitors it after that."
)
ASIDE = "404"
"""Opened at its own address, a page of Streamlit first looks for its server beside itself."""
SHIFTS = """() => {
  window.shifts = 0
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts += one.value
  }).observe({ type: "layout-shift", buffered: true })
}"""
PLACEHOLDER = """(box) => {
  const { font } = getComputedStyle(box), pen = document.createElement("canvas").getContext("2d")
  pen.font = font
  return [pen.measureText(box.placeholder).width, box.clientWidth]
}"""


def box(page: Page) -> Locator:
    return page.locator("[data-testid=stChatInputTextArea]")


def shape(one: Locator) -> dict[str, float]:
    found = one.bounding_box()
    assert found, "it is not on the page"
    return dict(found)


def ends(page: Page) -> tuple[float, float]:
    """Where what can be read begins and ends: below the header, above the box."""
    top = shape(page.get_by_test_id("stHeader"))
    return top["y"] + top["height"], shape(page.locator("[data-testid=stChatInput]"))["y"]


def question(page: Page) -> Locator:
    """The open question, as the last words above its replies."""
    words = page.locator("[role=status]").last.text_content() or ""
    asked = words.rsplit(". ", 1)[-1]
    talk = "//*[@data-testid='stChatMessage']"
    return page.locator(f'{talk}//*[contains(text(), "{asked}")][not(ancestor::details)]').last


def open_replies(page: Page) -> Locator:
    return page.locator("[class*=st-key-reply-] button:visible")


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_the_page_opens_at_its_top(visit: Visitor, width: int) -> None:
    page = visit(width=width, height=844)
    page.wait_for_timeout(500)
    title = shape(page.get_by_role("heading", level=1))
    assert title["y"] >= ends(page)[0] - 1
    picture(page, f"top-{width}")


def test_the_question_and_all_its_replies_are_in_view_after_every_turn(visit: Visitor) -> None:
    page = visit(width=390, height=844)
    say(page, TEAM)
    for _ in range(3):
        page.wait_for_timeout(300)
        top, bottom = ends(page)
        asked = shape(question(page))
        assert asked["y"] >= top
        replies = open_replies(page).all()
        assert len(replies) == 7
        for one in replies:
            place = shape(one)
            assert asked["y"] < place["y"]
            assert place["y"] + place["height"] <= bottom, one.inner_text()
        levels = page.locator("[class*=st-key-act-][class*=-reply-] button")
        reply(page, levels.last.inner_text())


def test_after_an_answer_the_question_and_a_reply_show_with_it(visit: Visitor) -> None:
    page = visit(width=390, height=844)
    say(page, TEAM)
    say(page, "What is a feature store?")
    page.wait_for_timeout(300)
    top, bottom = ends(page)
    asked, first = shape(question(page)), shape(open_replies(page).first)
    assert top <= asked["y"] < first["y"] < bottom
    picture(page, "phone-answered")


@pytest.mark.parametrize("width", [1280, 390])
def test_why_this_question_moves_neither_it_nor_its_replies(visit: Visitor, width: int) -> None:
    page = visit(width=width, height=844)
    say(page, TEAM)
    page.wait_for_timeout(300)
    before = [shape(question(page)), shape(open_replies(page).first)]
    page.get_by_text("Why this question?").last.click()
    page.wait_for_timeout(1_000)
    assert [shape(question(page)), shape(open_replies(page).first)] == before


@pytest.mark.parametrize("width", [390, 320])
def test_the_box_keeps_its_height_and_shows_all_of_its_hint(visit: Visitor, width: int) -> None:
    page = visit(width=width, height=844)
    seen = []

    def look() -> None:
        page.wait_for_timeout(300)
        needed, room = box(page).evaluate(PLACEHOLDER)
        assert needed <= room, box(page).get_attribute("placeholder")
        seen.append(shape(box(page))["height"])

    look()
    say(page, TEAM)
    look()
    for _ in range(30):
        if page.get_by_role("button", name="Show my result").count():
            break
        reply(page, "Don't know")
    look()
    assert len(set(seen)) == 1, seen


def test_the_menu_has_a_word_and_closes_when_a_page_is_chosen(visit: Visitor) -> None:
    page = visit(width=390, height=844)
    say(page, TEAM)
    menu = page.get_by_test_id("stExpandSidebarButton")
    expect(menu).to_have_accessible_name("Menu")
    assert "Menu" in menu.evaluate("(one) => getComputedStyle(one, '::after').content")
    menu.click()
    page.wait_for_timeout(600)
    picture(page, "phone-menu")
    page.get_by_test_id("stSidebarNavLink").get_by_text("Library").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")
    settle(page)
    page.wait_for_timeout(600)
    panel = page.get_by_test_id("stSidebar").bounding_box()
    assert panel is None or panel["x"] + panel["width"] <= 0
    picture(page, "phone-library")


@pytest.mark.parametrize("width", [1280, 900, 390])
def test_nothing_jumps_when_the_panel_fills(visit: Visitor, width: int) -> None:
    page = visit(width=width, height=844)
    page.evaluate(SHIFTS)
    page.wait_for_timeout(500)
    assert page.evaluate("shifts") < 0.05
    column = shape(page.locator("[data-testid=stChatInput]"))["x"]
    page.evaluate("window.shifts = 0")
    say(page, TEAM)
    page.wait_for_timeout(1_000)
    assert shape(page.locator("[data-testid=stChatInput]"))["x"] == column
    assert page.evaluate("shifts") < 0.05


def test_a_page_opened_from_far_down_begins_at_its_top(visit: Visitor) -> None:
    page = visit(height=600)
    say(page, TEAM)
    page.get_by_role("link", name="Result").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("stage", ignore_case=True)
    settle(page)
    assert shape(page.get_by_role("heading", level=1))["y"] >= ends_header(page)


def ends_header(page: Page) -> float:
    header = shape(page.get_by_test_id("stHeader"))
    return header["y"] + header["height"] - 1


def test_a_search_without_a_hit_leaves_what_it_speaks_of(visit: Visitor, server: Server) -> None:
    page = visit("/library", expect_fault=ASIDE)
    page.get_by_role("searchbox").fill("lasagne")
    expect(page.get_by_text("The library does not cover that.")).to_be_visible(timeout=90_000)
    settle(page)
    hint = shape(page.get_by_text("or browse below"))
    choice = page.get_by_role("radiogroup", name="Browse by")
    expect(choice).to_be_visible()
    assert shape(choice)["y"] > hint["y"]
    picture(page, "library-nothing-found")
