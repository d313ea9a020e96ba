"""Writes the outline of a report as a PDF: text cells only, nothing fetched, fonts that travel."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont

from assistant.domain.sayings import NOBODY, About
from assistant.export.made import day
from assistant.export.outline import Block, Kind
from assistant.phrases.standing import shortened

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
LINE = 5.2
INK = (28, 35, 33)
QUIET = (84, 89, 79)
ACCENT = (15, 107, 92)
SIZES = {Kind.TITLE: 20, Kind.SECTION: 14, Kind.PART: 11, Kind.NOTE: 8.5, Kind.TABLE: 8.5}
NARROWEST, WIDEST = 9, 30
"""Characters that a column of a table is as wide as, at least and at most."""
INDENTS = {Kind.ITEM: 4, Kind.QUOTE: 9, Kind.NOTE: 4}
HEADINGS = {Kind.TITLE: 0, Kind.SECTION: 1, Kind.PART: 2}
"""Kinds that are headings, with their depth in the outline of the document."""
FOOT = 18
TOGETHER = 2
"""Lines of text that stay below a heading at the foot of a page."""
LONGEST_FOOT = 80
PAGES = "\x02pages\x02"
"""Stands for the number of all pages until it is known; no text holds a control character."""
NO_DAY = date(1970, 1, 1)
"""The day in a file that was given none: a PDF must name one, and none of its readers was there."""
BLANK = "□"
SHAPELESS = frozenset({"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"})
KINDS = ("cjk", "kana", "hangul", "emoji", "other")
SCRIPTS = {"CJK": "cjk", "HIRAGANA": "kana", "KATAKANA": "kana", "HANGUL": "hangul"}


class _Paper(FPDF):
    """An A4 document whose pages say what they belong to and how many there are."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(format="A4")
        self._texts = texts
        self.foot = ""
        self.alias_nb_pages(PAGES)
        self.add_font(FAMILY, "", FONTS / "DejaVuSans.ttf")
        self.add_font(FAMILY, "B", FONTS / "DejaVuSans-Bold.ttf")
        self.set_margins(20, FOOT, 20)
        self.set_auto_page_break(True, margin=FOOT)
        self.set_lang("en")

    def footer(self) -> None:
        """Write the foot of a page."""
        number = self._texts["report.page"].format(page=self.page_no(), pages=PAGES)
        self.set_y(5 - FOOT)
        self.set_font(FAMILY, "", SIZES[Kind.NOTE])
        self.set_text_color(*QUIET)
        self.cell(self.epw - 20, 5, self.foot)
        self.cell(20, 5, number, align="R")

    @property
    def glyphs(self) -> set[int]:
        """The characters that the font can show."""
        font = self.fonts[FAMILY.lower()]
        return set(font.cmap) if isinstance(font, TTFFont) else set()


def as_pdf(blocks: Sequence[Block], texts: Mapping[str, str], about: About = NOBODY) -> bytes:
    """Return the blocks as the bytes of an A4 PDF; what the font cannot show stands as a box."""
    pdf = _Paper(texts)
    glyphs = pdf.glyphs
    title = blocks[0].text if blocks else ""
    foot = [shortened(title, LONGEST_FOOT), *([day(about)] if about.day else [])]
    pdf.foot = _shown(" · ".join(foot), glyphs)
    pdf.set_title(title)
    pdf.set_creation_date(datetime.combine(about.day or NO_DAY, time(), UTC))
    given = [
        replace(
            one,
            text=_shown(one.text, glyphs),
            rows=tuple(tuple(_shown(cell, glyphs) for cell in row) for row in one.rows),
        )
        for one in blocks
    ]
    cells = (cell for one in blocks for row in one.rows for cell in row)
    lost = _lost((*(one.text for one in blocks), *cells), glyphs)
    if lost:
        kinds = ", ".join(texts[f"report.kind.{one}"] for one in lost)
        given.insert(1, Block(Kind.NOTE, texts["report.missing"].format(kinds=kinds)))
    pdf.add_page()
    for number, block in enumerate(given):
        if _leads(given[number : number + 2]):
            _keep_with_next(pdf, given[number:])
        if block.kind in HEADINGS:
            pdf.start_section(block.text, HEADINGS[block.kind], strict=False)
        _write(pdf, block)
        if block.kind is Kind.TABLE:
            _rows(pdf, block)
    return bytes(pdf.output())


def _leads(blocks: Sequence[Block]) -> bool:
    """Return whether the first of the blocks must not end a page: a heading, or what is quoted."""
    quoted = len(blocks) > 1 and blocks[1].kind is Kind.QUOTE
    return blocks[0].kind in HEADINGS or (blocks[0].kind is Kind.ITEM and quoted)


def _rows(pdf: FPDF, block: Block) -> None:
    """Write the rows of a table, its head on every page that it goes on to."""
    pdf.set_font(FAMILY, "", SIZES[Kind.TABLE])
    pdf.set_draw_color(*QUIET)
    wide = [max(len(cell) for cell in column) for column in zip(*block.rows, strict=True)]
    shares = [min(max(one, NARROWEST), WIDEST) for one in wide]
    with pdf.table(
        col_widths=shares,
        text_align="L",
        line_height=LINE * SIZES[Kind.TABLE] / 10,
        borders_layout="HORIZONTAL_LINES",
        padding=1,
    ) as table:
        for cells in block.rows:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    pdf.ln(2)


def _keep_with_next(pdf: FPDF, blocks: Sequence[Block]) -> None:
    """Begin a new page where a block would stand at the foot of one without what it leads to."""
    height = 0.0
    for number, block in enumerate(blocks):
        if not _leads(blocks[number : number + 2]):
            height += TOGETHER * _line(block)
            break
        height += _gap(block) + _write(pdf, block, dry=True) + 1
    if pdf.will_page_break(height):
        pdf.add_page()


def _write(pdf: FPDF, block: Block, *, dry: bool = False) -> float:
    """Write one block; when `dry`, only return how high its text would be."""
    heading = block.kind in HEADINGS
    text = f"“{block.text}”" if block.kind is Kind.QUOTE else block.text
    words = f"{block.lead}: {text}" if block.lead else text
    if not dry:
        pdf.ln(_gap(block))
    colour = QUIET if block.kind in {Kind.NOTE, Kind.QUOTE} else INK
    pdf.set_text_color(*(ACCENT if block.kind is Kind.SECTION else colour))
    pdf.set_font(FAMILY, "B" if heading else "", SIZES.get(block.kind, 10))
    indent = INDENTS.get(block.kind, 0)
    pdf.set_x(pdf.l_margin + indent)
    found = pdf.multi_cell(
        pdf.epw - indent,
        _line(block),
        words,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
        align="L",
        dry_run=dry,
        output=MethodReturnValue.HEIGHT,
    )
    if not dry:
        pdf.ln(1)
    return cast(float, found)


def _line(block: Block) -> float:
    return LINE * SIZES.get(block.kind, 10) / 10


def _gap(block: Block) -> float:
    return {Kind.TITLE: 4, Kind.SECTION: 4, Kind.PART: 2}.get(block.kind, 0)


def _shown(text: str, glyphs: set[int]) -> str:
    """Return a text on one line in which what has no shape is a box, and what has none anyway gone.

    A joiner or a mark of direction has no shape of its own.
    """
    return "".join(
        one if ord(one) in glyphs else BLANK
        for one in " ".join(text.split())
        if ord(one) in glyphs or unicodedata.category(one) not in SHAPELESS
    )


def _lost(texts: Iterable[str], glyphs: set[int]) -> tuple[str, ...]:
    """Return the kinds of the characters that stand as boxes, each once."""
    missing = {one for text in texts for one in text if ord(one) not in glyphs}
    found = {_kind(one) for one in missing if unicodedata.category(one) not in SHAPELESS}
    return tuple(one for one in KINDS if one in found)


def _kind(character: str) -> str:
    script = unicodedata.name(character, "").partition(" ")[0].partition("-")[0]
    symbol = unicodedata.category(character).startswith("S")
    return SCRIPTS.get(script, "emoji" if symbol else "other")
