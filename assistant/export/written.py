"""Writes the outline of a report as plain text, Markdown and HTML."""

import html
import re
import textwrap
from collections.abc import Iterator

from assistant.export.outline import Block, Kind

WIDTH = 92  # columns of plain text; only a line with an address may be longer
# Anywhere, with the two ways in which some viewers make a link of a bare address; and at the start.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|!~$&]|(?<=:)/(?=/)|(?<=\bwww)\.")
_START = re.compile(r"^(\d*)([-+=.)])")

STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1c2321; --quiet: #54594f;
  --accent: #0f6b5c; --line: #d8d5cc }
@media (prefers-color-scheme: dark) { :root { --paper: #141917; --ink: #e9ece9;
  --quiet: #b7bdb5; --accent: #5fd0b8; --line: #36403b } }
body { background: var(--paper); color: var(--ink); font: 1rem/1.55 sans-serif;
  max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.25 } h2 { border-top: 1px solid var(--line); padding-top: 1.2rem }
.note { color: var(--quiet); font-size: .9em } li { margin: .3rem 0 }
blockquote { margin: .2rem 0 .6rem 1.2rem; padding-left: .8rem;
  border-left: 3px solid var(--accent); white-space: pre-wrap; overflow-wrap: anywhere }
.table { overflow-x: auto } table { border-collapse: collapse; font-size: .9rem; line-height: 1.4 }
caption { text-align: start; font-weight: 600; padding: .3rem 0 }
th, td { text-align: start; vertical-align: top; padding: .35rem .5rem;
  border-bottom: 1px solid var(--line) } tbody th { font-weight: 500 }
ul { margin: .2rem 0; padding-left: 1.3rem }
@page { size: A4; margin: 18mm 18mm 20mm }
@media print { :root { --paper: #fff; --ink: #1c2321; --quiet: #54594f; --accent: #0f6b5c;
    --line: #bbb }
  body { font-size: 10pt; max-width: none; margin: 0; padding: 0 } h2.detail { break-before: page }
  h1, h2, h3 { break-after: avoid } li, blockquote, tr { break-inside: avoid }
  p { orphans: 3; widows: 3 } }
"""


def as_text(blocks: tuple[Block, ...]) -> str:
    """Return the blocks as plain text, wrapped at 92 columns; no address is broken."""
    lines: list[str] = []
    for block in blocks:
        words = f"{block.lead}: {block.text}" if block.lead else block.text
        match block.kind:
            case Kind.TITLE:
                lines += [words, "=" * len(words), ""]
            case Kind.SECTION | Kind.DETAIL:
                lines += ["", words, "-" * len(words)]
            case Kind.PART:
                lines += ["", words]
            case Kind.ITEM:
                lines += _wrapped(words, "  - ", "    ")
            case Kind.QUOTE:
                lines += _wrapped(f"“{words}”", "      ", "      ")
            case Kind.NOTE:
                lines += _wrapped(words, "    ", "    ")
            case Kind.TEXT:
                lines += _wrapped(words, "", "")
            case Kind.TABLE:
                lines += ["", *_wrapped(words, "", "")]
                for row in _told(block):
                    lines += _wrapped(row, "  - ", "    ")
    return "\n".join(lines) + "\n"


def as_markdown(blocks: tuple[Block, ...]) -> str:
    """Return the blocks as Markdown in which no text of the user can act as markup."""
    parts: list[str] = []
    for block in blocks:
        text = escaped(block.text)
        words = f"**{escaped(block.lead)}:** {text}" if block.lead else text
        match block.kind:
            case Kind.TITLE:
                parts.append(f"# {words}\n")
            case Kind.SECTION | Kind.DETAIL:
                parts.append(f"\n## {words}\n")
            case Kind.PART:
                parts.append(f"\n### {words}\n")
            case Kind.ITEM:
                parts.append(f"- {words}")
            case Kind.QUOTE:
                parts.append(f"  > “{words}”\n")
            case Kind.NOTE:
                parts.append(f"  _{words}_\n")
            case Kind.TEXT:
                parts.append(f"{words}\n")
            case Kind.TABLE:
                rows = [f"| {' | '.join(escaped(one) for one in row)} |" for row in block.rows]
                rule = "| --- " * len(block.rows[0]) + "|"
                parts.append("\n".join(["", f"{words}\n", *rows[:1], rule, *rows[1:], ""]))
    return "\n".join(parts) + "\n"


def as_html(blocks: tuple[Block, ...]) -> str:
    """Return the blocks as one self-contained HTML page: no script, nothing fetched."""
    tags = {Kind.TITLE: "h1", Kind.SECTION: "h2", Kind.PART: "h3", Kind.TEXT: "p"}
    parts: list[str] = []
    for block in blocks:
        text = html.escape(block.text)
        words = f"<b>{html.escape(block.lead)}:</b> {text}" if block.lead else text
        match block.kind:
            case Kind.ITEM:
                parts.append(f"<ul><li>{words}</li></ul>")
            case Kind.QUOTE:
                parts.append(f'<blockquote dir="auto">“{words}”</blockquote>')
            case Kind.NOTE:
                parts.append(f'<p class="note">{words}</p>')
            case Kind.TABLE:
                parts.append(_table(words, block))
            case Kind.DETAIL:
                parts.append(f'<h2 class="detail">{words}</h2>')
            case _:
                tag = tags[block.kind]
                parts.append(f"<{tag}>{words}</{tag}>")
    title = html.escape(blocks[0].text) if blocks else ""
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _table(words: str, block: Block) -> str:
    """Return a table of HTML that scrolls by itself where a screen is narrower."""
    head, *rows = ([html.escape(one) for one in row] for row in block.rows)
    columns = "".join(f'<th scope="col">{one}</th>' for one in head)
    body = "".join(
        f'<tr><th scope="row" dir="auto">{first}</th>'
        + "".join(f'<td dir="auto">{one}</td>' for one in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<div class="table" tabindex="0"><table><caption>'
        f"{words}</caption><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _told(block: Block) -> Iterator[str]:
    """Yield each row of a table as one line, in which each cell says what it is."""
    head, *rows = block.rows
    for first, *rest in rows:
        named = (f"{name}: {one}" for name, one in zip(head[1:], rest, strict=True) if one)
        yield "; ".join([first, *named])


def escaped(text: str) -> str:
    """Return a text on one line in which every character that Markdown could act on is escaped."""
    line = _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
    return _START.sub(r"\1\\\2", line)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,  # so that an address stays in one piece, as it does
        break_long_words="://" not in text,  # where it is longer than a line
    )
