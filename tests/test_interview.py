"""What must hold in every interview on the shipped models, whatever the team is like."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import (
    SKIPPED,
    UNKNOWN,
    WAIVED,
    at,
    blockers_of,
    catalogue,
    completions,
    edges_of,
    real,
    stage_of,
    worlds,
)

from assistant.domain.knowledge import Model
from assistant.domain.levels import Profile, Standing
from assistant.domain.results import Assessment, Question, Verdict
from assistant.evaluation.conversations import truth
from assistant.evaluation.folder import PROFILES
from assistant.evaluation.items import ProfileItem
from assistant.questioning import ladder, next_question, play, remaining, vote
from assistant.questioning.selectors import Selector
from assistant.reckoning.board import Situation
from assistant.staging import assess, close, repair

MADE = real()
MODELS = [pytest.param(one, id=key) for key, one in MADE.every_model.items()]
EXAMPLES = settings(deadline=None, max_examples=30)
NAMES = list(MADE.items)


@st.composite
def teams(draw: st.DrawFn, model: Model) -> dict[str, int]:
    """A full profile that obeys the rules, lifted to some stage so that every stage occurs."""
    levels = dict(zip(NAMES, draw(st.tuples(*[LEVEL] * len(NAMES))), strict=True))
    for stage in model.stages[: draw(st.integers(1, len(model.stages)))]:
        for need in stage.requirements:
            levels[need.activity] = max(levels[need.activity], need.level)
    return repair(MADE, levels)[0]


LEVEL = st.integers(0, 3)
SOME = st.sets(st.sampled_from(NAMES), max_size=12)


def backwards(candidates: Sequence[str], here: Situation) -> str:
    return max(candidates)


def state(model: Model, told: Profile) -> tuple[Profile, Assessment]:
    profile = close(MADE, told).profile
    return profile, assess(model, profile)


def ask(model: Model, told: Profile, selector: Selector = vote) -> Question | None:
    profile, found = state(model, told)
    return next_question(MADE, model, profile, found, selector)


def open_in(found: Assessment) -> set[tuple[int, str, int]]:
    return {
        (stage.index, check.requirement.activity, check.requirement.level)
        for stage in found.trace
        for check in stage.checks
        if check.verdict is Verdict.OPEN
    }


@pytest.mark.holds(property=1)
@pytest.mark.parametrize("model", MODELS)
@given(data=st.data())
@EXAMPLES
def test_the_result_is_that_of_the_full_questionnaire(model: Model, data: st.DataObject) -> None:
    """By any selector, with anything waived or told at the opening, and never below the floor."""
    levels, waived, told = data.draw(teams(model)), data.draw(SOME), data.draw(SOME)
    taking = {name: level for name, level in levels.items() if name not in waived}
    blocking = [name for name, _ in blockers_of(model, taking)]
    told -= waived
    for selector in (vote, ladder, backwards):
        found = play(MADE, model, levels, waived, selector, told)
        assert found.stage == found.full_stage == stage_of(model, taking)
        assert list(found.blockers) == list(found.full_blockers) == blocking
        assert found.floor <= found.asked <= len(found.questions)
        assert found.full_floor <= len(found.questions)
        assert not (told | waived) & set(found.questions)


ROOT = Path(__file__).parents[1]
LABELLED = [
    ROOT / "tests" / "evaluation" / PROFILES,
    # Profiles by somebody else, beside the checkout where there are any.
    ROOT.parent / "shared" / "evaluation" / PROFILES,
]


def labelled() -> Iterator[object]:
    for path in filter(Path.is_file, LABELLED):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = ProfileItem.model_validate_json(line)
            yield pytest.param(item, id=f"{path.parents[1].name}: {item.id}")


@pytest.mark.parametrize("item", list(labelled()))
def test_the_result_of_a_described_team_is_that_of_the_full_questionnaire(
    item: ProfileItem,
) -> None:
    """What the description does not state counts as absent."""
    levels = truth(MADE, item, 0)
    for model in MADE.every_model.values():
        found = play(MADE, model, levels)
        assert found.stage == found.full_stage == stage_of(model, levels)
        blocking = [name for name, _ in blockers_of(model, levels)]
        assert list(found.blockers) == list(found.full_blockers) == blocking


@pytest.mark.holds(property=3)
@pytest.mark.parametrize("model", MODELS)
@given(data=st.data())
@EXAMPLES
def test_every_question_is_open_and_can_change_the_result(
    model: Model, data: st.DataObject
) -> None:
    """Also with answers that are vague, not known, skipped, or that something does not apply."""
    levels = data.draw(teams(model))
    odd = data.draw(st.dictionaries(st.sampled_from(NAMES), ODD, max_size=8))
    told: dict[str, Standing] = {}
    asked: list[str] = []
    while (question := ask(model, told)) is not None:
        profile, before = state(model, told)
        name = question.activity
        standing = profile[name]
        assert not standing.known
        assert told.get(name) not in (UNKNOWN, WAIVED)
        # The two ends are profiles that fit, so that nothing is asked that was certain already.
        assert stage_of(model, ends(profile, "lo")) == before.lo
        assert stage_of(model, ends(profile, "hi")) == before.hi
        stages = range(before.lo + 1, max(before.hi, before.lo + 1) + 1)
        assert question.stage in stages
        assert any(
            open_in(state(model, {**told, name: at(level)})[1]) < open_in(before)
            for level in range(standing.lo, standing.hi + 1)
        )
        again = name in asked
        asked.append(name)
        told[name] = answer(odd.get(name), levels[name], again)
        assert len(asked) <= 2 * len(NAMES)
    ended = state(model, told)[1]
    if not any(told[name] is UNKNOWN for name in told):
        assert ended.complete


def ends(profile: Profile, which: str) -> dict[str, int]:
    return {name: getattr(one, which) for name, one in profile.items() if not one.waived}


ODD = st.sampled_from(["vague", "unknown", "skipped", "waived"])


def answer(kind: str | None, level: int, again: bool) -> Standing:
    match kind:
        case "vague" if not again:
            return at(max(0, level - 1), min(3, level + 1))
        case "unknown":
            return UNKNOWN
        case "skipped" if not again:
            return SKIPPED
        case "waived":
            return WAIVED
        case _:
            return at(level)


@pytest.mark.holds(property=2)
@pytest.mark.parametrize("model", MODELS)
@given(data=st.data())
@EXAMPLES
def test_the_order_of_the_answers_does_not_matter(model: Model, data: st.DataObject) -> None:
    """The same evidence, told in any order or with what follows from it, leads to one question."""
    levels, known = data.draw(teams(model)), sorted(data.draw(SOME))
    marks = data.draw(st.dictionaries(st.sampled_from(NAMES), MARKS, max_size=4))
    told = {name: at(levels[name]) for name in known} | marks
    question = ask(model, told)
    assert question == ask(model, dict(data.draw(st.permutations(list(told.items())))))
    profile, found = state(model, told)
    assert question == next_question(MADE, model, close(MADE, profile).profile, found)
    deduced = {name: at(one.lo) for name, one in profile.items() if one.known and name not in told}
    again = ask(model, {**told, **deduced})
    assert (question and question.activity) == (again and again.activity)


MARKS = st.sampled_from([UNKNOWN, SKIPPED, WAIVED])


@pytest.mark.parametrize("model", MODELS)
@given(data=st.data())
@EXAMPLES
def test_what_is_promised_to_remain_is_kept(model: Model, data: st.DataObject) -> None:
    levels, seen = data.draw(teams(model)), []
    told: dict[str, Standing] = {}
    while (question := ask(model, told)) is not None:
        profile, found = state(model, told)
        seen.append((remaining(MADE, model, profile, found), found.lo))
        told[question.activity] = at(levels[question.activity])
    for place, (left, _) in enumerate(seen):
        assert left.least <= len(seen) - place <= left.most
    for (before, low), (after, then) in pairwise(seen):
        assert after.most <= before.most
        assert after.least <= before.least or then > low


@pytest.mark.holds(property=2)
@pytest.mark.parametrize("model", MODELS)
@given(data=st.data())
@EXAMPLES
def test_raising_a_level_never_lowers_the_stage(model: Model, data: st.DataObject) -> None:
    levels = data.draw(teams(model))
    name = data.draw(st.sampled_from(NAMES))
    higher = repair(MADE, {**levels, name: min(3, levels[name] + 1)})[0]
    assert play(MADE, model, higher).stage >= play(MADE, model, levels).stage


@given(worlds(size=5), st.data())
@settings(deadline=None, max_examples=60)
def test_what_is_only_usual_changes_no_result(world: tuple, data: st.DataObject) -> None:
    """Rules marked empirical may order the questions; they never deduce, so they never decide."""
    made, model = world
    pairs = st.sampled_from([(a, b) for a in made.items for b in made.items if a != b])
    usual = data.draw(st.lists(st.tuples(pairs, st.integers(1, 3), st.integers(1, 3)), max_size=4))
    empirical = [(a, when, b, then) for (a, b), when, then in usual]
    also = catalogue(list(made.items), edges_of(made), [model], empirical=empirical)
    levels = data.draw(st.sampled_from(list(completions(made, {}))))
    with_them, without = play(also, model, levels), play(made, model, levels)
    assert (with_them.stage, with_them.blockers) == (without.stage, without.blockers)
    told = {"a": at(levels["a"])}
    assert close(also, told) == close(made, told)
