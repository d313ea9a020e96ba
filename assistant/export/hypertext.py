"""Writes the outline of a report as one self-contained HTML page, drawn where the page draws."""

import html
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from assistant.domain.levels import HIGHEST
from assistant.export.blocks import Block, Drawn, Kind, barred, gathered
from assistant.phrases.glance import Bar, Fill, Look

LOOK = Path(__file__).parent / "report.css"
TAGS = {Kind.TITLE: "h1", Kind.SECTION: "h2", Kind.PART: "h3", Kind.TEXT: "p"}


def as_html(blocks: tuple[Block, ...]) -> str:
    """Return the blocks as one self-contained HTML page: no script, nothing fetched.

    What is drawn says nothing to a reader of screens; the words beside it do.
    """
    parts: list[str] = []
    for shape, some in groupby(gathered(blocks), lambda one: _shape(one[0])):
        written = [_written(one, inner) for one, inner in some]
        parts += [f"<{shape}>", *written, f"</{shape.split()[0]}>"] if shape else written
    title = html.escape(blocks[0].text) if blocks else ""
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>\n{_style()}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


@cache
def _style() -> str:
    return LOOK.read_text(encoding="utf-8")


def _shape(block: Block) -> str:
    """Return the tag around blocks of one shape that follow each other; "" where there is none."""
    if barred(block):
        return 'div class="side"'
    return {Kind.ITEM: "ul", Kind.DANGER: 'ul class="danger"'}.get(block.kind, "")


def _written(block: Block, inner: Sequence[Block] = ()) -> str:
    """Return one block with what belongs to it; none of its words is markup."""
    text = html.escape(block.text)
    words = f"<b>{html.escape(block.lead)}:</b> {text}" if block.lead else text
    match block.kind:
        case Kind.HEADLINE:
            return f'<p class="headline">{words}</p>'
        case Kind.ITEM | Kind.DANGER:
            return f"<li>{words}{''.join(_written(one) for one in inner)}</li>"
        case Kind.QUOTE:
            return f'<blockquote dir="auto">“{words}”</blockquote>'
        case Kind.NOTE | Kind.KEY:
            return f'<p class="note">{words}</p>'
        case Kind.TABLE:
            return _table(words, block)
        case Kind.DETAIL:
            return f'<h2 class="detail">{words}</h2>'
        case _:
            tag = TAGS[block.kind]
            return f"<{tag}>{words}</{tag}>"


def _table(words: str, block: Block) -> str:
    """Return a table that scrolls by itself where a screen is narrower."""
    head, *rows = block.rows
    drawn = block.drawn or tuple((None,) * len(row) for row in rows)
    columns = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in head)
    body = "".join(_row(row, looks) for row, looks in zip(rows, drawn, strict=True))
    kind = " ladder" if any(isinstance(one, Fill) for row in drawn for one in row) else ""
    return (
        f'<div class="table{kind}" tabindex="0"><table><caption>'
        f"{words}</caption><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[str], looks: Sequence[Drawn]) -> str:
    (first, *rest), (look, *others) = cells, looks
    told = "".join(
        f'<td{_fill(one)} dir="auto">{_bar(one)}{html.escape(words)}</td>'
        for words, one in zip(rest, others, strict=True)
    )
    return f'<tr><th scope="row"{_fill(look)} dir="auto">{html.escape(first)}</th>{told}</tr>'


def _fill(one: Drawn) -> str:
    return f' class="{one.value}"' if isinstance(one, Fill) else ""


def _bar(one: Drawn) -> str:
    """Return the bar of an activity, filled up to its level; the last part asked of it marked."""
    if not isinstance(one, Bar):
        return ""
    shown = one.look in {Look.LEVEL, Look.RANGE}
    parts = []
    for level in range(1, HIGHEST + 1):
        kind = "on" if shown and level <= one.lo else "off"
        if one.look is Look.RANGE and one.lo < level <= one.hi:
            kind = "maybe"
        parts.append(f'<i class="{kind}{" asked" if level == one.asked else ""}"></i>')
    of = f" of-{one.lo}" if one.look is Look.LEVEL else ""
    return f'<span class="bar {one.look.value}{of}" aria-hidden="true">{"".join(parts)}</span>'
