"""Writes what is known of each activity as one row of a table, for spreadsheets and programs."""

import csv
import io

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN
from assistant.domain.results import Report
from assistant.domain.sayings import NOBODY, About
from assistant.export.made import version
from assistant.export.outline import plain

COLUMNS = (
    "id", "name", "level_lo", "level_hi", "quote",
    "report_of", "date", "version", "model", "knowledge",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@")


def as_csv(catalogue: Catalogue, report: Report, about: About = NOBODY) -> str:
    """Return a header and one row an activity; each row tells whose report it is and by what made.

    Levels are 0 to 3, lowest and highest; both are empty where an activity does not apply.
    """
    made = (about.name, about.day.isoformat() if about.day else "", version(),
            report.primary, report.knowledge)  # fmt: skip
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    for key in sorted(catalogue.items):
        now = report.profile.get(key, OPEN)
        levels = ("", "") if now.waived else (str(now.lo), str(now.hi))
        quote = " … ".join(one.quote for one in now.words)
        row = (key, catalogue.items[key].name, *levels, quote, *made)
        writer.writerow([cell(one) for one in row])
    return sheet.getvalue()


def cell(text: str) -> str:
    """Return a text without control characters, such that no spreadsheet takes it for a formula."""
    kept = plain(text)
    return f"'{kept}" if kept.startswith(FORMULA) else kept
