"""The typefaces of the PDF: which they are, and what to write where none has a character."""

import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from typst import Fonts

OWN = Path(__file__).parent / "fonts"
FAMILIES = ("Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", "Noto Emoji")
"""In this order; whatever none of them has is looked for in all others of the same packages."""
NEEDED = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Without a shape of their own, and joining or choosing the shapes around them."""
SHAPELESS = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def folders() -> tuple[Path, ...]:
    """Return where the typefaces lie: ours, and those of the two packages."""
    packages = ("manimgx_fonts", "manimgx_fonts_cjk")
    return (OWN, *(Path(str(files(one))) for one in packages))


@cache
def fonts() -> "Fonts":
    """Return the typefaces as the typesetter reads them; the system's own are never looked at."""
    from typst import Fonts

    paths = [str(one) for one in folders()]
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


def written(text: str) -> str:
    """Return a text in one line that the typefaces can show whole.

    A character that none of them has stands as its name in brackets.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return "".join(_written(one) for one in " ".join(text.split()))


def _written(character: str) -> str:
    if character == " " or character in NEEDED:
        return character
    if unicodedata.category(character) in SHAPELESS:
        return ""
    if ord(character) in _plain() or ord(character) in _all():
        return character
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}')}]"


@cache
def _plain() -> frozenset[int]:
    return _characters(OWN / "DejaVuSans.ttf")


@cache
def _all() -> frozenset[int]:
    found = sorted(one for folder in folders() for one in folder.iterdir())
    fonts = [one for one in found if one.suffix in {".ttf", ".ttc", ".otf"}]
    return frozenset().union(*(_characters(one) for one in fonts))


def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())
