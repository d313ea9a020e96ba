"""Closing, assessing and repairing: tables for the rules, brute force for the arithmetic."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from made import (
    NAMES,
    SKIPPED,
    UNKNOWN,
    WAIVED,
    Edge,
    at,
    blockers_of,
    catalogue,
    completions,
    model,
    stage_of,
    standings,
    worlds,
)

from assistant.domain.levels import OPEN, Conflict, Origin, Standing, Status
from assistant.domain.results import Verdict
from assistant.staging import assess, close, repair

CHAIN: list[Edge] = [("a", 3, "b", 2), ("b", 2, "c", 1)]


def spans(profile: dict[str, Standing], *names: str) -> list[tuple[int, int]]:
    return [(profile[name].lo, profile[name].hi) for name in names]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, [(0, 3), (0, 3), (0, 3)]),
        ({"a": at(3)}, [(3, 3), (2, 3), (1, 3)]),
        ({"a": at(2)}, [(2, 2), (0, 3), (0, 3)]),
        ({"c": at(0)}, [(0, 2), (0, 1), (0, 0)]),
        ({"b": at(1)}, [(0, 2), (1, 1), (0, 3)]),
        ({"a": at(3), "b": at(1, 2)}, [(3, 3), (2, 2), (1, 3)]),
        ({"a": at(3), "b": WAIVED}, [(3, 3), (0, 3), (0, 3)]),
        ({"a": at(3), "b": UNKNOWN}, [(3, 3), (2, 3), (1, 3)]),
        ({"a": UNKNOWN, "b": UNKNOWN, "c": UNKNOWN}, [(0, 3), (0, 3), (0, 3)]),
    ],
)
def test_what_follows_by_definition(
    told: dict[str, Standing], expected: list[tuple[int, int]]
) -> None:
    closure = close(catalogue("abc", CHAIN), told)
    assert spans(dict(closure.profile), "a", "b", "c") == expected
    assert closure.conflicts == ()


def test_a_deduced_standing_says_why_and_keeps_its_status() -> None:
    closed = close(catalogue("abc", CHAIN), {"a": at(3), "c": SKIPPED}).profile
    assert closed["b"] == Standing(2, 3, Status.OPEN, Origin.DEDUCED, because="a 3 means b 2.")
    assert closed["c"].status is Status.SKIPPED
    assert closed["c"].origin is Origin.DEDUCED
    assert closed["c"].because == "b 2 means c 1."
    from_above = close(catalogue("abc", CHAIN), {"c": at(0)}).profile
    assert from_above["b"].because == "b 2 means c 1."


def test_a_narrowed_interval_stays_something_said() -> None:
    closed = close(catalogue("abc", CHAIN), {"a": at(3), "b": at(1, 3)}).profile
    assert (closed["b"].lo, closed["b"].hi, closed["b"].origin) == (2, 3, Origin.SAID)
    assert closed["b"].because == "a 3 means b 2."


def test_a_mark_set_after_an_interval_keeps_the_interval() -> None:
    kept = Standing(0, 1, Status.UNKNOWN, Origin.SAID)
    closed = close(catalogue("abc", CHAIN), {"b": kept}).profile
    assert closed["b"] == kept
    assert spans(dict(closed), "a", "c") == [(0, 2), (0, 3)]


def test_empirical_implications_decide_nothing() -> None:
    closed = close(catalogue("ab", empirical=[("a", 1, "b", 1)]), {"a": at(3)}).profile
    assert closed["b"] == OPEN


def test_a_contradiction_is_recorded_and_what_was_said_stands() -> None:
    closure = close(catalogue("ab", [("a", 3, "b", 2)]), {"a": at(3), "b": at(0)})
    assert spans(dict(closure.profile), "a", "b") == [(3, 3), (0, 0)]
    assert closure.conflicts == (Conflict("a", 3, "b", 2, "a 3 means b 2."),)


def test_a_contradiction_through_something_unsaid_leaves_it_open() -> None:
    closure = close(catalogue("abc", CHAIN), {"a": at(3), "c": at(0)})
    assert spans(dict(closure.profile), "a", "b", "c") == [(3, 3), (0, 3), (0, 0)]
    assert closure.conflicts == (Conflict("a", 3, "c", 1, "a 3 means b 2. b 2 means c 1."),)


def test_a_contradiction_does_not_spread_beyond_what_was_said() -> None:
    """c was said to be 0, so nothing follows for d from a, although a means c means d."""
    edges: list[Edge] = [("a", 3, "c", 2), ("c", 2, "d", 2)]
    closure = close(catalogue("acd", edges), {"a": at(3), "c": at(0), "d": at(0)})
    assert closure.conflicts == (Conflict("a", 3, "c", 2, "a 3 means c 2."),)


def test_a_contradiction_takes_nothing_from_what_follows_elsewhere() -> None:
    """Only the chain between the two is out of force; u still follows from the sound side."""
    above = catalogue("wuxy", [("w", 3, "u", 2), ("u", 2, "x", 2), ("x", 2, "y", 2)])
    closure = close(above, {"w": at(3), "x": at(3), "y": at(0)})
    assert closure.conflicts == (Conflict("x", 2, "y", 2, "x 2 means y 2."),)
    assert spans(dict(closure.profile), "u") == [(2, 3)]
    below = catalogue("wxuy", [("w", 3, "x", 2), ("x", 2, "u", 2), ("u", 2, "y", 2)])
    closure = close(below, {"w": at(3), "x": at(0), "y": at(0)})
    assert closure.conflicts == (Conflict("w", 3, "x", 2, "w 3 means x 2."),)
    assert spans(dict(closure.profile), "u") == [(0, 1)]


def test_a_conflict_names_the_nearest_thing_said_and_the_strongest_rule() -> None:
    edges: list[Edge] = [("a", 1, "b", 3), ("b", 2, "c", 2), ("b", 1, "c", 1)]
    closure = close(catalogue("abc", edges), {"a": at(3), "b": at(2, 3), "c": at(0)})
    assert closure.conflicts == (Conflict("b", 2, "c", 2, "b 2 means c 2."),)


def test_a_reason_is_given_only_for_the_end_that_was_narrowed() -> None:
    edges: list[Edge] = [("a", 3, "b", 1), ("b", 3, "c", 1)]
    closed = close(catalogue("abc", edges), {"a": at(3), "b": at(1, 3), "c": at(0)}).profile
    assert (closed["b"].lo, closed["b"].hi) == (1, 2)
    assert closed["b"].because == "b 3 means c 1."


def test_a_reason_is_given_only_for_the_end_that_was_raised() -> None:
    edges: list[Edge] = [("a", 3, "b", 1), ("b", 3, "c", 1)]
    closed = close(catalogue("abc", edges), {"a": at(3), "b": at(0, 2), "c": at(0)}).profile
    assert (closed["b"].lo, closed["b"].hi) == (1, 2)
    assert closed["b"].because == "a 3 means b 1."


def test_a_chain_that_is_too_weak_is_no_conflict() -> None:
    """p asks q for 1 only, which y allows; it is s that asks q for the 2 that y forbids."""
    edges: list[Edge] = [("p", 3, "q", 1), ("s", 3, "q", 2), ("q", 1, "z", 1), ("q", 2, "y", 2)]
    told = {"p": at(3), "s": at(3), "y": at(0), "z": at(0)}
    pairs = [(one.first, one.second) for one in close(catalogue("pqsyz", edges), told).conflicts]
    assert pairs == [("p", "z"), ("s", "y"), ("s", "z")]


@given(worlds(size=5, cyclic=True), st.data())
def test_every_conflict_is_between_two_said_things_that_cannot_both_hold(
    world: tuple, data: st.DataObject
) -> None:
    made, _ = world
    told = data.draw(standings(NAMES))
    waived = {name: one for name, one in told.items() if one.waived}
    for each in close(made, told).conflicts:
        pair = {**waived, each.first: told[each.first], each.second: told[each.second]}
        assert not list(completions(made, pair))
        assert told[each.first].lo >= each.first_level
        assert told[each.second].hi < each.second_level


@pytest.mark.holds(property=2)
@given(worlds(cyclic=True), st.data())
def test_closing_is_exact_and_depends_on_no_order(world: tuple, data: st.DataObject) -> None:
    made, _ = world
    told = data.draw(standings(NAMES[:4]))
    closure = close(made, told)
    full = list(completions(made, told))
    assert (closure.conflicts == ()) == bool(full)
    for name, one in closure.profile.items():
        before = told.get(name, OPEN)
        assert one.status is before.status
        assert before.lo <= one.lo <= one.hi <= before.hi
        if full and not one.waived:
            assert one.lo == min(levels[name] for levels in full)
            assert one.hi == max(levels[name] for levels in full)
    shuffled = dict(data.draw(st.permutations(list(told.items()))))
    assert close(made, shuffled) == closure
    again = close(made, closure.profile)
    assert spans(dict(again.profile), *made.items) == spans(dict(closure.profile), *made.items)
    assert bool(again.conflicts) == bool(closure.conflicts)


@given(st.lists(st.sampled_from([*CHAIN, ("c", 3, "a", 1), ("a", 2, "c", 2)]), unique=True))
def test_the_order_of_the_rules_does_not_matter(edges: list[Edge]) -> None:
    told = {"a": at(2, 3), "b": at(0, 1), "c": at(3)}
    one, other = catalogue("abc", edges), catalogue("abc", edges[::-1])
    assert close(one, told) == close(other, told)


LADDER = model([{"a": 2, "b": 1}, {"b": 3}, {"c": 1}])


@pytest.mark.parametrize(
    ("told", "stages", "blockers", "left"),
    [
        ({}, (0, 3), [], ["a", "b"]),
        ({"a": at(1)}, (0, 0), ["a"], ["b"]),
        ({"a": at(1), "b": at(0)}, (0, 0), ["a", "b"], []),
        ({"a": at(2), "b": at(1)}, (1, 1), ["b"], []),
        ({"a": at(2), "b": at(1, 3)}, (1, 3), [], ["b"]),
        ({"a": at(3), "b": at(3), "c": at(0)}, (2, 2), ["c"], []),
        ({"a": at(3), "b": at(3), "c": at(1)}, (3, 3), [], []),
        ({"a": WAIVED, "b": at(3), "c": WAIVED}, (3, 3), [], []),
        ({"a": UNKNOWN, "b": at(3), "c": at(3)}, (0, 3), [], ["a"]),
        ({"c": at(0)}, (0, 2), [], ["a", "b"]),
    ],
)
def test_the_stage_of_a_profile(
    told: dict[str, Standing], stages: tuple[int, int], blockers: list[str], left: list[str]
) -> None:
    found = assess(LADDER, close(catalogue("abc"), told).profile)
    assert (found.lo, found.hi) == stages
    assert [one.requirement.activity for one in found.blockers] == blockers
    assert [one.requirement.activity for one in found.open] == left


def test_the_trace_proves_every_requirement_of_every_stage() -> None:
    told = {"a": WAIVED, "b": at(1), "c": at(2)}
    found = assess(LADDER, close(catalogue("abc"), told).profile)
    verdicts = [[one.verdict for one in stage.checks] for stage in found.trace]
    assert verdicts == [[], [Verdict.WAIVED, Verdict.MET], [Verdict.UNMET], [Verdict.MET]]
    reached = [stage.reached for stage in found.trace]
    assert reached == [Verdict.MET, Verdict.MET, Verdict.UNMET, Verdict.UNMET]
    unsure = assess(LADDER, {"a": at(2), "b": at(1, 3)})
    assert [stage.reached for stage in unsure.trace] == [Verdict.MET] * 2 + [Verdict.OPEN] * 2


def test_planned_counts_as_what_is_done_today() -> None:
    planned = Standing(0, 0, Status.LEVEL, Origin.SAID, planned=True)
    assert assess(LADDER, {"a": planned, "b": at(3)}).hi == 0


@pytest.mark.holds(property=2)
@given(worlds(cyclic=True), st.data())
def test_the_range_of_stages_is_that_of_all_completions(world: tuple, data: st.DataObject) -> None:
    made, ladder = world
    told = data.draw(standings(NAMES[:4]))
    full = list(completions(made, told))
    assume(full)
    found = assess(ladder, close(made, told).profile)
    stages = {stage_of(ladder, levels) for levels in full}
    assert (found.lo, found.hi) == (min(stages), max(stages))
    if found.complete:
        expected = blockers_of(ladder, full[0])
        assert all(blockers_of(ladder, levels) == expected for levels in full)
        given_back = [(one.requirement.activity, one.requirement.level) for one in found.blockers]
        assert given_back == expected


@pytest.mark.holds(property=2)
@given(worlds(), st.data())
def test_raising_a_level_never_lowers_a_stage(world: tuple, data: st.DataObject) -> None:
    made, ladder = world
    low = {name: data.draw(st.integers(0, 3)) for name in made.items}
    high = {name: data.draw(st.integers(level, 3)) for name, level in low.items()}
    one, _ = repair(made, low)
    other, _ = repair(made, high)
    assert all(one[name] <= other[name] for name in one)
    before = assess(ladder, close(made, {name: at(level) for name, level in one.items()}).profile)
    after = assess(ladder, close(made, {name: at(level) for name, level in other.items()}).profile)
    assert before.lo == before.hi <= after.lo == after.hi


@pytest.mark.holds(property=2)
@given(worlds(), st.data())
def test_unknown_never_counts_as_achieved_and_waived_always(
    world: tuple, data: st.DataObject
) -> None:
    made, ladder = world
    told = data.draw(standings(NAMES[:4]))
    assume(list(completions(made, told)))
    found = assess(ladder, close(made, told).profile)
    for stage in found.trace:
        for check in stage.checks:
            if check.standing.waived:
                assert check.verdict is Verdict.WAIVED
            elif check.verdict is Verdict.MET:
                assert check.standing.lo >= check.requirement.level
    lowest = {n: s if s.waived else at(s.lo) for n, s in close(made, told).profile.items()}
    assert assess(ladder, lowest).lo == assess(ladder, lowest).hi == found.lo


def test_repair_says_each_raise_once() -> None:
    levels, said = repair(catalogue("abc", CHAIN), {"a": 3, "b": 0, "c": 0})
    assert levels == {"a": 3, "b": 2, "c": 1}
    assert said == (
        "b is raised from 0 to 2, because a is at 3: a 3 means b 2.",
        "c is raised from 0 to 1, because b is at 2: b 2 means c 1.",
    )
    assert repair(catalogue("abc", CHAIN), levels) == (levels, ())


def test_repair_names_the_rule_that_asks_for_most() -> None:
    made = catalogue("abc", [("a", 1, "c", 1), ("b", 1, "c", 2)])
    levels, said = repair(made, {"a": 1, "b": 1, "c": 0})
    assert levels["c"] == 2
    assert said == ("c is raised from 0 to 2, because b is at 1: b 1 means c 2.",)


def test_repair_leaves_out_what_does_not_apply() -> None:
    assert repair(catalogue("abc", CHAIN), {"a": 3, "c": 0})[0] == {"a": 3, "c": 1}
    assert repair(catalogue("abc", CHAIN), {"a": 3, "c": 0}, waived={"b"})[0] == {"a": 3, "c": 0}


@given(worlds(cyclic=True), st.data())
def test_a_repaired_profile_is_the_least_consistent_one_above(
    world: tuple, data: st.DataObject
) -> None:
    made, _ = world
    levels = {name: data.draw(st.integers(0, 3)) for name in made.items}
    found, said = repair(made, levels)
    above = {name: at(level, 3) for name, level in levels.items()}
    full = list(completions(made, above))
    assert found in full
    assert all(found[name] <= other[name] for other in full for name in found)
    assert len(said) == sum(found[name] != levels[name] for name in levels)
