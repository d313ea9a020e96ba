"""Cuts the text of a language model into sentences with the numbers of the passages they cite."""

import re
from dataclasses import dataclass

from assistant.grounding.plain import plain

_CITED = r"\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]"
_MARK = re.compile(_CITED)
_BEFORE_END = r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)(?<!\bal)(?<!\betc)[.?!][\"'”’)]*"
_INNER_END = re.compile(rf"{_BEFORE_END}\s+[\"'“‘(]*[A-Za-z]")
# The citation may stand before the full stop or after it.
_END = re.compile(rf"{_BEFORE_END}(?:[ \t]*{_CITED})*(?=\s)|\n")
_OPEN = re.compile(rf"(?:[ \t]*{_CITED})*[ \t]*(?:\[[\d,;\s]*)?")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence, as plain text without its citations, and the numbers it cites, in order."""

    text: str
    numbers: tuple[int, ...]

    @property
    def several(self) -> bool:
        """Whether it reads as more than one sentence, as when markup stood between two."""
        return _INNER_END.search(self.text) is not None


def split(text: str, *, ended: bool) -> tuple[tuple[Claim, ...], str]:
    """Return the sentences that are complete, and the rest that more text may go on with.

    With `ended` nothing more comes, and the rest is a sentence too.
    """
    claims: list[Claim] = []
    start = 0
    for end in _END.finditer(text):
        if not ended and _OPEN.fullmatch(text, end.end()):
            break  # a citation may follow yet
        claims.extend(_claim(text[start : end.end()]))
        start = end.end()
    if ended:
        claims.extend(_claim(text[start:]))
        start = len(text)
    return tuple(claims), text[start:]


def _claim(written: str) -> tuple[Claim, ...]:
    """Return the sentence that was written, or none where no word is left of it."""
    clean = plain(written)
    numbers = tuple(
        dict.fromkeys(int(one) for mark in _MARK.findall(clean) for one in re.findall(r"\d+", mark))
    )
    text = " ".join(_MARK.sub(" ", clean).split())
    text = re.sub(r"\s+([.,;:?!])", r"\1", text)
    return (Claim(text, numbers),) if any(one.isalpha() for one in text) else ()
