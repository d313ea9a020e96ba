"""Writes what was measured: plain aligned tables for people, one JSON document for programs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from assistant.evaluation.conversations import ALL, Assessed, Manner
from assistant.evaluation.measure import Failing, Measured
from assistant.evaluation.metrics import Figure
from assistant.evaluation.mistakes import Mistake
from assistant.evaluation.reliability import Reliability
from assistant.evaluation.scores import Figures

TAG_COLUMNS = ("F1", "exactly right", "level right", "level strict", "level distance")
HALF_ROWS = ("F1", "exactly right", "level right", "level strict", "off-topic false")
GROUPS = (
    "answers", "margins", "tags", "search", "profiles", "openings", "width", "probes", "dilution",
)  # fmt: skip
NOTHING = "–"
DIGITS = 4


def text(measured: Measured, *, texts: bool = False, halves: bool = False) -> str:
    """Return everything as text; on request each half apart, and the failing items with texts."""
    counts = ", ".join(f"{n} {name}" for name, n in measured.counts.items())
    parts = [
        f"Items: {counts}.",
        f"Of their texts, {measured.copies} repeat one of our own sentences or a long part of it.",
        "In brackets: 95 % bootstrap interval over items.",
    ]
    if measured.counts["answers"]:
        parts += ["", "ANSWERS", _methods(measured.answers)]
        parts += ["", "ANSWERS, OURS LESS EACH BASELINE", _methods(measured.margins, sign="+")]
        if halves:
            for half, figures in measured.halves.items():
                chosen = {name: _only(one, HALF_ROWS) for name, one in figures.items()}
                parts += ["", f"ANSWERS, {half.upper()}", _methods(chosen)]
        parts += ["", "ANSWERS BY TAG, OURS", _tags(measured.tags)]
        parts += ["", "ANSWERS BY ACTIVITY, OURS", _counted(measured.activities)]
        parts += ["", "LEVELS, OURS: labelled (rows), said (columns)", _counted(measured.levels)]
        if halves:
            parts += ["", "WHAT LIMITS IT, OURS: activities labelled", _counted(measured.limits)]
        parts += ["", "RELIABILITY, OURS: findings by score", _reliability(measured.reliability)]
    if measured.counts["questions"]:
        parts += ["", "SEARCH", _methods(measured.search)]
        parts += ["", "SEARCH BY ACTIVITY, OURS", _counted(measured.asked)]
    if measured.counts["profiles"]:
        parts += ["", "PROFILES, statements read one by one", _methods(measured.profiles)]
        parts += ["", "WHOLE ASSESSMENTS: share that ends at the true stage"]
        parts += [_assessed(measured.assessed)]
    if measured.openings:
        parts += ["", "OPENINGS, read whole", _methods(measured.openings)]
    if measured.width:
        parts += ["", "WIDTH, OURS", _methods(measured.width)]
    if measured.answered.ways:
        answered = measured.answered
        parts += ["", "ANSWERS TO QUESTIONS", _methods(answered.ways)]
        parts += ["", "USEFUL BY KIND, OURS", _kinds(answered.kinds)]
        parts += ["", "PASSAGES ANSWERED FROM", _methods(answered.ranks)]
    if measured.probes:
        parts += ["", "PROBES BY KIND, OURS", _kinds(measured.probes)]
    if measured.dilution:
        parts += [
            "",
            "SENTENCES OF OPENINGS, OURS",
            _kinds(measured.dilution),
        ]
    if texts:
        parts += ["", "MISTAKES, OURS: how often, labelled, said, where"]
        parts += [_mistakes(measured.mistakes)]
        parts += ["", "FAILING, OURS", *(_failing(one) for one in measured.failing)]
    return "\n".join(parts) + "\n"


def data(measured: Measured, *, texts: bool = False, halves: bool = False) -> dict[str, object]:
    """Return everything as values for JSON; a figure without items is null."""
    found: dict[str, object] = {"items": measured.counts, "copies": measured.copies}
    for name in GROUPS:
        found[name] = _groups(getattr(measured, name))
    if halves:
        found["halves"] = {half: _groups(one) for half, one in measured.halves.items()}
        found["limits"] = measured.limits
    found["activities"] = measured.activities
    found["levels"] = measured.levels
    found["reliability"] = {
        "bins": [asdict(one) for one in measured.reliability.bins],
        "calibration error": _group(measured.reliability.errors),
    }
    found["assessments"] = _assessed_data(measured.assessed)
    found["asked"] = measured.asked
    for name in ("ways", "kinds", "ranks"):
        found[f"answered, {name}"] = _groups(getattr(measured.answered, name))
    if texts:
        found["mistakes"] = [asdict(one) for one in measured.mistakes]
        found["failing"] = [asdict(one) for one in measured.failing]
    return found


def _methods(groups: Mapping[str, Figures], sign: str = "") -> str:
    names = list(next(iter(groups.values()), {}))
    rows = [
        [name, *(_with_interval(figures[name], sign) for figures in groups.values())]
        for name in names
    ]
    return _aligned(["", *groups], rows)


def _only(figures: Figures, names: Sequence[str]) -> Figures:
    return {name: figures[name] for name in names}


def _tags(tags: Mapping[str, Figures]) -> str:
    rows = [
        [tag, str(figures["F1"].n), *(_number(figures[name].value) for name in TAG_COLUMNS)]
        for tag, figures in tags.items()
    ]
    return _aligned(["", "items", *TAG_COLUMNS], rows)


def _kinds(kinds: Mapping[str, Figures]) -> str:
    names = list(next(iter(kinds.values())))
    rows = [
        [kind, str(figures[names[0]].n), *(_number(figures[name].value) for name in names)]
        for kind, figures in kinds.items()
    ]
    return _aligned(["", "texts", *names], rows)


def _counted(table: Mapping[str, Mapping[str, int]]) -> str:
    columns = list(next(iter(table.values()), {}))
    rows = [[name, *(str(row[one]) for one in columns)] for name, row in table.items()]
    return _aligned(["", *columns], rows)


def _reliability(found: Reliability) -> str:
    rows = [
        [
            f"{one.low:.1f} to {one.high:.1f}",
            str(one.n),
            *(_number(value) for value in (one.score, one.right, one.level)),
        ]
        for one in found.bins
    ]
    heads = ["", "findings", "mean score", "activity right", "level right too"]
    errors = [
        f"Expected calibration error, {name}: {_with_interval(one)}"
        for name, one in found.errors.items()
    ]
    return "\n".join([_aligned(heads, rows), *errors])


def _assessed(found: Assessed) -> str:
    unstated = list(dict.fromkeys(name for name, _, _ in found.right))
    models = list(dict.fromkeys(model for _, model, _ in found.right))
    parts = []
    for name in unstated:
        rows = [
            [
                manner.value,
                *(_number(found.right[name, model, manner].value) for model in models[:-1]),
                _with_interval(found.right[name, ALL, manner]),
                f"{found.asked[name, manner]:.1f}",
                _number(found.wrong[name, manner]),
            ]
            for manner in Manner
        ]
        head = [f"unstated: {name}", *models, "turns asked", "levels wrong"]
        parts.append(_aligned(head, rows))
    return "\n".join(parts)


def _assessed_data(found: Assessed) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for (name, model, manner), one in found.right.items():
        row: dict[str, object] = {"unstated": name, "model": model, "manner": manner.value}
        row |= _figure_data(one)
        if model == ALL:
            row |= {"asked": found.asked[name, manner], "wrong": found.wrong[name, manner]}
        rows.append(row)
    return rows


def _mistakes(mistakes: Sequence[Mistake]) -> str:
    rows = [
        [str(len(one.items)), one.labelled or NOTHING, one.said or NOTHING, " ".join(one.items)]
        for one in mistakes
    ]
    return "\n".join(f"{n:>4}  {labelled} -> {said}: {ids}" for n, labelled, said, ids in rows)


def _failing(one: Failing) -> str:
    return f"{one.id}\n  text: {one.text}\n  labelled: {one.labelled}\n  said: {one.said}"


def _with_interval(one: Figure, sign: str = "") -> str:
    if math.isnan(one.value):
        return NOTHING
    return f"{one.value:{sign}.2f} ({one.low:{sign}.2f} to {one.high:{sign}.2f})"


def _number(value: float) -> str:
    return NOTHING if math.isnan(value) else f"{value:.2f}"


def _groups(groups: Mapping[str, Figures]) -> dict[str, dict[str, dict[str, float | int | None]]]:
    return {name: _group(figures) for name, figures in groups.items()}


def _group(figures: Figures) -> dict[str, dict[str, float | int | None]]:
    return {name: _figure_data(one) for name, one in figures.items()}


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
