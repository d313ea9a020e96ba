"""Picks the words to quote for a finding: the clauses that carry it, without what only stands by.

Quoting is apart from judging: it decides nothing.
"""

import re
from collections.abc import Sequence

from assistant.reading.gathered import Region, Span

LONGEST_QUOTE = 320
_PART = re.compile(r",\s+")
_OPENS = re.compile(
    r",\s+(?=(?:(?:and|but|so|then) )?(?:we|i|they|it|he|she|our|my|the|an?|every|each|all|no|"
    r"nobody|no one|someone|somebody|everyone|there)\b)"
)
"""Where a part stands by itself: what comes before may be its subject elsewhere."""


def quoted(plain: str, region: Region, cues: Sequence[Span], told: Sequence[Span]) -> Span:
    """Return the stretch of a folded text to quote for the activity of a region.

    `cues` are the words that name it, `told` those that say how far it goes. Where no word says so
    the level was read from the whole, and all of it is quoted.
    """
    first = region.main[0]
    others = sorted([*region.main[1:], *region.further])
    kept = [one for one in others if not told or _any(told, one)]
    start, end = first
    for clause in kept:
        if clause[0] >= start and clause[1] - start <= LONGEST_QUOTE:
            end = max(end, clause[1])
        elif clause[1] <= start and end - clause[0] <= LONGEST_QUOTE:
            start = clause[0]
    return _trimmed(plain, (start, end), [*cues, *told]) if cues and told else (start, end)


def _any(spans: Sequence[Span], clause: Span) -> bool:
    return any(clause[0] <= start < clause[1] for start, _ in spans)


def _trimmed(plain: str, span: Span, anchors: Sequence[Span]) -> Span:
    """Leave out the parts between commas before the first and behind the last anchor."""
    start, end = span
    inside = [one for one in anchors if start <= one[0] and one[1] <= end]
    if not inside:
        return span
    first, last = min(one[0] for one in inside), max(one[1] for one in inside)
    before = [one.end() for one in _OPENS.finditer(plain, start, end) if one.end() <= first]
    behind = _PART.search(plain, last, end)
    return (before[-1] if before else start), (behind.start() if behind else end)
