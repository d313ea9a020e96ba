"""What the outline of a report is made of: pieces of plain text, each of one kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.phrases.glance import Bar, Fill


class Kind(StrEnum):
    """What a block is."""

    TITLE = "title"
    SECTION = "section"
    PART = "part"
    HEADLINE = "headline"
    TEXT = "text"
    ITEM = "item"
    DANGER = "danger"  # an item that must not be overlooked
    QUOTE = "quote"
    NOTE = "note"
    KEY = "key"  # a note that belongs to what comes after it
    TABLE = "table"
    DETAIL = "detail"  # where the summary ends: a section that begins a page of its own


Drawn = Fill | Bar | None
"""What a cell of a table is drawn as: filled, a bar of levels, or not at all."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the report: plain text that the format must escape. `lead` is set in bold.

    `rows` are those of a table, the one of headings first; its `text` says what it shows. What is
    `drawn` behind or before the words of a cell stands by row, without that of headings; it says
    nothing that the words do not, so that a format without pictures leaves it out.
    """

    kind: Kind
    text: str
    lead: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    drawn: tuple[tuple[Drawn, ...], ...] = ()


ITEMS = {Kind.ITEM, Kind.DANGER}


def gathered(blocks: Sequence[Block]) -> Iterator[tuple[Block, tuple[Block, ...]]]:
    """Yield each block with the quotes and notes that follow it, where it is an item."""
    at = 0
    while at < len(blocks):
        first, at = blocks[at], at + 1
        inner: list[Block] = []
        while (
            first.kind in ITEMS and at < len(blocks) and blocks[at].kind in {Kind.QUOTE, Kind.NOTE}
        ):
            inner.append(blocks[at])
            at += 1
        yield first, tuple(inner)


def barred(block: Block) -> bool:
    """Whether a block is a table of bars, which is narrow enough to stand beside another."""
    return any(isinstance(one, Bar) for row in block.drawn for one in row)
