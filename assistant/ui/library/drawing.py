"""Where everything in the diagram of the framework stands, worked out from the activities.

There are two arrangements: columns side by side, and one column for a narrow page. The chart picks
one when it is drawn, since only the browser knows its width. A horizontal place is therefore a
pair: a share of the width, and pixels to add. Vertical places are pixels from the top.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.domain.knowledge import Activity, Catalogue
from assistant.ui.library.relations import in_order

ACROSS = "cross-cutting"
FLOWING = ("data", "modeling", "release")
HEAD = 34
"""Pixels from the top of a panel to its first box."""
BOX = 40
BOX_SMALL = 30
GAP = 8
GUTTER = 15
"""Pixels between a box and the edge of its panel, where the loops run."""
TRACK = 22
SIDE = 62
"""Pixels kept free beside the one column, where the loops run."""

Place = tuple[float, float]
"""A share of the width (0 to 1), and pixels to add to it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: an activity (with its id), or a panel around them with a heading."""

    name: str
    left: Place
    right: Place
    top: float
    bottom: float
    activity: str = ""

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Loop:
    """A line back from one activity to an earlier one, through its corners; it ends in an arrow.

    `label` stands at its first corner of the longest stretch, where there is room for it.
    """

    source: str
    target: str
    corners: tuple[tuple[Place, float], ...]
    label: tuple[Place, float] | None
    points_right: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """One arrangement of the diagram."""

    panels: tuple[Box, ...]
    boxes: tuple[Box, ...]
    loops: tuple[Loop, ...]


def loops(catalogue: Catalogue) -> tuple[tuple[Activity, Activity], ...]:
    """Return the feedback loops: what leads back, and where to."""
    items = catalogue.activities
    return tuple((one, items[to]) for one in items.values() for to in one.feeds if to in items)


def columns(catalogue: Catalogue) -> tuple[tuple[str, tuple[Activity, ...]], ...]:
    """Return the columns of the flow: the pipeline of each, and its activities of one dimension."""
    found = []
    for pipeline in FLOWING:
        items = in_order(
            catalogue, (one for one in catalogue.activities.values() if one.pipeline == pipeline)
        )
        for dimension in dict.fromkeys(one.dimension for one in items):
            same = tuple(one for one in items if one.dimension == dimension)
            found.append((pipeline, same))
    return tuple(sorted(found, key=lambda one: (FLOWING.index(one[0]), _release_first(one[1]))))


def _release_first(items: Sequence[Activity]) -> int:
    # Within the release pipeline what deploys stands before what operates.
    return ("data", "model", "deployment", "operations", "organization").index(items[0].dimension)


def across(catalogue: Catalogue) -> tuple[Activity, ...]:
    """Return the activities that belong to no pipeline."""
    found = (one for one in catalogue.activities.values() if one.pipeline == ACROSS)
    return in_order(catalogue, found)


def wide(catalogue: Catalogue, names: Mapping[str, str]) -> Drawing:
    """Return the arrangement in columns; `names` are those of the pipelines."""
    row = columns(catalogue)
    share = 1 / len(row)
    boxes: list[Box] = []

    def box(item: Activity, column: int, top: float) -> None:
        left, right = (column * share, GUTTER), ((column + 1) * share, -GUTTER)
        boxes.append(Box(item.name, left, right, top, top + BOX, item.id))

    for at, (_, items) in enumerate(row):
        for number, item in enumerate(items):
            box(item, at, HEAD + number * (BOX + GAP))
    bottom = max(one.bottom for one in boxes) + GAP + 4
    panels = []
    for pipeline, group in groupby(enumerate(row), key=lambda one: one[1][0]):
        numbers = [at for at, _ in group]
        left, right = (numbers[0] * share, 3.0), ((numbers[-1] + 1) * share, -3.0)
        panels.append(Box(names[pipeline], left, right, 0, bottom))
    back = list(loops(catalogue))
    top = bottom + TRACK * len(back) + GAP
    rest = across(catalogue)
    for number, item in enumerate(rest):
        box(item, number % len(row), top + HEAD + number // len(row) * (BOX + GAP))
    if rest:
        end = max(one.bottom for one in boxes) + GAP + 4
        panels.append(Box(names[ACROSS], (0, 3.0), (1, -3.0), top, end))
    place = {one.activity: one for one in boxes}
    lines = []
    # The shortest way back takes the nearest track, so that no line runs through another's label.
    back = sorted(back, key=lambda one: (-place[one[1].id].left[0], -place[one[1].id].top))
    for number, (source, target) in enumerate(back):
        start, end_box = place[source.id], place[target.id]
        track = bottom + (number + 1) * TRACK - 4
        out = (start.right[0], start.right[1] + 4 + number % 3 * 3)
        into = (end_box.left[0], end_box.left[1] - 4 - number % 3 * 3)
        corners = (
            (start.right, start.middle), (out, start.middle), (out, track), (into, track),
            (into, end_box.middle), (end_box.left, end_box.middle),
        )  # fmt: skip
        label = ((into[0], into[1] + 8), track - 9)
        lines.append(Loop(source.id, target.id, corners, label, points_right=True))
    return Drawing(tuple(panels), tuple(boxes), tuple(lines))


def narrow(catalogue: Catalogue, names: Mapping[str, str]) -> Drawing:
    """Return the arrangement in one column, with the loops beside it."""
    boxes: list[Box] = []
    panels: list[Box] = []
    groups = [
        (pipeline, [item for _, items in group for item in items])
        for pipeline, group in groupby(columns(catalogue), key=lambda one: one[0])
    ]
    top = 0.0
    for pipeline, items in [*groups, (ACROSS, list(across(catalogue)))]:
        if not items:
            continue
        start = top
        top += HEAD
        for item in items:
            boxes.append(Box(item.name, (0, 10), (1, -SIDE), top, top + BOX_SMALL, item.id))
            top += BOX_SMALL + GAP - 2
        panels.append(Box(names[pipeline], (0, 0), (1, 0), start, top + 4))
        top += 4 + GAP
    place = {one.activity: one for one in boxes}
    lines = []
    for number, (source, target) in enumerate(loops(catalogue)):
        start_box, end_box = place[source.id], place[target.id]
        lane = (1.0, -SIDE + 18.0 + number * 13)
        corners = (
            (start_box.right, start_box.middle + 4), (lane, start_box.middle + 4),
            (lane, end_box.middle), (end_box.right, end_box.middle),
        )  # fmt: skip
        lines.append(Loop(source.id, target.id, corners, None, points_right=False))
    return Drawing(tuple(panels), tuple(boxes), tuple(lines))
