"""The first screen of a result: what matters is seen before one scrolls, in every state."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, expect

from assistant.domain.session import Turn, TurnKind
from tests.browser.conftest import FITS, KNOWN, SIZES, Visitor, picture, settle
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
TEXTS = KNOWN.texts
TEAM = (
    "Airflow pulls the data every night into one warehouse. We train in notebooks by hand. "
    "An engineer copies the model file to the server. Nobody monitors it after that. "
    "We cannot go back to an older version. GitHub Actions tests every change."
)
STATES: dict[str, Sequence[Turn]] = {
    "partial": [
        Turn(kind=TurnKind.REPLY, activity="data-collection", level=3),
        Turn(kind=TurnKind.REPLY, activity="data-integration", level=2),
        Turn(kind=TurnKind.MARK, activity="model-deployment", mark="unknown"),
    ],
    "unsafe": [Turn(kind=TurnKind.SAY, text=TEAM)],
    "finished": [
        Turn(kind=TurnKind.REPLY, activity=key, level=3 if at % 3 else 2)
        for at, key in enumerate(KNOWN.items)
    ],
}


@pytest.fixture
def result_in(after: Visitor) -> Visitor:
    """A function that opens the result of a visitor in one of STATES."""
    return lambda state, **how: after(STATES[state], **how)


def foot(one: Locator) -> float:
    found = one.bounding_box()
    assert found, "it is not on the page"
    return found["y"] + found["height"]


def top(one: Locator) -> float:
    found = one.bounding_box()
    assert found, "it is not on the page"
    return found["y"]


@pytest.mark.parametrize(("width", "dark"), SIZES)
def test_every_state_looks_right_and_axe_finds_nothing(
    result_in: Visitor, width: int, dark: bool
) -> None:
    faults: dict[str, list[str]] = {}
    for state in STATES:
        page = result_in(state, width=width, dark=dark, bypass_csp=True)
        picture(page, f"first-{state}-{width}-{'dark' if dark else 'light'}")
        assert page.evaluate(FITS), state
        if found := violations(page):
            faults[state] = found
        page.context.close()
    assert faults == {}


def test_what_matters_most_is_seen_before_one_scrolls(result_in: Visitor) -> None:
    page = result_in("unsafe")
    height = 860
    assert foot(page.get_by_role("heading", level=1)) < height
    assert foot(page.locator(".st-key-why")) < height
    assert foot(page.locator(".st-key-unsafe")) < height
    assert foot(page.locator("table.rungs")) < height
    assert foot(page.locator("[class*=st-key-blocker-]").last) < height
    why = page.locator(".st-key-why").inner_text()
    assert "“Airflow pulls the data every night" in why
    assert "“An engineer copies the model file to the server”" in why
    here = page.locator("table.rungs [aria-current=step]")
    expect(here).to_have_count(1)
    expect(here).to_contain_text(TEXTS["front.here"])


def test_on_a_phone_it_comes_in_the_order_one_asks(result_in: Visitor) -> None:
    page = result_in("unsafe", width=390, height=844)
    order = [
        page.get_by_role("heading", level=1),
        page.locator(".st-key-why"),
        page.locator(".st-key-unsafe"),
        page.locator("table.rungs"),
        page.locator(".st-key-blockers"),
        page.locator(".st-key-first-steps"),
        page.locator(".st-key-strengths"),
        page.locator("table.bars").first,
    ]
    places = [top(one) for one in order]
    assert places == sorted(places)
    assert foot(page.locator(".st-key-unsafe")) < 844


def test_levels_targets_and_gaps_are_told_apart_by_words(result_in: Visitor) -> None:
    page = result_in("unsafe")

    def row(activity: str) -> str:
        name = KNOWN.items[activity].name
        heading = page.locator("table.bars tr").filter(
            has=page.get_by_role("rowheader", name=name, exact=True)
        )
        return " ".join((heading.text_content() or "").split())

    assert "manual" in row("model-deployment")
    assert "automated" in row("model-deployment"), "what the next stage asks for"
    assert TEXTS["standing.open"] in row("documentation")
    assert TEXTS["front.asked-nothing"] in row("documentation")
    assert TEXTS["reach.met"] in row("ci-testing")


def test_a_blocker_opens_its_rule_by_keyboard(result_in: Visitor) -> None:
    page = result_in("unsafe")
    name = KNOWN.items["model-deployment"].name
    button = page.locator(".st-key-blockers").get_by_role("button", name=name)
    button.focus()
    page.keyboard.press("Enter")
    window = page.get_by_role("dialog")
    expect(window).to_be_visible()
    expect(window).to_contain_text(KNOWN.items["model-deployment"].rubric[3])
    expect(window).to_contain_text("An engineer copies the model file to the server")
    expect(window).to_contain_text(KNOWN.advice["model-deployment-3"].done_when)
    picture(page, "first-rule")
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)


def test_the_pages_stay_where_they_are_from_page_to_page(visit: Visitor) -> None:
    page = visit()
    places = []
    for name in ("Assessment", "Result", "Library", "History"):
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        settle(page)
        links = page.get_by_test_id("stTopNavLink").all()
        places.append([round((one.bounding_box() or {"x": -1})["x"]) for one in links])
    assert all(one == places[0] for one in places), places


def test_on_paper_the_whole_page_is_there_without_its_buttons(result_in: Visitor) -> None:
    page = result_in("unsafe")
    page.emulate_media(media="print")
    assert page.evaluate(
        "() => { const one = document.querySelector('[data-testid=stMain]');"
        " return getComputedStyle(one).overflow === 'visible' }"
    )
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.get_by_test_id("stDownloadButton").first).to_be_hidden()
    expect(page.locator("table.rungs")).to_be_visible()
