"""The first screen of a result says only what the answers carry, on the page and in every file."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import WAIVED, at
from readable import PEOPLE
from test_result_sentences import CONTEXT, KNOWN, MODELS, answers, heard, made

from assistant.domain.levels import OPEN, Origin, Profile
from assistant.domain.results import Report, Verdict
from assistant.export import outline, write
from assistant.export.blocks import Kind
from assistant.export.front import SHOWN, front
from assistant.phrases import gist, glance
from assistant.phrases.glance import Fill, Look
from assistant.phrases.standing import inline, told

TEXTS = KNOWN.texts


def requirements(one: Report, verdict: Verdict, first: int, last: int) -> set[str]:
    return {
        told(KNOWN, check.requirement.activity, check.standing)
        for stage in one.now.trace[first : last + 1]
        for check in stage.checks
        if check.verdict is verdict
    }


def between(text: str, key: str, **values: object) -> str:
    """What stands in a text at the place of the clause of one of ours; "" where it does not."""
    before, after = TEXTS[key].format(clause="\0", names="\0", **values).split("\0")
    found = re.search(re.escape(before) + "(.*?)" + re.escape(after) + r"(?=\.$|; )", text)
    return found[1] if found else ""


# --- why


@given(answers(), st.sampled_from(MODELS))
@settings(deadline=None, max_examples=80)
def test_the_one_sentence_on_why_follows_from_answers(profile: Profile, model: str) -> None:
    one = made(profile, model)
    now, text = one.now, gist.why(KNOWN, one)
    low = text[:1].lower() + text[1:]
    if not now.applies:
        assert text == ""
        return
    sure = now.certain
    met, unmet = (
        requirements(one, Verdict.MET, 1, now.lo),
        requirements(one, Verdict.UNMET, now.hi + 1, now.hi + 1),
    )
    carries = TEXTS["front.at" if sure else "front.least"]
    assert any(carries.format(stage=now.place, clause=each) in low for each in met) == bool(met)
    stops = TEXTS["front.not" if sure else "front.most"]
    stage = now.hi + 1 if sure else now.hi
    assert any(stops.format(stage=stage, clause=each) in low for each in unmet) == bool(unmet)
    hangs = between(low, "front.hangs", stage=now.lo + 1)
    assert bool(hangs) == (not sure)
    names = [inline(KNOWN.items[each.requirement.activity].name) for each in now.open]
    for name in names[: gist.NAMED] if not sure else ():
        assert name in hangs


def test_the_teams_own_words_are_told_before_any_others() -> None:
    profile = {"data-collection": at(3), "data-integration": heard(2, 2), "ci-testing": at(0),
               "model-deployment": at(1), "model-packaging": heard(0, 0)}  # fmt: skip
    text = gist.why(KNOWN, made(profile))
    assert text.count("“what they said”") == 2
    assert "data integration is partial" in text
    assert "model packaging is absent" in text


# --- safe


@given(answers(), CONTEXT)
@settings(deadline=None, max_examples=80)
def test_nothing_is_called_safe_that_is_not_known_to_be(
    profile: Profile, context: dict[str, str]
) -> None:
    one = made(profile, context=context)
    verdicts = {each.verdict for each in one.floor}
    said = gist.safe(KNOWN, one)
    if TEXTS["front.safe"] in said:
        assert verdicts <= {Verdict.MET, Verdict.WAIVED}
        assert any(each.applies and each.verdict is Verdict.MET for each in one.floor)
    assert not (one.unsafe and said)
    blocks = [each.text for each in front(KNOWN, one)]
    if one.unsafe:
        shown = [each.condition.broken for each in one.unsafe if each.condition.broken in blocks]
        assert shown
        assert blocks.index(shown[0]) <= 1, "what is unsafe comes first"


# --- strengths


@given(answers(), st.sampled_from(MODELS))
@settings(deadline=None, max_examples=80)
def test_strengths_are_all_that_is_surely_further_than_the_stage_asks(
    profile: Profile, model: str
) -> None:
    one = made(profile, model)
    found = gist.strengths(KNOWN, one)
    for each in found:
        standing = one.profile[each.activity]
        asked = [
            check.requirement.level
            for check in one.now.trace[each.stage].checks
            if check.requirement.activity == each.activity
        ]
        assert each.stage > one.now.lo
        assert standing.lo >= max(asked)
        assert standing.sure
        assert not standing.waived
        assert (TEXTS["told.deduced"] in each.text) == (standing.origin is Origin.DEDUCED)
        assert each.quote == "" or standing.words
    wanted = {
        check.requirement.activity
        for stage in one.now.trace[one.now.lo + 1 :]
        for check in stage.checks
        if check.verdict is Verdict.MET and check.standing.sure
    }
    assert [each.activity for each in found] == list(dict.fromkeys(each.activity for each in found))
    assert {each.activity for each in found} == wanted


# --- what is drawn


@given(answers(), st.sampled_from(MODELS), CONTEXT)
@settings(deadline=None, max_examples=80)
def test_the_ladder_shows_the_place_the_aim_and_every_area_as_they_are(
    profile: Profile, model: str, context: dict[str, str]
) -> None:
    one = made(profile, model, context)
    drawn = glance.ladder(KNOWN, one)
    assert [each.index for each in drawn.rungs] == sorted(
        (each.index for each in one.now.trace), reverse=True
    )
    here = [each.index for each in drawn.rungs if each.here]
    assert here == ([one.now.place] if one.now.applies else [])
    goal = one.goals.get(model)
    assert [each.index for each in drawn.rungs if each.aim] == ([goal.stage] if goal else [])
    for rung in drawn.rungs:
        assert len(rung.squares) == len(drawn.areas) == len(one.reaches)
        for square, area in zip(rung.squares, one.reaches.values(), strict=True):
            assert (square.fill is Fill.REACHED) == (rung.index <= area.lo and area.applies)
            assert (square.fill is Fill.POSSIBLE) == (area.lo < rung.index <= area.hi)


@given(answers(), st.sampled_from(MODELS), CONTEXT)
@settings(deadline=None, max_examples=80)
def test_every_activity_is_drawn_once_as_it_is_known(
    profile: Profile, model: str, context: dict[str, str]
) -> None:
    one = made(profile, model, context)
    groups = glance.profile(KNOWN, one)
    bars = {bar.activity: bar for group in groups for bar in group.bars}
    assert len(bars) == sum(len(group.bars) for group in groups)
    assert set(KNOWN.activities) <= set(bars)
    stage = glance.aimed(one)
    assert stage > one.now.lo or stage == len(one.now.model.stages) - 1
    for key, bar in bars.items():
        standing = one.profile.get(key, OPEN)
        assert (bar.lo, bar.hi) == (standing.lo, standing.hi)
        assert (bar.look is Look.WAIVED) == standing.waived
        if not standing.waived:
            assert (bar.look is Look.LEVEL) == standing.known
            assert (bar.look is Look.UNKNOWN) == ((standing.lo, standing.hi) == (0, 3))
        levels = [
            check.requirement.level
            for each in one.now.trace[: stage + 1]
            for check in each.checks
            if check.requirement.activity == key
        ]
        levels += [c.requirement.level for c in one.besides if c.requirement.activity == key]
        assert bar.asked == max(levels, default=0)
    exact = [key for key, bar in bars.items() if one.profile.get(key, OPEN).known]
    assert sum(group.known for group in groups) == len(exact)
    assert sum(1 for key in exact if key in KNOWN.activities) == one.known
    assert gist.known(KNOWN, one).startswith(f"{one.known} of {one.total} ")


# --- the first page of every file


@given(answers(), CONTEXT)
@settings(deadline=None, max_examples=40)
def test_the_first_page_heads_every_file(profile: Profile, context: dict[str, str]) -> None:
    one = made(profile, context=context)
    blocks = [each.text for each in outline(KNOWN, one)]
    first = [" ".join(each.text.split()) for each in front(KNOWN, one)]
    assert blocks[3 : 3 + len(first)] == first
    written = " ".join(write(KNOWN, one, "text").decode().split())
    assert gist.why(KNOWN, one) in written
    for step in gist.first_steps(KNOWN, one):
        assert f"{step.number}. {step.name}: {step.to}, {step.effort}" in written


def test_the_first_page_stays_a_page() -> None:
    """However much is wrong, no list on it is longer than what one keeps in mind."""
    every = list(KNOWN.items)
    for standing in (OPEN, at(0), at(3), heard(1, 1), WAIVED):
        levels = dict.fromkeys(every, standing)
        blocks = list(front(KNOWN, made(levels)))
        most = 2 * SHOWN + len(KNOWN.primary.stages) + gist.FIRST * 2 + len(glance.PIPELINES)
        assert sum(1 for each in blocks if each.kind is Kind.ITEM) <= most
        assert sum(len(each.text) for each in blocks) < 5_500


@pytest.mark.parametrize("form", PEOPLE)
def test_where_you_stand_is_told_in_every_format(form: str) -> None:
    one = made({"data-collection": at(3), "data-integration": at(2), "model-deployment": at(1)})
    written = write(KNOWN, one, form).decode()
    assert written.index(TEXTS["front.here"]) < written.index(TEXTS["front.words"])
