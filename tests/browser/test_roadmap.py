"""The roadmap in a real browser: what is noted stays, what is taken along parses, by keyboard."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from assistant.domain.milestone import Progress
from assistant.domain.session import Turn, TurnKind
from assistant.export.tracker import COLUMNS
from assistant.phrases.along import title
from tests.browser.conftest import KNOWN, Visitor, picture, settle
from tests.browser.test_accessibility import violations

TEXTS = KNOWN.texts
ANSWERS = [Turn(kind=TurnKind.REPLY, activity=key, level=level)
           for key, level in KNOWN.sample.levels.items()]  # fmt: skip
USES = [Turn(kind=TurnKind.CONTEXT, activity=key, option=one)
        for key, one in KNOWN.sample.context.items()]  # fmt: skip
FIRST = KNOWN.advice["alerting-1"]
"""The first step of this team."""
NOTED = Turn(kind=TurnKind.STEP, activity="alerting", level=1, owner="Ana <b>Lind</b> *ops*",
             due=date(2027, 1, 15), status=Progress.DOING)  # fmt: skip


@pytest.fixture
def result_of(after: Visitor) -> Visitor:
    """A function that opens the result of the sample's team, who then did these things."""
    return lambda *turns, **how: after((*ANSWERS, *USES, *turns), **how)


def card(page: Page, step: str) -> Locator:
    return page.locator(f".st-key-card-{step}")


def fold(page: Page, step: str) -> Locator:
    return page.locator(f".st-key-step-{step}")


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.browser
def test_what_is_noted_is_kept_and_taken_along_and_taken_back(result_of: Visitor) -> None:
    page = result_of()
    expect(page.get_by_role("button", name=TEXTS["road.calendar"])).to_be_disabled()
    first = fold(page, FIRST.id)
    first.get_by_label(TEXTS["road.owner"]).fill("=Ana <b>Lind</b> *ops*")
    for part, value in zip(("year", "month", "day"), ("2027", "01", "15"), strict=True):
        first.locator(f"[role=spinbutton][data-type={part}]").click()
        page.keyboard.type(value)
    first.get_by_text(TEXTS["road.status.doing"], exact=True).click()
    first.get_by_role("button", name=TEXTS["road.save"]).click()
    expect(card(page, FIRST.id)).to_contain_text("=Ana <b>Lind</b> *ops*")
    settle(page)
    page.reload()
    settle(page)
    expect(card(page, FIRST.id)).to_contain_text("Doing · by 15 January 2027")
    expect(first.get_by_label(TEXTS["road.owner"])).to_have_value("=Ana <b>Lind</b> *ops*")

    rows = list(csv.DictReader(io.StringIO(download(page, TEXTS["road.tracker"]).decode())))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["title"] == title(KNOWN, FIRST)
    assert (rows[0]["owner"], rows[0]["due"]) == ("'=Ana <b>Lind</b> *ops*", "2027-01-15")
    (event,) = Calendar.from_ical(download(page, TEXTS["road.calendar"])).walk("VEVENT")
    assert event["dtstart"].dt == date(2027, 1, 15)
    assert "=Ana <b>Lind</b> *ops*" in event["description"]

    page.get_by_role("link", name="History").first.click()
    settle(page)
    expect(page.get_by_text("=Ana <b>Lind</b> *ops*")).to_be_visible()
    page.get_by_role("button", name=TEXTS["panel.undo"]).click()
    settle(page)
    page.get_by_role("link", name="Result").first.click()
    settle(page)
    expect(card(page, FIRST.id)).to_contain_text(TEXTS["road.status.to-do"])
    expect(fold(page, FIRST.id).get_by_label(TEXTS["road.owner"])).to_have_value("")


@pytest.mark.browser
def test_done_moves_no_level_until_the_team_says_so(result_of: Visitor) -> None:
    done = replace(NOTED, status=Progress.DONE)
    page = result_of(done)
    stands = page.get_by_role("heading", level=1).text_content()
    expect(card(page, FIRST.id)).to_contain_text(TEXTS["road.status.done"])
    expect(page.get_by_role("heading", level=1)).to_have_text(stands or "")
    fold(page, FIRST.id).get_by_role("button", name=TEXTS["road.say"]).click()
    expect(card(page, FIRST.id)).to_have_count(0)
    settle(page)
    expect(page.get_by_text(TEXTS["road.gone"])).to_be_visible()
    expect(page.get_by_text("Ana <b>Lind</b> *ops*, by 15 January 2027, Done")).to_be_visible()


@pytest.mark.browser
def test_all_of_it_works_by_keyboard(result_of: Visitor) -> None:
    page = result_of()
    owner = fold(page, FIRST.id).get_by_label(TEXTS["road.owner"])
    owner.focus()
    page.keyboard.type("Bo")
    for _ in range(8):  # past the parts of the date
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.type === 'radio'"):
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == TEXTS["road.save"]
    page.keyboard.press("Enter")
    expect(card(page, FIRST.id)).to_contain_text("Bo")
    expect(card(page, FIRST.id)).to_contain_text(TEXTS["road.status.doing"])
    settle(page)
    assert page.evaluate("() => document.activeElement.textContent") == TEXTS["road.save"]


@pytest.mark.browser
def test_tracks_stand_side_by_side_and_on_a_phone_one_below_the_other(result_of: Visitor) -> None:
    page = result_of()
    lanes = page.locator(".st-key-lanes-first .lane")
    tops = "all => all.map(one => one.getBoundingClientRect().y)"  # at once: nothing moves between
    wide = lanes.evaluate_all(tops)
    assert len(wide) > 1
    assert max(wide) - min(wide) <= 1
    page.set_viewport_size({"width": 390, "height": 860})
    below = "() => new Set([...document.querySelectorAll('.st-key-lanes-first .lane')].map("
    below += "one => Math.round(one.getBoundingClientRect().x))).size === 1"
    page.wait_for_function(below)  # the browser lays the page out anew in its own time
    settle(page)
    narrow = lanes.evaluate_all(tops)
    assert narrow == sorted(set(narrow))
    page.wait_for_function("() => document.documentElement.scrollWidth <= 390")


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(result_of: Visitor, width: int, dark: bool) -> None:
    done = Turn(kind=TurnKind.STEP, activity="documentation", level=2, status=Progress.DONE)
    page = result_of(NOTED, done, width=width, dark=dark, bypass_csp=True)
    page.get_by_text(TEXTS["ladders.table"]).click()
    fold(page, "documentation-2").locator("summary").click()
    if page.locator(".st-key-steps-later").count():
        page.locator(".st-key-steps-later label").click()
    settle(page)
    page.wait_for_timeout(1_500)
    found = violations(page)
    name = f"{width}-{'dark' if dark else 'light'}"
    for part, place in (("roadmap", ".st-key-lanes-first"), ("ladders", ".ladders")):
        page.locator(place).first.scroll_into_view_if_needed()
        picture(page, f"{part}-{name}")
    assert found == []
