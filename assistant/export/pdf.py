"""Writes the outline of a report as a tagged PDF: text only, nothing fetched, fonts that travel."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from assistant.domain.sayings import NOBODY, About
from assistant.export.blocks import Block, Drawn, barred, gathered
from assistant.export.made import day
from assistant.export.typefaces import FAMILIES, fonts, written
from assistant.phrases.glance import Bar
from assistant.phrases.standing import shortened

LOOK = Path(__file__).parent / "report.typ"
ACCESSIBLE: Final = "ua-1"
"""The standard of PDF that a reader of screens can rely on."""
LONGEST_FOOT = 90
NARROWEST, WIDEST = 9, 30
"""Characters that a column of a table is as wide as, at least and at most."""
STAGES = 48
"""The same at most where the rows are stages, so that each takes one line."""
BARS = (29, 34, 23)
"""How wide an activity, its bar with its level, and what is asked are beside each other."""


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
    """Yield the blocks as plain values: what belongs to an item inside it, bars side by side."""
    for narrow, some in groupby(gathered(blocks), lambda one: barred(one[0])):
        nodes = [_node(one, inner) for one, inner in some]
        if narrow:
            yield _beside(nodes)
        else:
            yield from nodes


def _node(block: Block, inner: Sequence[Block] = ()) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "text": written(block.text),
        "lead": written(block.lead),
        "rows": [[written(cell) for cell in row] for row in block.rows],
        "shares": _shares(block),
        "drawn": [[_drawn(one) for one in row] for row in block.drawn],
        "narrow": barred(block),
        "inner": [_node(one) for one in inner],
    }


def _beside(tables: Sequence[dict[str, Any]]) -> dict[str, object]:
    """Return narrow tables as two columns that are about as long, in their order."""
    lengths = [len(one["rows"]) for one in tables]
    longest = [max(sum(lengths[:at]), sum(lengths[at:])) for at in range(len(tables) + 1)]
    at = longest.index(min(longest))
    return {"kind": "beside", "columns": [list(tables[:at]), list(tables[at:])]}


def _drawn(one: Drawn) -> object:
    """Return what a cell is drawn as, in the words of the look."""
    if isinstance(one, Bar):
        return {"look": one.look.value, "lo": one.lo, "hi": one.hi, "asked": one.asked}
    return one.value if one else ""


def _shares(block: Block) -> list[int]:
    """Return how wide each column of a table is beside the others, by its longest cell.

    All tables of bars have the same, so that they stand below one another.
    """
    if barred(block):
        return list(BARS)
    longest = STAGES if block.drawn else WIDEST
    widest = (max(map(len, column)) for column in zip(*block.rows, strict=True))
    shares = [min(max(one, NARROWEST), longest) for one in widest]
    return [shares[0], *(max(shares[1:]) for _ in shares[1:])] if block.drawn else shares
