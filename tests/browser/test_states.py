"""Every state of the result and of what lies around it: axe finds nothing, all of it is pictured.

What a conversation shows is in `test_accessibility`; the windows and filters of the answers, the
roadmap and a meeting have tests of their own. Here are all the others, each in both widths and
themes, as whole pages.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from assistant.domain.milestone import Progress
from assistant.domain.session import Given, Turn, TurnKind
from tests.browser.conftest import FITS, KNOWN, SIZES, Visitor, settle, whole
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
TEXTS = KNOWN.texts
TEAM = (
    "Airflow pulls the data every night into one warehouse. We train in notebooks by hand. "
    "An engineer copies the model file to the server. Nobody monitors it after that. "
    "We cannot go back to an older version. GitHub Actions tests every change."
)
HOSTED = (
    "We call a hosted language model through its API. Prompts are kept in git, and every change to "
    "them is reviewed. A pipeline deploys each change by itself."
)


def said(text: str) -> Turn:
    return Turn(kind=TurnKind.SAY, text=text)


def tapped(activity: str, level: int) -> Turn:
    return Turn(kind=TurnKind.EDIT, activity=activity, level=level)


def chosen(question: str, option: str) -> Turn:
    return Turn(kind=TurnKind.CONTEXT, activity=question, option=option)


def marked(activity: str, mark: str) -> Turn:
    return Turn(kind=TurnKind.MARK, activity=activity, mark=mark)


def supposed(**levels: int) -> Turn:
    rungs = tuple((key.replace("_", "-"), level, level) for key, level in sorted(levels.items()))
    return Turn(kind=TurnKind.SCENARIO, text="our first quarter", levels=rungs)


SAMPLE = [tapped(key, level) for key, level in KNOWN.sample.levels.items()]
USES = [chosen(key, option) for key, option in KNOWN.sample.context.items()]
UNSAFE = [
    tapped(key, {"model-deployment": 3, "retraining-trigger": 3}.get(key, 0)) for key in KNOWN.items
]
HARM = [chosen("cost-of-error", "harm"), chosen("rules", "law")]
EDGE = [
    chosen("place", "devices"),
    *(chosen(one.id, one.options[-1].id) for one in KNOWN.context if one.about == "edge"),
]
NOTES = [
    Turn(kind=TurnKind.STEP, activity="alerting", level=1, owner="Ana", due=date(2027, 1, 15)),
    Turn(kind=TurnKind.STEP, activity="documentation", level=2, status=Progress.DONE),
]
AGAIN = [
    Turn(kind=TurnKind.AGAIN, option="2026-03-07"),
    tapped("model-validation", 2),
    Turn(kind=TurnKind.AGAIN, option="2026-07-01"),
    tapped("performance-monitoring", 3),
]
SETTLED = Turn(
    kind=TurnKind.GIVEN,
    text="Ana: every night\nBo: by hand",
    given=(Given(activity="data-collection", lo=2, hi=2, spans=((0, 16), (17, 28))),),
)
Act = Callable[[Page], None]


def nothing(page: Page) -> None:
    """Look at the page as it opens."""


def rule(page: Page) -> None:
    page.locator(".st-key-blockers button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def why_unsafe(page: Page) -> None:
    page.locator(".st-key-unsafe-more summary").click()
    page.wait_for_timeout(1_000)


def folds(page: Page) -> None:
    for summary in page.locator("[data-testid=stExpander] summary").all():
        summary.click()
    page.wait_for_timeout(1_000)


def doubtful(page: Page) -> None:
    page.get_by_text("Doubtful (", exact=False).click()
    page.wait_for_timeout(400)


def what_if(page: Page) -> None:
    page.get_by_label(TEXTS["whatif.choose"]).click()
    page.get_by_role("option", name="our first quarter").click()
    expect(page.locator("table.moves")).to_be_visible()


def supposing(page: Page) -> None:
    what_if(page)
    settle(page)
    page.locator(".st-key-answer-rollback button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def deleting(page: Page) -> None:
    page.locator(".st-key-delete button").click()
    expect(page.get_by_role("dialog")).to_be_visible()


STATES: dict[str, tuple[str, Sequence[Turn], Act]] = {
    "again": ("/", [*SAMPLE, *AGAIN], nothing),
    "settled": ("/", [SETTLED], nothing),
    "hosted": ("/", [chosen("own-models", "hosted"), said(HOSTED)], nothing),
    "result-rule": ("/result", [said(TEAM)], rule),
    "result-unsafe": ("/result", [*UNSAFE, *HARM], why_unsafe),
    "result-hosted": ("/result", [chosen("own-models", "hosted"), said(HOSTED)], nothing),
    "result-waived": ("/result", [marked(key, "not-applicable") for key in KNOWN.items], nothing),
    "result-unknown": ("/result", [marked(key, "unknown") for key in KNOWN.items], nothing),
    "result-devices": ("/result", [*SAMPLE, *USES, *EDGE], nothing),
    "result-over-time": ("/result", [*SAMPLE, *USES, *NOTES, *AGAIN], folds),
    "answers-full": ("/answers", [*SAMPLE, *USES, *AGAIN], nothing),
    "answers-doubtful": ("/answers", [said(TEAM)], doubtful),
    "answers-what-if": ("/answers", [*SAMPLE, supposed(rollback=3, model_deployment=3)], what_if),
    "answers-supposing": ("/answers", [said(TEAM), supposed(rollback=3)], supposing),
    "history": (
        "/history",
        [said(TEAM), *SAMPLE[:2], marked("rollback", "unknown"), *USES[:1], *NOTES, supposed(),
         supposed(rollback=3), *AGAIN[:1], SETTLED],
        nothing,
    ),
    "history-deleting": ("/history", [said(TEAM)], deleting),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_whole_and_axe_finds_nothing(after: Visitor, state: str) -> None:
    path, turns, act = STATES[state]
    page = after(turns, path, bypass_csp=True)
    act(page)
    faults: dict[str, list[str]] = {}
    for width, dark in SIZES:
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        page.set_viewport_size({"width": width, "height": 860})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(500)
        settle(page)
        assert page.evaluate(FITS), width
        whole(page, f"state-{state}-{width}-{scheme}")
        if found := violations(page):
            faults[f"{width}-{scheme}"] = found
    assert faults == {}


def columns(page: Page) -> Iterator[int]:
    """Yield where what one reads begins, on each page in which one reads."""
    for name in ("Assessment", "Library", "Answers", "History"):
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        settle(page)
        place = page.locator(".stMainBlockContainer h1, [data-testid=stChatMessage]").first
        yield round((place.bounding_box() or {"x": -1})["x"])


@pytest.mark.parametrize("width", [1280, 1600])
def test_what_one_reads_begins_at_the_same_place_on_every_page(visit: Visitor, width: int) -> None:
    places = list(columns(visit(width=width)))
    assert max(places) - min(places) <= 1, places


def test_on_a_phone_nothing_of_the_opening_lies_behind_the_box(visit: Visitor) -> None:
    page = visit(width=390, height=844)
    box = page.get_by_test_id("stBottom").bounding_box()
    last = page.get_by_role("button", name=TEXTS["opening.ask"]).bounding_box()
    assert box
    assert last
    assert last["y"] + last["height"] <= box["y"]
