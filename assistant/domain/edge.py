"""The records of the edge adviser: ways to split a model between centre and device, as a table."""

from typing import Annotated

from pydantic import Field

from assistant.domain.citation import Citations
from assistant.domain.record import Id, Record, Text


class EdgeOption(Record):
    """One way to split the work, in words for where it trains, adapts and predicts."""

    id: Id
    name: Text
    summary: Text
    train: Text
    adapt: Text
    predict: Text
    passage: Id


class Objection(Record):
    """A chip of a context question, the options it speaks against, and why."""

    question: Id
    chip: Id
    against: Annotated[tuple[Id, ...], Field(min_length=1)]
    why: Text


class Factor(Record):
    """One thing the choice depends on, with the chips that bear on it."""

    id: Id
    name: Text
    questions: Annotated[tuple[Id, ...], Field(min_length=1)]
    objections: tuple[Objection, ...] = ()
    sources: Citations


class EdgeTable(Record):
    """The whole table: options from the most central one down, factors in reading order."""

    options: Annotated[tuple[EdgeOption, ...], Field(min_length=2)]
    factors: Annotated[tuple[Factor, ...], Field(min_length=1)]
    sources: Citations
