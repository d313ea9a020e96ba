"""The result as people read it: nothing on it that their answers do not carry."""

import datetime
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.domain.session import Turn, TurnKind
from tests.browser.conftest import ASIDE, KNOWN, SIZES, Visitor, picture, reply, settle

TEXTS = KNOWN.texts


def tapped(activity: str, level: int) -> Turn:
    return Turn(kind=TurnKind.REPLY, activity=activity, level=level)


def marked(activity: str, mark: str) -> Turn:
    return Turn(kind=TurnKind.MARK, activity=activity, mark=mark)


def shown(page: Page) -> str:
    return " ".join((page.locator("[data-testid=stMain]").text_content() or "").split())


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        # A person holds the button for a moment; that is when the box beside it gives up its text.
        page.get_by_role("button", name=name, exact=True).click(delay=200)
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.browser
def test_two_taps_are_told_back_and_nothing_else(visit: Visitor) -> None:
    page = visit()
    page.get_by_role("button", name=TEXTS["opening.questions"]).click()
    settle(page)
    for activity, level in (("data-collection", 1), ("data-integration", 2)):
        reply(page, KNOWN.items[activity].replies[level].label)
    page.get_by_role("button", name=TEXTS["result.show"]).click()
    settle(page)
    words = shown(page)
    assert "Stage 0 of 4" in words
    assert "You build, release and look after models by hand" not in words
    assert "depends on the people who made" not in visible(page)
    assert "0 of 7" not in words
    assert "7 not known" in words
    assert KNOWN.items["data-collection"].said[1] in words
    assert KNOWN.items["data-integration"].said[2] in words


def visible(page: Page) -> str:
    """What can be read without opening a fold."""
    return " ".join(page.locator("[data-testid=stMain]").inner_text().split())


@pytest.mark.browser
def test_a_team_with_automated_releases_is_not_told_that_it_works_by_hand(after: Visitor) -> None:
    automated = ("ci-testing", "code-versioning", "model-registry", "model-packaging",
                 "model-training", "model-validation", "model-deployment")  # fmt: skip
    answers = [tapped(one, 3) for one in automated]
    page = after([*answers, tapped("data-collection", 2), tapped("data-integration", 2)])
    words = visible(page)
    assert "Stage 0 of 4" in words
    assert "by hand" not in words.partition("What keeps you from")[0]
    assert KNOWN.items["data-collection"].said[2] in words
    assert KNOWN.items["model-deployment"].said[3] in words


@pytest.mark.browser
def test_a_range_says_what_it_hangs_on_and_shows_nobody_beside_it(after: Visitor) -> None:
    page = after([
        tapped("data-collection", 3),
        tapped("data-integration", 2),
        marked("model-deployment", "unknown"),
        marked("model-packaging", "skipped"),
    ])  # fmt: skip
    words = visible(page)
    assert "Between stage 1 and stage 4 of 4" in words
    assert KNOWN.cases["uber-michelangelo"].name not in words
    assert "is still open: " in words
    assert "you don't know about model deployment" in words
    assert "you left out model packaging for now" in words
    assert TEXTS["cases.none-range"] in words
    assert KNOWN.items["model-deployment"].question in words
    expect(page.get_by_text(TEXTS["result.find-out"], exact=True)).to_be_visible()


@pytest.mark.browser
def test_a_template_is_no_peer_and_a_platform_no_neighbour_of_two_answers(after: Visitor) -> None:
    page = after([
        tapped("data-collection", 3),
        tapped("data-integration", 2),
        tapped("model-deployment", 1),
    ])  # fmt: skip
    words = visible(page)
    assert "Stage 1 of 4" in words
    assert KNOWN.cases["uber-michelangelo"].name not in words
    for case in KNOWN.cases.values():
        if case.kind != "organisation":
            assert f"{case.name} · {TEXTS['cases.same']}" not in words


@pytest.mark.browser
def test_a_step_on_what_was_never_asked_says_so(after: Visitor) -> None:
    """The way back has to be there before releases run by themselves; nobody asked about it."""
    met = ("model-packaging", "model-registry", "model-training", "model-validation", "ci-testing",
           "code-versioning")  # fmt: skip
    page = after([
        tapped("data-collection", 3),
        tapped("data-integration", 2),
        *(tapped(one, 2) for one in met),
        tapped("model-deployment", 2),
    ])  # fmt: skip
    words = visible(page)
    assert "Rollback: up to manual" in words
    assert f"Rollback: up to manual · days of work · {TEXTS['result.step-unknown']}" in words
    assert f"If {KNOWN.items['rollback'].said[0]}, take this step" in words


@pytest.mark.browser
def test_everything_is_met_only_where_it_is(after: Visitor) -> None:
    every = [tapped(one, 3) for one in KNOWN.items]
    words = visible(after([*every, marked("rollback", "not-applicable")]))
    assert TEXTS["result.top"] not in words
    assert TEXTS["result.steps-top"] not in words
    assert "Left out, because it does not apply to you: rollback." in words
    words = visible(after(every))
    assert TEXTS["result.top"] in words
    assert TEXTS["result.steps-top"] in words


@pytest.mark.browser
def test_waiving_everything_reaches_nothing(after: Visitor) -> None:
    page = after([marked(one, "not-applicable") for one in KNOWN.items])
    words = visible(page)
    assert "Stage 4 of 4" not in words
    assert TEXTS["result.nothing-applies"] in words
    assert TEXTS["result.top"] not in words
    assert "9 not applicable" in words


@pytest.mark.browser
def test_a_target_names_the_choices_that_led_to_it(after: Visitor) -> None:
    picks = {"cost-of-error": "little", "speed": "batch", "place": "cloud"}
    page = after([
        tapped("data-collection", 1),
        *(Turn(kind=TurnKind.CONTEXT, activity=key, option=one) for key, one in picks.items()),
    ])  # fmt: skip
    words = visible(page)
    assert "One team, its own data" not in words
    assert TEXTS["aim.not-raised"] in words
    assert "Nothing has to change" not in words
    assert "1 not met, 23 not known" in words


@pytest.mark.browser
def test_a_report_carries_name_and_day(after: Visitor) -> None:
    page = after([tapped("data-collection", 1), tapped("data-integration", 2)])
    page.get_by_label(TEXTS["result.about-name"]).fill("Forecasting 预测")
    data = json.loads(download(page, TEXTS["result.json"]))  # at once, without leaving the box
    assert data["name"] == "Forecasting 预测"
    assert abs(datetime.date.fromisoformat(data["date"]) - datetime.date.today()).days <= 1
    assert data["product"]["version"]
    text = download(page, TEXTS["result.text"]).decode()
    assert text.startswith("MLOps assessment of Forecasting 预测\n")
    pdf = download(page, TEXTS["result.pdf"])
    assert data["date"].replace("-", "").encode() in pdf
    assert b"/Outlines" in pdf
    for name in ("Library", "Result"):
        page.get_by_role("link", name=name).first.click()
        settle(page)
    expect(page.get_by_label(TEXTS["result.about-name"])).to_have_value("Forecasting 预测")


@pytest.mark.browser
def test_a_foreign_file_is_refused_in_words_for_people(visit: Visitor, tmp_path: Path) -> None:
    page = visit("/history", expect_fault=ASIDE)
    page.get_by_text(TEXTS["history.bring"]).click()
    foreign = tmp_path / "other.json"
    foreign.write_text('{"format": "something-else", "version": 1}', encoding="utf-8")
    page.locator("input[type=file]").set_input_files(foreign)
    expect(page.get_by_text(TEXTS["import-failed"])).to_be_visible()
    assert "Input should be" not in shown(page)


@pytest.mark.browser
def test_the_bibliography_does_not_speak_of_addresses_from_memory(visit: Visitor) -> None:
    page = visit("/library?source=eu-ai-act", expect_fault=ASIDE)
    words = shown(page)
    assert KNOWN.sources["eu-ai-act"].read in words
    assert "from memory" not in words
    assert "not opened" not in words


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), SIZES)
def test_the_result_looks_right(after: Visitor, width: int, dark: bool) -> None:
    page = after(
        [
            tapped("data-collection", 3),
            tapped("data-integration", 3),
            tapped("model-deployment", 1),
            marked("model-training", "unknown"),
        ],
        width=width,
        dark=dark,
    )
    picture(page, f"result-{width}-{'dark' if dark else 'light'}")
    fits = "() => document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(fits)
