"""Writes the outline of a report as plain text and Markdown."""

import re
import textwrap
from collections.abc import Iterator

from assistant.export.outline import Block, Kind

WIDTH = 92  # columns of plain text; only a line with an address may be longer
# Anywhere, with the two ways in which some viewers make a link of a bare address; and at the start.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|!~$&]|(?<=:)/(?=/)|(?<=\bwww)\.")
_START = re.compile(r"^(\d*)([-+=.)])")


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
            case Kind.ITEM | Kind.DANGER:
                lines += _wrapped(words, "  - ", "    ")
            case Kind.QUOTE:
                lines += _wrapped(f"“{words}”", "      ", "      ")
            case Kind.NOTE | Kind.KEY:
                lines += _wrapped(words, "    ", "    ")
            case Kind.TEXT | Kind.HEADLINE:
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
            case Kind.ITEM | Kind.DANGER:
                parts.append(f"- {words}")
            case Kind.QUOTE:
                parts.append(f"  > “{words}”\n")
            case Kind.NOTE | Kind.KEY:
                parts.append(f"  _{words}_\n")
            case Kind.TEXT | Kind.HEADLINE:
                parts.append(f"{words}\n")
            case Kind.TABLE:
                rows = [f"| {' | '.join(escaped(one) for one in row)} |" for row in block.rows]
                rule = "| --- " * len(block.rows[0]) + "|"
                parts.append("\n".join(["", f"{words}\n", *rows[:1], rule, *rows[1:], ""]))
    return "\n".join(parts) + "\n"


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
