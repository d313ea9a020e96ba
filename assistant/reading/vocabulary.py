"""The words that we use of each item, by which a text with another subject is told apart."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Activity
from assistant.domain.stems import stem
from assistant.reading.folding import fold

USED_OF = 4
"""Items that we use a word of, from where it may be said of any of them."""
COMMON = 12
"""The same, from where a word does not tell of which of them it is said."""
EVERYWHERE = 22
"""Items that we use a word of, from where it names none of them ("person", "some", "once")."""
OFTEN = 2
"""Examples of an item that hold a word which is one of its own; a single one may be a whim."""
WORD = re.compile(r"[a-z]{2,}")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ings?|ed|ers?|ies|es|s|e|y|ly)\Z")
_DOUBLED = re.compile(r"(?<=[a-z]{2})([a-z])\1\Z")
_SHORTEST = 3
"""Letters from which a word may be one of ours, mistyped."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The stems of all that we write of each item, and of how many items each stem is used.

    `spelt` are the letters of words that may be said of any item, for those who mistype them.
    """

    own: Mapping[str, frozenset[str]]
    used: Mapping[str, int]
    spelt: frozenset[str]

    def knows(self, word: str, item: str) -> bool:
        """Tell whether a folded word is one that we use of an item, or of many."""
        found = _stem(word)
        if found in self.own[item] or self.used.get(found, 0) >= USED_OF:
            return True
        return len(word) >= _SHORTEST and _letters(word) in self.spelt

    def tells(self, word: str, item: str) -> bool:
        """Tell whether a folded word is used of an item, and not of most others as well."""
        found = _stem(word)
        return found in self.own[item] and self.used[found] < COMMON

    def says_nothing(self, word: str) -> bool:
        """Tell whether a folded word is used of most items, so that it names none of them."""
        return any(self.used.get(_stem(one), 0) >= EVERYWHERE for one in WORD.findall(word))


def make_vocabulary(items: Mapping[str, Activity]) -> Vocabulary:
    """Collect the words of what we write of the items: questions, replies, rubrics, examples."""
    told = {key: [_words(line) for line in _lines(one)] for key, one in items.items()}
    every = {word for lines in told.values() for line in lines for word in line}
    used = Counter(
        found
        for lines in told.values()
        for found in {_stem(word) for line in lines for word in line}
    )
    own = {
        key: frozenset(
            found
            for found, number in Counter(
                found for line in lines for found in {_stem(word) for word in line}
            ).items()
            if number >= OFTEN
        )
        for key, lines in told.items()
    }
    spelt = frozenset(_letters(word) for word in every if used[_stem(word)] >= USED_OF)
    return Vocabulary(own, used, spelt)


def _stem(word: str) -> str:
    """Return how a word begins, a common ending taken off first."""
    return stem(_DOUBLED.sub(r"\1", _ENDING.sub("", word)))


def _letters(word: str) -> str:
    """Return what two spellings share when letters are swapped or doubled."""
    return word[0] + "".join(sorted(set(word)))


def _words(line: str) -> frozenset[str]:
    return frozenset(WORD.findall(fold(line).text))


def _lines(item: Activity) -> list[str]:
    """Return what we write of an item, twice what is no example: that is all to the point."""
    defined = [item.name, item.summary, item.why, item.question, *item.rubric]
    defined += [one.label for one in item.replies]
    return [*defined, *defined, *(line for level in item.examples.by_level() for line in level)]
