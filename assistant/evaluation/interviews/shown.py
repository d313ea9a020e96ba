"""Figures to a table to read, and to a picture of bars."""

from collections.abc import Iterator
from html import escape

from assistant.evaluation.interviews.contest import FLOOR, OPENED, OURS, TURNS
from assistant.evaluation.interviews.exact import BELIEFS
from assistant.evaluation.interviews.totals import ORDER, Data

NAMES = {
    FLOOR: "the fewest that any way can do",
    OURS: "certificate vote (ours)",
    "ladder": "ladder, likely failure first",
    "chance": "chance, of what still matters",
    "fixed order": "fixed order, until certain",
    "random order": "random order, until certain",
    OPENED: "ours, 30 % told beforehand",
    TURNS: "ours, up to three in a turn",
}
WIDTH, LEFT, RIGHT, ROW, BAR, TOP, BOTTOM = 760, 232, 92, 34, 20, 64, 44
TEXT, QUIET, STRONG, PALE = "#3d4852", "#68737d", "#1b6e8c", "#a9cbd8"


def text(found: Data) -> str:
    """Return all figures as plain text."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Data) -> Iterator[str]:
    yield f"{found['interviews']} interviews, {found['wrong']} with a wrong result"
    for name, figures in found["populations"].items():
        yield from _block(f"{name}, all models", figures)
    for one in found["models"]:
        stages = " ".join(str(count) for count in one["teams_by_stage"])
        yield from _block(
            f"{one['model']}, {one['population']} (teams by stage: {stages})", one["questions"]
        )
    if found["aims"]:
        yield ""
        yield f"{'the interview up to each aim':52} asked  fewest   ratio"
    for one in found["aims"]:
        label = f"{one['model']}, {one['population']}: {one['up_to']}"
        kept = "kept" if one["kept"] else "MISSED"
        yield (
            f"{kept:6} {label:44}{one['asked']:7.2f}{one['fewest']:8.2f}{one['over_fewest']:8.3f}"
            f", target at most {one['target']:g}"
        )
    if found["over_optimum"]:
        yield ""
        yield f"{'over the exact optimum':40}    stage    worst  blockers    worst"
    for one in found["over_optimum"]:
        stage, both = one["stage"], one["with_blockers"]
        label = f"{one['policy']}, {one['teams']}"
        yield (
            f"{label:42} {stage['mean']:6.3f} {stage['worst']:8.3f}"
            f" {both['mean']:9.3f} {both['worst']:8.3f}"
        )
    yield ""
    for name, one in found["decision_ms"].items():
        yield f"{name}: a decision takes {one['p50']:.2f} ms at p50, {one['p95']:.2f} ms at p95"
    yield ""
    for one in found["targets"]:
        kept = "kept" if one["kept"] else "MISSED"
        yield f"{kept:6} {one['what']}: {one['value']:g}, target at most {one['target']:g}"
    for one in found["over_optimum"]:
        if one["policy"] == OURS and one["teams"] != BELIEFS[0]:
            stage = one["stage"]
            yield (
                f"{'-':6} over the optimum, {one['teams']}: {stage['mean']:g}, worst "
                f"{stage['worst']:g}; no target,"
            )
            yield f"{'':6} since the optimum is told how they moved and no way of asking can know"


def _block(title: str, figures: Data) -> Iterator[str]:
    yield ""
    yield f"{title[:58]:58} to the stage         with blockers"
    yield f"{'':36}" + "   mean  median   p95  ratio" * 2
    for name, one in figures.items():
        cells = "".join(_cell(one[part]) for part in ("stage", "with_blockers"))
        yield f"  {NAMES.get(name, name):34}{cells}"


def _cell(one: Data) -> str:
    ratio = f"{one['over_floor']:7.3f}" if "over_floor" in one else f"{'':7}"
    return f"{one['mean']:7.2f}{one['median']:8g}{one['p95']:6g}{ratio}"


def picture(found: Data, population: str) -> str:
    """Return an SVG: for each way of asking the mean questions in one population, all models."""
    figures = found["populations"][population]
    rows = [name for name in (FLOOR, *ORDER, OPENED, TURNS) if name in figures]
    longest = max(figures[name]["with_blockers"]["mean"] for name in rows)
    unit = (WIDTH - LEFT - RIGHT) / longest
    height = TOP + ROW * len(rows) + BOTTOM
    title = "Questions asked on average, over all models"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="title" font-family="system-ui, sans-serif" font-size="13">',
        f'<title id="title">{title}</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _words(16, 26, title, TEXT, 'font-size="16" font-weight="600"'),
        _words(16, 46, _teams(found, population), QUIET),
    ]
    for number, name in enumerate(rows):
        y = TOP + ROW * number
        stage, both = (figures[name][part]["mean"] for part in ("stage", "with_blockers"))
        weight = 'font-weight="600"' if name == OURS else ""
        parts += [
            _words(LEFT - 10, y + 14, NAMES.get(name, name), TEXT, f'text-anchor="end" {weight}'),
            _bar(y, unit * both, PALE),
            _bar(y, unit * stage, STRONG),
            _words(LEFT + unit * both + 8, y + 14, f"{stage:.1f} · {both:.1f}", TEXT, weight),
        ]
    y = height - 18
    parts += [
        f'<rect x="{LEFT}" y="{y - 11}" width="12" height="12" fill="{STRONG}"/>',
        _words(LEFT + 18, y, "to a certain stage", QUIET),
        f'<rect x="{LEFT + 150}" y="{y - 11}" width="12" height="12" fill="{PALE}"/>',
        _words(LEFT + 168, y, "to the stage and all that keeps from the next", QUIET),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _teams(found: Data, population: str) -> str:
    kind = "every stage equally often" if population == "stratified" else population
    return f"{found['runs']} simulated teams for each model, {kind}"


def _bar(y: float, width: float, fill: str) -> str:
    return f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{fill}"/>'


def _words(x: float, y: float, words: str, fill: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" {more}>{escape(words)}</text>'
