"""Finds where words stand in the knowledge while they are still being typed."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from assistant.domain.knowledge import Activity, Catalogue, Passage
from assistant.ui.library.relations import StageOf, stages

T = TypeVar("T")
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    {"a", "an", "and", "are", "at", "by", "do", "for", "how", "i", "in", "is", "it", "of", "on"}
    | {"or", "the", "to", "we", "what", "with"}
)
NAME, TEXT = 2, 1
"""What a word counts for in a name or title, and in the text under it."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Records that hold every word of a query, the best first."""

    activities: tuple[Activity, ...] = ()
    stages: tuple[StageOf, ...] = ()
    passages: tuple[Passage, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.activities or self.stages or self.passages)


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case."""
    return tuple(_WORD.findall(text.casefold()))


def mentions(catalogue: Catalogue, text: str) -> Mentions:
    """Return what mentions all words of `text`; each may be the beginning of a longer one.

    Words such as "the" and "how" do not count, unless there are no others.
    """
    given = words(text)
    asked = tuple(dict.fromkeys(one for one in given if one not in _SMALL)) or given
    if not asked:
        return Mentions()
    index = _indexed(catalogue)
    return Mentions(
        _best(index.activities, asked), _best(index.stages, asked), _best(index.passages, asked)
    )


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A record, the words of its name, and the words of its text."""

    record: T
    name: frozenset[str]
    text: frozenset[str]

    def score(self, asked: tuple[str, ...]) -> int:
        """Return how well the record mentions the words, 0 unless it has them all."""
        total = 0
        for one in asked:
            if any(word.startswith(one) for word in self.name):
                total += NAME
            elif any(word.startswith(one) for word in self.text):
                total += TEXT
            else:
                return 0
        return total


@dataclass(frozen=True, slots=True)
class Index:
    """All that can be found, by kind."""

    activities: tuple[Entry[Activity], ...]
    stages: tuple[Entry[StageOf], ...]
    passages: tuple[Entry[Passage], ...]


@lru_cache(maxsize=4)
def _indexed(catalogue: Catalogue) -> Index:
    def entry(record: T, name: str, *text: str) -> Entry[T]:
        return Entry(record, frozenset(words(name)), frozenset(words(" ".join(text))))

    return Index(
        tuple(entry(one, one.name, one.summary) for one in catalogue.items.values()),
        tuple(
            entry(one, one.stage.name, one.model.label, one.stage.summary)
            for one in stages(catalogue)
        ),
        tuple(entry(one, one.title, one.text) for one in catalogue.passages.values()),
    )


def _best(entries: tuple[Entry[T], ...], asked: tuple[str, ...]) -> tuple[T, ...]:
    scored = [(entry.score(asked), entry.record) for entry in entries]
    # The sort keeps the order of the files among equals.
    found = sorted((one for one in scored if one[0]), key=lambda one: -one[0])
    return tuple(record for _, record in found)
