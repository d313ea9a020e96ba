"""The texts of a library that have a vector: passages, their lines, and questions we know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.domain.asked import Asked
from assistant.domain.knowledge import Passage
from assistant.retrieval.words import sentences


@dataclass(frozen=True, slots=True)
class Row:
    """One text with a vector: a passage, a line of it, or a question (which has no passage)."""

    kind: Literal["passage", "line", "inside", "outside"]
    passage: str
    text: str


def rows(passages: Mapping[str, Passage], asked: Asked) -> tuple[Row, ...]:
    """Return all texts to encode in the order of their vectors.

    Passages by id, their lines, then the questions the library answers and those it does not.
    """
    ordered = [passages[key] for key in sorted(passages)]
    whole = [Row("passage", one.id, f"{one.title}. {one.text}") for one in ordered]
    lines = [
        Row("line", one.id, line) for one in ordered for line in (one.title, *sentences(one.text))
    ]
    inside = [Row("inside", "", one.text) for one in asked.inside]
    return (*whole, *lines, *inside, *(Row("outside", "", text) for text in asked.outside))
