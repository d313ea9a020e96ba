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


def undone(turns: Sequence[Turn]) -> bool:
    """Return whether the last turn is an undo that took something back."""
    return bool(turns) and (
        turns[-1].kind is TurnKind.UNDO and effective(turns) != effective(turns[:-1])
    )


def check(catalogue: Catalogue, turn: Turn) -> None:
    """Raise IllegalTurn when the turn names an activity, mark, model or chip we do not have."""
    options = {
        question.id: {option.id for option in question.options} for question in catalogue.context
    }
    marks = {status.value for status in MARKS}
    needs_item = turn.kind in {TurnKind.REPLY, TurnKind.EDIT, TurnKind.MARK, TurnKind.FORGET}
    legal = (
        (not needs_item or turn.activity in catalogue.items)
        and (turn.kind not in {TurnKind.REPLY, TurnKind.EDIT} or turn.level is not None)
        and (turn.kind is not TurnKind.SAY or turn.activity in {"", *catalogue.items})
        and (turn.kind is not TurnKind.MARK or turn.mark in marks)
        and (turn.kind is not TurnKind.MODEL or turn.option in catalogue.models)
        and (
            turn.kind is not TurnKind.CONTEXT
            or (turn.activity in options and turn.option in {"", *options[turn.activity]})
        )
    )
    if not legal:
        raise IllegalTurn(catalogue.texts["illegal"])
