"""The list of turns: which of them still hold, and which may be taken at all."""

from collections.abc import Sequence

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Status
from assistant.domain.session import Turn, TurnKind

MARKS = frozenset({Status.UNKNOWN, Status.NOT_APPLICABLE, Status.SKIPPED})
"""What may be said of an activity in place of a level."""


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

    A stored session may be older than the knowledge; such a turn stays stored, and is passed over.
    """
    return tuple(turn for turn in effective(turns) if _legal(catalogue, turn))


def undone(turns: Sequence[Turn]) -> bool:
    """Return whether the last turn is an undo that took something back."""
    return bool(turns) and (
        turns[-1].kind is TurnKind.UNDO and effective(turns) != effective(turns[:-1])
    )


def notice(catalogue: Catalogue, turns: Sequence[Turn]) -> str:
    """Return what to say of the last turn if it is an undo that took something back, or nothing."""
    if not undone(turns):
        return ""
    # Only the undo of a restart makes more turns hold than before.
    restart = len(effective(turns)) > len(effective(turns[:-1]))
    return catalogue.texts["undone.restart" if restart else "undone"]


def check(catalogue: Catalogue, turn: Turn) -> None:
    """Raise IllegalTurn when the turn names an activity, mark, model or chip we do not have."""
    if not _legal(catalogue, turn):
        raise IllegalTurn(catalogue.texts["illegal"])


def _legal(catalogue: Catalogue, turn: Turn) -> bool:
    match turn.kind:
        case TurnKind.SAY:
            return turn.activity in {"", *catalogue.items}
        case TurnKind.REPLY | TurnKind.EDIT:
            return turn.activity in catalogue.items and turn.level is not None
        case TurnKind.MARK:
            marks = {status.value for status in MARKS}
            return turn.activity in catalogue.items and turn.mark in marks
        case TurnKind.FORGET:
            return turn.activity in catalogue.items
        case TurnKind.MODEL:
            return turn.option in catalogue.models
        case TurnKind.CONTEXT:
            return any(
                turn.activity == question.id
                and turn.option in {"", *(option.id for option in question.options)}
                for question in catalogue.context
            )
        case TurnKind.CONTINUE | TurnKind.UNDO | TurnKind.RESTART:
            return True
