"""The list of turns: which of them still hold, and which may be taken at all."""

from collections.abc import Sequence
from datetime import date

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Status
from assistant.domain.session import READ_AT_MOST, Turn, TurnKind

MARKS = frozenset({Status.UNKNOWN, Status.NOT_APPLICABLE, Status.SKIPPED})
"""What may be said of an activity in place of a level."""
DROPPED = "dropped"
"""The mark of the turn that gives a what-if up."""
LONGEST_NAME = 60
"""Characters of the name of a what-if."""
TALK = frozenset(
    {
        TurnKind.SAY,
        TurnKind.REPLY,
        TurnKind.MARK,
        TurnKind.EDIT,
        TurnKind.FORGET,
        TurnKind.AGAIN,
        TurnKind.GIVEN,
    }
)
"""The kinds of turns that are exchanges of their own."""


class IllegalTurn(Exception):
    """A turn that names something the knowledge does not have; the message is for the user."""


def effective(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns that still hold.

    An undo takes back the last one that does; a restart sets all of them aside, and an undo right
    after it brings them back.
    """
    kept: list[Turn] = []
    aside: list[list[Turn]] = []
    for turn in turns:
        if turn.kind is TurnKind.RESTART:
            aside.append(kept)
            kept = []
        elif turn.kind is not TurnKind.UNDO:
            kept.append(turn)
        elif kept:
            kept.pop()
        elif aside:
            kept = aside.pop()
    return tuple(kept)


def taken(catalogue: Catalogue, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns that hold, without those that name what this knowledge does not have.

    A stored session may be older than the knowledge; such a turn stays stored, and is passed over,
    and so are words placed in a message that is.
    """
    kept: list[Turn] = []
    newest: Turn | None = None
    for turn in effective(turns):
        legal = _legal(catalogue, turn)
        if turn.kind in TALK:
            newest = turn if legal else None
        if legal and (turn.kind is not TurnKind.PLACE or _within(turn, newest)):
            kept.append(turn)
    return tuple(kept)


def undone(turns: Sequence[Turn]) -> bool:
    """Return whether the last turn is an undo that took something back."""
    return bool(turns) and (
        turns[-1].kind is TurnKind.UNDO and effective(turns) != effective(turns[:-1])
    )


def notice(catalogue: Catalogue, turns: Sequence[Turn]) -> str:
    """Return what to say of the last turn if it is an undo that took something back, or nothing."""
    if not undone(turns):
        return ""
    before = effective(turns[:-1])
    # Only the undo of a restart makes more turns hold than before.
    if len(effective(turns)) > len(before):
        return catalogue.texts["undone.restart"]
    supposed = before[-1].kind is TurnKind.SCENARIO
    return catalogue.texts["undone.scenario" if supposed else "undone"]


def check(catalogue: Catalogue, turn: Turn, before: Sequence[Turn] | None = None) -> None:
    """Raise IllegalTurn when the turn names an activity, mark, model or chip we do not have.

    Given the turns `before` it, words can only be placed that were in the newest message.
    """
    legal = _legal(catalogue, turn)
    if before is not None and turn.kind is TurnKind.PLACE:
        talk = [one for one in taken(catalogue, before) if one.kind in TALK]
        legal = legal and bool(talk) and _within(turn, talk[-1])
    if not legal:
        raise IllegalTurn(catalogue.texts["illegal"])


def _within(turn: Turn, message: Turn | None) -> bool:
    """Whether a turn places words that are in a message, and were read in it."""
    if message is None or message.kind is not TurnKind.SAY or turn.span is None:
        return False
    start, end = turn.span
    said = message.text[:READ_AT_MOST]
    return end <= len(said) and bool(said[start:end].strip())


def _legal(catalogue: Catalogue, turn: Turn) -> bool:
    match turn.kind:
        case TurnKind.SAY:
            return not turn.activity or turn.activity in catalogue.items
        case TurnKind.REPLY | TurnKind.EDIT:
            return turn.activity in catalogue.items and turn.level is not None
        case TurnKind.MARK:
            marks = {status.value for status in MARKS}
            return turn.activity in catalogue.items and turn.mark in marks
        case TurnKind.STEP:
            return turn.step in catalogue.advice
        case TurnKind.FORGET:
            return turn.activity in catalogue.items
        case TurnKind.PLACE:
            return turn.activity in catalogue.items and _is_span(turn.span)
        case TurnKind.MODEL:
            return turn.option in catalogue.every_model
        case TurnKind.CONTEXT:
            return any(
                turn.activity == question.id
                and turn.option in {"", *(option.id for option in question.options)}
                for question in catalogue.context
            )
        case TurnKind.SCENARIO:
            return _supposes(catalogue, turn)
        case TurnKind.AGAIN:
            return _is_day(turn.option)
        case TurnKind.GIVEN:
            named = [one.activity for one in turn.given]
            inside = all(
                start < end <= len(turn.text) for one in turn.given for start, end in one.spans
            )
            known = catalogue.items.keys() >= set(named)
            return bool(named) and known and inside and len(set(named)) == len(named)
        case TurnKind.CONTINUE | TurnKind.UNDO | TurnKind.RESTART:
            return True


def _supposes(catalogue: Catalogue, turn: Turn) -> bool:
    """Whether a turn names a what-if, and each activity that it supposes once."""
    named = 0 < len(turn.text) <= LONGEST_NAME and turn.text == " ".join(turn.text.split())
    names = [activity for activity, lo, hi in turn.levels if lo <= hi]
    once = len(set(names)) == len(turn.levels) and set(names) <= set(catalogue.items)
    return named and once and turn.mark in ({""} if names else {"", DROPPED})


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_span(span: tuple[int, int] | None) -> bool:
    return span is not None and span[0] < span[1]
