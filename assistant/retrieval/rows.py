"""The texts of a library that have a vector: passages, what they answer, and known questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.domain.asked import Asked
from assistant.domain.knowledge import Passage
from assistant.retrieval.words import sentences


@dataclass(frozen=True, slots=True)
class Row:
    """One text with a vector: a passage, a line of it, or a question (which has no passage).

    Of what a passage answers: an ask, a verdict, or a whole entry.
    """

    kind: Literal["passage", "line", "inside", "outside", "ask", "verdict", "entry"]
    passage: str
    text: str


def rows(passages: Mapping[str, Passage], asked: Asked) -> tuple[Row, ...]:
    """Return all texts to encode in the order of their vectors.

    Passages by id, their lines, then the questions the library answers and those it does not; see
    `entry_rows` for what follows them.
    """
    ordered = [passages[key] for key in sorted(passages)]
    whole = [Row("passage", one.id, f"{one.title}. {one.text}") for one in ordered]
    lines = [
        Row("line", one.id, line) for one in ordered for line in (one.title, *sentences(one.text))
    ]
    inside = [Row("inside", "", one.text) for one in asked.inside]
    outside = [Row("outside", "", text) for text in asked.outside]
    return (*whole, *lines, *inside, *outside, *entry_rows(passages))


def entry_rows(passages: Mapping[str, Passage]) -> tuple[Row, ...]:
    """Return the rows of what passages answer: all asks, then all verdicts, then whole entries."""
    every = [(key, one) for key in sorted(passages) for one in passages[key].answers]
    asks = [Row("ask", key, ask) for key, one in every for ask in one.asks]
    verdicts = [Row("verdict", key, one.verdict) for key, one in every]
    return (*asks, *verdicts, *(Row("entry", key, one.whole) for key, one in every))
