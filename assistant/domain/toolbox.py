"""Which tools were looked up, when, and whether they are still looked after."""

import datetime
from typing import Literal, Self

from pydantic import model_validator

from assistant.domain.record import Record, Text, is_address


class ToolState(Record):
    """One tool as it was found on a day, and by what that is known.

    Living; quiet, without a change for a year or so; abandoned, without one for two years or with
    known faults left open; or ended by its makers. `address` is where that can be seen.
    """

    name: Text
    state: Literal["living", "quiet", "abandoned", "ended"]
    checked: datetime.date
    note: Text
    address: str = ""

    @model_validator(mode="after")
    def _openable(self) -> Self:
        if self.address and not is_address(self.address):
            raise ValueError("address must be a web address")
        return self


class Toolbox(Record):
    """The tools that were looked up; what is not among them was not."""

    tools: tuple[ToolState, ...] = ()

    @property
    def gone(self) -> frozenset[str]:
        """The names of the tools that nobody should begin with."""
        return frozenset(one.name for one in self.tools if one.state in {"abandoned", "ended"})
