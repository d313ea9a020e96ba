"""What a roadmap says of a step: where it leads, what comes before it, and what the team noted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONGEST_OWNER = 80
"""Characters of whoever takes care of a step."""
Range = tuple[int, int]
"""The lowest and the highest stage (indices) that are possible."""


class Progress(StrEnum):
    """How far a team says it is with a step; it moves no level by itself."""

    TODO = "to-do"
    DOING = "doing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Note:
    """What the team noted of a step; `owner` is what they typed, in one line of plain text."""

    owner: str = ""
    due: date | None = None
    status: Progress = Progress.TODO


NOTHING = Note()


class Because(StrEnum):
    """Why a step comes before another one of the same plan."""

    SAME = "same"  # it is the level below, of the same activity
    NET = "net"  # it is the safety net of what then runs by itself
    NEED = "need"  # the other one builds on it


@dataclass(frozen=True, slots=True)
class Before:
    """A step of the plan, by the id of its advice, that comes before another one, and why."""

    step: str
    because: Because


@dataclass(frozen=True, slots=True)
class Milestone:
    """Where a team stands once a step and all before it in the plan are done.

    `stages` holds the range of stages in every model, by id; `moved` names the models whose range
    this very step changes. `track` is the id of the track it is in, "" where there are none.
    """

    step: str
    track: str
    after: tuple[Before, ...]
    stages: Mapping[str, Range]
    moved: tuple[str, ...]
