"""Folds a text to plain lower-case characters for matching, and remembers where each came from."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_MARKUP = re.compile(r"https?://[^\s)>\]]+|www\.[^\s)>\]]+|</?[a-zA-Z][^<>\n]{0,80}>")
_PLAIN = re.compile(r"[ -)+-;=?-\[\]^a-~]*\Z")
_SAME = {
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "", "´": "'", "“": '"', "”": '"', "„": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "–", "―": "–", "−": "-", "…": "...",
    "_": " ", "*": "", "→": ">", "•": "•", "‣": "•", "◦": "•", "▪": "•", "·": "•", "●": "•",
    "\t": " ", "\r": "\n", "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
BULLET = re.compile(r"[ \t]*(?:[-*+•‣◦▪·●–]|\(?\d{1,2}[.)]|[a-zA-Z]\)|#{1,6})[ \t]+")
_SHORT_LINE = 64


@dataclass(frozen=True, slots=True)
class Folded:
    r"""Folded characters with, for each, the start and end of its origin in the original text.

    Folded are case, accents, typographic quotes, full-width letters, invisible characters, runs
    of white space, emphasis marks, tags and addresses. A line end that separates is "\n".
    """

    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text behind the folded span [start, end)."""
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            return 0, 0
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return the folded form of any text; never fails."""
    if _PLAIN.match(text) and not any(mark in text for mark in ("  ", "://", "www.")):
        return Folded(text.lower(), None, None)
    dropped = [match.span() for match in _MARKUP.finditer(text)]
    bullets = _bullets(text)
    breaks = _breaks(text)
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def put(shown: str, start: int, end: int) -> None:
        if shown in {" ", "\n"} and (not characters or characters[-1] in {" ", "\n"}):
            if shown == "\n" and characters and characters[-1] == " ":
                characters[-1] = "\n"
            return
        characters.append(shown)
        starts.append(start)
        ends.append(end)

    skip = iter([*dropped, (len(text), len(text))])
    begin, stop = next(skip)
    at = 0
    while at < len(text):
        if at >= begin:
            put(" ", at, stop)
            at = stop
            begin, stop = next(skip, (len(text), len(text)))
            continue
        character = text[at]
        if at in bullets:
            put("\n", at, bullets[at])
            at = bullets[at]
            continue
        if character == "\n":
            put("\n" if at in breaks else " ", at, at + 1)
            at += 1
            continue
        shown = _fold_character(character)
        if not shown and ends and unicodedata.combining(character):
            ends[-1] = at + 1  # an accent belongs to the letter before it
        for one in shown:
            put(one, at, at + 1)
        at += 1
    return Folded("".join(characters), tuple(starts), tuple(ends))


def _fold_character(character: str) -> str:
    if " " <= character < "\x7f" and character not in _SAME:
        return character.lower()
    if character in _SAME:
        return _SAME[character]
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Mn", "Me", "Cs", "Co"}:
        return ""
    parts = unicodedata.normalize("NFKD", character)
    plain = "".join(one for one in parts if not unicodedata.combining(one)).lower()
    return " ".join(plain.split()) if any(one.isspace() for one in plain) else plain


def _bullets(text: str) -> dict[int, int]:
    """Return start and end of every list mark at the start of a line."""
    found = {}
    at = 0
    for line in text.split("\n"):
        match = BULLET.match(line)
        if match:
            found[at] = at + match.end()
        at += len(line) + 1
    return found


def _breaks(text: str) -> frozenset[int]:
    """Return where a line end separates two thoughts, rather than wrapping one."""
    found = set()
    at = 0
    lines = text.split("\n")
    for line, following in pairwise(lines):
        at += len(line)
        after = following.strip()
        wraps = (
            len(line.strip()) > _SHORT_LINE
            and after[:1].islower()
            and line.strip()[-1:] not in ".!?:;"
        )
        if not wraps:
            found.add(at)
        at += 1
    return frozenset(found)
