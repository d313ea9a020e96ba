"""The measurement of the interview: its teams, its optimum, what counts as wrong, its words."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from xml.etree import ElementTree

import pytest
from made import at, catalogue, edges_of, model, real, stage_of
from typer.testing import CliRunner

from assistant.__main__ import app
from assistant.domain.results import Interview
from assistant.evaluation.interviews import contest, exact, optimum, shown, totals
from assistant.evaluation.interviews.populations import POPULATIONS, chance, difficulties, teams
from assistant.evaluation.interviews.rivals import SELECTORS, form
from assistant.questioning import play, vote
from assistant.reckoning.board import situation
from assistant.staging import assess, close

MADE = real()


@pytest.mark.parametrize("population", POPULATIONS)
def test_teams_obey_the_rules_and_are_drawn_again_alike(population: str) -> None:
    one = MADE.primary
    drawn = list(teams(MADE, one, population, 40, seed=1))
    assert drawn == list(teams(MADE, one, population, 40, seed=1))
    assert drawn != list(teams(MADE, one, population, 40, seed=2))
    for levels in drawn:
        assert set(levels) == set(MADE.items)
        assert set(levels.values()) <= {0, 1, 2, 3}
        assert all(levels[a] < when or levels[b] >= then for a, when, b, then in edges_of(MADE))


@pytest.mark.parametrize("key", sorted(MADE.models))
def test_stratified_teams_reach_every_stage_equally_often(key: str) -> None:
    one = MADE.models[key]
    count = 3 * len(one.stages)
    reached = [stage_of(one, levels) for levels in teams(MADE, one, "stratified", count, seed=1)]
    assert reached == [number % len(one.stages) for number in range(count)]


def test_correlated_teams_vary_as_a_whole_and_independent_ones_do_not() -> None:
    def spread(population: str) -> float:
        sums = [sum(one.values()) for one in teams(MADE, MADE.primary, population, 200, seed=1)]
        mean = sum(sums) / len(sums)
        return sum((one - mean) ** 2 for one in sums) / len(sums)

    assert spread("correlated") > 5 * spread("independent")


def test_a_form_counts_what_is_asked_and_not_what_is_deduced() -> None:
    one = model([{"a": 1}, {"b": 1, "c": 1}])
    made = catalogue("abc", [("c", 3, "b", 3)], [one])
    assert form(made, one, {"a": 1, "b": 3, "c": 3}, "cba") == (2, 2)
    assert form(made, one, {"a": 1, "b": 0, "c": 1}, "bca") == (3, 3)
    assert form(made, one, {"a": 0, "b": 0, "c": 0}, "abc") == (1, 1)
    assert form(made, one, {"a": 1, "b": 0, "c": 0}, "abc") == (2, 3)


@pytest.mark.parametrize("name", sorted(SELECTORS))
def test_every_rival_picks_a_candidate_and_the_same_again(name: str) -> None:
    here = situation(MADE, MADE.primary, {})
    left = [here.board.names[one] for one in here.candidates(range(len(MADE.items)), here.wanted)]
    chosen = SELECTORS[name](left, here)
    assert chosen in left
    assert chosen == SELECTORS[name](list(reversed(left)), here)


# --- what counts as wrong


def test_nothing_is_wrong_and_the_length_is_never_below_the_floor() -> None:
    rounds, times = contest.contest(MADE, POPULATIONS, 3, 1, True, lambda words: None)
    assert len(rounds) == len(MADE.models) * len(POPULATIONS)
    for one in rounds:
        assert one.wrong == 0
        assert one.interviews == 3 * (len(SELECTORS) + 1)
        assert sum(one.stages) == 3
        floor = one.lengths[contest.FLOOR]
        for name in (*SELECTORS, contest.FIXED, contest.SHUFFLED):
            lengths = one.lengths[name]
            assert all(x >= y for x, y in zip(lengths.stage, floor.stage, strict=True))
            assert all(x >= y for x, y in zip(lengths.both, floor.both, strict=True))
        opened, turns = one.lengths[contest.OPENED], one.lengths[contest.TURNS]
        assert sum(opened.both) <= sum(one.lengths[contest.OURS].both)
        assert sum(turns.both) <= sum(one.lengths[contest.OURS].both)
    assert set(times) == set(SELECTORS)
    again, _ = contest.contest(MADE, POPULATIONS, 3, 1, True, lambda words: None)
    assert [one.lengths for one in again] == [one.lengths for one in rounds]


def test_a_wrong_result_is_seen() -> None:
    levels = next(iter(teams(MADE, MADE.primary, "stratified", 1, seed=1)))
    right = contest.truth(MADE, MADE.primary, levels)
    played = play(MADE, MADE.primary, levels)
    assert contest.agrees(played, right)
    changes: list[Mapping[str, object]] = [
        {"stage": played.stage + 1},
        {"blockers": (*played.blockers, "rollback")},
        {"asked": played.floor - 1},
        {"questions": ()},
    ]
    for change in changes:
        wrong: Interview = replace(played, **change)
        assert not contest.agrees(wrong, right)


# --- the optimum


def small() -> optimum.Small:
    one = model([{"a": 2, "b": 1}, {"c": 2, "a": 3}, {"d": 3}])
    made = catalogue("abcd", [("d", 3, "b", 1), ("c", 2, "a", 2)], [one])
    return optimum.reduced(made, one, 4, random.Random(1))


def test_levels_that_decide_the_same_are_one_class() -> None:
    found = small()
    assert found.board.names == ("a", "b", "c", "d")
    assert found.classes == (
        ((0, 1), (2, 2), (3, 3)),
        ((0, 0), (1, 3)),
        ((0, 1), (2, 3)),
        ((0, 2), (3, 3)),
    )


@pytest.mark.parametrize("blockers", [False, True])
def test_the_optimum_by_hand(blockers: bool) -> None:
    """The same by plain recursion over lists of whole profiles."""
    one = small()
    hard = difficulties(one.catalogue, random.Random(3))
    likely = optimum.shares(one, hard, 2.0)
    solved = optimum.Solved(one, likely)
    results = {}
    for profile in product(*(range(len(each)) for each in one.classes)):
        if likely[profile]:
            told = {
                name: at(one.classes[number][found][0])
                for number, (name, found) in enumerate(zip("abcd", profile, strict=True))
            }
            ended = assess(one.model, close(one.catalogue, told).profile)
            failing = [check.requirement.activity for check in ended.blockers]
            results[profile] = (ended.lo, tuple(failing) if blockers else ())

    @cache
    def fewest(left: tuple[tuple[int, ...], ...], asked: frozenset[int]) -> float:
        if len({results[profile] for profile in left}) < 2:
            return 0.0
        costs = []
        for number in set(range(4)) - asked:
            parts: dict[int, list[tuple[int, ...]]] = {}
            for profile in left:
                parts.setdefault(profile[number], []).append(profile)
            costs.append(sum(fewest(tuple(each), asked | {number}) for each in parts.values()))
        return sum(float(likely[profile]) for profile in left) + min(costs)

    assert solved.best(blockers) == pytest.approx(fewest(tuple(results), frozenset()))


def test_nobody_beats_the_optimum_and_the_vote_comes_near() -> None:
    one = optimum.reduced(MADE, MADE.primary, 8, random.Random(5))
    hard = difficulties(MADE, random.Random(6), moved=0.0)
    solved = optimum.Solved(one, optimum.shares(one, hard, 2.0))
    best = solved.best(blockers=False), solved.best(blockers=True)
    assert best[0] <= best[1]
    for name, selector in SELECTORS.items():
        needed = solved.needed(exact.deciding(one, selector))
        assert needed[0] >= best[0] - 1e-9, name
        assert needed[1] >= best[1] - 1e-9, name
    ours = solved.needed(exact.deciding(one, vote))
    assert ours[0] <= 1.1 * best[0]
    assert ours[1] <= 1.05 * best[1]


def test_chance_is_half_at_the_difficulty_and_grows_with_ability() -> None:
    assert chance(0.3, 0.3) == 0.5
    assert chance(-1, 0) < chance(0, 0) < chance(1, 0)


# --- the command


def test_the_command_writes_figures_a_table_and_a_picture(tmp_path) -> None:
    picture = tmp_path / "interview.svg"
    arguments = ["bench", "interview", "--runs", "2", "--no-optimum", "--picture", str(picture)]
    found = CliRunner().invoke(app, [*arguments, "--json"])
    figures = json.loads(found.stdout)  # so few teams may miss a target, and the code then says so
    assert figures["wrong"] == 0
    assert figures["interviews"] == 2 * (len(SELECTORS) + 1) * len(MADE.models) * len(POPULATIONS)
    assert {one["model"] for one in figures["models"]} == set(MADE.models)
    assert set(figures["populations"]) == set(POPULATIONS)
    for each in figures["populations"].values():
        assert each["vote"]["stage"]["over_floor"] >= 1
        assert each["floor"]["stage"]["mean"] <= each["fixed order"]["stage"]["mean"]
    drawn = ElementTree.parse(picture).getroot()
    said = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "certificate vote (ours)" in said
    table = shown.text(figures)
    assert "0 with a wrong result" in table
    assert max(len(line) for line in table.splitlines()) <= 110


def test_the_targets_tell_what_is_kept() -> None:
    lengths = {
        name: contest.Lengths([2, 4], [4, 6])
        for name in (*SELECTORS, contest.FLOOR, contest.OPENED, contest.TURNS)
    }
    lengths["vote"] = contest.Lengths([3, 4], [4, 6])
    one = contest.Round("m", "correlated", (1, 1), lengths, 4, 1)
    supposed, moved = exact.BELIEFS
    against = [
        exact.Against("m", supposed, "vote", 1.0, 1.0),
        exact.Against("n", supposed, "vote", 1.04, 1.12),
        # Neither the other ways of asking nor what nobody could suppose is held to a target.
        exact.Against("m", supposed, "ladder", 2.0, 2.0),
        exact.Against("m", moved, "vote", 2.0, 2.0),
    ]
    measured = totals.Measured(2, 1, [one], {"vote": [0.001, 0.002, 0.05]}, against)
    found = totals.data(measured)
    kept = {each["what"]: (each["value"], each["kept"]) for each in found["targets"]}
    assert kept["wrong results"] == (1, False)
    assert kept["over the floor, correlated"] == (round(7 / 6, 4), False)
    assert kept["over the floor with blockers, correlated"] == (1.0, True)
    assert kept["decision, p95 in ms"] == (50.0, False)
    assert kept[f"over the optimum, {supposed}"] == (1.02, True)
    assert kept[f"over the optimum, {supposed}, worst"] == (1.04, True)
    assert kept[f"over the optimum with blockers, {supposed}"] == (1.06, False)
    assert kept[f"over the optimum with blockers, {supposed}, worst"] == (1.12, False)
    assert len(kept) == 9
    assert "MISSED" in shown.text(found)
    assert not totals.kept(found)


def test_a_missed_target_is_an_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["bench", "interview", "--runs", "1", "--no-optimum", "--no-rivals"]
    monkeypatch.setattr(totals, "DECISION_MS", 0.0)
    found = CliRunner().invoke(app, arguments)
    assert found.exit_code == 1
    assert "MISSED decision" in found.stdout
