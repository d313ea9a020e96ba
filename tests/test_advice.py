"""The order of steps, the rules no plan may break, and the stage a use case should aim at."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import (
    UNKNOWN,
    WAIVED,
    advice,
    at,
    catalogue,
    model,
    real,
    standings,
)

from assistant.advice import GUARDS, plan
from assistant.domain.knowledge import (
    Advice,
    Catalogue,
    Model,
)
from assistant.domain.levels import OPEN, Profile
from assistant.domain.results import Goal, Step, Verdict
from assistant.staging import assess, close, repair

LADDER = model([{"a": 2, "b": 1}, {"c": 1, "a": 3}, {"d": 3}])
AIM = {index: Goal("made", index, "because") for index in range(4)}


def steps(
    made: Catalogue, one: Model, told: Profile, aim: Goal | None = None, late: bool = False
) -> tuple[Step, ...]:
    profile = close(made, told).profile
    return plan(made, assess(one, profile), profile, aim, late_labels=late)


def ids(found: tuple[Step, ...]) -> list[str]:
    return [one.advice.id for one in found]


def zero(names: str) -> dict[str, object]:
    return {name: at(0) for name in names}


@pytest.mark.parametrize(
    ("told", "aim", "expected"),
    [
        ({"a": at(0), "b": at(0)}, None, ["a-1", "a-2", "b-1"]),
        ({"a": at(1), "b": at(1)}, None, ["a-2"]),
        ({"a": at(0, 1), "b": at(1)}, None, ["a-1", "a-2"]),
        ({"a": at(2), "b": at(1), "c": at(0)}, None, ["a-3", "c-1"]),
        ({"a": at(2), "b": at(1), "c": at(0)}, 1, []),
        ({"a": at(2), "b": at(0), "c": at(0)}, 1, ["b-1"]),
        ({"a": at(2), "b": at(0), "c": at(0)}, 2, ["b-1", "a-3", "c-1"]),
        ({"a": at(1), "b": at(1), "c": at(0)}, 2, ["a-2", "a-3", "c-1"]),
        ({"a": at(1), "b": WAIVED, "c": WAIVED, "d": WAIVED}, 3, ["a-2", "a-3"]),
        ({"a": UNKNOWN, "b": at(0)}, None, ["b-1"]),
        ({}, 3, []),
        (zero("abcd"), 0, []),
        ({"a": at(3), "b": at(3), "c": at(3), "d": at(3)}, 3, []),
        ({"a": at(3), "b": at(3), "c": at(3), "d": at(1)}, 3, ["d-2", "d-3"]),
    ],
)
def test_the_steps_to_a_stage(told: Profile, aim: int | None, expected: list[str]) -> None:
    made = catalogue("abcd", models=[LADDER])
    assert ids(steps(made, LADDER, told, None if aim is None else AIM[aim])) == expected


def test_a_step_says_which_stage_it_serves_and_whether_it_blocks() -> None:
    made = catalogue("abcd", models=[LADDER])
    found = steps(made, LADDER, zero("abcd"), AIM[2])
    assert [(one.advice.id, one.stage, one.blocks, one.after) for one in found] == [
        ("a-1", 1, True, ()),
        ("a-2", 1, True, ("a-1",)),
        ("b-1", 1, True, ()),
        ("a-3", 2, False, ("a-2",)),
        ("c-1", 2, False, ()),
    ]


def test_effect_for_effort_decides_among_equals() -> None:
    made = catalogue(
        "abcd",
        models=[model([{"a": 1, "b": 1, "c": 1}])],
        steps=[advice("a", 1, "L"), advice("b", 1, "S"), advice("c", 1, "M")],
    )
    found = steps(made, made.models["made"], zero("abcd"))
    assert ids(found) == ["b-1", "c-1", "a-1"]


def test_what_others_wait_for_counts_for_them_too() -> None:
    """d is no requirement itself; it comes in and goes first because two others need it."""
    first = {"d": 1}
    made = catalogue(
        "abcd",
        models=[model([{"a": 1, "b": 1, "c": 1}])],
        steps=[advice("b", 1, "M", first), advice("c", 1, "M", first)],
    )
    found = steps(made, made.models["made"], zero("abcd"))
    assert ids(found) == ["d-1", "a-1", "b-1", "c-1"]
    assert [one.blocks for one in found] == [False, True, True, True]
    assert found[2].after == ("d-1",)


@pytest.mark.parametrize(
    ("d", "expected"),
    [
        (at(0), ["d-1", "d-2", "a-1"]),
        (at(1), ["d-2", "a-1"]),
        (at(0, 1), ["d-1", "d-2", "a-1"]),
        (at(2), ["a-1"]),
        (at(1, 3), ["a-1"]),
        (OPEN, ["a-1"]),
        (UNKNOWN, ["a-1"]),
        (WAIVED, ["a-1"]),
    ],
)
def test_a_prerequisite_comes_in_when_it_is_certainly_missing(d, expected: list[str]) -> None:
    made = catalogue("ad", models=[model([{"a": 1}])], steps=[advice("a", 1, first={"d": 2})])
    assert ids(steps(made, made.models["made"], {"a": at(0), "d": d})) == expected


def test_a_circle_in_the_files_ends() -> None:
    made = catalogue(
        "ab",
        models=[model([{"a": 1, "b": 1}])],
        steps=[advice("a", 1, first={"b": 1}), advice("b", 1, first={"a": 1})],
    )
    assert ids(steps(made, made.models["made"], zero("ab"))) == ["a-1", "b-1"]


def test_a_goal_of_another_model_is_refused() -> None:
    made = catalogue("abcd", models=[LADDER])
    with pytest.raises(ValueError, match="the goal is one of other"):
        steps(made, LADDER, {}, Goal("other", 1, "w"))


RISKY = {"model-deployment": 3, "model-training": 3, "retraining-trigger": 3}


@pytest.mark.parametrize("risky", sorted(RISKY))
@pytest.mark.parametrize("net", [at(0), at(1), OPEN, UNKNOWN, at(0, 2), at(2), at(3)])
def test_nothing_starts_by_itself_before_its_safety_net(risky: str, net) -> None:
    """The rule holds with advice files that say nothing of it, and for a net nobody asked about."""
    guard = GUARDS[(risky, 3)]
    made = catalogue([risky, guard.activity], models=[model([{risky: 3}])])
    found = ids(steps(made, made.models["made"], {risky: at(2), guard.activity: net}))
    needed = [f"{guard.activity}-{to}" for to in range(net.lo + 1, guard.level + 1)]
    assert found == [*needed, f"{risky}-3"]


@pytest.mark.parametrize("risky", sorted(RISKY))
def test_a_safety_net_that_does_not_apply_is_not_built(risky: str) -> None:
    guard = GUARDS[(risky, 3)]
    made = catalogue([risky, guard.activity], models=[model([{risky: 3}])])
    told = {risky: at(2), guard.activity: WAIVED}
    assert ids(steps(made, made.models["made"], told)) == [f"{risky}-3"]


def test_the_safety_nets() -> None:
    assert {key: (one.activity, one.level) for key, one in GUARDS.items()} == {
        ("model-deployment", 3): ("rollback", 2),
        ("model-training", 3): ("model-validation", 2),
        ("retraining-trigger", 3): ("model-validation", 2),
    }


def test_a_safety_net_in_the_plan_goes_all_its_way_first() -> None:
    asked = {"retraining-trigger": 3, "model-validation": 3}
    made = catalogue(
        list(asked),
        models=[model([asked])],
        steps=[advice("model-validation", 3, "L"), advice("retraining-trigger", 3, "S")],
    )
    found = ids(steps(made, made.models["made"], {name: at(2) for name in asked}))
    assert found == ["model-validation-3", "retraining-trigger-3"]


@pytest.mark.parametrize(
    ("stages", "late", "expected"),
    [
        ([{"performance-monitoring": 1, "drift-detection": 1}], False, ["p", "d"]),
        ([{"performance-monitoring": 1, "drift-detection": 1}], True, ["d", "p"]),
        ([{"performance-monitoring": 2, "drift-detection": 2}], False, ["p", "p", "d", "d"]),
        ([{"performance-monitoring": 2, "drift-detection": 2}], True, ["d", "d", "p", "p"]),
        ([{"performance-monitoring": 1}, {"drift-detection": 2}], False, ["p", "d", "d"]),
        ([{"performance-monitoring": 1}, {"drift-detection": 2}], True, ["d", "p", "d"]),
        ([{"performance-monitoring": 1}], True, ["p"]),
    ],
)
def test_drift_comes_before_performance_where_labels_are_late(
    stages: list[dict[str, int]], late: bool, expected: list[str]
) -> None:
    names = ["performance-monitoring", "drift-detection"]
    cheap = [advice("performance-monitoring", to, "S") for to in (1, 2)]
    made = catalogue(names, models=[model(stages)], steps=cheap)
    aim = Goal("made", len(stages), "w")
    found = steps(made, made.models["made"], {name: at(0) for name in names}, aim, late)
    assert [one.advice.activity[0] for one in found] == expected


def test_what_is_required_first_wins_over_what_is_preferred_first() -> None:
    names = ["performance-monitoring", "drift-detection"]
    made = catalogue(
        names,
        models=[model([dict.fromkeys(names, 1)])],
        steps=[
            advice("drift-detection", 1, "S", {"performance-monitoring": 1}),
            advice("performance-monitoring", 1, "L"),
        ],
    )
    found = steps(made, made.models["made"], {name: at(0) for name in names}, late=True)
    assert ids(found) == ["performance-monitoring-1", "drift-detection-1"]


def test_a_preferred_step_is_not_put_behind_others_of_its_stage() -> None:
    names = ["performance-monitoring", "drift-detection", "alerting"]
    stages = [{"performance-monitoring": 1}, {"drift-detection": 1, "alerting": 1}]
    made = catalogue(names, models=[model(stages)], steps=[advice("alerting", 1, "S")])
    told = {name: at(0) for name in names}
    found = steps(made, made.models["made"], told, AIM[2], late=True)
    assert [(one.advice.activity, one.stage) for one in found] == [
        ("drift-detection", 2),
        ("performance-monitoring", 1),
        ("alerting", 2),
    ]


def test_a_step_serves_the_nearest_stage_that_waits_for_it() -> None:
    """Nobody asked about the way back: deployment brings it in, but a is waiting for it too."""
    names = ["a", "model-deployment", "rollback"]
    one = model([{"a": 1}, {"model-deployment": 3}])
    made = catalogue(names, models=[one], steps=[advice("a", 1, first={"rollback": 2})])
    found = steps(made, one, {"a": at(0), "model-deployment": at(2)}, AIM[2])
    assert [(each.advice.id, each.stage) for each in found] == [
        ("rollback-1", 1),
        ("rollback-2", 1),
        ("a-1", 1),
        ("model-deployment-3", 2),
    ]


def check_plan(
    made: Catalogue,
    one: Model,
    profile: Profile,
    aim: int,
    found: tuple[Step, ...],
    late: bool = False,
) -> None:
    """What must hold of every plan."""
    order = ids(found)
    assert len(set(order)) == len(order)
    place = {name: index for index, name in enumerate(order)}
    found_stage = assess(one, profile)
    unmet = {
        (check.requirement.activity, check.requirement.level)
        for stage in found_stage.trace[found_stage.lo + 1 : aim + 1]
        for check in stage.checks
        if check.verdict is Verdict.UNMET
    }

    def reaching(activity: str, level: int) -> int:
        """The place of the first step that brings an activity to a level."""
        bringing = [step for step in found if step.advice.activity == activity]
        return min(place[step.advice.id] for step in bringing if step.advice.to >= level)

    assert all(reaching(name, level) >= 0 for name, level in unmet)
    for step in found:
        own = step.advice
        standing = profile.get(own.activity, OPEN)
        assert not standing.waived
        assert own.to > standing.lo
        assert found_stage.lo < step.stage <= aim
        lowest = own.to
        while lowest > standing.lo + 1 and f"{own.activity}-{lowest - 1}" not in place:
            lowest -= 1
            assert made.advice[f"{own.activity}-{lowest}"].passing
        if lowest > standing.lo + 1:
            assert place[f"{own.activity}-{lowest - 1}"] < place[own.id]
        for to in range(lowest, own.to + 1):
            for need in needs_of(made.advice[f"{own.activity}-{to}"]):
                if profile.get(need[0], OPEN).hi < need[1]:
                    assert reaching(*need) < place[own.id]
        assert all(place[name] < place[own.id] for name in step.after)
        blocking = {b.requirement.activity: b.requirement.level for b in found_stage.blockers}
        assert step.blocks == (lowest <= blocking.get(own.activity, 0))
    served = [step.stage for step in found]
    assert late or served == sorted(served)


def needs_of(own: Advice) -> list[tuple[str, int]]:
    found = [(need.activity, need.level) for need in own.first]
    guard = GUARDS.get((own.activity, own.to))
    return found if guard is None else [*found, (guard.activity, guard.level)]


@st.composite
def planned(draw: st.DrawFn) -> tuple[Catalogue, Model]:
    names = "abcde"
    level = st.integers(1, 3)
    asked = st.dictionaries(st.sampled_from(names), level, min_size=1, max_size=3)
    one = model(draw(st.lists(asked, min_size=1, max_size=3)))
    made = []
    for name in names:
        for to in (1, 2, 3):
            # Needs point to names further on, so that there is no circle.
            later = [other for other in names if other > name]
            needs = st.dictionaries(st.sampled_from(later or ["e"]), level, max_size=2)
            first = draw(needs) if later else {}
            made.append(advice(name, to, draw(st.sampled_from("SML")), first))
    return catalogue(names, models=[one], steps=made), one


@settings(deadline=None)
@given(planned(), standings("abcde"), st.integers(0, 3))
def test_every_plan_holds_together(world: tuple, told: dict, aim: int) -> None:
    made, one = world
    aim = min(aim, len(one.stages) - 1)
    profile = close(made, told).profile
    found = steps(made, one, told, Goal("made", aim, "w"))
    check_plan(made, one, profile, aim, found)
    assert steps(made, one, dict(reversed(list(told.items()))), Goal("made", aim, "w")) == found
    reached = assess(one, profile).lo
    following = steps(made, one, told)
    assert following == steps(made, one, told, Goal("made", reached + 1, "w"))
    assert bool(found) <= (aim > reached)


@settings(deadline=None)
@given(planned(), standings("abcde"))
def test_following_the_plan_reaches_the_goal(world: tuple, told: dict) -> None:
    """When all is known, doing every step in order meets every requirement of the goal."""
    made, one = world
    levels = {name: told[name].lo if name in told else 0 for name in made.items}
    top = len(one.stages) - 1
    for step in steps(made, one, {n: at(v) for n, v in levels.items()}, Goal("made", top, "w")):
        assert levels[step.advice.activity] == step.advice.to - 1
        assert all(levels[name] >= level for name, level in needs_of(step.advice))
        levels[step.advice.activity] = step.advice.to
    assert assess(one, {name: at(level) for name, level in levels.items()}).lo == top


def test_the_shipped_advice_has_no_circle() -> None:
    made = real()
    after = {
        own.id: {f"{name}-{level}" for name, level in needs_of(own)}
        | ({f"{own.activity}-{own.to - 1}"} if own.to > 1 else set())
        for own in made.advice.values()
    }
    while free := {name for name, earlier in after.items() if not earlier & set(after)}:
        after = {name: earlier for name, earlier in after.items() if name not in free}
    assert sorted(after) == []


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_every_shipped_plan_keeps_the_rules(data: st.DataObject) -> None:
    made = real()
    one = data.draw(st.sampled_from(list(made.models.values())))
    levels, _ = repair(made, {name: data.draw(st.integers(0, 3)) for name in made.items})
    hidden = data.draw(st.sets(st.sampled_from(sorted(made.items))))
    told = {name: at(level) for name, level in levels.items() if name not in hidden}
    late = data.draw(st.booleans())
    top = len(one.stages) - 1
    profile = close(made, told).profile
    found = steps(made, one, told, Goal(one.id, top, "w"), late)
    order = ids(found)
    check_plan(made, one, profile, top, found, late)
    for (activity, to), guard in GUARDS.items():
        if f"{activity}-{to}" in order and profile[guard.activity].lo < guard.level:
            assert order.index(f"{guard.activity}-{guard.level}") < order.index(f"{activity}-{to}")
    if late:
        for to in (1, 2, 3):
            drift, performance = f"drift-detection-{to}", f"performance-monitoring-{to}"
            if drift in order and performance in order:
                assert order.index(drift) < order.index(performance)
