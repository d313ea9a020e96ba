"""The blocks of a roadmap: where it leads, and its steps as a table with what the team noted."""

from collections.abc import Iterator

from assistant.domain.knowledge import Catalogue
from assistant.domain.milestone import NOTHING, Milestone
from assistant.domain.results import Report
from assistant.export.blocks import Block, Kind
from assistant.phrases.along import course, due, moves, numbers, status, title, track


def roadmap(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    """Yield the roadmap of a plan; nothing where there is no step."""
    texts = catalogue.texts
    if not report.road:
        return
    yield Block(Kind.PART, texts["road.course"])
    for line in course(catalogue, report):
        yield Block(Kind.ITEM, line)
    yield Block(Kind.NOTE, texts["road.done-in-order"])
    head = ("road.step", "road.track", "road.effort", "road.depends", "road.then", "road.status")
    rows = [tuple(texts[one] for one in head)]
    rows += [_row(catalogue, report, one) for one in report.road]
    yield Block(Kind.TABLE, texts["road.table"], rows=tuple(rows))


def _row(catalogue: Catalogue, report: Report, one: Milestone) -> tuple[str, ...]:
    order, advice = numbers(report), catalogue.advice[one.step]
    note = report.notes.get(one.step, NOTHING)
    state = ", ".join(
        each for each in (status(catalogue, note), note.owner, due(catalogue, note)) if each
    )
    return (
        f"{order[one.step]} {title(catalogue, advice)}",
        track(catalogue, one),
        catalogue.texts[f"result.effort.{advice.effort}"],
        ", ".join(str(order[each.step]) for each in one.after),
        moves(catalogue, report, one),
        state,
    )
