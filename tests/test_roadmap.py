"""The roadmap: each stage is staging itself, no step comes too early, and notes move no level."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made import catalogue, model, real, standings, worlds
from pydantic import ValidationError

from assistant import report, roadmap, staging
from assistant.advice import needs, plan
from assistant.conversation import IllegalTurn, check, replay
from assistant.domain.findings import Answer, Reading
from assistant.domain.levels import OPEN, Origin, Profile, Standing, Status
from assistant.domain.milestone import Because, Note, Progress
from assistant.domain.results import Goal, Report
from assistant.domain.session import Turn, TurnKind, version
from assistant.domain.track import Tracks
from assistant.phrases.along import before, course, described, gone, leads

KNOWN = real()
ROLLBACK = Turn(
    kind=TurnKind.STEP,
    activity="rollback",
    level=2,
    owner="Ana *and* <b>Li</b>",
    due=date(2027, 3, 1),
    status=Progress.DONE,
)


def unread(text: str, question: str | None) -> Reading:
    raise AssertionError(text)


def unanswered(text: str) -> Answer:
    raise AssertionError(text)


def built(profile: Profile, primary: str = "john-2021") -> Report:
    closure = staging.close(KNOWN, profile)
    found = {key: staging.assess(one, closure.profile) for key, one in KNOWN.models.items()}
    return report.build(KNOWN, closure, found, primary, KNOWN.sample.context, told=profile)


def profiles() -> st.SearchStrategy[dict[str, Standing]]:
    return standings(tuple(KNOWN.items))


def exact(levels: dict[str, int]) -> dict[str, Standing]:
    return {
        key: Standing(one, one, Status.LEVEL, Origin.CHOSEN)
        for key, one in staging.repair(KNOWN, levels)[0].items()
    }


# --- where it leads


@settings(max_examples=60, deadline=None)
@given(profile=profiles(), primary=st.sampled_from(sorted(KNOWN.models)))
def test_each_stage_is_staging_after_the_steps_so_far(profile: Profile, primary: str) -> None:
    one = built(profile, primary)
    assert [each.step for each in one.road] == [each.advice.id for each in one.steps]
    levels: dict[str, int] = {}
    last = {key: (each.lo, each.hi) for key, each in one.assessments.items()}
    for step, milestone in zip(one.steps, one.road, strict=True):
        levels[step.advice.activity] = step.advice.to
        after = dict(profile)
        for key, level in levels.items():
            most = max(level, one.profile[key].hi)
            after[key] = Standing(level, most, Status.LEVEL, Origin.CHOSEN)
        closed = staging.close(KNOWN, after).profile
        for key, ladder in KNOWN.models.items():
            there = staging.assess(ladder, closed)
            assert milestone.stages[key] == (there.lo, there.hi)
        assert set(milestone.moved) == {
            key for key, span in milestone.stages.items() if span != last[key]
        }
        last = dict(milestone.stages)


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({key: st.integers(0, 3) for key in KNOWN.items}))
def test_with_all_known_it_is_what_the_result_shows_once_all_is_said(
    levels: dict[str, int],
) -> None:
    one = built(exact(levels))
    said = [
        Turn(kind=TurnKind.EDIT, activity=key, level=each.lo) for key, each in one.profile.items()
    ]
    said += [
        Turn(kind=TurnKind.EDIT, activity=each.advice.activity, level=each.advice.to)
        for each in one.steps
    ]
    now = replay(KNOWN, said, unread, unanswered)
    if one.road:
        assert one.road[-1].stages == {key: (a.lo, a.hi) for key, a in now.assessments.items()}


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({key: st.integers(0, 3) for key in KNOWN.items}))
def test_the_whole_plan_leads_to_the_target(levels: dict[str, int]) -> None:
    one = built(exact(levels))
    goal = one.goals[one.primary]
    low = one.road[-1].stages[one.primary][0] if one.road else one.now.lo
    assert low >= min(goal.stage, len(one.now.model.stages) - 1)


def test_a_stage_can_only_rise_along_a_road_on_which_all_is_known() -> None:
    one = built(exact(dict.fromkeys(KNOWN.items, 0)))
    lows = [each.stages[one.primary][0] for each in one.road]
    assert lows == sorted(lows)
    assert lows[-1] > one.now.lo
    assert len(list(course(KNOWN, one))) == 1 + len(set(lows) - {one.now.lo})


def test_what_may_be_higher_stays_open_and_what_is_told_of_others_stands() -> None:
    unknown = Standing(status=Status.UNKNOWN, origin=Origin.CHOSEN)
    after = roadmap.done(unknown, unknown, 2)
    assert (after.lo, after.hi) == (2, 3)
    low = Standing(0, 1, Status.LEVEL, Origin.SAID)
    after = roadmap.done(low, low, 2)
    assert (after.lo, after.hi) == (2, 2)


# --- what comes before


@settings(max_examples=80, deadline=None)
@given(profile=profiles(), primary=st.sampled_from(sorted(KNOWN.models)))
def test_no_step_comes_before_what_it_waits_for(profile: Profile, primary: str) -> None:
    one = built(profile, primary)
    seen: set[str] = set()
    for step, milestone in zip(one.steps, one.road, strict=True):
        assert {each.step for each in milestone.after} == set(step.after)
        assert seen.issuperset(step.after)
        for each in milestone.after:
            earlier = KNOWN.advice[each.step]
            if each.because is Because.SAME:
                assert earlier.activity == step.advice.activity
                assert earlier.to < step.advice.to
            else:
                assert earlier.activity != step.advice.activity
        seen.add(step.advice.id)
    for step in one.steps:
        for need in needs(step.advice):
            name = f"{need.activity}-{need.level}"
            order = [each.advice.id for each in one.steps]
            if name in order:
                assert order.index(name) < order.index(step.advice.id)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_it_holds_in_any_catalogue(data: st.DataObject) -> None:
    made, ladder = data.draw(worlds())
    profile = data.draw(standings(tuple(made.items)))
    closed = staging.close(made, profile).profile
    now = staging.assess(ladder, closed)
    goal = Goal(ladder.id, len(ladder.stages) - 1, "because")
    steps = plan(made, now, closed, goal)
    found = roadmap.road(made, profile, closed, steps, {ladder.id: now})
    assert [one.step for one in found] == [one.advice.id for one in steps]
    for number, milestone in enumerate(found):
        assert {each.step for each in milestone.after} <= {one.step for one in found[:number]}


def test_the_reason_of_a_safety_net_is_told() -> None:
    one = built({**exact(dict.fromkeys(KNOWN.items, 2)),
                 "rollback": Standing(0, 0, Status.LEVEL, Origin.CHOSEN)})  # fmt: skip
    step = next(each for each in one.road if each.step == "model-deployment-3")
    assert Because.NET in {each.because for each in step.after}
    words = " ".join(before(KNOWN, one, step))
    assert KNOWN.texts["road.because.net"] in words
    assert "step " in words


# --- tracks


def test_every_activity_has_a_track_and_an_edition_may_go_without() -> None:
    names = {one.id for one in KNOWN.tracks.tracks}
    assert len(names) == 4
    assert {KNOWN.tracks.of(one.dimension) for one in KNOWN.items.values()} == names
    without = replace(KNOWN, tracks=Tracks())
    assert {without.tracks.of(one.dimension) for one in KNOWN.items.values()} == {""}
    with pytest.raises(ValidationError, match="exactly one track"):
        Tracks.model_validate({"tracks": [{"id": "a", "name": "A", "dimensions": ["data"]}]})


# --- what a team notes


def test_a_note_moves_no_level_and_undo_takes_it_back() -> None:
    said = [
        Turn(kind=TurnKind.EDIT, activity=key, level=level)
        for key, level in KNOWN.sample.levels.items()
    ]
    plain = replay(KNOWN, said, unread, unanswered)
    noted = replay(KNOWN, [*said, ROLLBACK], unread, unanswered)
    assert replace(noted, notes={}) == plain
    assert noted.notes == {
        "rollback-2": Note("Ana *and* <b>Li</b>", date(2027, 3, 1), Progress.DONE)
    }
    undone = [*said, ROLLBACK, Turn(kind=TurnKind.UNDO)]
    assert replay(KNOWN, undone, unread, unanswered).notes == {}


def test_the_last_note_counts_and_no_step_of_ours_is_refused() -> None:
    later = replace(ROLLBACK, owner="", due=None, status=Progress.DOING)
    now = replay(KNOWN, [ROLLBACK, later], unread, unanswered)
    assert now.notes == {"rollback-2": Note(status=Progress.DOING)}
    for wrong in ({"activity": "nothing"}, {"level": 0}, {"level": None}):
        with pytest.raises(IllegalTurn):
            check(KNOWN, replace(ROLLBACK, **wrong))


def test_a_step_that_left_the_plan_keeps_its_note() -> None:
    one = replace(built(exact(dict.fromkeys(KNOWN.items, 3))), notes={"rollback-2": ROLLBACK.note})
    assert gone(one) == ("rollback-2",)
    assert described(KNOWN, "rollback-2", ROLLBACK.note) == (
        "Rollback: up to partial · Ana *and* <b>Li</b>, by 1 March 2027, Done"
    )


@given(owner=st.text(st.characters(codec="utf-8"), max_size=80))
@example(owner="  a\n\tb \x00\x1b[31m ")
def test_an_owner_is_one_short_line(owner: str) -> None:
    turn = Turn(kind=TurnKind.STEP, activity="rollback", level=2, owner=owner)
    assert "\n" not in turn.owner
    assert "\x00" not in turn.owner
    assert turn.owner == turn.owner.strip()
    assert Turn.read(turn.json()) == turn


def test_a_longer_owner_or_a_wrong_day_is_refused() -> None:
    for wrong in ({"owner": "x" * 81}, {"due": "soon"}, {"status": "nearly"}):
        with pytest.raises(ValidationError):
            Turn.of({"kind": "step", "activity": "rollback", "level": 2, **wrong})


def test_turns_of_before_keep_their_bytes() -> None:
    say = Turn(kind=TurnKind.SAY, text="We deploy by hand.")
    assert say.json() == (
        '{"kind":"say","text":"We deploy by hand.","activity":"","level":null,"mark":"",'
        '"option":"","reason":""}'
    )
    assert version((say,)) == "6b20ac6831142f8d"
    assert Turn.read(ROLLBACK.json()) == ROLLBACK


# --- its words


@settings(max_examples=20, deadline=None)
@given(profile=profiles())
def test_every_milestone_can_be_said(profile: Profile) -> None:
    one = built(profile)
    for milestone in one.road:
        told = " ".join(leads(KNOWN, one, milestone))
        top = len(one.now.model.stages) - 1
        assert f"of {top}" in told
        for key in set(milestone.moved) - {one.primary}:
            assert KNOWN.models[key].label in told


def test_small_catalogues_have_no_tracks() -> None:
    ladder = model([{"a": 1}])
    made = catalogue(["a"], models=[ladder])
    closed = staging.close(made, {"a": Standing(0, 0, Status.LEVEL, Origin.CHOSEN)}).profile
    now = staging.assess(ladder, closed)
    found = roadmap.road(made, closed, closed, plan(made, now, closed, None), {"made": now})
    assert [(one.step, one.track, one.stages) for one in found] == [("a-1", "", {"made": (1, 1)})]
    assert roadmap.done(OPEN, OPEN, 1).lo == 1
