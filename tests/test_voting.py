"""How the next question is picked: drawn profiles, their shortest proofs, checklists."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import (
    NAMES,
    SKIPPED,
    UNKNOWN,
    WAIVED,
    at,
    catalogue,
    completions,
    edges_of,
    model,
    real,
    standings,
    worlds,
)

from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import Profile
from assistant.domain.results import Question
from assistant.questioning import companions, next_question, vote
from assistant.questioning.profiles import drawings, levels_in
from assistant.questioning.selectors import lowest_open
from assistant.reckoning.board import LEVELS, situation
from assistant.reckoning.certificate import certificate, decided, goal_of, holding, reached
from assistant.reckoning.cover import in_smallest_covers, smallest_cover
from assistant.staging import assess, close

COUNT = 40


def ask(made: Catalogue, one: Model, told: Profile) -> Question | None:
    profile = close(made, told).profile
    return next_question(made, one, profile, assess(one, profile))


def drawn_levels(made: Catalogue, one: Model, told: Profile, seed: bytes) -> list[dict[str, int]]:
    """The drawn profiles, as levels by name."""
    here = situation(made, one, told)
    rows = [levels_in(reached, COUNT) for reached in drawings(here, COUNT, seed)]
    return [dict(zip(here.board.names, levels, strict=True)) for levels in zip(*rows, strict=True)]


# --- what is drawn


@given(worlds(cyclic=True), st.data(), st.binary(max_size=4))
@settings(deadline=None, max_examples=60)
def test_what_is_drawn_fits_what_is_known(world: tuple, data: st.DataObject, seed: bytes) -> None:
    made, one = world
    told = {name: each for name, each in data.draw(standings(NAMES[:4])).items() if not each.waived}
    possible = list(completions(made, told))
    if not possible:
        return
    found = drawn_levels(made, one, told, seed)
    assert len(found) == COUNT
    assert all(levels in possible for levels in found)
    assert found == drawn_levels(made, one, dict(reversed(told.items())), seed)


def test_every_level_is_drawn_and_seeds_differ() -> None:
    made = catalogue("ab", models=[model([{"a": 2}, {"b": 2}])])
    one = made.models["made"]
    assert {levels["a"] for levels in drawn_levels(made, one, {}, b"1")} == set(LEVELS)
    assert drawn_levels(made, one, {}, b"1") != drawn_levels(made, one, {}, b"2")


def test_what_is_known_of_one_activity_colours_the_others() -> None:
    """A team that stands high in some things is drawn higher in the rest."""
    names = "abcdefgh"
    made = catalogue(names, models=[model([dict.fromkeys(names, 2)])])
    one = made.models["made"]

    def mean(level: int) -> float:
        told = {name: at(level) for name in "abcdef"}
        found = drawn_levels(made, one, told, b"")
        return sum(levels["g"] + levels["h"] for levels in found) / (2 * COUNT)

    low, middle, high = mean(0), mean(2), mean(3)
    assert low + 0.3 < middle < high - 0.3


# --- shortest proofs

MASKS = st.lists(st.integers(0, 63), max_size=7)


@given(MASKS)
@settings(deadline=None)
def test_in_some_smallest_cover_by_brute_force(masks: list[int]) -> None:
    sets = dict(enumerate(masks))
    goal = 0
    for mask in masks:
        goal |= mask
    size = len(smallest_cover(goal, sets))
    expected: set[int] = set()
    for keys in combinations(sets, size):
        covered = 0
        for key in keys:
            covered |= sets[key]
        if covered == goal:
            expected.update(keys)
    assert in_smallest_covers(sets) == expected


@given(worlds(), st.data())
@settings(deadline=None, max_examples=60)
def test_a_useful_answer_takes_one_off_the_floor(world: tuple, data: st.DataObject) -> None:
    """What the vote counts: being in a smallest certificate is being one answer nearer the end."""
    made, one = world
    levels = data.draw(st.sampled_from(list(completions(made, {}))))
    here = situation(made, one, {})
    truth = {number: levels[name] for number, name in enumerate(here.board.names)}
    stage = reached(here, holding(here, truth))
    for blockers in (False, True):
        proof = certificate(here, truth, blockers)
        goal = goal_of(here, stage, blockers)
        sets = {each: decided(here, each, level, stage) & goal for each, level in truth.items()}
        useful = in_smallest_covers(sets)
        assert set(proof) <= useful
        for number, level in truth.items():
            after = certificate(here.tell(number, level), truth, blockers)
            assert len(after) == len(proof) - (number in useful)


# --- the pick


def test_the_vote_asks_first_what_can_answer_for_others() -> None:
    """Only c shows the way: at 3 it proves a and b too, and below that they are asked anyway."""
    edges = [("c", 3, "a", 1), ("c", 3, "b", 1)]
    made = catalogue("abc", edges, [model([{"a": 1, "b": 1, "c": 3}])])
    here = situation(made, made.models["made"], {})
    assert vote(["a", "b", "c"], here) == "c"


def test_the_vote_prefers_what_fails_more_often_then_the_id() -> None:
    one = model([{"a": 1, "b": 3, "c": 3}])
    here = situation(catalogue("abc", models=[one]), one, {})
    assert vote(["a", "b"], here) == "b"
    assert vote(["a"], here) == "a"
    told = situation(catalogue("abc", models=[one]), one, {"b": at(2), "a": at(0)})
    assert vote(["c"], told) == "c"


def test_where_no_drawing_tells_the_ladder_picks() -> None:
    """A team that is nowhere: hardly any drawing has d or e at 3, the one level that decides."""
    names = "abcdefghijklmnop"
    one = model([{"a": 3}])
    late = model([{"a": 1}, {"b": 1}, {"d": 1, "e": 1}], name="late", order=1)
    made = catalogue(names, [("d", 3, "a", 3), ("e", 3, "a", 3)], [one, late])
    for told in combinations("fghijklmnop", 9):
        low = {name: at(0) for name in (*told, "b", "c")} | {"a": UNKNOWN}
        here = situation(made, one, low)
        assert vote(["e", "d"], here) in ("d", "e")
        question = ask(made, one, low)
        assert question is not None
        assert (question.activity, question.needed) in (("d", 3), ("e", 3))


@given(worlds(size=5), st.data())
@settings(deadline=None, max_examples=60)
def test_the_order_of_candidates_does_not_matter(world: tuple, data: st.DataObject) -> None:
    made, one = world
    here = situation(made, one, {})
    names = here.board.names
    left = [names[each] for each in here.candidates(range(len(names)), here.wanted)]
    assert vote(left, here) == vote(data.draw(st.permutations(left)), here)
    assert vote(left, here) in left


SCRIPT = """
from made import at, real
from test_voting import ask
made = real()
for one in made.models.values():
    told = {}
    while (question := ask(made, one, told)) is not None:
        print(one.id, question.activity, question.companions)
        told[question.activity] = at(1 + len(told) % 3)
"""


@pytest.mark.slow
def test_every_process_asks_the_same() -> None:
    said = []
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        found = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        said.append(found.stdout)
    assert said[0] == said[1]
    assert len(said[0].splitlines()) > 3 * len(real().models)


def test_the_wording_of_the_knowledge_changes_no_question() -> None:
    made = real()
    items = {name: one.model_copy(update={"question": "Well?"}) for name, one in made.items.items()}
    reworded = replace(made, items=items, hash="another")
    for one in made.models.values():
        for told in ({}, {"model-training": at(3), "data-collection": at(3)}):
            first, second = ask(made, one, told), ask(reworded, one, told)
            assert first == second


# --- checklists


def test_companions_share_stage_and_pipeline_and_never_answer_for_each_other() -> None:
    """d decides a by its rule; e is of another pipeline; f is asked for one stage later."""
    one = model([{"a": 2, "b": 2, "c": 2, "d": 2, "e": 2}, {"f": 2}])
    pipelines = {"e": "release"}
    made = catalogue("abcdef", [("d", 3, "a", 2)], [one], pipelines=pipelines)
    here = situation(made, one, {})
    assert companions(made, here, "a", "abcdef") == ("b", "c")
    assert companions(made, here, "d", "abcdef") == ("b", "c")
    assert companions(made, here, "e", "abcdef") == ()
    assert companions(made, here, "f", "abcdef") == ()
    told = situation(made, one, {"b": at(2)})
    assert companions(made, told, "c", "acdef") == ("a",)
    question = ask(made, one, {"b": UNKNOWN, "c": SKIPPED, "a": WAIVED})
    assert question is not None
    assert question.companions == ()


@given(worlds(size=5), st.data())
@settings(deadline=None, max_examples=80)
def test_companions_are_open_and_decide_the_same_stage(world: tuple, data: st.DataObject) -> None:
    made, one = world
    told = data.draw(standings(NAMES))
    if not list(completions(made, told)):
        return
    question = ask(made, one, told)
    if question is None:
        return
    here = situation(made, one, told)
    together = (question.activity, *question.companions)
    assert len(together) <= 3
    decided: Counter[int] = Counter()
    for name in together:
        number = here.board.names.index(name)
        assert here.lo[number] < here.hi[number]
        assert told.get(name) not in (UNKNOWN, WAIVED)
        stage, bits = lowest_open(number, here)
        assert stage == question.stage
        decided.update(bits)
    assert max(decided.values()) == 1


@pytest.mark.holds(property=1)
@given(worlds(size=5), st.data())
@settings(deadline=None, max_examples=60)
def test_checklists_end_with_the_same_result(world: tuple, data: st.DataObject) -> None:
    made, one = world
    levels = data.draw(st.sampled_from(list(completions(made, {}))))
    results = []
    for checklists in (False, True):
        told: Profile = {}
        turns = 0
        while (question := ask(made, one, told)) is not None:
            names = (question.activity, *(question.companions if checklists else ()))
            told = {**told, **{name: at(levels[name]) for name in names}}
            turns += 1
            assert turns <= len(levels)
        ended = assess(one, close(made, told).profile)
        assert ended.complete
        results.append((ended.lo, [check.requirement for check in ended.blockers]))
    assert results[0] == results[1]


def test_rules_of_the_shipped_knowledge_hold_in_what_is_drawn() -> None:
    made = real()
    one = made.primary
    told = {"model-registry": at(2, 3), "rollback": at(3)}
    for levels in drawn_levels(made, one, told, b"x"):
        assert levels["rollback"] == 3
        for a, when, b, then in edges_of(made):
            assert levels[a] < when or levels[b] >= then
