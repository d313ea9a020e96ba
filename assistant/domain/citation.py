"""How sure a statement is, and where it comes from."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from assistant.domain.record import Record, is_address
from assistant.domain.source import INTERNAL

LevelNumber = Annotated[int, Field(ge=0, le=3, strict=True)]


class Basis(StrEnum):
    """How sure we are of a statement, as the user is told."""

    STATED = "stated"
    SUMMARISED = "summarised"
    READING = "reading"


class Citation(Record):
    """Where a statement comes from. `via` names the summary read, and `address` where it stands.

    `why` tells what of the source carries the statement, or explains our reading. The address is
    a web address, or the word `internal` for what only people of the house can open.
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
        if self.basis is Basis.SUMMARISED and not self.address:
            raise ValueError("basis 'summarised' needs address: where that summary can be opened")
        if self.basis is Basis.READING and not self.why:
            raise ValueError("basis 'reading' needs why: one sentence on the choice made")
        if self.address and not self.via:
            raise ValueError("address needs via: whose summary stands there")
        if self.address and not self.openable and self.address != INTERNAL:
            raise ValueError(f"address must be a web address, or the word '{INTERNAL}'")
        return self

    @property
    def openable(self) -> bool:
        """Whether the summary stands where every reader can open it."""
        return is_address(self.address)


Citations = Annotated[tuple[Citation, ...], Field(min_length=1)]
