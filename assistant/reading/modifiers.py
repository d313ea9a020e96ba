"""Finds what holds for a stretch of a clause: past, plan, wish, purpose, enforcement and the like.

A modifier is opened by some words and holds for those after them, before them or around them, up
to what ends its hold. What looks like it and is not is passed over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.lexicon import Modifier
from assistant.reading.cues import join


@dataclass(frozen=True, slots=True)
class Scope:
    """A modifier of a category, opened by the words [start, end), that holds for [lo, hi)."""

    category: str
    start: int
    end: int
    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class ModifierFinder:
    """Joined words of one modifier."""

    category: str
    reach: str
    opens: re.Pattern[str]
    ends: re.Pattern[str] | None
    stops: str
    pseudo: re.Pattern[str] | None

    def find(self, clause: str) -> Iterator[Scope]:
        """Yield where the modifier holds in a folded clause."""
        shown = clause
        if self.pseudo is not None:
            shown = self.pseudo.sub(lambda match: "\0" * len(match.group()), clause)
        for match in self.opens.finditer(shown):
            start, end = match.span()
            lo, hi = start, end
            if self.reach != "before":
                hi = self._stop(clause, end)
            if self.reach != "after":
                lo = self._since(clause, start)
            yield Scope(self.category, start, end, lo, hi)

    def _stop(self, clause: str, end: int) -> int:
        found = [at for sign in self.stops if (at := clause.find(sign, end)) >= 0]
        if self.ends is not None and (match := self.ends.search(clause, end)):
            found.append(match.start())
        return min(found, default=len(clause))

    def _since(self, clause: str, start: int) -> int:
        found = [at + 1 for sign in self.stops if (at := clause.rfind(sign, 0, start)) >= 0]
        if self.ends is not None:
            found += [match.end() for match in self.ends.finditer(clause, 0, start)]
        return max(found, default=0)


def make_modifiers(modifiers: Sequence[Modifier]) -> tuple[ModifierFinder, ...]:
    """Prepare modifiers for matching."""
    found = []
    for one in modifiers:
        opens = join(one.opens)
        if opens is None:
            raise ValueError(f"a modifier of {one.category} has no word that opens it")
        ends, pseudo = join(one.ends), join(one.pseudo)
        found.append(ModifierFinder(one.category, one.reach, opens, ends, one.stops, pseudo))
    return tuple(found)
