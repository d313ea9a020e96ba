"""The safety floor: what applies, what is broken, and that no plan goes against good order."""

import os
import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import real

from assistant import report, safety, staging
from assistant.advice import plan
from assistant.domain.levels import HIGHEST, Origin, Profile, Standing, Status
from assistant.domain.results import Goal, Report, Verdict
from assistant.phrases.floor import dangers, safety_lines

MODEL = "john-2021"
KNOWN = real()
LEVELS = st.integers(0, HIGHEST)
CHIPS = {one.id: [option.id for option in one.options] for one in KNOWN.context}
TEAMS = int(os.environ.get("TEAMS", "1000"))
"""As many in CI; TEAMS=10000 asks ten times as many."""
BEFORE = (
    ("feedback-collection", 2, "performance-monitoring", 2),
    ("feedback-collection", 2, "drift-detection", 2),
    ("performance-monitoring", 1, "alerting", 1),
    ("model-training", 3, "retraining-trigger", 3),
    ("model-validation", 2, "retraining-trigger", 3),
    ("model-validation", 2, "model-training", 3),
    ("model-validation", 2, "model-deployment", 3),
    ("rollback", 2, "model-deployment", 3),
    ("rollback", 2, "retraining-trigger", 3),
    ("data-validation", 2, "retraining-trigger", 3),
)
"""What has to be there, or earlier in the plan, before what: activity and level, twice."""


def told(levels: Mapping[str, int]) -> Profile:
    return {
        name: Standing(level, level, Status.LEVEL, Origin.CHOSEN) for name, level in levels.items()
    }


def judged(profile: Profile, context: Mapping[str, str]) -> Report:
    closure = staging.close(KNOWN, profile)
    found = {key: staging.assess(one, closure.profile) for key, one in KNOWN.models.items()}
    return report.build(KNOWN, closure, found, MODEL, context)


def floor_of(levels: Mapping[str, int], **context: str) -> dict[str, Verdict]:
    profile = staging.close(KNOWN, told(levels)).profile
    found = safety.concerns(KNOWN.safety.floor, profile, context)
    return {one.condition.id: one.verdict for one in found}


def test_nothing_is_asked_of_who_has_nothing_live() -> None:
    assert floor_of({"model-deployment": 0, "model-training": 0, "retraining-trigger": 0}) == {}


def test_a_live_model_without_a_way_back_is_unsafe_whatever_was_said_of_the_use_case() -> None:
    live = {"model-deployment": 1, "rollback": 0}
    assert floor_of(live)["way-back"] is Verdict.UNMET
    harmless = judged(told(live), {"cost-of-error": "annoyance", "rules": "nobody"})
    (first, *_) = harmless.steps
    assert (first.advice.activity, first.stage) == ("rollback", 0)
    assert next(one.id for one in dangers(KNOWN, harmless)) == "way-back"


def test_what_is_not_known_is_neither_safe_nor_unsafe() -> None:
    found = floor_of({"model-deployment": 1})
    assert set(found.values()) == {Verdict.OPEN}
    asked = judged(told({"model-deployment": 1}), {})
    assert not dangers(KNOWN, asked)
    assert any("Not known yet" in one for one in safety_lines(KNOWN, asked))


@pytest.mark.parametrize(("harm", "verdict"), [("harm", Verdict.UNMET), ("little", None)])
def test_a_chip_decides_whether_somebody_has_to_answer(harm: str, verdict: Verdict | None) -> None:
    found = floor_of(
        {"model-deployment": 2, "governance": 0}, **{"cost-of-error": harm, "rules": "nobody"}
    )
    assert found.get("approved") is verdict


def test_what_starts_by_itself_needs_its_gates() -> None:
    loose = {"model-deployment": 3, "retraining-trigger": 3, "model-training": 3,
             "model-validation": 1, "rollback": 1, "data-validation": 1}  # fmt: skip
    found = floor_of(loose)
    for name in ("gate-before-release", "way-back-before-release", "gate-before-retraining"):
        assert found[name] is Verdict.UNMET
    assert found["way-back"] is Verdict.MET


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from(sorted(KNOWN.activities)), LEVELS))
def test_knowing_more_settles_and_never_turns_what_was_settled(levels: dict[str, int]) -> None:
    """What is broken or met with less known stays so with more known."""
    whole, _ = staging.repair(KNOWN, {**dict.fromkeys(KNOWN.activities, 1), **levels})
    part = {name: whole[name] for name in levels}
    before, after = floor_of(part), floor_of(whole)
    for name, verdict in before.items():
        if verdict in {Verdict.UNMET, Verdict.MET} and name in after:
            assert after[name] is verdict
    assert Verdict.OPEN not in {
        after[name] for name in after if name not in {"approved", "written-down"}
    }


def team(draw: random.Random) -> tuple[Profile, dict[str, str]]:
    """A team whose levels go together, with some not known and some that do not apply."""
    ability = draw.uniform(-0.5, 3.5)
    levels = {
        name: min(HIGHEST, max(0, round(draw.gauss(ability, 1)))) for name in KNOWN.activities
    }
    levels, _ = staging.repair(KNOWN, levels)
    profile = dict(told(levels))
    for name in draw.sample(sorted(levels), draw.randrange(8)):
        profile[name] = Standing(status=Status.UNKNOWN)
    for name in draw.sample(sorted(levels), draw.randrange(3)):
        profile[name] = Standing(status=Status.NOT_APPLICABLE)
    asked = {name: draw.choice(chips) for name, chips in CHIPS.items() if draw.random() < 0.8}
    return profile, asked


def violations(profile: Profile, context: Mapping[str, str], stage: int) -> list[str]:
    """What in the plan to a stage goes against good order, or leaves out what is broken."""
    closed = staging.close(KNOWN, profile).profile
    floor = safety.concerns(KNOWN.safety.floor, closed, context)
    uses = safety.concerns(KNOWN.safety.uses, closed, context)
    now = staging.assess(KNOWN.models[MODEL], closed)
    steps = plan(KNOWN, now, closed, Goal(MODEL, stage, "w"), False, floor, uses)
    order = [(step.advice.activity, step.advice.to) for step in steps]
    found = []
    for earlier, low, later, high in BEFORE:
        missing = closed[earlier].hi < low and not closed[earlier].waived
        places = [at for at, (name, to) in enumerate(order) if name == later and to >= high]
        bringing = [at for at, (name, to) in enumerate(order) if name == earlier and to >= low]
        if missing and places and not (bringing and min(bringing) < min(places)):
            found.append(f"{later} {high} before {earlier} {low}")
    planned = {(name, at) for name, to in order for at in range(to + 1)}
    for concern in (*floor, *uses):
        if concern.broken and not planned.issuperset(concern.lacking):
            found.append(f"no step for {concern.condition.id}")
    return found


def test_no_plan_of_many_teams_goes_against_good_order() -> None:
    draw = random.Random(20261129)
    wrong = []
    for number in range(TEAMS):
        profile, context = team(draw)
        found = violations(profile, context, draw.randrange(5))
        wrong += [f"team {number}: {one}" for one in found]
    assert wrong == []
