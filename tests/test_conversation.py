"""What must hold in every conversation, whatever is said, tapped or taken back, in any order."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from adversary import grown, honest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import real
from telling import COMMANDS, answer, finding, quotes_hold
from telling import said_by_itself as read

from assistant import report, staging
from assistant.conversation import (
    TRANSITIONS,
    Conversation,
    IllegalTurn,
    Phase,
    Signal,
    advance,
    ask,
    begin,
    check,
    effective,
    plainly,
    replay,
    undone,
)
from assistant.conversation.aiming import aimed
from assistant.conversation.doubts import doubted
from assistant.domain.findings import Intent, Reading
from assistant.domain.knowledge import Activity, Following
from assistant.domain.levels import Status
from assistant.domain.results import Asking, Check, Verdict
from assistant.domain.session import READ_AT_MOST, Turn, TurnKind
from assistant.domain.wants import Wants

KNOWN = replace(real(), wants=Wants())  # texts that say themselves what is heard are no English
SOME = ("data-collection", "data-integration", "data-preparation", "model-registry",
        "model-training", "performance-monitoring", "improvement-data")  # fmt: skip
TALK = {TurnKind.SAY, TurnKind.REPLY, TurnKind.MARK, TurnKind.EDIT, TurnKind.FORGET}
MARKS = ("unknown", "not-applicable", "skipped")


brisk = settings(deadline=None, max_examples=40)


# --- a reader of texts that say themselves what is to be heard in them

SPANS = [(0, 0), (1, 1), (2, 2), (3, 3), (0, 3), (1, 2), (2, 3), (0, 2)]


def _line(name: str, span: tuple[int, int], more: str = "") -> str:
    return f"{name} {span[0]}-{span[1]}{more}"


NAMES = st.sampled_from(SOME)
LEVELS = st.integers(0, 3)
MORE = st.sampled_from(["", "", " planned", " unsure", " unsure"])
LINES = st.lists(st.builds(_line, NAMES, st.sampled_from(SPANS), MORE), max_size=3)
OPENINGS = st.sampled_from([*(one.value for one in Intent if one != "command"), *COMMANDS])
TEXTS = st.builds(lambda intent, lines: ". ".join([intent, *lines]), OPENINGS, LINES)

SAYS = st.builds(Turn, kind=st.just("say"), text=TEXTS, activity=st.one_of(st.just(""), NAMES))
REPLIES = st.builds(Turn, kind=st.sampled_from(["reply", "edit"]), activity=NAMES, level=LEVELS)
MARKINGS = st.builds(Turn, kind=st.just("mark"), activity=NAMES, mark=st.sampled_from(MARKS))
FORGETS = st.builds(Turn, kind=st.just("forget"), activity=NAMES)
CHIPS = st.builds(
    Turn,
    kind=st.just("context"),
    activity=st.just("pace"),
    option=st.sampled_from(["", "days", "years"]),
)
CHOICES = st.builds(Turn, kind=st.just("model"), option=st.sampled_from(list(KNOWN.models)))
CONTINUES = st.just(Turn(kind=TurnKind.CONTINUE))
BACK = st.sampled_from([Turn(kind=TurnKind.UNDO), Turn(kind=TurnKind.RESTART)])
FORWARD = st.one_of(SAYS, SAYS, REPLIES, REPLIES, MARKINGS, FORGETS, CHIPS, CHOICES, CONTINUES)
ONWARD = st.lists(FORWARD, max_size=8)
ANY = st.lists(st.one_of(FORWARD, FORWARD, FORWARD, BACK), max_size=10)


def told(turns: list[Turn]) -> Conversation:
    return replay(KNOWN, turns, read, answer)


def ranges(now: Conversation) -> list[tuple[int, int]]:
    return [(one.lo, one.hi) for one in now.assessments.values()]


def silent(now: Conversation) -> Conversation:
    return replace(now, notice="")


# --- phases


def test_every_phase_takes_every_signal() -> None:
    assert set(TRANSITIONS) == set(product(Phase, Signal))
    for phase in Phase:
        assert TRANSITIONS[(phase, Signal.LISTENED)] is phase
        assert TRANSITIONS[(phase, Signal.LEARNT)] is Phase.ASKING
        assert TRANSITIONS[(phase, Signal.SETTLED)] is Phase.RESULT
        assert TRANSITIONS[(phase, Signal.GO_ON)] is Phase.DETAIL


@given(ANY)
@brisk
def test_the_phase_says_what_is_asked(turns: list[Turn]) -> None:
    now = told(turns)
    assert (now.question is None) == (now.phase in {Phase.OPENING, Phase.RESULT})
    if now.phase is Phase.OPENING:
        assert not now.told
    if now.disputes:
        assert now.phase is Phase.ASKING
    if now.phase is Phase.ASKING:
        assert 1 <= now.remaining.least <= now.remaining.most
    if now.phase is Phase.DETAIL:
        assert now.full or aimed(KNOWN, now) is not None
        assert now.remaining.most == 0
    if now.question is not None:
        item = KNOWN.items[now.question.activity]
        assert ask(KNOWN, now, now.question).endswith((item.question, plainly(now, item)))


@pytest.mark.holds(property=3)
@given(ANY)
@brisk
def test_nothing_is_asked_that_is_known_or_was_marked(turns: list[Turn]) -> None:
    now = told(turns)
    if now.question is None or now.question.asking is Asking.CONFLICT:
        return
    standing = now.profile[now.question.activity]
    # A level read with a low score may be asked back: it is taken as heard, not as known.
    assert now.question.activity in now.disputes or not standing.known or not standing.sure
    assert standing.status not in {Status.UNKNOWN, Status.NOT_APPLICABLE}


@given(st.sampled_from(list(KNOWN.models)), st.data())
@brisk
def test_answering_what_is_asked_ends_in_a_result(model: str, data: st.DataObject) -> None:
    now = told([Turn(kind="model", option=model), Turn(kind="continue")])
    asked: list[str] = []
    while now.question is not None:
        name = now.question.activity
        asked.append(name)
        assert asked.count(name) <= 4  # vague, left out, come back, left out for good
        kind = data.draw(st.sampled_from(["reply", "mark", "say"]))
        if kind == "reply":
            turn = Turn(kind="reply", activity=name, level=data.draw(LEVELS))
        elif kind == "mark":
            turn = Turn(kind="mark", activity=name, mark=data.draw(st.sampled_from(MARKS)))
        else:
            line = _line(name, data.draw(st.sampled_from(SPANS)), data.draw(MORE))
            turn = Turn(kind="say", text=f"answer. {line}", activity=name)
        now = advance(KNOWN, now, turn, read, answer)
    assert now.phase is Phase.RESULT


def test_what_is_told_vaguely_and_skipped_does_not_come_back_for_ever() -> None:
    now = told([Turn(kind="continue")])
    assert now.question is not None
    vague, asked = now.question.activity, 0
    while now.question is not None:
        name = now.question.activity
        turn = Turn(kind="reply", activity=name, level=3)
        if name == vague:
            asked += 1
            says = Turn(kind="say", text=f"answer. {_line(name, (0, 3), '')}", activity=name)
            turn = says if asked % 2 else Turn(kind="mark", activity=name, mark="skipped")
        now = advance(KNOWN, now, turn, read, answer)
    assert asked == 3
    assert (now.told[vague].lo, now.told[vague].hi) == (0, 3)


@given(ANY)
@brisk
def test_no_result_rests_on_a_reading_that_is_unsure(turns: list[Turn]) -> None:
    now = told(turns)
    if now.phase is not Phase.RESULT:
        return
    model = KNOWN.models[now.model]
    assert not now.doubtful
    for name in doubted(now.told):
        for level in range(4):
            other = {**now.told, name: replace(now.told[name], lo=level, hi=level)}
            found = staging.assess(model, staging.close(KNOWN, other).profile)
            assert (found.lo, found.hi) == (now.assessment.lo, now.assessment.hi)
            assert _names(found.blockers) == _names(now.assessment.blockers)


def _names(blockers: tuple[Check, ...]) -> list[str]:
    return [one.requirement.activity for one in blockers]


# --- what a correction is about


def corrector(text: str, asked: str | None) -> Reading:
    """Read "training" and the open question, as the real reader does with a short text."""
    spoken = {"model-training"} if "training" in text else set[str]()
    names = sorted(spoken | ({asked} if asked and "it" in text.split() else set()))
    found = tuple(finding(text, name, "automated") for name in names)
    return Reading(Intent.CORRECTION if text.startswith("No") else Intent.ANSWER, found)


def test_a_correction_is_about_what_it_names_and_not_about_the_open_question() -> None:
    turns = [
        Turn(kind="reply", activity="model-training", level=1),
        Turn(kind="say", text="No, it is training that runs by itself", activity="rollback"),
    ]
    now = replay(KNOWN, turns, corrector, answer)
    assert now.told["model-training"].lo == 3
    assert "rollback" not in now.told


def test_a_correction_that_names_nothing_is_about_the_last_thing_heard() -> None:
    before = Turn(kind="reply", activity="model-training", level=1)
    aside = Turn(kind="say", text="What is a pipeline")
    turns = [before, aside, Turn(kind="say", text="No, it runs by itself")]
    now = replay(KNOWN, turns, corrector, answer)
    assert (now.told["model-training"].lo, set(now.told)) == (3, {"model-training"})


def test_a_correction_that_may_be_about_two_things_is_asked_back() -> None:
    two = Turn(kind="say", text="answer. model-training 1-1. rollback 1-1")
    now = replay(KNOWN, [two], read, answer)
    now = advance(KNOWN, now, Turn(kind="say", text="No, it runs by itself"), corrector, answer)
    assert now.exchanges[-1].remarks == (KNOWN.texts["say.what-instead"],)
    assert {name: one.lo for name, one in now.told.items()} == {"model-training": 1, "rollback": 1}


# --- turns that cannot be taken

ILLEGAL = [
    {"kind": "reply", "activity": "nope", "level": 1},
    {"kind": "reply", "activity": "rollback"},
    {"kind": "edit", "activity": "", "level": 1},
    {"kind": "edit", "activity": "rollback"},
    {"kind": "mark", "activity": "rollback", "mark": "level"},
    {"kind": "mark", "activity": "rollback"},
    {"kind": "mark", "activity": "nope", "mark": "unknown"},
    {"kind": "forget", "activity": "nope"},
    {"kind": "say", "text": "hello", "activity": "nope"},
    {"kind": "model", "option": "nope"},
    {"kind": "model"},
    {"kind": "context", "activity": "nope", "option": "days"},
    {"kind": "context", "activity": "pace", "option": "nope"},
    {"kind": "context", "activity": "rollback", "option": "3"},
]


@pytest.mark.parametrize("fields", ILLEGAL, ids=str)
def test_an_illegal_turn_is_refused_and_changes_nothing(fields: Mapping[str, object]) -> None:
    start = [Turn(kind="reply", activity="data-collection", level=3)]
    before, turn = told(start), Turn.of(fields)
    with pytest.raises(IllegalTurn, match=r"reload the page"):
        advance(KNOWN, before, turn, read, answer)
    with pytest.raises(IllegalTurn):
        check(KNOWN, turn)
    assert before == told(start)


@pytest.mark.parametrize("fields", ILLEGAL, ids=str)
def test_a_stored_turn_that_the_knowledge_no_longer_has_is_passed_over(
    fields: Mapping[str, object],
) -> None:
    known = [Turn(kind="reply", activity="data-collection", level=3), Turn(kind="continue")]
    foreign = Turn.of(fields)
    assert told([known[0], foreign, known[1]]) == told(known)
    assert effective([known[0], foreign]) == (known[0], foreign)


@pytest.mark.parametrize("kind", ["undo", "restart"])
def test_undo_and_restart_need_the_whole_list(kind: str) -> None:
    with pytest.raises(IllegalTurn):
        advance(KNOWN, begin(KNOWN), Turn(kind=kind), read, answer)
    check(KNOWN, Turn(kind=kind))


@given(FORWARD)
@brisk
def test_what_the_page_can_send_is_legal(turn: Turn) -> None:
    check(KNOWN, turn)


# --- the fold


@given(ONWARD)
@brisk
def test_replay_is_the_fold_of_advance(turns: list[Turn]) -> None:
    now = begin(KNOWN)
    for number, turn in enumerate(turns, start=1):
        now = advance(KNOWN, now, turn, read, answer)
        assert now == told(turns[:number])


@given(ANY, st.one_of(FORWARD, st.just(Turn(kind="restart"))))
@brisk
def test_undo_takes_back_exactly_one_turn(turns: list[Turn], turn: Turn) -> None:
    after = [*turns, turn, Turn(kind="undo")]
    assert silent(told(after)) == silent(told(turns))
    assert effective(after) == effective(turns)
    assert undone(after) == (effective(after) != effective([*turns, turn]))


@given(ANY)
@brisk
def test_no_turn_that_holds_ever_vanishes(turns: list[Turn]) -> None:
    now = told(turns)
    kept = [turn for turn in effective(turns) if turn.kind in TALK]
    assert [one.turn for one in now.exchanges] == kept
    assert [one.number for one in now.exchanges] == list(range(len(kept)))


@pytest.mark.holds(property=4)
@given(ANY)
@brisk
def test_every_quote_is_in_the_words_of_its_turn(turns: list[Turn]) -> None:
    assert quotes_hold(told(turns))


@pytest.mark.holds(property=2)
@given(st.dictionaries(st.sampled_from(list(KNOWN.items)), LEVELS, max_size=6), st.randoms())
@brisk
def test_the_order_of_answers_does_not_matter(levels: dict[str, int], chance: object) -> None:
    turns = [Turn(kind="reply", activity=name, level=one) for name, one in levels.items()]
    shuffled = list(turns)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = told(turns), told(shuffled)
    assert one.profile == other.profile
    assert one.assessments == other.assessments
    assert one.remaining.most == other.remaining.most


# --- what counts


@pytest.mark.holds(property=2)
@given(ANY, NAMES)
@brisk
def test_unknown_never_counts_as_achieved(turns: list[Turn], name: str) -> None:
    before = told(turns)
    after = advance(KNOWN, before, Turn(kind="mark", activity=name, mark="unknown"), read, answer)
    assert not after.told[name].known
    # To say less may end a contradiction, and what follows from the rest then holds again.
    if not before.closure.conflicts and not before.profile[name].waived:
        for key, one in after.assessments.items():
            assert one.lo <= before.assessments[key].lo
            assert one.hi >= before.assessments[key].hi
    if name not in before.told:
        assert ranges(after) == ranges(before)


@pytest.mark.holds(property=4)
@given(ANY)
@brisk
def test_the_report_shows_a_basis_for_every_requirement_and_a_passage_for_every_step(
    turns: list[Turn],
) -> None:
    now = told(turns)
    made = report.build(KNOWN, now.closure, now.assessments, now.model, now.context)
    for one in made.assessments.values():
        for stage in one.trace:
            assert all(check.requirement.sources for check in stage.checks)
            reached = [check.verdict for check in stage.checks]
            assert Verdict.UNMET not in reached or stage.reached is Verdict.UNMET
    for step in made.steps:
        assert step.advice.passages
        assert set(step.advice.passages) <= set(KNOWN.passages)
    assert made.known <= made.total == len(KNOWN.activities)


def test_a_very_long_message_is_kept_whole_and_read_in_part() -> None:
    seen: list[str] = []

    def reader(text: str, asked: str | None) -> Reading:
        seen.append(text)
        return Reading(Intent.ANSWER, (finding(text, "rollback", "manual", text[-10:]),))

    text = "0123456789" * 2000
    now = replay(KNOWN, [Turn(kind="say", text=text)], reader, answer)
    assert seen == [text[:READ_AT_MOST]]
    assert now.exchanges[0].said == text
    assert now.exchanges[0].remarks[0] == KNOWN.texts["too-long"].format(
        read="8,000", given="20,000"
    )
    assert quotes_hold(now)


def test_a_long_quote_is_shortened_where_it_is_asked_about() -> None:
    text = "we look after the data " * 200
    turn = Turn(kind="say", text=f"answer. {text}")

    def reader(words: str, asked: str | None) -> Reading:
        return Reading(Intent.ANSWER, (finding(words, "data-collection", "unclear"),))

    now = replay(KNOWN, [turn], reader, answer)
    assert now.question is not None
    assert now.question.asking is Asking.CONFIRM
    assert len(ask(KNOWN, now, now.question)) < 400


def test_braces_in_what_a_user_says_are_only_words() -> None:
    text = "{question} {0} %s {because!r}"

    def reader(words: str, asked: str | None) -> Reading:
        return Reading(Intent.ANSWER, (finding(words, "data-collection", "unclear"),))

    now = replay(KNOWN, [Turn(kind="say", text=text)], reader, answer)
    assert now.question is not None
    assert text in ask(KNOWN, now, now.question)


# --- what is said of the open question


@given(ANY)
@brisk
def test_each_reply_leads_where_it_is_said_to_lead(turns: list[Turn]) -> None:
    now = told(turns)
    if now.question is None or now.phase is Phase.DETAIL:
        return
    assert [one.level for one in now.question.consequences] == [0, 1, 2, 3]
    for one in now.question.consequences:
        turn = Turn(kind="reply", activity=now.question.activity, level=one.level)
        after = advance(KNOWN, now, turn, read, answer).assessment
        assert (after.lo, after.hi) == (one.lo, one.hi)


@given(ANY)
@brisk
def test_what_is_said_to_change_nothing_changes_nothing(turns: list[Turn]) -> None:
    """Where no reply moves the range and the question bears on nothing, the page says so."""
    now = told(turns)
    if now.question is None or now.question.needed or now.question.conflict:
        return
    for level in range(4):
        turn = Turn(kind="reply", activity=now.question.activity, level=level)
        after = advance(KNOWN, now, turn, read, answer).assessment
        if level in _span(now):
            assert (after.lo, after.hi) == (now.assessment.lo, now.assessment.hi)
            assert _names(after.blockers) == _names(now.assessment.blockers)


def _span(now: Conversation) -> range:
    """The levels that what is known leaves open for what is asked."""
    assert now.question is not None
    standing = now.profile[now.question.activity]
    return range(standing.lo, standing.hi + 1)


# --- what is left


@given(ANY, FORWARD)
@brisk
def test_more_questions_are_left_only_with_a_reason(turns: list[Turn], turn: Turn) -> None:
    before = told(turns)
    after = advance(KNOWN, before, turn, read, answer)
    if grown(before, turn, after):
        assert after.question is not None
        assert after.exchanges[-1].remarks or after.question.asking is not Asking.LEVEL


@given(ANY, st.randoms(use_true_random=False))
@brisk
def test_true_answers_take_as_many_questions_as_promised(turns: list[Turn], luck: Random) -> None:
    honest(luck, told(turns), turns)


# --- taking back


@given(st.lists(st.one_of(REPLIES, REPLIES, MARKINGS), max_size=8), NAMES)
@brisk
def test_what_is_forgotten_is_as_if_never_told(turns: list[Turn], name: str) -> None:
    start = Turn(kind="continue")
    forgotten = told([start, *turns, Turn(kind="forget", activity=name)])
    never = told([start, *(turn for turn in turns if turn.activity != name)])
    assert forgotten.told == never.told
    assert forgotten.profile == never.profile
    assert forgotten.assessments == never.assessments
    if not never.closure.conflicts:
        assert forgotten.remaining == never.remaining
        assert forgotten.question == never.question


def test_what_may_have_been_said_already_is_quoted_when_it_is_asked_about() -> None:
    """Words too weak to count turn the question into one that shows them; they never count."""
    text = "Once a month I export the table. We train by hand."
    hint = finding(text, "data-collection", 1, "Once a month I export the table.", 0.3)

    def read(said: str, asked: str | None) -> Reading:
        heard = finding(said, "model-training", 1, "We train by hand.")
        return Reading(Intent.ANSWER, (heard,), hints=(hint,))

    now = replay(KNOWN, [Turn(kind=TurnKind.SAY, text=text)], read, answer)
    assert "data-collection" not in now.told
    assert now.question is not None
    assert now.question.activity == "data-collection"
    assert "“Once a month I export the table”" in ask(KNOWN, now, now.question)
    assert now.question.offered == (0, 1, 2, 3)


def test_a_range_offers_the_levels_it_leaves_and_what_is_in_question_all_of_them() -> None:
    text = "New data comes in by a script, mostly."
    heard = finding(text, "data-collection", [2, 3])
    now = replay(
        KNOWN,
        [Turn(kind=TurnKind.SAY, text=text)],
        lambda said, asked: Reading(Intent.ANSWER, (heard,)),
        answer,
    )
    assert now.question is not None
    assert (now.question.activity, now.question.offered) == ("data-collection", (2, 3))


def test_what_rests_on_words_taken_back_is_no_longer_sure() -> None:
    text = "Every approved model goes live by our pipeline, which tests each change."
    said = [
        (text, Intent.ANSWER, {"model-deployment": 3, "ci-testing": 3}),
        ("Actually, we deploy by hand.", Intent.CORRECTION, {"model-deployment": 1}),
    ]
    readings = {
        words: Reading(intent, tuple(finding(words, key, [at, at]) for key, at in levels.items()))
        for words, intent, levels in said
    }
    turns = [Turn(kind=TurnKind.SAY, text=words) for words, _, _ in said]
    before, after = (
        replay(KNOWN, turns[:count], lambda words, asked: readings[words], answer)
        for count in (1, 2)
    )
    assert before.told["ci-testing"].sure
    assert not after.told["ci-testing"].sure, "its words were taken back"
    assert after.told["model-deployment"].sure
    assert (after.told["ci-testing"].lo, after.told["ci-testing"].hi) == (3, 3)


FOLLOWING = [(item, one) for item in KNOWN.items.values() for one in item.following]


@pytest.mark.parametrize(("item", "one"), FOLLOWING, ids=lambda one: getattr(one, "id", ""))
@pytest.mark.parametrize("level", range(4))
def test_what_was_just_said_is_not_asked_again(item: Activity, one: Following, level: int) -> None:
    now = told([Turn(kind="reply", activity=one.activity, level=level)])
    assert plainly(now, item) == (one.question if level == one.at else item.question)
