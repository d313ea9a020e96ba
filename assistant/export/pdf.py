"""Writes the outline of a report as a PDF: text cells only, nothing fetched, fonts that travel."""

from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from assistant.export.outline import Block, Kind

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
LINE = 5.2
INK = (28, 35, 33)
QUIET = (84, 89, 79)
ACCENT = (15, 107, 92)
SIZES = {Kind.TITLE: 20, Kind.SECTION: 14, Kind.PART: 11, Kind.NOTE: 8.5}
INDENTS = {Kind.ITEM: 4, Kind.QUOTE: 9, Kind.NOTE: 4}
# The same report gives the same bytes, so no clock: PDF needs some date.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def as_pdf(blocks: tuple[Block, ...]) -> bytes:
    """Return the blocks as the bytes of an A4 PDF; characters without a glyph become "?"."""
    pdf = FPDF(format="A4")
    pdf.set_creation_date(EPOCH)
    pdf.set_lang("en")
    pdf.set_title(blocks[0].text if blocks else "")
    pdf.add_font(FAMILY, "", FONTS / "DejaVuSans.ttf")
    pdf.add_font(FAMILY, "B", FONTS / "DejaVuSans-Bold.ttf")
    pdf.set_margins(20, 18, 20)
    pdf.set_auto_page_break(True, margin=18)
    pdf.add_page()
    font = pdf.fonts[FAMILY.lower()]
    glyphs = set(font.cmap) if isinstance(font, TTFFont) else set()
    for block in blocks:
        _write(pdf, block, glyphs)
    return bytes(pdf.output())


def _write(pdf: FPDF, block: Block, glyphs: set[int]) -> None:
    heading = block.kind in {Kind.TITLE, Kind.SECTION, Kind.PART}
    size = SIZES.get(block.kind, 10)
    text = f"“{block.text}”" if block.kind is Kind.QUOTE else block.text
    words = f"{block.lead}: {text}" if block.lead else text
    if heading:
        pdf.ln(2 if block.kind is Kind.PART else 4)
    colour = QUIET if block.kind in {Kind.NOTE, Kind.QUOTE} else INK
    pdf.set_text_color(*(ACCENT if block.kind is Kind.SECTION else colour))
    pdf.set_font(FAMILY, "B" if heading else "", size)
    indent = INDENTS.get(block.kind, 0)
    pdf.set_x(pdf.l_margin + indent)
    pdf.multi_cell(
        pdf.epw - indent,
        LINE * size / 10,
        _known(words, glyphs),
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
        align="L",
    )
    pdf.ln(1)


def _known(text: str, glyphs: set[int]) -> str:
    line = " ".join(text.split())
    return "".join(one if ord(one) in glyphs else "?" for one in line)
