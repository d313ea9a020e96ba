"""Writes what was measured: plain aligned tables for people, one JSON document for programs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from assistant.evaluation.measure import Failing, Measured
from assistant.evaluation.metrics import Figure
from assistant.evaluation.scores import Figures

TAG_COLUMNS = ("F1", "exactly right", "level right", "level strict", "level distance")
NOTHING = "–"
DIGITS = 4


def text(measured: Measured, *, texts: bool = False) -> str:
    """Return everything as text; with `texts`, the failing items follow with their texts."""
    counts = ", ".join(f"{n} {name}" for name, n in measured.counts.items())
    parts = [
        f"Items: {counts}.",
        f"Of their texts, {measured.copies} occur word for word among our own sentences.",
        "In brackets: 95 % bootstrap interval over items.",
    ]
    if measured.counts["answers"]:
        parts += ["", "ANSWERS", _methods(measured.answers)]
        parts += ["", "ANSWERS BY TAG, OURS", _tags(measured.tags)]
        parts += ["", "ANSWERS BY ACTIVITY, OURS", _activities(measured.activities)]
    if measured.counts["questions"]:
        parts += ["", "SEARCH", _methods(measured.search)]
        parts += ["", "SEARCH BY ACTIVITY, OURS", _activities(measured.asked)]
    if measured.counts["profiles"]:
        parts += ["", "PROFILES", _methods(measured.profiles)]
    if texts:
        parts += ["", "FAILING, OURS", *(_failing(one) for one in measured.failing)]
    return "\n".join(parts) + "\n"


def data(measured: Measured, *, texts: bool = False) -> dict[str, object]:
    """Return everything as values for JSON; a figure without items is null."""
    found: dict[str, object] = {"items": measured.counts, "copies": measured.copies}
    for name in ("answers", "tags", "search", "profiles"):
        groups: Mapping[str, Figures] = getattr(measured, name)
        found[name] = {
            group: {key: _figure_data(one) for key, one in figures.items()}
            for group, figures in groups.items()
        }
    found["activities"] = measured.activities
    found["asked"] = measured.asked
    if texts:
        found["failing"] = [asdict(one) for one in measured.failing]
    return found


def _methods(groups: Mapping[str, Figures]) -> str:
    names = list(next(iter(groups.values())))
    rows = [
        [name, *(_with_interval(figures[name]) for figures in groups.values())] for name in names
    ]
    return _aligned(["", *groups], rows)


def _tags(tags: Mapping[str, Figures]) -> str:
    rows = [
        [tag, str(figures["F1"].n), *(_number(figures[name].value) for name in TAG_COLUMNS)]
        for tag, figures in tags.items()
    ]
    return _aligned(["", "items", *TAG_COLUMNS], rows)


def _activities(activities: Mapping[str, Mapping[str, int]]) -> str:
    columns = list(next(iter(activities.values()), {}))
    rows = [[name, *(str(row[one]) for one in columns)] for name, row in activities.items()]
    return _aligned(["", *columns], rows)


def _failing(one: Failing) -> str:
    return f"{one.id}\n  text: {one.text}\n  labelled: {one.labelled}\n  said: {one.said}"


def _with_interval(one: Figure) -> str:
    if math.isnan(one.value):
        return NOTHING
    return f"{_number(one.value)} ({_number(one.low)} to {_number(one.high)})"


def _number(value: float) -> str:
    return NOTHING if math.isnan(value) else f"{value:.2f}"


def _figure_data(one: Figure) -> dict[str, float | int | None]:
    values = {"value": one.value, "low": one.low, "high": one.high}
    shown = {key: None if math.isnan(v) else round(v, DIGITS) for key, v in values.items()}
    return {**shown, "n": one.n}


def _aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            [
                line[0].ljust(widths[0]),
                *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True)),
            ]
        ).rstrip()
        for line in lines
    )
