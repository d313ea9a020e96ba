"""A sentence of a passage, weighed against a question: what answers are composed of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentence `number` (from 0) of a passage; `score` compares within one question only.

    `aspect` says what the passage tells of its subject: "in-short", "next", "levels", "measures" or
    "failures" where it is one of a family, else its kind. `stages` are those
    that the passage describes or leads to, where it does nothing else.
    """

    passage: str
    number: int
    text: str
    score: float
    aspect: str = ""
    stages: tuple[str, ...] = ()
