"""Writes the steps of a plan as CSV for a tracker, with no cell that a spreadsheet would run."""

import csv
import io
import re

from assistant.domain.knowledge import Advice, Catalogue
from assistant.domain.milestone import NOTHING
from assistant.domain.results import Report
from assistant.phrases.along import status, title, track

COLUMNS = (
    "title", "track", "owner", "due", "status", "effort", "depends on", "done when", "source",
)  # fmt: skip
"""The names of the columns; they stay, since whoever reads the file goes by them."""
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")


def as_tracker(catalogue: Catalogue, report: Report) -> bytes:
    """Return the plan as CSV in UTF-8, a line for each step in its order, after one of names.

    What a spreadsheet would take for a formula begins with an apostrophe. `depends on` holds the
    titles of other steps in the file.
    """
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for step, milestone in zip(report.steps, report.road, strict=True):
        advice, note = step.advice, report.notes.get(step.advice.id, NOTHING)
        before = (title(catalogue, catalogue.advice[one]) for one in step.after)
        row = (
            title(catalogue, advice),
            track(catalogue, milestone),
            note.owner,
            note.due.isoformat() if note.due else "",
            status(catalogue, note),
            catalogue.texts[f"result.effort.{advice.effort}"],
            "; ".join(before),
            advice.done_when,
            sources(catalogue, advice),
        )
        writer.writerow([safe(one) for one in row])
    return held.getvalue().encode()


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def sources(catalogue: Catalogue, advice: Advice) -> str:
    """Return what a step is cited from, each with its address where it has one."""
    found = [catalogue.sources[one.source] for one in advice.sources if one.source]
    return "; ".join(f"{one.label} {one.address}" for one in dict.fromkeys(found))
