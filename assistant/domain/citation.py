"""How sure a statement is, and where it comes from."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from assistant.domain.record import Record, is_address

LevelNumber = Annotated[int, Field(ge=0, le=3, strict=True)]


class Basis(StrEnum):
    """How sure we are of a statement, as the user is told."""

    STATED = "stated"
    SUMMARISED = "summarised"
    READING = "reading"


class Citation(Record):
    """Where a statement comes from. `via` names the summary read, `why` explains our reading.

    `address` is where that summary stands, if it can be opened.
    """

    basis: Basis
    source: Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$")] = ""
    via: str = ""
    address: str = ""
    why: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.basis is not Basis.READING and not self.source:
            raise ValueError(f"basis '{self.basis}' needs a source")
        if self.basis is Basis.SUMMARISED and not self.via:
            raise ValueError("basis 'summarised' needs via: whose summary was read")
        if self.basis is Basis.READING and not self.why:
            raise ValueError("basis 'reading' needs why: one sentence on the choice made")
        if self.address and not self.via:
            raise ValueError("address needs via: whose summary stands there")
        if self.address and not is_address(self.address):
            raise ValueError("address must be a web address")
        return self


Citations = Annotated[tuple[Citation, ...], Field(min_length=1)]
