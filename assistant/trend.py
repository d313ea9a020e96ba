"""How a team's standing changed from one dated point to the next, by activity and by model."""

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Profile, Standing
from assistant.domain.points import NO_TREND, Moved, Point, Since, Trend
from assistant.domain.results import Assessment


def point(
    catalogue: Catalogue,
    profile: Profile,
    assessments: Mapping[str, Assessment],
    day: date | None = None,
) -> Point:
    """Return how a closed profile, with its assessments by model id, stands on a day."""
    known = sum(1 for key in catalogue.activities if profile.get(key, OPEN).known)
    return Point(day, profile, {key: (one.lo, one.hi) for key, one in assessments.items()}, known)


def trend(catalogue: Catalogue, earlier: Sequence[Point], now: Point) -> Trend:
    """Return the points in order, with what changed from the last earlier one; none without one."""
    if not earlier:
        return NO_TREND
    return Trend((*earlier, now), since(catalogue, earlier[-1], now))


def since(catalogue: Catalogue, before: Point, now: Point) -> Since:
    """Return what is otherwise at `now` than it was at `before`, in the catalogue's order."""
    moved: list[Moved] = []
    same: list[str] = []
    carried: list[str] = []
    for key in catalogue.items:
        was, held = before.profile.get(key, OPEN), now.profile.get(key, OPEN)
        if held.carried:
            carried.append(key)
        elif _place(was) != _place(held):
            moved.append(Moved(key, was, held))
        elif held != OPEN:
            same.append(key)
    stages = tuple(
        (key, before.stages[key], place)
        for key, place in now.stages.items()
        if key in before.stages and before.stages[key] != place
    )
    return Since(before, tuple(moved), stages, tuple(same), tuple(carried))


def _place(one: Standing) -> tuple[object, ...]:
    """Return what of a standing a change would show: who said it, and how, is none."""
    return (one.lo, one.hi, one.waived, one.planned)
