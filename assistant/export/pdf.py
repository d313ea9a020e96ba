"""Writes the outline of a report as a tagged PDF: text only, nothing fetched, fonts that travel."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from assistant.domain.sayings import NOBODY, About
from assistant.export.blocks import Block, Kind
from assistant.export.made import day
from assistant.export.typefaces import FAMILIES, fonts, written
from assistant.phrases.standing import shortened

LOOK = Path(__file__).parent / "report.typ"
ACCESSIBLE: Final = "ua-1"
"""The standard of PDF that a reader of screens can rely on."""
LONGEST_FOOT = 90
NARROWEST, WIDEST = 9, 30
"""Characters that a column of a table is as wide as, at least and at most."""


def as_pdf(blocks: Sequence[Block], texts: Mapping[str, str], about: About = NOBODY) -> bytes:
    """Return the blocks as the bytes of an A4 PDF that is tagged and outlined.

    A character that no typeface has stands as its name.
    """
    content = typeset(blocks, texts, about, pdf_standards=[ACCESSIBLE])
    if not isinstance(content, bytes):
        raise TypeError("a PDF is one file")
    return content


def typeset(
    blocks: Sequence[Block], texts: Mapping[str, str], about: About, **how: Any
) -> bytes | list[bytes]:
    """Return the blocks as typst makes them, a PDF where `how` names no other format."""
    # Imported here: it takes a moment that no other format needs to wait for.
    import typst

    title = written(blocks[0].text) if blocks else texts["report.title"]
    foot = [shortened(title, LONGEST_FOOT), *([day(about)] if about.day else []), texts["product"]]
    report = {
        "title": title or texts["report.title"],
        "product": texts["product"],
        "date": [about.day.year, about.day.month, about.day.day] if about.day else None,
        "foot": " · ".join(foot),
        "page": texts["report.page"],
        "fonts": FAMILIES,
        "blocks": list(_nodes(blocks)),
    }
    sent = {"report": json.dumps(report)}
    made: bytes | list[bytes] = typst.compile(_look(), sys_inputs=sent, font_paths=fonts(), **how)
    return made


@cache
def _look() -> bytes:
    return LOOK.read_bytes()


def _nodes(blocks: Sequence[Block]) -> Iterator[dict[str, object]]:
    """Yield the blocks as plain values; the quotes and notes after an item stand inside it."""
    inner: list[dict[str, object]] | None = None
    for block in blocks:
        node: dict[str, object] = {
            "kind": block.kind.value,
            "text": written(block.text),
            "lead": written(block.lead),
            "rows": [[written(cell) for cell in row] for row in block.rows],
            "shares": _shares(block.rows),
            "inner": [],
        }
        if inner is not None and block.kind in {Kind.QUOTE, Kind.NOTE}:
            inner.append(node)
            continue
        inner = node["inner"] if block.kind is Kind.ITEM else None  # type: ignore[assignment]
        yield node


def _shares(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column of a table is beside the others, by its longest cell."""
    widest = (max(map(len, column)) for column in zip(*rows, strict=True))
    return [min(max(one, NARROWEST), WIDEST) for one in widest]
