"""A quick reply to the question of an activity, as a record."""

from typing import Annotated

from pydantic import StringConstraints

from assistant.domain.citation import LevelNumber
from assistant.domain.record import Record


class Reply(Record):
    """A quick reply: words a user would tap, and the level it stands for."""

    level: LevelNumber
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=70)]


def in_order(replies: tuple[Reply, ...]) -> None:
    """Raise ValueError unless the replies give every level once, lowest first."""
    if [reply.level for reply in replies] != [0, 1, 2, 3]:
        raise ValueError("replies must give the levels 0, 1, 2, 3 in this order")
