"""The library in Chromium: links, the way back, search while typing, the map, accessibility."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from assistant import catalogue
from assistant.domain.source import INTERNAL
from tests.browser.conftest import PATIENCE, Server, Visitor, picture, question, say, settle

pytestmark = pytest.mark.browser
KNOWLEDGE = catalogue.load()
TEAM = "We train in notebooks by hand. An engineer copies the model file to the server."
PLACES = {
    "?view=stages": "Library",
    "?activity=drift-detection": "Drift detection",
    "?stage=john-2021:2": "Automated model deployment",
    "?passage=alerting-failures": KNOWLEDGE.passages["alerting-failures"].title,
    "?topic=edge": KNOWLEDGE.shelves["edge"].name,
    "?source=google-mlops": KNOWLEDGE.sources["google-mlops"].label,
}
VIEWS = ("?", "?view=map", "?view=sources", "?q=drift", *PLACES)
WIDTHS = (1280, 390)
# Opened at its own address, a page of Streamlit first looks for its server beside itself.
ASIDE = "404"


def go(page: Page, query: str) -> None:
    """Go on within the page as the browser's own buttons do: no reload, the same session."""
    page.evaluate(
        "to => { history.pushState({}, '', location.pathname + to);"
        " dispatchEvent(new PopStateEvent('popstate')) }",
        query,
    )
    page.wait_for_timeout(200)  # the page is blank for half of this between two views
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settle(page)


def wait_for_meaning(page: Page, server: Server) -> None:
    """Wait until the library is searched by meaning, which loads behind the first pages."""
    passages = page.get_by_role("heading", name="Passages", exact=True)
    for _ in range(60):
        page.goto(f"{server.url}/library?q=drift")
        expect(page.get_by_role("heading", name="Also mentions your words")).to_be_visible()
        settle(page)
        if passages.count():
            return
        page.wait_for_timeout(3_000)
    raise AssertionError("the slow parts did not load")


def scrolled(page: Page) -> float:
    return page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")


def test_a_link_opens_the_same_view_for_everybody(visit: Visitor, server: Server) -> None:
    page = visit("/library", expect_fault=ASIDE)
    for query, title in PLACES.items():
        page.goto(f"{server.url}/library{query}")
        settle(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
    go(page, "?view=stages")
    expect(page.get_by_role("radio", name="Stages")).to_be_checked()
    expect(page.get_by_role("heading", name="John et al. 2021")).to_be_visible()


def test_an_unknown_name_gets_one_sentence_and_the_overview(visit: Visitor) -> None:
    page = visit("/library?activity=no-such**thing**", expect_fault=ASIDE)
    for kind in ("activity", "stage", "passage", "topic", "source", "view"):
        go(page, f"?{kind}=no-such**thing**")
        sentence = f"There is no {kind} “no-such**thing**” in this library."
        expect(page.get_by_text(sentence)).to_be_visible()
        expect(page.get_by_role("heading", name="Modeling")).to_be_visible()


def test_one_reads_from_entry_to_entry_and_back(visit: Visitor) -> None:
    page = visit("/library", expect_fault=ASIDE)
    page.get_by_role("button", name="Retraining trigger").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Retraining trigger")
    settle(page)
    assert page.url.endswith("/library?activity=retraining-trigger")
    assert scrolled(page) == 0
    page.get_by_role("button", name="Fully automated model monitoring").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fully automated model monitoring")
    settle(page)
    assert scrolled(page) == 0
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Retraining trigger")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")
    expect(page.get_by_role("radio", name="Pipelines")).to_be_checked()
    page.get_by_text("Topics", exact=True).click()
    page.get_by_role("button", name="Trade-offs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trade-offs")
    page.go_back()
    expect(page.get_by_role("radio", name="Topics")).to_be_checked()
    page.go_back()
    expect(page.get_by_role("radio", name="Pipelines")).to_be_checked()


def test_search_finds_while_one_types_and_says_what_it_cannot_answer(
    visit: Visitor, server: Server
) -> None:
    page = visit("/library", expect_fault=ASIDE)
    wait_for_meaning(page, server)
    page.goto(f"{server.url}/library")
    settle(page)
    box = page.get_by_role("searchbox")
    box.press_sequentially("driftt", delay=40)
    box.press("Backspace")
    expect(page.get_by_role("heading", name="Passages")).to_be_visible()
    expect(page.get_by_role("button", name="Drift detection", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Also mentions your words")).to_be_visible()
    expect(box).to_be_focused()
    assert "q=drift" in page.url
    page.get_by_role("button", name="Drift detection", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Drift detection")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("drift")
    page.get_by_role("searchbox").fill("lasagne")
    expect(page.get_by_text("The library does not cover that.")).to_be_visible()
    expect(page.get_by_role("heading", name="Passages")).to_be_hidden()
    page.get_by_role("searchbox").fill("price of a car")
    expect(page.get_by_text("The library does not answer that")).to_be_visible()
    picture(page, "library-mentions")


def test_asking_from_the_library_keeps_the_open_question(visit: Visitor, server: Server) -> None:
    page = visit("/library", expect_fault=ASIDE)
    wait_for_meaning(page, server)
    page.goto(server.url)
    settle(page)
    say(page, TEAM)
    before = question(page)
    page.get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")
    page.get_by_role("button", name="Model training").click()
    expect(page.get_by_text("Your level", exact=True)).to_be_visible()
    expect(page.get_by_text("you are here")).to_be_visible()
    page.get_by_role("button", name="Ask in the conversation").click()
    expect(page.get_by_text("Where this comes from").first).to_be_visible(timeout=PATIENCE)
    settle(page)
    assert question(page) == before
    expect(page.get_by_text("What is model training and how do we get better").last).to_be_visible()


def test_the_map_is_drawn_at_both_widths_and_said_in_words(visit: Visitor) -> None:
    page = visit("/library?view=map", expect_fault=ASIDE)
    chart = page.get_by_test_id("stVegaLiteChart")
    heights = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 860})
        settle(page)
        expect(chart).to_be_visible()
        box = chart.bounding_box()
        assert box is not None
        assert box["width"] <= width
        heights.append(box["height"])
        picture(page, f"library-map-{width}")
    assert heights[1] > heights[0] > 400, "the narrow page gets a taller arrangement"
    for item in KNOWLEDGE.activities.values():
        assert page.get_by_role("button", name=item.name, exact=True).count() == 1
    expect(page.get_by_text("Retraining trigger sets model training going again.")).to_be_visible()


def test_a_title_of_two_lines_reads_from_the_left_edge(visit: Visitor) -> None:
    page = visit("/library?topic=hardware", expect_fault=ASIDE)
    page.set_viewport_size({"width": 390, "height": 860})
    settle(page)
    title = page.get_by_role("button", name=KNOWLEDGE.passages["gpu-nodes"].title).locator("p")
    box = title.bounding_box()
    assert box is not None
    assert box["height"] > 40, "the title is meant to take two lines here"
    assert title.evaluate("one => getComputedStyle(one).textAlign") == "start"
    picture(page, "library-topic-390")


def test_every_source_has_an_address_that_opens_without_telling_where_from(
    visit: Visitor,
) -> None:
    page = visit("/library?view=sources", expect_fault=ASIDE)
    links = page.locator("[data-testid=stMain] a[href^=http]")
    opens = [one for one in KNOWLEDGE.sources.values() if one.address != INTERNAL]
    expect(links).to_have_count(len(opens))
    for link in links.all():
        assert link.get_attribute("target") == "_blank"
        assert "noreferrer" in (link.get_attribute("rel") or "")


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Page]:
    """A page whose security policy lets the checker in."""
    context = browser.new_context(color_scheme=request.param, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server.url}/library")
    settle(page)
    yield page
    context.close()


def test_no_view_has_a_fault_that_axe_can_find(
    themed: Page, request: pytest.FixtureRequest
) -> None:
    turn = "dark" in request.node.name
    faults = []
    for number, query in enumerate(VIEWS):
        width = WIDTHS[(number + turn) % len(WIDTHS)]
        themed.set_viewport_size({"width": width, "height": 860})
        go(themed, query)
        found = Axe().run(themed).response["violations"]
        faults += [(query, width, one["id"], one["nodes"][0]["html"][:200]) for one in found]
        wider = themed.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, (query, width)
    assert not faults
