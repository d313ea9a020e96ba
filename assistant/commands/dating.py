"""Lists what was last read or looked up when, so that the oldest is looked at first."""

import datetime
from collections.abc import Iterator

from assistant.domain.knowledge import Catalogue

UNKNOWN = "no date"
"""Stands before what carries no day: the record does not tell when it was last read."""


def dates(found: Catalogue) -> Iterator[str]:
    """Yield a line for each source, published team and tool: day and name, the oldest first.

    What has no day comes before all that has one. What is our own has no day to keep.
    """
    rows = sorted(_dated(found), key=lambda row: (row[0] or datetime.date.min, row[1]))
    return (f"{day.isoformat() if day else UNKNOWN:10s} {name}" for day, name in rows)


def _dated(found: Catalogue) -> Iterator[tuple[datetime.date | None, str]]:
    for source in found.sources.values():
        if source.openable:
            yield source.checked, f"sources/{source.id}.yaml"
    for case in found.cases.values():
        yield case.read, f"cases/{case.id}.yaml"
    for tool in found.toolbox.tools:
        yield tool.checked, f"toolbox.yaml: {tool.name} ({tool.state})"
