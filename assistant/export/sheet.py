"""Writes what is known of each activity as a table for spreadsheets, one row an activity."""

import csv
import io
import unicodedata

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Standing
from assistant.domain.results import Report
from assistant.domain.sayings import NOBODY, About
from assistant.export.made import version
from assistant.phrases.standing import standing_word

COLUMNS = (
    "activity", "name", "pipeline", "dimension", "lowest", "highest", "level", "status", "origin",
    "sure", "carried_over", "planned", "needed", "needed_for_stage", "quote", "because",
    "report_of", "date", "model", "product_version", "knowledge",
)  # fmt: skip
ACTS = frozenset("=+-@\t\r")
"""A cell that begins with one of these is taken for a formula by some spreadsheet."""


def as_csv(catalogue: Catalogue, report: Report, about: About = NOBODY) -> str:
    """Return the table with a row of headings; the last columns say whose it is and what made it.

    `needed` is what the leading model asks for next of an activity, empty where it asks for no
    more. Words stand as they were said, line breaks and all.
    """
    sheet = io.StringIO()
    rows = csv.writer(sheet, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    needed = _needed(report)
    day = about.day.isoformat() if about.day else ""
    made = (about.name, day, report.primary, version(), report.knowledge)
    for key, item in catalogue.items.items():
        one = report.profile.get(key, OPEN)
        known = (key, item.name, item.pipeline, item.dimension)
        row = (*known, *_standing(one, standing_word(catalogue, item, one)))
        words = " … ".join(each.quote for each in one.words)
        rows.writerow([safe(each) for each in (*row, *needed.get(key, ("", "")), words,
                                               one.because, *made)])  # fmt: skip
    return sheet.getvalue()


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet runs: what would begin a formula follows an apostrophe.

    Control characters are left out, but for tabs and the ends of lines.
    """
    kept = "".join(one for one in cell if unicodedata.category(one) != "Cc" or one in "\t\r\n")
    return f"'{kept}" if kept and kept[0] in ACTS else kept


def _standing(one: Standing, word: str) -> tuple[str, ...]:
    levels = ("", "") if one.waived else (str(one.lo), str(one.hi))
    yes = [str(each).lower() for each in (one.sure, one.carried, one.planned)]
    return (*levels, word, one.status.value, one.origin.value, *yes)


def _needed(report: Report) -> dict[str, tuple[str, str]]:
    """Return what is asked for next of each activity: its level and the stage that asks."""
    found: dict[str, tuple[str, str]] = {}
    for stage in report.now.trace:
        for check in stage.checks:
            need = check.requirement
            if not check.standing.waived and check.standing.lo < need.level:
                found.setdefault(need.activity, (str(need.level), str(stage.index)))
    return found
