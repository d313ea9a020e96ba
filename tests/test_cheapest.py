"""The cheapest set of steps is what trying every set finds, and leads where it says."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import SMALL, advice, catalogue, edges_of, model, real, standings, worlds

from assistant import staging
from assistant.advice import needs
from assistant.catalogue import load
from assistant.cheapest import asked_by, cheapest, effort, supposed_by
from assistant.domain.knowledge import Advice, Catalogue, Model, Requirement
from assistant.domain.levels import Profile
from assistant.domain.scenario import Scenario
from assistant.ordering import EFFORT
from assistant.preview import supposed

brisk = settings(deadline=None, max_examples=40)
NAMES = ("a", "b", "c")
Rank = tuple[int, int, tuple[str, ...]]


@st.composite
def planned(draw: st.DrawFn) -> tuple[Catalogue, Model, Profile, int]:
    """A small world of three activities whose steps need each other, cost and pass at random."""
    one, made = draw(worlds(size=3, cyclic=True))
    steps = {}
    for name in NAMES:
        for to in (1, 2, 3):
            others = [other for other in NAMES if other != name]
            first = draw(st.dictionaries(st.sampled_from(others), st.integers(1, 3), max_size=1))
            step = advice(name, to, draw(st.sampled_from("SML")), first)
            passing = to < 3 and draw(st.booleans())
            steps[step.id] = step.model_copy(update={"passing": passing})
    profile = draw(standings(NAMES))
    stage = draw(st.integers(1, len(made.stages) - 1))
    return replace(one, advice=steps), made, profile, stage


def reached(
    one: Catalogue, start: Mapping[str, int], waived: set[str], chosen: tuple[str, ...]
) -> dict[str, int]:
    """The levels once these steps are taken, by the rules themselves and one move at a time."""
    levels = {**start, **dict.fromkeys(waived, 3)}
    edges = [one_ for one_ in edges_of(one) if one_[0] not in waived and one_[2] not in waived]
    while True:
        follows = [(b, then) for a, when, b, then in edges if levels[a] >= when > 0]
        done = [
            (s.activity, s.to) for s in map(one.advice.get, chosen) if s and can(one, levels, s)
        ]
        moves = [(name, to) for name, to in (*follows, *done) if levels[name] < to]
        if not moves:
            return levels
        levels[moves[0][0]] = moves[0][1]


def can(one: Catalogue, levels: Mapping[str, int], step: Advice) -> bool:
    """Whether a step can be taken: alone, or over passing ones with what those need."""
    asks = list(needs(step))
    for below in range(step.to - 1, -1, -1):
        if levels[step.activity] >= below and all(levels[n.activity] >= n.level for n in asks):
            return True
        passed = one.advice.get(f"{step.activity}-{below}")
        if passed is None or not passed.passing:
            return False
        asks += needs(passed)
    return False


def by_force(one: Catalogue, profile: Profile, asked: tuple[Requirement, ...]) -> Rank | None:
    """The best set of all: least effort, then fewest steps, then first ids."""
    waived = {name for name, each in profile.items() if each.waived}
    start = {name: each.lo for name, each in staging.close(one, profile).profile.items()}
    wanted = [need for need in asked if need.activity not in waived]
    found: list[Rank] = []
    for size in range(len(one.advice) + 1):
        for chosen in combinations(sorted(one.advice), size):
            levels = reached(one, start, waived, chosen)
            if all(levels[need.activity] >= need.level for need in wanted):
                cost = sum(EFFORT[one.advice[step].effort] for step in chosen)
                found.append((cost, size, chosen))
    return min(found, default=None)


def consistent(one: Catalogue, profile: Profile) -> bool:
    return not staging.close(one, profile).conflicts


@given(planned())
@brisk
def test_no_set_of_steps_is_cheaper(world: tuple[Catalogue, Model, Profile, int]) -> None:
    one, made, profile, stage = world
    if not consistent(one, profile):
        return
    steps = cheapest(one, profile, asked_by(made, stage))
    best = by_force(one, profile, asked_by(made, stage))
    if best is None:
        assert steps is None
        return
    assert steps is not None
    assert (effort(steps), len(steps), tuple(sorted(step.id for step in steps))) == best


@given(planned())
@settings(deadline=None, max_examples=200)
def test_with_these_steps_taken_the_stage_is_reached(
    world: tuple[Catalogue, Model, Profile, int],
) -> None:
    one, made, profile, stage = world
    steps = cheapest(one, profile, asked_by(made, stage))
    if steps is None:
        return
    levels = supposed_by(one, profile, steps)
    then = staging.close(one, supposed(one, profile, Scenario("then", levels)))
    if consistent(one, profile):
        assert staging.assess(made, then.profile).lo >= stage
    waived = {name for name, each in profile.items() if each.waived}
    assert not waived & {name for name, _, _ in levels}


@given(st.data())
@settings(deadline=None, max_examples=25)
def test_every_stage_we_ship_has_a_cheapest_way(data: st.DataObject) -> None:
    one = real()
    made = data.draw(st.sampled_from(list(one.models.values())))
    stage = data.draw(st.integers(1, len(made.stages) - 1))
    profile = data.draw(standings(list(one.items)))
    steps = cheapest(one, profile, asked_by(made, stage))
    assert steps is not None
    again = cheapest(one, profile, asked_by(made, stage))
    assert again == steps
    for place, step in enumerate(steps):  # each step's needs are earlier, or there already
        before = supposed_by(one, profile, steps[:place])
        levels = supposed(one, profile, Scenario("so far", before))
        known = staging.close(one, levels).profile
        below = [n for n in needs(step) if not known[n.activity].waived]
        if consistent(one, profile):
            assert all(known[need.activity].lo >= need.level for need in below)


def test_what_follows_by_definition_is_not_paid_for() -> None:
    made = model([{"b": 2}])
    steps = [advice("a", 1, "S"), advice("b", 1, "S"), advice("b", 2, "L")]
    one = catalogue(("a", "b"), [("a", 1, "b", 2)], [made])
    one = replace(one, advice={step.id: step for step in steps})
    found = cheapest(one, {}, asked_by(made, 1))
    assert [step.id for step in found or ()] == ["a-1"]


def test_a_stage_that_holds_takes_no_step_and_one_without_steps_has_no_way() -> None:
    one = load(SMALL)
    made = next(iter(one.models.values()))
    assert cheapest(one, {}, asked_by(made, 0)) == ()
    bare = replace(one, advice={})
    assert cheapest(bare, {}, asked_by(made, len(made.stages) - 1)) is None


@pytest.mark.parametrize("name", ["john-2021", "google"])
def test_a_net_is_part_of_the_price(name: str) -> None:
    one = real()
    made = one.models[name]
    steps = cheapest(one, {}, asked_by(made, len(made.stages) - 1)) or ()
    levels = {name: lo for name, lo, _ in supposed_by(one, {}, steps)}
    assert levels["model-deployment"] == 3
    assert levels["rollback"] >= 2
