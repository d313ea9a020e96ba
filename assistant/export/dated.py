"""Writes the steps that have a date as iCalendar: a whole day each, with who has it and when done.

Owner of icalendar. Events and not tasks, because most calendars show no task that is imported.
"""

import hashlib
from datetime import UTC, datetime, time

from assistant.domain.knowledge import Catalogue
from assistant.domain.milestone import Note
from assistant.domain.results import Report, Step
from assistant.domain.sayings import About
from assistant.export.made import DISTRIBUTION
from assistant.phrases.along import described, title


def dated(report: Report) -> tuple[tuple[Step, Note], ...]:
    """Return the steps of the plan that have a date, in its order."""
    noted = ((step, report.notes.get(step.advice.id)) for step in report.steps)
    return tuple((step, note) for step, note in noted if note is not None and note.due)


def as_ics(catalogue: Catalogue, report: Report, about: About) -> bytes:
    """Return a calendar with one event for each dated step; the same report gives the same bytes.

    An event keeps its name (UID) when its date moves, so that a calendar takes it for the same;
    the plan of a team or system of another name has others. Stamped with the day of the report,
    or, without one, with the date itself.
    """
    # Imported here: no other format needs to wait for it.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//{DISTRIBUTION}//EN")
    calendar.add("version", "2.0")
    for step, note in dated(report):
        if note.due is None:
            continue
        advice, event = step.advice, Event()
        name = hashlib.sha256(f"{about.name}\0{advice.id}".encode()).hexdigest()[:32]
        event.add("uid", f"{name}@{DISTRIBUTION}")
        event.add("dtstamp", datetime.combine(about.day or note.due, time(), UTC))
        event.add("dtstart", note.due)  # without an end, it is that whole day
        event.add("summary", title(catalogue, advice))
        done = f"{catalogue.texts['result.done-when']}: {advice.done_when}"
        event.add("description", f"{described(catalogue, advice.id, note)}\n{done}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
