"""The records of the edge adviser: ways to split a model between centre and device, as a table."""

from typing import Annotated

from pydantic import Field

from assistant.domain.citation import Citations
from assistant.domain.record import Id, Record, Text

Chips = dict[Id, Annotated[tuple[Id, ...], Field(min_length=1)]]
"""Context questions, each with the chips that fit."""


class EdgeOption(Record):
    """One way to split the work, in words for where it trains, adapts and predicts."""

    id: Id
    name: Text
    summary: Text
    train: Text
    adapt: Text
    predict: Text
    passage: Id


class Ground(Record):
    """What answers say of options: it holds where every question of `when` has a chip named there.

    `why` is read after the labels of these chips, so it need not repeat them.
    """

    when: Annotated[Chips, Field(min_length=1)]
    against: Annotated[tuple[Id, ...], Field(min_length=1)]
    why: Text


class Limit(Ground):
    """A hard constraint: it rules its options out, whatever speaks for them.

    It holds unless one question of `unless` has a chip named there; until these are answered it
    is held to, but no clash is told on its account.
    """

    unless: Chips = Field(default_factory=dict)
    lifted: Text
    """What would have to be so for the limit to go, as a sentence."""


class Leaning(Ground):
    """A preference: it speaks against its options with a weight, and rules nothing out."""

    weight: Annotated[int, Field(ge=1, le=3)] = 1


class Factor(Record):
    """One thing the choice depends on, with the questions that tell of it."""

    id: Id
    name: Text
    questions: Annotated[tuple[Id, ...], Field(min_length=1)]
    sources: Citations


class EdgeTable(Record):
    """The whole table: options from the most central one down, factors in reading order.

    `suppose` are the chips of a use case that has nothing to do with devices so far, if it had.
    """

    options: Annotated[tuple[EdgeOption, ...], Field(min_length=2)]
    factors: Annotated[tuple[Factor, ...], Field(min_length=1)]
    limits: tuple[Limit, ...] = ()
    leanings: tuple[Leaning, ...] = ()
    suppose: dict[Id, Id] = Field(default_factory=dict)
    sources: Citations
