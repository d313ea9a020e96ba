"""One team over time: how it stood on a day, and what changed from one such point to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.domain.levels import Profile, Standing


@dataclass(frozen=True, slots=True)
class Point:
    """How a team stood on a day. `stages` are the lowest and highest stage (indices) per model."""

    day: date | None
    profile: Profile
    stages: Mapping[str, tuple[int, int]]
    known: int
    """Activities (qualities apart) whose level was known."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One activity that stands otherwise than it did."""

    activity: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Since:
    """What is otherwise than at an earlier point.

    `stages` names each model whose place moved: (model id, before, after), places as (lowest,
    highest). `same` are activities told anew that stand as they did, `carried` those on which
    nobody has said anything since.
    """

    point: Point
    moved: tuple[Moved, ...]
    stages: tuple[tuple[str, tuple[int, int], tuple[int, int]], ...]
    same: tuple[str, ...]
    carried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """All points of a team, oldest first and today's last, and what changed since the one before.

    `since` is None where there is no earlier point.
    """

    points: tuple[Point, ...] = ()
    since: Since | None = None


NO_TREND = Trend()
