"""Which tools were looked up, when, and whether they are still looked after."""

import datetime
from typing import Literal

from pydantic import model_validator

from assistant.domain.record import Record, Text, is_address


class ToolState(Record):
    """One tool as it was found on a day: looked after, quiet for a year or more, or ended.

    `note` says by what, `address` where that can be seen.
    """

    name: Text
    state: Literal["living", "quiet", "ended"]
    checked: datetime.date
    note: Text
    address: str = ""

    @model_validator(mode="after")
    def _openable(self) -> "ToolState":
        if self.address and not is_address(self.address):
            raise ValueError("address must be a web address")
        return self


class Toolbox(Record):
    """The tools that were looked up; what is not among them was not."""

    tools: tuple[ToolState, ...] = ()

    @property
    def gone(self) -> frozenset[str]:
        """The names of tools that nobody should begin with: they are quiet, or have ended."""
        return frozenset(one.name for one in self.tools if one.state != "living")
