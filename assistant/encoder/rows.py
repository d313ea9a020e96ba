"""Cuts the statements of texts into rows of as many tokens as the tuned encoder reads at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]
Stated = tuple[str, tuple[Span, ...]]
"""A statement, and the stretches [start, end) of it that are heard apart as well."""
Asked = tuple[Stated, ...]
"""The statements of one text, each the others' context."""
LONGEST = 256
"""Tokens read at once: a longer text is read in windows of whole statements, and of a longer
statement only what comes before."""
APART = 4
"""Layers that read each statement by itself; those above read it among the others as well."""
PACKED = 300
"""Tokens of rows that are read as one: more cost more attention, fewer more calls."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, by the number of its text and its own: token ids between two that frame them.

    `place` is for each token the number, in its text, of the stretch that it belongs to, or -1.
    """

    text: int
    number: int
    ids: list[int]
    place: list[int]


def rows(tokenizer: Any, number: int, text: Asked) -> Iterator[list[Said]]:
    """Yield the statements of a text, as many together as are read at once.

    One without a word that the tokenizer knows is left out.
    """
    first, last = tokenizer.cls_token_id, tokenizer.sep_token_id
    row: list[Said] = []
    size = before = 0
    for at, (words, spans) in enumerate(text):
        ids, place = tokens(tokenizer, words, spans)
        place = [one if one < 0 else one + before for one in place]
        before += len(spans)
        if not ids:
            continue
        if row and size + len(ids) + 2 > LONGEST:
            yield row
            row, size = [], 0
        row.append(Said(number, at, [first, *ids, last], [-1, *place, -1]))
        size += len(ids) + 2
    if row:
        yield row


def tokens(tokenizer: Any, text: str, spans: Sequence[Span]) -> tuple[list[int], list[int]]:
    """Return the token ids of a statement, and for each the number of its span, -1 for none."""
    found = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    place = []
    at = 0
    for start, end in found["offset_mapping"][: LONGEST - 2]:
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        inside = at < len(spans) and start < spans[at][1] and spans[at][0] < end
        place.append(at if inside and start < end else -1)
    return list(found["input_ids"])[: LONGEST - 2], place


def packs(each: Sequence[Sequence[Said]]) -> Iterator[Sequence[Sequence[Said]]]:
    """Yield the rows, so many together as are read as one."""
    start = size = 0
    for at, row in enumerate(each):
        more = sum(len(one.ids) for one in row)
        if at > start and size + more > PACKED:
            yield each[start:at]
            start, size = at, 0
        size += more
    if each:
        yield each[start:]
