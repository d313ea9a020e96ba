"""What the outline of a report is made of: pieces of plain text, each of one kind."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block is."""

    TITLE = "title"
    SECTION = "section"
    PART = "part"
    TEXT = "text"
    ITEM = "item"
    QUOTE = "quote"
    NOTE = "note"
    TABLE = "table"
    DETAIL = "detail"  # where the summary ends: a section that begins a page of its own


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the report: plain text that the format must escape. `lead` is set in bold.

    `rows` are those of a table, the one of headings first; its `text` says what it shows.
    """

    kind: Kind
    text: str
    lead: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
