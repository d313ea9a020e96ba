"""What changed since an earlier assessment, in sentences the page and every export share."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.knowledge import Catalogue
from assistant.domain.points import Moved, Point, Since
from assistant.domain.results import Report
from assistant.phrases.glance import Fill
from assistant.phrases.standing import dated, inline, listed, quoted, standing_word

NAMED = 6
"""Activities named in one sentence."""
DRAWN = 6
"""Points that stand side by side in one picture."""
LONGEST = 160
"""Characters of a quote beside a change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: what, from what to what, and the words behind it now ("" if none)."""

    name: str
    text: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Climb:
    """How far a team was at each point, as a picture: the points, and by stage one fill for each.

    Both are empty where a point says nothing of the leading model.
    """

    days: tuple[str, ...]
    rungs: tuple[tuple[str, tuple[Fill, ...]], ...]


def since_when(catalogue: Catalogue, since: Since) -> str:
    """Return "Since 7 March 2026"."""
    day = dated(since.point.day)
    return (
        catalogue.texts["trend.since"].format(day=day)
        if day
        else catalogue.texts["trend.since-undated"]
    )


def stages(catalogue: Catalogue, report: Report, since: Since) -> Iterator[Change]:
    """Yield each model's stage that moved, the leading model first."""
    for key, before, after in sorted(since.stages, key=lambda one: one[0] != report.primary):
        model = catalogue.models[key]
        yield Change(
            model.label, _arrow(catalogue, _span(catalogue, before), _span(catalogue, after))
        )


def changes(catalogue: Catalogue, since: Since) -> Iterator[Change]:
    """Yield each activity that stands otherwise, with what was said of it, as plain text."""
    for one in since.moved:
        quote = quoted(one.after.words, LONGEST)
        yield Change(catalogue.items[one.activity].name, moved(catalogue, one), quote)


def moved(catalogue: Catalogue, one: Moved) -> str:
    """Return "partial → automated"."""
    item = catalogue.items[one.activity]
    words = [
        standing_word(catalogue, item, each)
        + (f", {catalogue.texts['standing.planned']}" if each.planned else "")
        for each in (one.before, one.after)
    ]
    return _arrow(catalogue, *words)


def rest(catalogue: Catalogue, since: Since) -> Iterator[str]:
    """Yield what was confirmed as it was, and what nobody was asked about since."""
    texts = catalogue.texts
    if not since.moved:
        yield texts["trend.none"]
    for key, activities in (("trend.same", since.same), ("trend.carried", since.carried)):
        if activities:
            names = [inline(catalogue.items[one].name) for one in activities[:NAMED]]
            more = len(activities) - len(names)
            if more:
                names.append(texts["told.more"].format(count=more))
            yield texts[key].format(names=listed(catalogue, names))


def rows(catalogue: Catalogue, report: Report) -> Iterator[tuple[str, str, str]]:
    """Yield for each point, oldest first: when, the stage in the leading model, what was known."""
    texts = catalogue.texts
    points = report.trend.points
    for number, one in enumerate(points, start=1):
        last = number == len(points)
        when = dated(one.day) or texts["trend.today" if last else "trend.undated"]
        place = one.stages.get(report.primary)
        yield when, _span(catalogue, place) if place else "–", _known(report, one)


def climb(catalogue: Catalogue, report: Report) -> Climb:
    """Return the stages of the leading model from the top, and how far the team was at each point.

    The last `DRAWN` points; all of them are in `rows`.
    """
    points = report.trend.points[-DRAWN:]
    places = [one.stages[report.primary] for one in points if report.primary in one.stages]
    days = [row[0] for row in rows(catalogue, report)][-DRAWN:]
    rungs = tuple(
        (f"{stage.index} {stage.stage.name}", tuple(_fill(stage.index, one) for one in places))
        for stage in reversed(report.now.trace)
    )
    return Climb(tuple(days), rungs) if len(places) == len(points) else Climb((), ())


def _fill(stage: int, place: tuple[int, int]) -> Fill:
    low, high = place
    if stage <= low:
        return Fill.REACHED
    return Fill.POSSIBLE if stage <= high else Fill.NOT


def filled(catalogue: Catalogue, fill: Fill) -> str:
    """Return in a word what a filled, a striped or an empty square of a climb says."""
    key = {Fill.REACHED: "met", Fill.POSSIBLE: "open", Fill.NOT: "unmet"}[fill]
    return catalogue.texts[f"ladder.{key}"]


def _known(report: Report, one: Point) -> str:
    return f"{one.known}/{report.total}"


def _span(catalogue: Catalogue, place: tuple[int, int]) -> str:
    low, high = place
    return str(low) if low == high else catalogue.texts["trend.range"].format(low=low, high=high)


def _arrow(catalogue: Catalogue, before: str, after: str) -> str:
    return catalogue.texts["trend.moved"].format(before=before, after=after)
