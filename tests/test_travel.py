"""Over time and between people: assessing again, what changed, and several voices merged."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import real
from telling import answer

from assistant import merging, report, staging
from assistant.conversation import Conversation, IllegalTurn, Phase, ask, check, replay
from assistant.domain.findings import Finding, Intent, Reading
from assistant.domain.levels import HIGHEST, LOWEST, Origin, Standing, Status, Words
from assistant.domain.merged import Merged, Voice
from assistant.domain.results import Asking, Report
from assistant.domain.session import Given, Turn, TurnKind
from assistant.export import write
from assistant.phrases.changing import changes, climb, rest, rows, stages
from assistant.phrases.glance import Fill

KNOWN = real()
ITEMS = list(KNOWN.items)
DAY = "2026-03-07"
AGAIN = Turn(kind=TurnKind.AGAIN, option=DAY)
SAID = "We copy the model over by hand"


def edit(activity: str, level: int) -> Turn:
    return Turn(kind=TurnKind.EDIT, activity=activity, level=level)


SAMPLE = tuple(edit(key, level) for key, level in KNOWN.sample.levels.items())


def read(text: str, asked: str | None) -> Reading:
    """Read a level of deployment out of any text: 3 where it says "by itself", else 1."""
    level = 3 if "by itself" in text else 1
    found = Finding("model-deployment", level, False, level, level, text, 0, len(text), 0.9, "")
    return Reading(Intent.ANSWER, (found,))


def talk(*turns: Turn) -> Conversation:
    return replay(KNOWN, turns, read, answer)


def reported(now: Conversation) -> Report:
    doubts = {now.model} if now.doubtful else set()
    return report.build(
        KNOWN, now.closure, now.assessments, now.model, now.context, doubts, now.earlier
    )


# --- assessing again


def test_old_answers_hold_and_are_asked_again_until_they_are_confirmed() -> None:
    before, now = talk(*SAMPLE), talk(*SAMPLE, AGAIN)
    assert (now.assessment.lo, now.assessment.hi) == (before.assessment.lo, before.assessment.hi)
    assert before.phase is Phase.RESULT
    assert now.phase is Phase.ASKING
    assert now.doubtful
    assert now.question is not None
    assert now.question.asking is Asking.CONFIRM
    assert "On 7 March 2026 I had Data collection: automated" in ask(KNOWN, now, now.question)
    turns = [*SAMPLE, AGAIN]
    while now.phase is Phase.ASKING:
        assert now.question is not None
        level = KNOWN.sample.levels[now.question.activity]
        turns.append(Turn(kind=TurnKind.REPLY, activity=now.question.activity, level=level))
        now = talk(*turns)
    assert not now.doubtful
    assert (now.assessment.lo, now.assessment.hi) == (before.assessment.lo, before.assessment.hi)
    assert len(turns) - len(SAMPLE) - 1 <= 12


def test_the_earlier_point_stays_as_it_was_and_undo_takes_the_new_one_back() -> None:
    turns = (*SAMPLE, AGAIN, edit("rollback", 3))
    (point,) = talk(*turns).earlier
    assert point.profile == talk(*SAMPLE).profile
    assert (point.day and point.day.isoformat()) == DAY
    undo = Turn(kind=TurnKind.UNDO)
    assert talk(*turns, undo, undo) == replace(
        talk(*SAMPLE), notice=talk(*turns, undo, undo).notice
    )


def test_what_is_said_anew_replaces_what_was_told_before_and_disputes_nothing() -> None:
    first = (Turn(kind=TurnKind.SAY, text=SAID), *SAMPLE[:3])
    now = talk(*first, AGAIN, Turn(kind=TurnKind.SAY, text="Now it goes out by itself"))
    assert not now.disputes
    held = now.profile["model-deployment"]
    assert (held.lo, held.hi, held.carried) == (3, 3, False)
    assert [one.quote for one in held.words] == ["Now it goes out by itself"]


def test_not_known_is_open_again_and_what_does_not_apply_stays_so() -> None:
    marks = [
        Turn(kind=TurnKind.MARK, activity="rollback", mark="unknown"),
        Turn(kind=TurnKind.MARK, activity="alerting", mark="not-applicable"),
    ]
    told = talk(*marks, *SAMPLE[:1], AGAIN).told
    assert "rollback" not in told
    assert told["alerting"].waived
    assert told[SAMPLE[0].activity].carried


def test_the_difference_names_what_moved_with_the_words_of_now() -> None:
    first = (*SAMPLE, Turn(kind=TurnKind.SAY, text=SAID, activity="model-deployment"))
    said = Turn(kind=TurnKind.SAY, text="It goes out by itself", activity="model-deployment")
    one = reported(talk(*first, AGAIN, said, edit("data-collection", 1)))
    since = one.trend.since
    assert since is not None
    found = {each.name: (each.text, each.quote) for each in changes(KNOWN, since)}
    assert found["Model deployment"] == ("manual → automated", "It goes out by itself")
    assert found["Data collection"] == ("automated → manual", "")
    assert ("John et al. 2021", "1 → 0") in [(x.name, x.text) for x in stages(KNOWN, one, since)]
    assert [row[0] for row in rows(KNOWN, one)] == ["7 March 2026", "Today"]
    assert any(line.startswith("Not asked again yet") for line in rest(KNOWN, since))


def test_the_picture_is_filled_as_far_as_the_team_was_each_time() -> None:
    later = Turn(kind=TurnKind.AGAIN, option="2026-07-01")
    mark = Turn(kind=TurnKind.MARK, activity="data-collection", mark="unknown")
    one = reported(talk(*SAMPLE, AGAIN, edit("data-collection", 0), later, mark))
    drawn = climb(KNOWN, one)
    assert drawn.days == ("7 March 2026", "1 July 2026", "Today")
    places = [point.stages[one.primary] for point in one.trend.points]
    assert len(set(places)) == 3, "else nothing is seen"
    for at, (_, fills) in enumerate(reversed(drawn.rungs)):
        for fill, (low, high) in zip(fills, places, strict=True):
            assert (fill is Fill.REACHED) == (at <= low)
            assert (fill is Fill.POSSIBLE) == (low < at <= high)
    for form in ("text", "html", "markdown"):
        assert KNOWN.texts["trend.picture"] in write(KNOWN, one, form).decode()


def test_what_is_taken_over_is_said_to_be_from_last_time_and_not_misheard() -> None:
    one = reported(talk(*SAMPLE, AGAIN))
    told = " ".join(each.text for each in one.summary)
    assert KNOWN.texts["told.before"].partition("{")[0] in told
    assert KNOWN.texts["told.carried"] in told
    assert KNOWN.texts["told.unsure"] not in write(KNOWN, one, "text").decode()
    assert KNOWN.texts["told.doubt"].partition("{")[0] not in told


def test_without_an_earlier_point_there_is_no_trend() -> None:
    assert reported(talk(*SAMPLE)).trend.since is None


@pytest.mark.parametrize("day", ["", "7 March", "2026-3-7", "2026-02-30", "20260307"])
def test_a_new_assessment_names_a_day(day: str) -> None:
    with pytest.raises(IllegalTurn):
        check(KNOWN, Turn(kind=TurnKind.AGAIN, option=day))


@pytest.mark.parametrize(
    "given_turn",
    [
        Turn(kind=TurnKind.GIVEN),
        Turn(kind=TurnKind.GIVEN, given=(Given(activity="nothing"),)),
        Turn(kind=TurnKind.GIVEN, given=(Given(activity="rollback", spans=((0, 5),)),)),
        Turn(kind=TurnKind.GIVEN, given=(Given(activity="rollback"), Given(activity="rollback"))),
    ],
)
def test_what_is_taken_over_names_what_we_know_once_and_words_that_are_there(
    given_turn: Turn,
) -> None:
    with pytest.raises(IllegalTurn):
        check(KNOWN, given_turn)


# --- several people

LEVELS = st.integers(LOWEST, HIGHEST)
QUOTES = st.lists(st.text(min_size=1, max_size=20).filter(str.strip), max_size=2, unique=True)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    status = draw(st.sampled_from([Status.LEVEL] * 5 + [Status.UNKNOWN, Status.NOT_APPLICABLE]))
    if status is not Status.LEVEL:
        return Standing(status=status, origin=Origin.CHOSEN)
    lo, hi = sorted((draw(LEVELS), draw(LEVELS)))
    words = tuple(Words(one, 0, 0, len(one)) for one in draw(QUOTES))
    return Standing(
        lo,
        hi,
        origin=Origin.SAID if words else Origin.CHOSEN,
        status=status,
        words=words,
        planned=lo < HIGHEST and draw(st.booleans()),
        sure=draw(st.booleans()),
    )


@st.composite
def voices(draw: st.DrawFn, name: str = "") -> Voice:
    told = draw(st.dictionaries(st.sampled_from(ITEMS), standings(), max_size=14))
    chips = {one.id: [option.id for option in one.options] for one in KNOWN.context}
    context = draw(st.fixed_dictionaries({}, optional={
        key: st.sampled_from(options) for key, options in chips.items() if key != "work"
    }))  # fmt: skip
    return Voice(name or draw(st.sampled_from("ABC")), told, context, KNOWN.primary.id)


def settled(merged: Merged, picked: dict[str, int] | None = None) -> Conversation:
    return talk(*merging.turns(KNOWN, merged, picked or {}))


@given(voices())
@settings(deadline=None)
def test_merging_a_session_with_itself_changes_nothing(one: Voice) -> None:
    alone, twice = merging.merge(KNOWN, [one]), merging.merge(KNOWN, [one, one])
    assert alone == twice
    assert not twice.disagreements
    closed = staging.close(KNOWN, one.told).profile
    now = settled(twice)
    for key, model in KNOWN.models.items():
        place = staging.assess(model, closed)
        assert (now.assessments[key].lo, now.assessments[key].hi) == (place.lo, place.hi)
    for key, standing in one.told.items():
        if (standing.lo, standing.hi, standing.status) == (LOWEST, HIGHEST, Status.LEVEL):
            continue  # it says nothing
        held = now.told[key]
        assert (held.lo, held.hi, held.status, held.planned) == (
            standing.lo, standing.hi, standing.status, standing.planned,
        )  # fmt: skip
        assert [w.quote for w in held.words] == [w.quote.strip() for w in standing.words]


@given(st.lists(voices(), min_size=2, max_size=4), st.randoms())
@settings(deadline=None)
def test_the_order_of_the_files_changes_nothing(heard: list[Voice], random: object) -> None:
    shuffled = list(heard)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = merging.merge(KNOWN, heard), merging.merge(KNOWN, shuffled)
    assert one == other
    assert merging.turns(KNOWN, one, {}) == merging.turns(KNOWN, other, {})


@given(voices("A"), voices("B"))
@settings(deadline=None)
def test_what_is_disputed_cannot_all_hold_and_the_rest_can(first: Voice, second: Voice) -> None:
    merged = merging.merge(KNOWN, [first, second])
    for each in merged.agreements:
        told = [voice.told.get(each.activity) for voice in (first, second)]
        levels = [one for one in told if one is not None and one.status is Status.LEVEL]
        if not each.standing.waived:
            assert all(one.lo <= each.standing.hi and each.standing.lo <= one.hi for one in levels)
    for one in merged.disagreements:
        places = [(p.standing.waived, p.standing.lo, p.standing.hi) for p in one.positions]
        assert len(set(places)) == len(places) > 1
        assert sorted(name for p in one.positions for name in p.names) == ["A", "B"]
    order = [one.stage or 99 for one in merged.disagreements]
    assert order == sorted(order), "what decides the lowest stage comes first"


@given(voices("A"), voices("B"), st.data())
@settings(deadline=None)
def test_what_is_settled_holds_exactly_and_quotes_both(
    first: Voice, second: Voice, data: st.DataObject
) -> None:
    merged = merging.merge(KNOWN, [first, second])
    picked = {one.activity: data.draw(LEVELS) for one in merged.disagreements}
    now = settled(merged, picked)
    for key, level in picked.items():
        assert (now.told[key].lo, now.told[key].hi, now.told[key].sure) == (level, level, True)
        quotes = " ".join(one.quote for one in now.told[key].words)
        for voice in (first, second):
            for words in voice.told[key].words if key in voice.told else ():
                assert words.quote.strip() in quotes
    for exchange in now.exchanges:
        for standing in now.told.values():
            for one in standing.words:
                assert one.quote == exchange.turn.text[one.start : one.end]


def stand(levels: dict[str, int], quote: str = "") -> dict[str, Standing]:
    words = (Words(quote, 0, 0, len(quote)),) if quote else ()
    return {
        key: Standing(level, level, Status.LEVEL, Origin.SAID if words else Origin.CHOSEN, words)
        for key, level in levels.items()
    }


def test_what_decides_the_lowest_stage_is_talked_about_first() -> None:
    ana = Voice(
        "Ana", stand({"rollback": 0, "data-collection": 3, "governance": 0}, "as I see it"), {}
    )
    bo = Voice("Bo", stand({"rollback": 2, "data-collection": 1, "governance": 3}), {})
    merged = merging.merge(KNOWN, [bo, ana])
    found = [(one.activity, one.stage) for one in merged.disagreements]
    assert found == [("data-collection", 1), ("rollback", 3), ("governance", 0)]
    assert [p.names for p in merged.disagreements[0].positions] == [("Bo",), ("Ana",)]
    text = merging.turns(KNOWN, merged, {})[-1].text
    assert text.count("Ana: as I see it") == 3


def test_two_people_of_one_name_are_told_apart_and_choices_are_compared() -> None:
    one = Voice("Ana", stand({"rollback": 1}), {"pace": "days"})
    other = Voice("Ana", stand({"rollback": 2}), {"pace": KNOWN.context[1].options[0].id})
    merged = merging.merge(KNOWN, [one, replace(other, context={}), one])
    assert [each.name for each in merged.voices] == ["Ana", "Ana (2)"]
    assert merged.context == {"pace": "days"}


def test_nothing_said_makes_no_session() -> None:
    silent: Sequence[Voice] = [Voice("A", {}, {}), Voice("B", {}, {})]
    assert merging.turns(KNOWN, merging.merge(KNOWN, silent), {}) == ()
