"""Files that people kept, read back: a session as its turns, a result as the answers in it.

Nothing in a file that follows from something else is believed: it is computed anew, and where the
file said otherwise, that is said.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from assistant import merging
from assistant.domain.knowledge import Catalogue
from assistant.domain.merged import Voice
from assistant.domain.results import Report
from assistant.domain.storing import StorageError
from assistant.export import readback
from assistant.service.refused import Refused

if TYPE_CHECKING:
    from assistant.service.service import Service
    from assistant.storage import SessionDocument

NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of what was done on no known day; the same file gives the same session."""


def session_of(catalogue: Catalogue, data: bytes) -> "SessionDocument | None":
    """Return the session that takes over the answers of a result; None for any other file.

    Raises StorageError for a result that cannot be read.
    """
    if not readback.looks_like_one(data):
        return None
    from assistant.storage import made

    try:
        found = readback.read(catalogue, data)
    except readback.NotAResult as error:
        raise StorageError(str(error)) from error
    voice = Voice(found.about.name, found.told, found.context, found.model)
    day = found.about.day
    at = datetime.combine(day, time(), UTC) if day else NO_DAY
    return made(merging.turns(catalogue, merging.merge(catalogue, [voice]), {}), at, catalogue.hash)


def voice(service: "Service", data: bytes, name: str) -> Voice:
    """Return what the person says whose exported session or result this is.

    `name` is whose it is where the file does not tell. Raises Refused.
    """
    texts = service.catalogue.texts
    try:
        if readback.looks_like_one(data):
            found = readback.read(service.catalogue, data)
            return Voice(found.about.name or name, found.told, found.context, found.model)
        from assistant.storage import parsed

        turns = [one.turn for one in parsed(data).turns]
    except (readback.NotAResult, StorageError) as error:
        raise Refused(texts["merge.unreadable"].format(file=name), str(error)) from error
    now = service.conversation(turns)
    return Voice(name, now.told, now.context, now.model)


def corrected(
    catalogue: Catalogue, claims: Mapping[str, tuple[int, int]], report: Report
) -> Iterator[str]:
    """Yield a sentence for each stage that a result names otherwise than its answers do."""
    for key, (low, high) in sorted(claims.items()):
        found = report.assessments.get(key)
        if found is not None and (found.lo, found.hi) != (low, high):
            yield catalogue.texts["import.recomputed"].format(
                model=found.model.label, given=_span(low, high), found=_span(found.lo, found.hi)
            )


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"
