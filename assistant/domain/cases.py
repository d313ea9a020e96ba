"""A published team or tutorial whose practice can be read, level by level."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from assistant.domain.citation import Basis
from assistant.domain.levels import HIGHEST, LOWEST
from assistant.domain.record import Id, Record, Text


def _span(value: object) -> tuple[int, int]:
    """Return a level, or two as [lowest, highest], as a pair. Raises ValueError in one sentence."""
    pair = value if isinstance(value, list | tuple) else [value, value]
    exact = [one for one in pair if type(one) is int and LOWEST <= one <= HIGHEST]
    if len(exact) != 2 or len(pair) != 2:  # noqa: PLR2004 -- a lowest and a highest
        raise ValueError("must be a level from 0 to 3, or two as [lowest, highest]")
    lo, hi = exact
    if lo > hi:
        raise ValueError(f"the range [{lo}, {hi}] is the wrong way round")
    return lo, hi


class CaseLevel(Record):
    """How a case does one thing: a level or [lowest, highest], and what in the text says so."""

    level: Annotated[tuple[int, int], BeforeValidator(_span)]
    basis: Basis
    why: Text

    @property
    def lo(self) -> int:
        """The lowest level the text allows."""
        return self.level[0]

    @property
    def hi(self) -> int:
        """The highest level the text allows."""
        return self.level[1]


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
