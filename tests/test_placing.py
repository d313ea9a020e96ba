"""A message statement by statement, and what becomes of a statement that the user places."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import real, small
from telling import answer, finding, quotes_hold

from assistant.conversation import (
    Conversation,
    IllegalTurn,
    Part,
    advance,
    begin,
    check,
    effective,
    replay,
    taken,
)
from assistant.conversation.parts import parts_of, placed_in
from assistant.domain.findings import Intent, Reading, Stated
from assistant.domain.levels import OPEN, Origin, Status
from assistant.domain.session import READ_AT_MOST, Turn, TurnKind
from assistant.domain.wants import Wants

KNOWN = replace(small(), wants=Wants())  # the texts here say themselves what is heard in them
SOME = ("data-collection", "model-training", "model-deployment", "documentation")
brisk = settings(deadline=None, max_examples=40)


def read(text: str, asked: str | None) -> Reading:
    """Read lines such as "data-collection 1-2", "maybe" and "nothing", one a sentence.

    A "maybe" tells something of which nothing is heard, unless it is the answer to a question:
    then it says the level that follows it, if one does.
    """
    found, stated, at = [], [], 0
    for line in text.split(". "):
        name, _, rest = line.rstrip(".").partition(" ")
        end = at + len(line)
        if name in SOME:
            lo, hi = (int(one) for one in rest.split("-"))
            heard = replace(finding(line, name, [lo, hi]), start=at, end=end)
            found.append(heard)
            stated.append(Stated(at, end, (name,)))
        elif name == "maybe" and asked and rest:
            heard = replace(finding(line, asked, int(rest)), start=at, end=end)
            found.append(heard)
            stated.append(Stated(at, end, (asked,)))
        elif name == "maybe":
            stated.append(Stated(at, end, (), SOME[:3]))
        at = end + 2
    return Reading(Intent.ANSWER, tuple(found), statements=tuple(stated))


NAMES = st.sampled_from(SOME)
SPANS = st.sampled_from(["0-0", "1-1", "3-3", "0-3", "1-2"])
LINES = st.one_of(
    st.builds("{} {}".format, NAMES, SPANS),
    st.sampled_from(["maybe", "maybe 0", "maybe 2", "maybe 3", "nothing", "so what"]),
)
TEXTS = st.lists(LINES, min_size=1, max_size=4).map(". ".join)
SAYS = st.builds(Turn, kind=st.just("say"), text=TEXTS)
SAYS_MAYBE = TEXTS.map(lambda text: Turn(kind="say", text=f"{text}. maybe 2. maybe"))
REPLIES = st.builds(Turn, kind=st.just("reply"), activity=NAMES, level=st.integers(0, 3))
CHOICES = st.builds(Turn, kind=st.just("model"), option=st.sampled_from(list(KNOWN.models)))


@st.composite
def sessions(draw: st.DrawFn) -> list[Turn]:
    """Turns with statements placed in the newest message, wherever there are any."""
    turns: list[Turn] = []
    now = begin(KNOWN)
    for _ in range(draw(st.integers(0, 5))):
        spans = unplaced(now)
        if spans and draw(st.booleans()):
            turns.append(placement(draw(NAMES), draw(st.sampled_from(spans))))
        else:
            turns.append(draw(st.one_of(SAYS, SAYS, REPLIES, CHOICES)))
        now = advance(KNOWN, now, turns[-1], read, answer)
    return turns


@st.composite
def placing(draw: st.DrawFn) -> tuple[list[Turn], Turn]:
    """Turns that end with a message in which something is not placed, and what places it."""
    turns = [*draw(sessions()), draw(SAYS_MAYBE)]
    spans = unplaced(advance(KNOWN, told(turns[:-1]), turns[-1], read, answer))
    return turns, placement(draw(NAMES), draw(st.sampled_from(spans)))


def told(turns: Sequence[Turn]) -> Conversation:
    return replay(KNOWN, turns, read, answer)


def placement(activity: str, span: tuple[int, int]) -> Turn:
    return Turn(kind=TurnKind.PLACE, activity=activity, span=span)


def unplaced(now: Conversation) -> list[tuple[int, int]]:
    last = now.exchanges[-1] if now.exchanges else None
    return [(one.start, one.end) for one in last.parts if one.open] if last else []


# --- a message in its parts


@given(SAYS)
@brisk
def test_the_parts_of_a_message_leave_no_word_out(turn: Turn) -> None:
    last = told([turn]).exchanges[-1]
    in_order(turn.text, last.parts)
    if last.parts:
        shown = " ".join(turn.text[one.start : one.end] for one in last.parts)
        assert shown.replace(".", "").split() == turn.text.replace(".", "").split()
    else:
        assert not any(one in turn.text for one in ("maybe", *SOME))
    assert {one.activity for one in last.noted} <= {
        one.activity for part in last.parts for one in part.heard
    }


def in_order(text: str, parts: Sequence[Part]) -> None:
    at = 0
    for one in parts:
        assert at <= one.start < one.end <= len(text)
        assert not (one.heard and one.likely)
        at = one.end


PIECES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), NAMES, st.booleans()))


@given(st.text(alphabet="ab .,;?", min_size=1, max_size=50), PIECES, st.data())
@brisk
def test_whatever_was_read_the_parts_are_in_order_and_apart(
    text: str, pieces: list[tuple[int, int, str, bool]], data: st.DataObject
) -> None:
    stated = tuple(
        Stated(min(a, b), max(a, b), (name,) if heard else (), () if heard else (name,))
        for a, b, name, heard in pieces
    )
    standing = {name: replace(OPEN, status=Status.LEVEL) for name in SOME}
    parts = parts_of(text, Reading(Intent.ANSWER, statements=stated), {}, standing)
    in_order(text, parts)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    in_order(text, placed_in(text, parts, Part(start, end, told=True, placed=True)))


def test_what_is_heard_twice_in_a_row_is_one_part_and_joints_are_none() -> None:
    text = "We train by hand, and it stays by hand. Then, well, no."
    stated = (Stated(0, 16, ("model-training",)), Stated(22, 39, ("model-training",)))
    standing = {"model-training": replace(OPEN, status=Status.LEVEL, lo=1, hi=1)}
    parts = parts_of(text, Reading(Intent.ANSWER, statements=stated), {}, standing)
    assert [text[one.start : one.end] for one in parts] == [
        "We train by hand, and it stays by hand.",
        "Then, well, no.",
    ]


def test_no_part_reaches_into_what_was_not_read() -> None:
    text = "maybe" + " x" * READ_AT_MOST
    parts = parts_of(text, Reading(Intent.ANSWER, statements=(Stated(0, 5),)), {}, {})
    assert max(one.end for one in parts) <= READ_AT_MOST


# --- placing


@given(sessions())
@brisk
def test_replay_is_the_fold_of_advance_and_every_quote_holds(turns: list[Turn]) -> None:
    now = begin(KNOWN)
    for number, turn in enumerate(turns, start=1):
        now = advance(KNOWN, now, turn, read, answer)
        assert now == told(turns[:number])
    assert now == told(turns)
    assert quotes_hold(now)
    assert [one.turn for one in now.exchanges] == [
        one for one in turns if one.kind in {TurnKind.SAY, TurnKind.REPLY}
    ]


@given(placing())
@brisk
def test_undo_takes_back_what_was_placed_and_no_more(drawn: tuple[list[Turn], Turn]) -> None:
    turns, turn = drawn
    after = [*turns, turn, Turn(kind="undo")]
    assert replace(told(after), notice="") == replace(told(turns), notice="")
    assert effective(after) == tuple(turns)


@pytest.mark.holds(property=8)
@given(placing())
@brisk
def test_placing_changes_what_it_names_and_nothing_else(drawn: tuple[list[Turn], Turn]) -> None:
    turns, turn = drawn
    name, span = turn.activity, turn.span or (0, 0)
    before, now = told(turns), told([*turns, turn])
    others = {key: one for key, one in now.told.items() if key != name}
    assert others == {key: one for key, one in before.told.items() if key != name}
    words = before.exchanges[-1].turn.text[slice(*span)].rstrip(".")
    standing = now.told[name]
    if words.startswith("maybe "):
        level = int(words.removeprefix("maybe "))
        assert (standing.lo, standing.hi) == (level, level)
        assert standing.origin is Origin.PLACED or name in before.told
    elif name not in before.told:
        assert (standing.lo, standing.hi) == (0, 3)
        assert now.question is not None
        if not now.profile[name].known and not now.closure.conflicts and not now.disputes:
            assert now.question.activity == name
    else:
        assert standing.sure <= before.told[name].sure
    assert len(now.exchanges) == len(before.exchanges)
    placed = [one for one in now.exchanges[-1].parts if one.placed]
    assert [(one.start, one.end) for one in placed if (one.start, one.end) == span] == [span]


def test_only_words_of_the_newest_message_can_be_placed() -> None:
    message = Turn(kind="say", text="maybe. data-collection 1-1")
    turn = placement("documentation", (0, 5))
    check(KNOWN, turn, [message])
    check(KNOWN, turn, [message, turn, Turn(kind="model", option=KNOWN.primary.id)])
    reply = Turn(kind="reply", activity="documentation", level=1)
    illegal: list[tuple[Turn, list[Turn]]] = [
        (turn, []),
        (turn, [message, reply]),
        (turn, [message, Turn(kind="undo")]),
        (placement("documentation", (0, 50)), [message]),
        (placement("documentation", (5, 5)), [message]),
        (placement("documentation", (6, 7)), [message]),  # a space
        (placement("nope", (0, 5)), [message]),
        (Turn(kind="place", activity="documentation"), [message]),
    ]
    for one, before in illegal:
        with pytest.raises(IllegalTurn):
            check(KNOWN, one, before)
        with pytest.raises(IllegalTurn):
            advance(KNOWN, told(before), one, read, answer)
        silent = replace(told(before), notice="")
        assert told([*before, one]) == silent, "passed over where it is stored"


def test_what_was_placed_in_a_message_that_no_longer_counts_is_passed_over_with_it() -> None:
    first = Turn(kind="say", text="maybe. maybe 3")
    gone = Turn(kind="say", text="maybe 1. maybe", activity="an-activity-of-another-edition")
    turn = placement("documentation", (0, 7))
    assert taken(KNOWN, [first, gone, turn]) == (first,)


def test_turns_of_before_are_written_as_they_were() -> None:
    old = '{"kind":"say","text":"x","activity":"","level":null,"mark":"","option":"","reason":""}'
    assert Turn.read(old).json() == old
    turn = placement("documentation", (0, 5))
    assert Turn.read(turn.json()) == turn


def test_words_that_do_not_tell_set_no_level_wherever_they_are_placed() -> None:
    text = "Do we train by hand? I have no idea whether that runs by itself."
    whole = placement("model-training", (0, len(text)))
    known = real()

    def hears(words: str, asked: str | None) -> Reading:
        return Reading(Intent.ANSWER, (finding(words, "model-training", 3),))

    now = replay(known, [Turn(kind="say", text=text), whole], hears, answer)
    assert (now.told["model-training"].lo, now.told["model-training"].hi) == (0, 3)


def test_origins_stay_apart_when_more_is_said() -> None:
    said = Turn(kind="say", text="maybe. data-collection 1-2")
    turns = [said, placement("model-training", (0, 5))]
    assert told(turns).told["model-training"].origin is Origin.PLACED
    assert told(turns).told["data-collection"].origin is Origin.SAID
    more = [*turns, Turn(kind="say", text="model-training 1-1")]
    assert told(more).told["model-training"].words[0].placed
    assert told(more).told["model-training"].origin is Origin.PLACED
    tapped = [*turns, Turn(kind="reply", activity="model-training", level=1)]
    assert told(tapped).told["model-training"].origin is Origin.CHOSEN


def test_words_that_were_placed_hint_at_nothing_else() -> None:
    text = "Once a month I export the table. We train by hand."

    def hears(words: str, asked: str | None) -> Reading:
        if asked or words != text:
            return Reading(Intent.OTHER)
        hint = finding(text, "data-collection", 1, "Once a month I export the table.", 0.3)
        stated = (Stated(0, 32, (), ("data-collection",)),)
        return Reading(Intent.ANSWER, hints=(hint,), statements=stated)

    before = replay(KNOWN, [Turn(kind="say", text=text)], hears, answer)
    assert "data-collection" in before.hints
    now = advance(KNOWN, before, placement("documentation", (0, 32)), hears, answer)
    assert not now.hints
