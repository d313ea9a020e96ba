"""What is asked, when it ends, and how few questions could have done: tables and brute force."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, pairwise
from random import Random
from statistics import median
from time import perf_counter

import pytest
from hypothesis import assume, given, settings
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
    real,
    stage_of,
    standings,
    worlds,
)

from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import OPEN, Profile, Standing
from assistant.domain.results import Asking, Question, Remaining
from assistant.questioning import (
    Selector,
    consequences,
    floor,
    ladder,
    next_question,
    play,
    remaining,
    vote,
)
from assistant.reckoning.board import Situation, situation
from assistant.reckoning.cover import smallest_cover
from assistant.staging import assess, close, repair

LADDER = model([{"a": 1, "b": 3}, {"c": 2, "d": 2}])


def ask(
    made: Catalogue,
    one: Model,
    told: Profile,
    full: bool = False,
    selector: Selector = vote,
) -> Question | None:
    profile = close(made, told).profile
    return next_question(made, one, profile, assess(one, profile), selector, full)


def left(made: Catalogue, one: Model, told: Profile) -> Remaining:
    profile = close(made, told).profile
    return remaining(made, one, profile, assess(one, profile))


def backwards(candidates: Sequence[str], here: Situation) -> str:
    return max(candidates)


def interview(
    made: Catalogue,
    one: Model,
    answers: Mapping[str, Standing],
    start: Profile | None = None,
    selector: Selector = vote,
    see: Callable[[Question, Profile], None] = lambda question, told: None,
) -> tuple[list[str], Profile]:
    """Ask to the end through the public door, turn by turn; return the questions and what was told.

    An activity that was asked and skipped is answered UNKNOWN when it comes back.
    """
    told, asked = dict(start or {}), []
    while (question := ask(made, one, told, selector=selector)) is not None:
        see(question, told)
        again = question.activity in asked
        asked.append(question.activity)
        told[question.activity] = UNKNOWN if again else answers[question.activity]
        assert len(asked) <= 2 * len(made.items)
    return asked, told


@pytest.mark.parametrize(
    ("told", "activity", "stage", "needed"),
    [
        ({}, "b", 1, 3),
        ({"b": at(3)}, "a", 1, 1),
        ({"b": at(2)}, "a", 1, 1),
        ({"a": at(1), "b": at(3)}, "c", 2, 2),
        ({"a": UNKNOWN, "b": UNKNOWN}, "c", 2, 2),
        ({"a": SKIPPED, "b": SKIPPED}, "c", 2, 2),
        ({"a": SKIPPED, "b": SKIPPED, "c": at(3), "d": at(3)}, "b", 1, 3),
        ({"a": WAIVED, "b": WAIVED, "c": at(2)}, "d", 2, 2),
        ({"b": at(2, 3)}, "b", 1, 3),
    ],
)
def test_the_ladder_asks_the_lowest_open_stage_and_the_hardest_first(
    told: Profile, activity: str, stage: int, needed: int
) -> None:
    question = ask(catalogue("abcde", models=[LADDER]), LADDER, told, selector=ladder)
    assert question is not None
    assert (question.activity, question.stage, question.needed) == (activity, stage, needed)
    assert question.model == "made"


@pytest.mark.parametrize(
    "told",
    [
        {"a": at(0), "b": at(0)},
        {"a": at(1), "b": at(3), "c": at(0), "d": at(0)},
        {"a": at(3), "b": at(3), "c": at(3), "d": at(3)},
        dict.fromkeys("abcd", UNKNOWN),
        dict.fromkeys("abcd", WAIVED),
    ],
)
def test_nothing_is_asked_when_no_answer_can_change_the_result(told: Profile) -> None:
    assert ask(catalogue("abcde", models=[LADDER]), LADDER, told) is None


def test_what_was_said_too_vaguely_is_confirmed() -> None:
    made = catalogue("abcde", models=[LADDER])
    question = ask(made, LADDER, {"b": at(1, 3), "a": at(1, 2)})
    assert question is not None
    assert (question.activity, question.asking) == ("b", Asking.CONFIRM)
    assert [one.level for one in question.consequences] == [1, 2, 3]


def test_an_activity_no_model_names_is_asked_for_what_it_implies() -> None:
    """b is not known to the user, but e at 2 would prove it."""
    made = catalogue("abcde", [("e", 2, "b", 3)], [LADDER])
    told = {"a": at(1), "b": UNKNOWN, "c": at(2), "d": at(2)}
    question = ask(made, LADDER, told)
    assert question is not None
    assert (question.activity, question.stage, question.needed) == ("e", 1, 2)
    proven = assess(LADDER, close(made, {**told, "e": at(2)}).profile)
    assert proven.lo == 2


def test_an_activity_that_rules_out_a_requirement_says_what_it_would_need() -> None:
    made = catalogue("abcde", [("b", 2, "e", 2)], [LADDER])
    question = ask(made, LADDER, {"a": at(1), "b": UNKNOWN, "c": at(2), "d": at(2)})
    assert question is not None
    assert (question.activity, question.needed) == ("e", 2)


def test_hardness_comes_from_where_the_models_ask() -> None:
    first = model([{"a": 2, "b": 2}])
    other = model([{"a": 1}, {"b": 1}], name="other", order=1)
    question = ask(catalogue("ab", models=[first, other]), first, {}, selector=ladder)
    assert question is not None
    assert question.activity == "b"


def test_going_on_asks_the_rest_by_pipeline_and_the_skipped_last() -> None:
    pipelines = {"a": "release", "b": "data", "c": "modeling", "d": "data"}
    made = catalogue("abcd", models=[model([{"b": 1}])], pipelines=pipelines)
    one = made.models["made"]
    told: dict[str, Standing] = {"b": at(1), "c": SKIPPED}
    assert ask(made, one, told) is None
    order = []
    while (question := ask(made, one, told, full=True)) is not None:
        order.append(question.activity)
        assert question.needed == 0
        told[question.activity] = at(0)
    assert order == ["d", "a", "c"]


def test_consequences_say_where_each_level_leads() -> None:
    made = catalogue("abcd", [("a", 3, "b", 3)], [LADDER])
    found = consequences(made, LADDER, close(made, {}).profile, "a")
    assert [(one.level, one.lo, one.hi) for one in found] == [
        (0, 0, 0),
        (1, 0, 2),
        (2, 0, 2),
        (3, 1, 2),
    ]
    assert consequences(made, LADDER, {"a": WAIVED}, "a") == ()


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        ({}, 2, 4),
        ({"a": at(1)}, 1, 3),
        ({"a": at(0)}, 1, 1),
        ({"a": at(0), "b": at(0)}, 0, 0),
        ({"a": at(1), "b": at(3)}, 2, 2),
        ({"a": UNKNOWN}, 1, 3),
        ({"a": SKIPPED, "b": SKIPPED}, 2, 4),
        ({"a": UNKNOWN, "b": at(3)}, 1, 2),
        ({"a": UNKNOWN, "b": at(3), "c": UNKNOWN, "d": UNKNOWN}, 0, 0),
    ],
)
def test_remaining_counts(told: Profile, least: int, most: int) -> None:
    made = catalogue("abcde", models=[LADDER])
    assert left(made, LADDER, told) == Remaining(least, most)


def test_a_disappointing_answer_does_not_raise_the_least_number() -> None:
    """One answer could have proven all three; once it has not, the promise still stands."""
    one = model([{"a": 3, "b": 1, "c": 1}])
    made = catalogue("abc", [("a", 3, "b", 1), ("a", 3, "c", 1)], [one])
    assert left(made, one, {}) == Remaining(1, 3)
    assert left(made, one, {"a": at(1)}) == Remaining(1, 2)
    assert left(made, one, {"a": at(1), "b": at(0)}) == Remaining(1, 1)


def test_play_by_hand() -> None:
    edges: list[Edge] = [("d", 3, "c", 2)]
    made = catalogue("abcde", edges, [LADDER])
    levels = {"a": 1, "b": 3, "c": 2, "d": 3, "e": 0}
    found = play(made, LADDER, levels, selector=ladder)
    assert found.questions == ("b", "a", "c", "d")
    assert (found.asked, found.floor, found.full_floor) == (4, 3, 3)
    assert (found.stage, found.full_stage) == (2, 2)
    # What can answer for another is asked first, so that the other need not be.
    assert play(made, LADDER, levels).questions == ("b", "a", "d")
    failing = play(made, LADDER, {**levels, "b": 0, "a": 0})
    assert failing.questions == ("b", "a")
    assert (failing.asked, failing.floor, failing.full_floor) == (1, 1, 2)
    assert failing.blockers == failing.full_blockers == ("a", "b")


def test_play_refuses_what_it_cannot_play() -> None:
    made = catalogue("abcd", [("a", 3, "b", 3)], [LADDER])
    with pytest.raises(ValueError, match="no level is given for c, d"):
        play(made, LADDER, {"a": 0, "b": 0})
    with pytest.raises(ValueError, match="b must be higher"):
        play(made, LADDER, {"a": 3, "b": 0, "c": 0, "d": 0})
    assert play(made, LADDER, {"a": 3, "b": 3}, waived={"c", "d"}).stage == 2


@pytest.mark.parametrize(
    ("sets", "size"),
    [
        ({}, 0),
        ({0: {1}}, 1),
        ({0: {1, 2}, 1: {2, 3}, 2: {3}}, 2),
        ({0: {1, 2, 3}, 1: {4, 5, 6}, 2: {2, 3, 4, 5}, 3: {6}, 4: {1}}, 2),
        ({0: {1, 2}, 1: {3, 4}, 2: {5, 6}, 3: {1, 3, 5}, 4: {2, 4, 6}}, 2),
        # The first branch finds four, a later one three.
        (
            {0: {5, 6}, 1: {0, 6, 8}, 2: {2, 3, 6, 7}, 3: {1, 6, 7}, 4: {1, 2, 3, 8}, 5: {0, 3, 5}},
            3,
        ),
    ],
)
def test_the_smallest_cover(sets: dict[int, set[int]], size: int) -> None:
    masks = {key: sum(1 << bit for bit in bits) for key, bits in sets.items()}
    goal = sum_of(masks, list(masks))
    found = smallest_cover(goal, masks)
    assert len(found) == size
    assert sum_of(masks, found) == goal


def sum_of(sets: Mapping[int, int], keys: Sequence[int]) -> int:
    bits = 0
    for key in keys:
        bits |= sets[key]
    return bits


def test_a_goal_out_of_reach_is_refused() -> None:
    with pytest.raises(ValueError, match="in none of the sets"):
        smallest_cover(0b11, {0: 0b01})


FEW_BITS = st.sets(st.integers(0, 8), min_size=2, max_size=3).map(lambda x: sum(1 << n for n in x))


@settings(deadline=None)
@given(st.lists(FEW_BITS, min_size=1, max_size=11))
def test_the_smallest_cover_is_the_smallest(masks: list[int]) -> None:
    sets = dict(enumerate(masks))
    goal = sum_of(sets, list(sets))
    found = smallest_cover(goal, sets)
    assert sum_of(sets, found) == goal
    smaller = combinations(sets, len(found) - 1)
    assert all(sum_of(sets, keys) != goal for keys in smaller)


def truth_of(made: Catalogue, data: st.DataObject) -> dict[str, int]:
    return repair(made, {name: data.draw(st.integers(0, 3)) for name in made.items})[0]


@pytest.mark.holds(property=1)
@settings(deadline=None)
@given(worlds(size=5, cyclic=True), st.data())
def test_the_interview_ends_with_the_result_of_the_full_questionnaire(
    world: tuple, data: st.DataObject
) -> None:
    made, one = world
    levels = truth_of(made, data)
    answers = {name: at(level) for name, level in levels.items()}
    stage, blocking = stage_of(one, levels), blockers_of(one, levels)
    selectors = (vote, ladder, backwards)
    plays = [play(made, one, levels, selector=each) for each in selectors]
    for found in plays:
        assert found.stage == found.full_stage == stage
        assert list(found.blockers) == list(found.full_blockers) == [name for name, _ in blocking]
        assert found.floor <= found.asked <= len(found.questions)
        assert found.full_floor <= len(found.questions) <= len(made.items)
        assert found.floor <= found.full_floor
        assert len(set(found.questions)) == len(found.questions)
    for found, each in zip(plays, selectors, strict=True):
        asked, told = interview(made, one, answers, selector=each)
        assert tuple(asked) == found.questions
        ended = assess(one, close(made, told).profile)
        assert ended.complete
        assert ended.lo == stage
        given_back = [(c.requirement.activity, c.requirement.level) for c in ended.blockers]
        assert given_back == blocking


@pytest.mark.holds(property=3)
@settings(deadline=None)
@given(worlds(size=5), st.data())
def test_every_question_can_change_the_result(world: tuple, data: st.DataObject) -> None:
    """Known or deduced is never asked, and some answer decides what was open before."""
    made, one = world
    answers = data.draw(
        st.fixed_dictionaries(
            {
                name: st.sampled_from([at(level), UNKNOWN, SKIPPED, WAIVED])
                for name, level in truth_of(made, data).items()
            }
        )
    )

    def see(question: Question, told: Profile) -> None:
        profile = close(made, told).profile
        standing = profile[question.activity]
        assert not standing.known
        assert told.get(question.activity, OPEN) not in (UNKNOWN, WAIVED)
        before = assess(one, profile)
        reach = range(before.lo + 1, max(before.hi, before.lo + 1) + 1)
        open_before = undecided(made, one, told, reach)
        assert question.stage in reach
        assert any(
            undecided(made, one, {**told, question.activity: at(level)}, reach) < open_before
            for level in range(standing.lo, standing.hi + 1)
        )
        for each in question.consequences:
            after = assess(one, close(made, {**told, question.activity: at(each.level)}).profile)
            assert (each.lo, each.hi) == (after.lo, after.hi)

    interview(made, one, answers, see=see, selector=data.draw(SELECTORS))


def undecided(
    made: Catalogue, one: Model, told: Profile, reach: range
) -> set[tuple[int, str, int]]:
    """The requirements of some stages that hold in one completion and fail in another."""
    full = list(completions(made, told))
    found = set()
    for index in reach:
        for need in one.stages[index].requirements if index < len(one.stages) else ():
            holds = {levels.get(need.activity, 3) >= need.level for levels in full}
            if len(holds) > 1:
                found.add((index, need.activity, need.level))
    return found


@settings(deadline=None)
@given(worlds(size=5), st.data())
def test_remaining_is_never_wrong_and_never_grows(world: tuple, data: st.DataObject) -> None:
    made, one = world
    answers = {
        name: data.draw(st.sampled_from([at(level), at(level), UNKNOWN]))
        for name, level in truth_of(made, data).items()
    }
    seen: list[tuple[Remaining, int]] = []

    def see(question: Question, told: Profile) -> None:
        profile = close(made, told).profile
        seen.append((remaining(made, one, profile, assess(one, profile)), assess(one, profile).lo))

    asked, told = interview(made, one, answers, see=see, selector=data.draw(SELECTORS))
    for place, (found, _) in enumerate(seen):
        assert found.least <= len(asked) - place <= found.most
    for (before, low), (after, then) in pairwise(seen):
        assert after.most <= before.most
        assert after.least <= before.least or then > low
    assert left(made, one, told) == Remaining(0, 0)


SELECTORS = st.sampled_from([vote, ladder, backwards])


@pytest.mark.holds(property=3)
@given(worlds(), st.data())
def test_no_fewer_answers_than_the_floor_can_do(world: tuple, data: st.DataObject) -> None:
    made, one = world
    levels = truth_of(made, data)
    expected = stage_of(one, levels), blockers_of(one, levels)

    def fixed(names: Sequence[str]) -> tuple[bool, bool]:
        full = list(completions(made, {name: at(levels[name]) for name in names}))
        stages = {stage_of(one, each) for each in full}
        blocking = [blockers_of(one, each) for each in full]
        stage = stages == {expected[0]}
        return stage, stage and all(each == expected[1] for each in blocking)

    sizes = [[], []]
    for count in range(len(levels) + 1):
        for names in combinations(levels, count):
            stage, both = fixed(names)
            sizes[0] += [count] * stage
            sizes[1] += [count] * both
        if sizes[1]:
            break
    assert floor(made, one, levels) == min(sizes[0])
    assert floor(made, one, levels, blockers=True) == min(sizes[1])


@settings(deadline=None)
@given(worlds(), st.data())
def test_not_knowing_leaves_a_range_that_holds_the_truth(world: tuple, data: st.DataObject) -> None:
    made, one = world
    levels = truth_of(made, data)
    unknown = data.draw(st.sets(st.sampled_from(NAMES[:4])))
    answers = {name: UNKNOWN if name in unknown else at(levels[name]) for name in levels}
    asked, told = interview(made, one, answers)
    found = assess(one, close(made, told).profile)
    assert found.lo <= stage_of(one, levels) <= found.hi
    everything = assess(one, close(made, answers).profile)
    assert (found.lo, found.hi) == (everything.lo, everything.hi)
    if not found.certain or found.open:
        assert unknown
    for name in unknown & set(asked):
        without = {key: each for key, each in told.items() if key != name}
        before, after = close(made, without).profile, close(made, told).profile
        assert all((before[k].lo, before[k].hi) == (after[k].lo, after[k].hi) for k in after)


@settings(deadline=None)
@given(worlds(), st.data())
def test_skipping_everything_once_changes_nothing_in_the_end(
    world: tuple, data: st.DataObject
) -> None:
    made, one = world
    answers = {name: at(level) for name, level in truth_of(made, data).items()}
    told: dict[str, Standing] = {}
    skipped: list[str] = []
    while (question := ask(made, one, told)) is not None:
        if question.activity in skipped:
            told[question.activity] = answers[question.activity]
        else:
            waiting = [name for name in told if told[name] is SKIPPED]
            assert not waiting or told.get(question.activity) is not SKIPPED
            skipped.append(question.activity)
            told[question.activity] = SKIPPED
    ended = assess(one, close(made, told).profile)
    assert ended.complete
    assert ended.lo == stage_of(one, {name: each.lo for name, each in answers.items()})


@settings(deadline=None)
@given(worlds(cyclic=True), st.data())
def test_the_situation_agrees_with_the_assessment(world: tuple, data: st.DataObject) -> None:
    """The bit masks and the proof are two computations of one thing; order never matters."""
    made, one = world
    told = data.draw(standings(NAMES[:4]))
    assume(list(completions(made, told)))
    profile = close(made, told).profile
    found = assess(one, profile)
    here = situation(made, one, profile)
    assert here.stages == (found.lo, found.hi)
    assert here == situation(made, one, dict(reversed(list(told.items()))))
    question = ask(made, one, told)
    assert question == ask(made, one, dict(data.draw(st.permutations(list(told.items())))))
    if question is not None:
        number = here.board.names.index(question.activity)
        low = here.lo[number]
        after = situation(made, one, {**profile, question.activity: at(low)})
        assert here.tell(number, low) == after


def respondents(made: Catalogue, one: Model, count: int) -> list[dict[str, int]]:
    """Consistent full profiles, seeded: half from one ability per team, half around each stage."""
    rng = Random(one.id)
    found = []
    for turn in range(count):
        if turn % 2:
            ability = rng.gauss(1.5, 1.3)
            levels = {name: min(3, max(0, round(rng.gauss(ability, 0.9)))) for name in made.items}
        else:
            levels = {name: rng.randrange(4) for name in made.items}
            for stage in one.stages[: rng.randrange(len(one.stages)) + 1]:
                for need in stage.requirements:
                    low = max(levels[need.activity], need.level)
                    levels[need.activity] = rng.randint(low, 3)
        found.append(repair(made, levels)[0])
    return found


@pytest.mark.slow
def test_the_shipped_models_are_settled_exactly() -> None:
    made = real()
    for one in made.models.values():
        rng, stages = Random(1), set()
        for levels in respondents(made, one, 60):
            waived = {name for name in made.items if rng.random() < 0.05}
            taking = {name: level for name, level in levels.items() if name not in waived}
            found = play(made, one, levels, waived)
            stages.add(found.stage)
            assert found.stage == found.full_stage == stage_of(one, taking)
            blocking = [name for name, _ in blockers_of(one, taking)]
            assert list(found.blockers) == list(found.full_blockers) == blocking
            assert found.floor <= found.asked <= len(found.questions)
            assert found.full_floor <= len(found.questions)
            assert not waived & set(found.questions)
        assert stages == set(range(len(one.stages)))


@pytest.mark.slow
def test_the_shipped_models_through_the_public_door() -> None:
    """The same interview turn by turn, with answers that are not known, and how long it takes."""
    made = real()
    times: list[float] = []
    for one in made.models.values():
        rng = Random(2)
        for levels in respondents(made, one, 6):
            exact = {name: at(level) for name, level in levels.items()}
            asked, _ = interview(made, one, exact)
            assert tuple(asked) == play(made, one, levels).questions
            unsure = {n: UNKNOWN if rng.random() < 0.15 else each for n, each in exact.items()}
            _, told = interview(made, one, unsure)
            ended, full = (assess(one, close(made, each).profile) for each in (told, unsure))
            assert (ended.lo, ended.hi) == (full.lo, full.hi)
            assert ended.lo <= stage_of(one, levels) <= ended.hi
            half = close(made, dict(list(exact.items())[::2])).profile
            started = perf_counter()
            next_question(made, one, half, assess(one, half))
            times.append(perf_counter() - started)
    assert median(times) < 0.03
