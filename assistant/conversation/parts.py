"""A message piece by piece, in its order: what was heard in each, and what could not be placed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.conversation.state import Noted, Part
from assistant.domain.findings import Finding, Reading, Stated
from assistant.domain.levels import Profile, Status
from assistant.domain.session import READ_AT_MOST

_CLOSES = ".!?…)\"'”’"
_EDGE = " \t\r\n,;:–—-"
_EMPTY = re.compile(r"(?:\W|\b(?:and|but|so|also|then|or|well)\b)*", re.IGNORECASE)
"""What stands between statements and says nothing by itself."""


def parts_of(text: str, reading: Reading, before: Profile, told: Profile) -> tuple[Part, ...]:
    """Return the parts of a message, which leave none of its words out.

    There are none where it tells nothing: it is shown as it was said, and no more.
    """
    found = _merged(text, [*_stated(text, reading, before, told)])
    return tuple(_with_the_rest(text, found)) if found else ()


def placed_in(text: str, parts: Sequence[Part], here: Part) -> tuple[Part, ...]:
    """Return the parts of a message in which the user placed the words of one."""
    around = []
    for one in parts:
        if one.end <= here.start or here.end <= one.start:
            around.append(one)
            continue
        left = replace(one, end=min(one.end, here.start))
        right = replace(one, start=max(one.start, here.end))
        around += [side for side in (left, right) if _says(text, side.start, side.end)]
    return tuple(sorted((*around, here), key=lambda one: one.start))


def noted(told: Profile, before: Profile, activity: str) -> Noted:
    """Return how an activity stands now, and the level it had before if it had one."""
    was = before.get(activity)
    earlier = was if was is not None and was.status is Status.LEVEL else None
    return Noted(activity, told[activity], earlier)


def _stated(text: str, reading: Reading, before: Profile, told: Profile) -> Iterator[Part]:
    """Yield the statements that were read, and what was heard outside of all of them."""
    lone = [one for one in reading.findings if not _covered(one, reading.statements)]
    every = [
        *reading.statements,
        *(Stated(one.start, one.end, (one.activity,)) for one in lone),
    ]
    for one in sorted(every, key=lambda one: (one.start, one.end)):
        start, end = _trimmed(text, one.start, one.end, READ_AT_MOST)
        if _says(text, start, end):
            heard = tuple(noted(told, before, key) for key in one.activities if key in told)
            yield Part(start, end, heard, () if heard else one.likely, told=True)


def _covered(finding: Finding, statements: Sequence[Stated]) -> bool:
    return any(
        finding.activity in one.activities and finding.start < one.end and one.start < finding.end
        for one in statements
    )


def _merged(text: str, parts: Sequence[Part]) -> list[Part]:
    """Return the parts without overlap; one that goes on about what was just heard joins it."""
    found: list[Part] = []
    for one in parts:
        last = found[-1] if found else None
        if last is not None and _goes_on(text, last, one):
            names = {two.activity for two in last.heard}
            more = tuple(two for two in one.heard if two.activity not in names)
            end, heard = max(last.end, one.end), (*last.heard, *more)
            found[-1] = replace(last, end=end, heard=heard, likely=())
        elif last is None or last.end <= one.start:
            found.append(one)
        elif last.end < one.end:
            found.append(replace(one, start=last.end))
    return found


def _goes_on(text: str, last: Part, one: Part) -> bool:
    if one.start < last.end and (last.heard or one.heard):
        return True
    same = {two.activity for two in one.heard} <= {two.activity for two in last.heard}
    return bool(one.heard) and same and not _says(text, last.end, one.start)


def _with_the_rest(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts, and between them what tells nothing, as it was said."""
    at, most = 0, min(len(text), READ_AT_MOST)
    for one in (*parts, Part(most, most)):
        if _says(text, at, one.start):
            yield Part(*_trimmed(text, at, one.start, one.start))
        if one.start < one.end:
            yield one
        at = max(at, one.end)


def _says(text: str, start: int, end: int) -> bool:
    """Whether there is more than punctuation and joints in a stretch of a text."""
    return start < end and _EMPTY.fullmatch(text, start, end) is None


def _trimmed(text: str, start: int, end: int, most: int) -> tuple[int, int]:
    """Return a stretch without spaces around it, with the marks that close it, up to `most`."""
    most = min(most, len(text), READ_AT_MOST)
    end = min(end, most)
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    while start < end < most and text[end] in _CLOSES:
        end += 1
    return start, end
