"""A published team or tutorial whose practice can be read, level by level."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from assistant.domain.citation import Basis, LevelNumber
from assistant.domain.record import Id, Record, Text

Span = Annotated[tuple[LevelNumber, LevelNumber], Field(strict=False)]


class CaseLevel(Record):
    """How a case does one thing: a level or [lowest, highest], and what in the text says so."""

    level: LevelNumber | Span
    basis: Basis
    why: Text

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if self.lo > self.hi:
            raise ValueError(f"the range [{self.lo}, {self.hi}] is the wrong way round")
        return self

    @property
    def lo(self) -> int:
        """The lowest level the text allows."""
        return self.level if isinstance(self.level, int) else self.level[0]

    @property
    def hi(self) -> int:
        """The highest level the text allows."""
        return self.level if isinstance(self.level, int) else self.level[1]


class Case(Record):
    """Somebody else's practice, from public text. What the text does not say is left out.

    `read` is the day it was read, `year` the year the text speaks of; `via` names the summary
    where not the text itself was read. The stage is never stored, but worked out.
    """

    id: Id
    name: Text
    kind: Literal["organisation", "reference", "tutorial"]
    year: Annotated[int, Field(ge=1990, le=2100, strict=True)]
    read: datetime.date
    summary: Text
    address: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
    via: str = ""
    levels: Annotated[dict[Id, CaseLevel], Field(min_length=1)]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        summarised = any(one.basis is Basis.SUMMARISED for one in self.levels.values())
        if summarised and not self.via:
            raise ValueError("basis 'summarised' needs via: whose summary was read")
        return self
