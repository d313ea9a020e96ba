"""Every sentence of a result follows from the answers of that team, on the page and in exports."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import UNKNOWN, WAIVED, at, real
from telling import answer, finding

from assistant import report, staging
from assistant.conversation import replay
from assistant.domain.findings import Intent, Reading
from assistant.domain.levels import OPEN, Origin, Profile, Standing, Status, Words
from assistant.domain.results import Report, Verdict
from assistant.domain.sayings import Topic
from assistant.domain.session import Turn, TurnKind
from assistant.export import write
from assistant.phrases.outcome import condition, headline, not_planned, without_steps
from assistant.phrases.standing import clause, inline, tally, told, where
from assistant.service import Service
from assistant.settings import Settings

KNOWN = real()
TEXTS = KNOWN.texts
CLAUSES = {(key, level): clause(KNOWN, key, level) for key in KNOWN.items for level in range(4)}
NOTHING = (TEXTS["result.top"], TEXTS["result.steps-top"])
MODELS = sorted(KNOWN.models)


def made(
    profile: Profile, model: str = "", context: dict[str, str] | None = None, doubts=()
) -> Report:
    closure = staging.close(KNOWN, profile)
    found = {key: staging.assess(one, closure.profile) for key, one in KNOWN.models.items()}
    return report.build(KNOWN, closure, found, model or KNOWN.primary.id, context or {}, doubts)


def heard(lo: int, hi: int, *, sure: bool = True, planned: bool = False) -> Standing:
    words = (Words("what they said", 0, 0, 14),)
    return Standing(lo, hi, Status.LEVEL, Origin.SAID, words, planned=planned, sure=sure)


@st.composite
def answers(draw: st.DrawFn) -> Profile:
    """What a team may have said: mostly high levels, so that every stage is met now and then."""
    levels = st.sampled_from([0, 1, 2, 2, 3, 3, 3, 3])
    exact = st.builds(
        lambda level, sure, planned: heard(level, level, sure=sure, planned=planned),
        levels,
        st.sampled_from([True, True, True, False]),
        st.sampled_from([False, False, True]),
    )
    span = st.tuples(levels, levels).map(lambda pair: heard(min(pair), max(pair)))
    marks = st.sampled_from(
        [UNKNOWN, WAIVED, OPEN, Standing(status=Status.SKIPPED, origin=Origin.CHOSEN)]
    )
    every = draw(st.sampled_from([exact, st.one_of(exact, exact, span, marks)]))
    names = draw(st.sets(st.sampled_from(sorted(KNOWN.items)))) or set(KNOWN.items)
    base = dict.fromkeys(KNOWN.items, at(3)) if draw(st.booleans()) else {}
    return {**base, **{key: draw(every) for key in sorted(names)}}


CONTEXT = st.fixed_dictionaries(
    {},
    optional={
        one.id: st.sampled_from([option.id for option in one.options]) for one in KNOWN.context
    },
)


# --- the clauses


def test_no_clause_is_part_of_another() -> None:
    """So that a sentence that holds one says just that of the team."""
    found = list(CLAUSES.values())
    assert len(set(found)) == len(found)
    assert not [(a, b) for a in found for b in found if a != b and a in b]
    for one in found:
        assert not one.endswith(".")
        assert ";" not in one
        assert one[:1].islower()


def test_an_activity_without_clauses_is_told_by_its_level() -> None:
    bare = replace(KNOWN, items={
        key: one.model_copy(update={"said": ()}) for key, one in KNOWN.items.items()
    })  # fmt: skip
    assert clause(bare, "model-training", 1) == "model training is manual"
    assert clause(bare, "governance", 2) == "governance is defined"


# --- the paragraph


def holds(one: Report, topic: Topic, activity: str) -> bool:
    now, standing = one.now, one.profile[activity]
    asked = {
        check.requirement.activity: check
        for stage in now.trace[: now.lo + 1]
        for check in stage.checks
    }
    match topic:
        case Topic.CARRIES:
            return asked[activity].verdict is Verdict.MET
        case Topic.AHEAD:
            met = [c for c in now.checks if c.verdict is Verdict.MET]
            return activity in [c.requirement.activity for c in met]
        case Topic.STOPS:
            wanted = [c for c in now.trace[now.hi + 1].checks if c.requirement.activity == activity]
            return standing.hi < wanted[0].requirement.level
        case Topic.HANGS | Topic.OPEN:
            return not standing.known and not standing.waived
        case Topic.WAIVED:
            return standing.waived and asked[activity].verdict is Verdict.WAIVED
        case Topic.DOUBT:
            return not standing.sure
        case Topic.BEFORE:
            return standing.carried and not standing.sure
        case Topic.COMPLETE:
            return True


@pytest.mark.holds(property=9)
@given(answers(), st.sampled_from(MODELS), st.booleans())
@settings(deadline=None, max_examples=150)
def test_every_sentence_follows_from_an_answer(
    profile: Profile, model: str, doubtful: bool
) -> None:
    one = made(profile, model, doubts={model} if doubtful else ())
    text = " ".join(each.text for each in one.summary)
    for each in one.summary:
        assert all(holds(one, each.topic, name) for name in each.activities), each
        for name in each.activities:
            standing = one.profile[name]
            said = told(KNOWN, name, replace(standing, sure=True))
            named = inline(KNOWN.items[name].name)
            assert (
                said in each.text
                or told(KNOWN, name, standing) in each.text
                or told(KNOWN, name, replace(standing, sure=True, words=())) in each.text
                or named in (each.text)
            ), each
            if each.topic in {Topic.CARRIES, Topic.AHEAD, Topic.STOPS} and standing.planned:
                assert TEXTS["told.planned"] in each.text
            if each.topic in {Topic.CARRIES, Topic.AHEAD, Topic.STOPS} and not standing.sure:
                assert TEXTS["told.unsure"] in each.text
            if standing.origin is Origin.DEDUCED and standing.known and said in each.text:
                assert TEXTS["told.deduced"] in said
    told_of = {name for each in one.summary for name in each.activities}
    for (name, level), words in CLAUSES.items():
        if words in text:
            assert name in told_of
            assert (one.profile[name].lo, one.profile[name].hi) == (level, level)
    assert "general" not in text
    assert one.now.trace[one.now.lo].stage.summary not in text


@given(answers(), st.sampled_from(MODELS))
@settings(deadline=None, max_examples=100)
def test_what_decides_is_told(profile: Profile, model: str) -> None:
    one = made(profile, model)
    topics = {each.topic for each in one.summary}
    assert (Topic.HANGS in topics) == (not one.now.certain)
    if one.now.certain:
        assert (Topic.STOPS in topics) == bool(one.now.blockers)
        assert (Topic.OPEN in topics) == bool(one.now.open)
    assert (Topic.WAIVED in topics) == bool(one.now.waived)


def test_a_team_with_automated_tests_is_not_told_that_it_works_by_hand() -> None:
    levels = {"ci-testing": 3, "model-registry": 3, "model-packaging": 3, "model-deployment": 3,
              "model-training": 3, "model-validation": 3, "code-versioning": 3}  # fmt: skip
    told_levels = {key: at(level) for key, level in levels.items()}
    one = made({**told_levels, "data-collection": at(1), "data-integration": at(2)})
    assert one.now.lo == one.now.hi == 0
    text = " ".join(each.text for each in one.summary)
    assert "by hand" not in text
    assert CLAUSES["data-collection", 1] in text
    assert CLAUSES["data-integration", 2] in text


# --- nothing to do


def all_met(one: Report) -> bool:
    checks = [check for stage in one.now.trace for check in stage.checks]
    known = all(check.standing.lo >= check.requirement.level for check in checks)
    sure = all(check.standing.sure for check in checks)
    return known and sure and not any(check.standing.waived for check in checks)


@pytest.mark.holds(property=9)
@given(answers(), st.sampled_from(MODELS), CONTEXT, st.booleans())
@settings(deadline=None, max_examples=150)
def test_nothing_has_to_change_only_where_all_is_known_and_met(
    profile: Profile, model: str, context: dict[str, str], doubtful: bool
) -> None:
    one = made(profile, model, context, {model} if doubtful else ())
    written = " ".join(write(KNOWN, one, "text").decode().split())
    for sentence in NOTHING:
        if sentence in written:
            assert all_met(one)
            assert not doubtful
    summary = json.loads(write(KNOWN, one, "json"))["summary"]
    complete = any(each["topic"] == Topic.COMPLETE.value for each in summary)
    assert complete == (all_met(one) and not doubtful)
    if not one.steps and not (all_met(one) and not doubtful):
        assert without_steps(KNOWN, one) not in NOTHING


def test_who_meets_everything_is_told_so() -> None:
    one = made(dict.fromkeys(KNOWN.items, at(3)))
    assert TEXTS["result.top"] in [each.text for each in one.summary]
    assert without_steps(KNOWN, one) == TEXTS["result.steps-top"]


def test_who_waives_everything_has_no_stage() -> None:
    one = made(dict.fromkeys(KNOWN.items, WAIVED))
    for key, found in one.assessments.items():
        assert where(KNOWN, found) == TEXTS["result.nothing-applies"], key
    written = " ".join(write(KNOWN, one, "text").decode().split())
    assert not [sentence for sentence in NOTHING if sentence in written]
    assert "Stage 4 of 4" not in written
    assert "calls this stage" not in written


def test_who_reaches_the_target_is_told_what_is_missing_beyond_it() -> None:
    harmless = {"cost-of-error": "little", "rules": "nobody", "place": "cloud"}
    one = made({"data-collection": at(1), "rollback": at(0)}, context=harmless)
    assert one.goals[one.primary].stage == 0
    assert not one.steps
    said = without_steps(KNOWN, one)
    beyond = [check for stage in one.now.trace[1:] for check in stage.checks]
    assert tally(KNOWN, beyond) in said
    assert "Nothing has to change" not in said


# --- counts


@given(answers(), st.sampled_from(MODELS))
@settings(deadline=None, max_examples=100)
def test_counts_add_up_and_unknown_is_never_not_met(profile: Profile, model: str) -> None:
    one = made(profile, model)
    for stage in one.now.trace[1:]:
        said = tally(KNOWN, stage.checks)
        assert sum(int(number) for number in re.findall(r"\d+", said)) == len(stage.checks)
        unmet = re.search(r"(\d+) not met", said)
        below = [c for c in stage.checks if c.standing.hi < c.requirement.level]
        below = [c for c in below if not c.standing.waived]
        assert int(unmet[1] if unmet else 0) == len(below)
    data = json.loads(write(KNOWN, one, "json"))
    for found in data["models"].values():
        for stage in found["proof"]:
            assert sum(stage["counts"].values()) == len(stage["requirements"])


def test_two_answers_leave_the_rest_not_known() -> None:
    one = made({"data-collection": at(1), "data-integration": at(2)})
    said = [tally(KNOWN, stage.checks) for stage in one.now.trace[1:]]
    assert said == ["1 met, 1 not met", "7 not known", "6 not known", "9 not known"]
    written = write(KNOWN, one, "text").decode()
    assert "✗ Rollback" not in written
    assert "? Rollback" in written


# --- steps


@given(answers(), st.sampled_from(MODELS), CONTEXT)
@settings(deadline=None, max_examples=100)
def test_a_step_that_may_be_done_already_says_so(
    profile: Profile, model: str, context: dict[str, str]
) -> None:
    one = made(profile, model, context)
    written = " ".join(write(KNOWN, one, "text").decode().split())
    for step in one.steps:
        standing = one.profile[step.advice.activity]
        assert step.known == (standing.hi < step.advice.to)
        said = condition(KNOWN, one, step)
        assert bool(said) != step.known
        assert said in written
        if said:
            assert CLAUSES[step.advice.activity, step.advice.to - 1] in said
    assert not_planned(KNOWN, one) in written


def test_a_way_back_nobody_asked_about_is_not_called_missing() -> None:
    told_levels = {"data-collection": at(3), "data-integration": at(3), "model-deployment": at(2)}
    one = made(told_levels)
    (first, *_) = [step for step in one.steps if step.advice.activity == "rollback"]
    assert not first.known
    assert condition(KNOWN, one, first).startswith("I know nothing of your rollback yet. If there")
    written = " ".join(write(KNOWN, one, "text").decode().split())
    assert TEXTS["result.find-out"] in written
    for check in one.now.open:
        assert KNOWN.items[check.requirement.activity].question in written


# --- doubt, deduction, target


def test_a_stage_that_hangs_on_a_doubt_is_told_as_heard() -> None:
    profile = {"data-collection": heard(3, 3, sure=False), "data-integration": heard(2, 2),
               "model-deployment": heard(1, 1)}  # fmt: skip
    one = made(profile, doubts={KNOWN.primary.id})
    written = " ".join(write(KNOWN, one, "text").decode().split())
    assert "Stage 1 of 4 · Automated data collection, to be confirmed" in written
    (doubt,) = [each for each in one.summary if each.topic is Topic.DOUBT]
    assert (doubt.activities, doubt.quote) == (("data-collection",), "what they said")
    assert doubt.text in written
    data = json.loads(write(KNOWN, one, "json"))
    primary = data["models"][KNOWN.primary.id]
    assert (primary["certain"], primary["to_be_confirmed"]) == (False, True)
    assert one.neighbours == ()


def test_the_service_passes_on_what_is_still_to_be_confirmed() -> None:
    text = "Readings come in somehow"

    def read(given: str, question: str | None = None) -> Reading:
        return Reading(Intent.ANSWER, (finding(given, "data-collection", 3, score=0.5),))

    said = Turn(kind=TurnKind.SAY, text=text)
    rest = {"data-integration": 2, "model-deployment": 1}
    taps = [Turn(kind=TurnKind.REPLY, activity=key, level=one) for key, one in rest.items()]
    service = Service(Settings(), KNOWN, None)
    one = service.report(replay(KNOWN, [said, *taps], read, answer))
    assert one.doubtful
    assert headline(KNOWN, one).endswith(TEXTS["result.as-heard"])
    assert [each.quote for each in one.summary if each.topic is Topic.DOUBT] == [text]
    assert "google" not in one.doubts, "it never asks for that"
    sure = Turn(kind=TurnKind.EDIT, activity="data-collection", level=3)
    assert not service.report(replay(KNOWN, [said, *taps, sure], read, answer)).doubts


def test_a_level_nobody_named_is_marked_as_concluded() -> None:
    one = made({"model-registry": at(3), "data-collection": at(3), "data-integration": at(3)})
    standing = one.profile["model-training"]
    assert (standing.lo, standing.origin) == (2, Origin.DEDUCED)
    written = " ".join(write(KNOWN, one, "text").decode().split())
    because = TEXTS["result.deduced"].format(because=standing.because)
    assert because in written


@given(CONTEXT)
@settings(deadline=None, max_examples=60)
def test_the_target_is_reasoned_from_choices_that_were_made(context: dict[str, str]) -> None:
    one = made({"data-collection": at(1)}, context=context)
    goal = one.goals.get(one.primary)
    if goal is None:
        return
    chosen = {
        option.label
        for question in KNOWN.context
        for option in question.options
        if context.get(question.id) == option.id
    }
    named = re.findall(r"“([^”]+)”", " ".join(goal.because))
    assert set(named) <= chosen
