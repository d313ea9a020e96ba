"""Reads what was mistyped or shortened as what was meant, and remembers what stood there."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from symspellpy import SymSpell, Verbosity

from assistant.domain.findings import Finding, Reading, Stated
from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon
from assistant.reading.ticks import ticked

SHORTEST = 5
"""Letters from which a word may be one of ours, mistyped: shorter ones are near too many."""
OFTEN = 3
"""Times that we use a word, from where it may stand where a name may stand as well."""
_WORD = re.compile(r"(?<![\w'])[A-Za-z]+(?![\w'])")
_ALONE = re.compile(r"(?<![\w./@#\\'’-])[A-Za-z]{5,}(?![\w@#\\'’/]|\.\w)")
_OPENS = re.compile(r"(?:^|[.!?:;\n]|\d\))[\s\"'(*•-]*\Z")
_ENDINGS = ("s", "es", "d", "ed", "r", "er", "rs", "ers", "ing", "ings", "ly", "able", "ies", "ied")
_PREFIXES = ("un", "re", "pre", "non", "auto", "multi", "sub", "over", "mis", "semi")
_BASE = 3
"""Letters that are left of a word without its ending, at least."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words that are right as they stand, and the search among those that are ours.

    `short` finds short forms, and `meant` says what each stands for, in lower case.
    """

    known: frozenset[str]
    ours: SymSpell
    short: re.Pattern[str] | None
    meant: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as it was meant; `changes` are (start, end here, start, end in what was typed)."""

    text: str
    changes: tuple[tuple[int, int, int, int], ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of what was typed behind the stretch [start, end) of this text."""
        return self._at(start, 0), self._at(end, 1)

    def _at(self, place: int, side: int) -> int:
        moved = 0
        for here, until, first, last in self.changes:
            if place < here or (place == here and side == 0):
                break
            if place < until or (place == until and side == 1):
                return last if side else first
            moved = last - until
        return place + moved


def make_spelling(items: Mapping[str, Activity], lexicon: Lexicon) -> Spelling:
    """Collect the words that we use of the items, beside those of general English."""
    used = Counter(
        word
        for line in _lines(items, lexicon)
        for word in map(str.lower, _WORD.findall(line))
        if len(word) >= SHORTEST
    )
    for name in (*lexicon.tools.strong, *lexicon.tools.weak):
        used.update(word.lower() for word in _WORD.findall(name) if len(word) >= SHORTEST)
    ours_alone = {word for word, times in used.items() if times > 1}
    right = lexicon.english | ours_alone | set(lexicon.shorthand)
    known = right if lexicon.english else frozenset()
    ours = SymSpell(max_dictionary_edit_distance=1)
    for word, times in sorted(used.items()):
        if word in known:
            ours.create_dictionary_entry(word, times)
    short = sorted(lexicon.shorthand, key=lambda one: (-len(one), one))
    one_of = "|".join(map(re.escape, short))
    found = re.compile(rf"(?<![\w./@#-])(?:{one_of})(?![\w/@-])", re.IGNORECASE)
    return Spelling(known, ours, found if short else None, lexicon.shorthand)


def mend(spelling: Spelling | None, text: str) -> Mended:
    """Return a text with short forms spelt out and mistyped words of ours put right."""
    if spelling is None:
        return Mended(text)
    found = sorted((*_shortened(spelling, text), *_mistyped(spelling, text), *ticked(text)))
    if not found:
        return Mended(text)
    pieces: list[str] = []
    changes: list[tuple[int, int, int, int]] = []
    at = here = 0
    for start, end, meant in found:
        if start < at:
            continue
        pieces += [text[at:start], meant]
        here += start - at
        changes.append((here, here + len(meant), start, end))
        here += len(meant)
        at = end
    return Mended("".join((*pieces, text[at:])), tuple(changes))


def as_typed(reading: Reading, mended: Mended, text: str) -> Reading:
    """Return the reading of a mended text with the places and quotes of what was typed."""
    if not mended.changes:
        return reading

    def found(one: Finding) -> Finding:
        start, end = mended.original(one.start, one.end)
        return replace(one, start=start, end=end, quote=text[start:end])

    def stated(one: Stated) -> Stated:
        start, end = mended.original(one.start, one.end)
        return replace(one, start=start, end=end)

    return replace(
        reading,
        findings=tuple(map(found, reading.findings)),
        hints=tuple(map(found, reading.hints)),
        statements=tuple(map(stated, reading.statements)),
    )


def _shortened(spelling: Spelling, text: str) -> Iterator[tuple[int, int, str]]:
    if spelling.short is None:
        return
    for hit in spelling.short.finditer(text):
        yield *hit.span(), spelling.meant[hit.group().lower()]


def _mistyped(spelling: Spelling, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the words that nobody knows and that are one slip from one of ours.

    Names are left alone: what begins with a capital within a sentence, or has one inside.
    """
    if not spelling.known:
        return
    for hit in _ALONE.finditer(text):
        typed = hit.group()
        if not (typed.islower() or (typed.istitle() and _OPENS.search(text, 0, hit.start()))):
            continue
        word = typed.lower()
        if _known(spelling.known, word):
            continue
        slips = spelling.ours.lookup(word, Verbosity.CLOSEST, max_edit_distance=1)
        least = 1 if typed.islower() else OFTEN
        # The first letter is hardly ever mistyped.
        near = [
            one
            for one in slips
            if one.term[0] == word[0] and one.count >= least and not _form(word, one.term)
        ]
        if near:
            yield *hit.span(), min(near, key=lambda one: (-one.count, one.term)).term


def _known(known: frozenset[str], word: str) -> bool:
    """Tell whether a word is known, or is a regular form of one that is."""
    if word in known:
        return True
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base == word or len(base) < _BASE:
            continue
        forms = {base, base + "e", base + "y" if base[-1] != "i" else base[:-1] + "y"}
        if base[-1] == base[-2]:
            forms.add(base[:-1])
        if forms & known:
            return True
    return any(
        len(word) >= len(one) + SHORTEST and word.startswith(one) and word[len(one) :] in known
        for one in _PREFIXES
    )


def _form(word: str, other: str) -> bool:
    """Tell whether two words differ by their endings only: then it is another form, no slip."""
    return bool(_bases(word) & _bases(other)) or {word + "e", word + "y"} >= {other}


def _bases(word: str) -> set[str]:
    return {word, *(word.removesuffix(ending) for ending in _ENDINGS)}


def _lines(items: Mapping[str, Activity], lexicon: Lexicon) -> Iterator[str]:
    for item in items.values():
        yield from (item.name, item.summary, item.why, item.question, *item.rubric)
        yield from (one.label for one in item.replies)
        for level in item.examples.by_level():
            yield from level
    for cues in lexicon.cues.values():
        yield from cues.fires
