"""A previewed change is the change; a what-if changes nothing of today; the table tells all."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import real
from telling import answer
from telling import said_by_itself as read
from test_conversation import ANY, KNOWN, NAMES, TEXTS

from assistant.conversation import Conversation, IllegalTurn, advance, replay, taken
from assistant.domain.levels import Status
from assistant.domain.scenario import Scenario
from assistant.domain.session import Turn, TurnKind
from assistant.export import write
from assistant.phrases.shifting import lines
from assistant.preview import between, outcome, preview, supposals, suppose
from assistant.report import build
from assistant.sheet import How, Sure, rows
from assistant.storage.document import SessionDocument, StoredTurn, parsed, written

brisk = settings(deadline=None, max_examples=40)
LEVELS = st.integers(0, 3)
TAPS = st.one_of(
    st.builds(Turn, kind=st.sampled_from(["reply", "edit"]), activity=NAMES, level=LEVELS),
    st.builds(
        Turn,
        kind=st.just("mark"),
        activity=NAMES,
        mark=st.sampled_from(["unknown", "not-applicable", "skipped"]),
    ),
    st.builds(Turn, kind=st.just("forget"), activity=NAMES),
)
SPANS = st.tuples(LEVELS, LEVELS).map(sorted)
SUPPOSED = st.dictionaries(NAMES, SPANS, max_size=4).map(
    lambda given: tuple((name, *given[name]) for name in sorted(given))
)
CALLED = st.sampled_from(["our first quarter", "with a platform", "*a* <b>"])
SCENARIOS = st.builds(Turn, kind=st.just("scenario"), text=CALLED, levels=SUPPOSED)
DROPS = st.builds(Turn, kind=st.just("scenario"), text=CALLED, mark=st.just("dropped"))
WHAT_IFS = st.one_of(SCENARIOS, SCENARIOS, DROPS)


def told(turns: list[Turn]) -> Conversation:
    return replay(KNOWN, turns, read, answer)


def today(now: Conversation) -> Conversation:
    """A conversation without its what-ifs and without what was just said of it."""
    return replace(now, scenarios=(), notice="")


@given(ANY, TAPS)
@brisk
def test_applying_a_previewed_change_gives_what_was_previewed(turns: list[Turn], tap: Turn) -> None:
    before = told(turns)
    shown = preview(KNOWN, before, tap)
    after = told([*turns, tap])
    assert shown == between(outcome(KNOWN, before), outcome(KNOWN, after))
    for move in shown.moves:
        key = move.after.model.id
        assert move.before == before.assessments[key]
        assert move.after == after.assessments[key]
    report = build(KNOWN, after.closure, after.assessments, after.model, after.context)
    assert [one.advice.id for one in report.steps] == list(shown.left)
    same = all(before.assessments[key] == after.assessments[key] for key in KNOWN.models)
    if same:
        assert all(move.same for move in shown.moves)
    said = lines(real(), shown, (tap.activity,))
    assert (said[-1] == real().texts["shift.nothing"]) == shown.nothing


@given(ANY, st.lists(WHAT_IFS, min_size=1, max_size=4), st.data())
@brisk
def test_a_what_if_changes_nothing_of_today(
    turns: list[Turn], supposed: list[Turn], data: st.DataObject
) -> None:
    """Levels, stage, next question and all else are as without it, wherever it comes in between."""
    mixed = list(turns)
    for one in supposed:
        mixed.insert(data.draw(st.integers(0, len(mixed))), one)
    backs = {TurnKind.UNDO, TurnKind.RESTART}
    if any(one.kind in backs for one in turns):
        return  # what an undo takes back may be the what-if itself: see below
    assert today(told(mixed)) == today(told(turns))


@given(ANY, SCENARIOS)
@brisk
def test_undo_takes_a_what_if_back_and_nothing_else(turns: list[Turn], supposed: Turn) -> None:
    undone = told([*turns, supposed, Turn(kind=TurnKind.UNDO)])
    before = told(turns)
    assert replace(undone, notice="") == replace(before, notice="")
    assert undone.notice == real().texts["undone.scenario"]


@given(ANY, SCENARIOS)
@brisk
def test_what_is_supposed_holds_in_the_what_if(turns: list[Turn], supposed: Turn) -> None:
    now = told([*turns, supposed])
    scenario = Scenario(supposed.text, supposed.levels)
    assert scenario in now.scenarios
    then = suppose(KNOWN, now, scenario)
    for name, lo, hi in supposed.levels:
        assert lo <= then.profile[name].lo <= then.profile[name].hi <= hi
    nothing = suppose(KNOWN, now, Scenario("nothing"))
    assert between(outcome(KNOWN, now), nothing).nothing


@given(st.lists(st.one_of(TAPS, WHAT_IFS), max_size=8), st.text(max_size=20))
@brisk
def test_a_session_with_what_ifs_is_read_back_to_the_same_bytes(
    turns: list[Turn], name: str
) -> None:
    named = " ".join(name.split())
    more = [Turn(kind=TurnKind.SCENARIO, text=named, levels=(("rollback", 3, 3),))] if named else []
    at = datetime(2026, 3, 7, tzinfo=UTC)
    kept = tuple(
        StoredTurn(key=f"k{number}", at=at, knowledge="", turn=turn)
        for number, turn in enumerate([*turns, *more])
    )
    document = SessionDocument(begun=at, turns=kept)
    assert parsed(written(document)) == document
    assert written(parsed(written(document))) == written(document)


def test_a_turn_without_levels_is_written_as_it_always_was() -> None:
    plain = json.loads(Turn(kind=TurnKind.EDIT, activity="rollback", level=1).json())
    assert set(plain) == {"kind", "text", "activity", "level", "mark", "option", "reason"}
    supposed = Turn(kind=TurnKind.SCENARIO, text="q", levels=(("rollback", 3, 3),))
    assert json.loads(supposed.json())["levels"] == [["rollback", 3, 3]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "two  spaces"},
        {"text": "x" * 61},
        {"text": "q", "levels": (("nothing", 1, 1),)},
        {"text": "q", "levels": (("rollback", 1, 1), ("rollback", 2, 2))},
        {"text": "q", "mark": "dropped", "levels": (("rollback", 1, 1),)},
        {"text": "q", "mark": "unknown"},
        {"text": "q", "levels": (("rollback", 3, 1),)},
    ],
)
def test_a_what_if_that_says_nothing_plain_is_refused(wrong: dict[str, object]) -> None:
    turn = Turn.of({"kind": "scenario", **wrong})
    with pytest.raises(IllegalTurn):
        advance(KNOWN, told([]), turn, read, answer)


@given(ANY)
@brisk
def test_every_item_has_a_row_that_agrees_with_what_is_known(turns: list[Turn]) -> None:
    now, held = told(turns), taken(KNOWN, turns)
    table = rows(KNOWN, now, held)
    assert [row.item.id for row in table] == list(KNOWN.items)
    for row in table:
        assert row.standing == now.profile[row.item.id]
        assert (row.how is How.WAIVED) == row.standing.waived
        if row.standing.known and not row.standing.waived:
            assert row.sure is not Sure.OPEN
        if row.how in {How.TAPPED, How.CONFIRMED}:
            assert row.standing.status is Status.LEVEL
            assert held[row.turn - 1].activity == row.item.id
        if row.standing.words:
            said = held[row.turn - 1]
            assert said.kind is TurnKind.SAY
            assert row.quote in said.text


@given(TEXTS, NAMES, LEVELS)
@brisk
def test_a_reading_that_is_tapped_again_is_confirmed(text: str, name: str, level: int) -> None:
    turns = [
        Turn(kind=TurnKind.SAY, text=f"answer. {name} {level}-{level} unsure"),
        Turn(kind=TurnKind.EDIT, activity=name, level=level),
    ]
    table = {row.item.id: row for row in rows(KNOWN, told(turns), turns)}
    assert (table[name].how, table[name].sure) == (How.CONFIRMED, Sure.CERTAIN)
    first = {row.item.id: row for row in rows(KNOWN, told(turns[:1]), turns[:1])}
    assert first[name].how is How.HEARD
    assert first[name].doubtful


def test_a_report_names_its_what_ifs_and_is_as_before_without() -> None:
    turns = [Turn(kind=TurnKind.EDIT, activity="data-collection", level=3)]
    plain = told(turns)
    report = build(KNOWN, plain.closure, plain.assessments, plain.model, plain.context)
    supposed = Turn(
        kind=TurnKind.SCENARIO, text="our *first* quarter", levels=(("data-integration", 2, 2),)
    )
    more = replace(report, supposed=supposals(KNOWN, told([*turns, supposed])))
    assert b"What if" not in write(real(), report, "text")
    said = write(real(), more, "text").decode()
    assert "What if: our *first* quarter" in said
    assert "stage 1" in said[said.index("What if: ") :]
    data = json.loads(write(real(), more, "json"))
    assert data["what_if"][0]["models"]["john-2021"]["then"] == {"low": 1, "high": 4}
    assert {**data, "what_if": 0} == {**json.loads(write(real(), report, "json")), "what_if": 0}
    assert "our \\*first\\* quarter" in write(real(), more, "markdown").decode()
