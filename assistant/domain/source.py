"""An entry of the bibliography."""

import datetime

from pydantic import field_validator

from assistant.domain.record import Id, Record, Text, is_address

INTERNAL = "internal"
"""Stands for the address of a source that only people of the house can open."""


class Source(Record):
    """One entry of the bibliography; `label` is the short form shown beside a statement.

    `read` says how much of it was read, `checked` the day on which that was last done; without a
    day where the record does not tell.
    """

    id: Id
    label: Text
    citation: Text
    address: Text
    licence: str = ""
    read: Text
    checked: datetime.date | None = None

    @field_validator("address")
    @classmethod
    def _openable(cls, value: str) -> str:
        if value != INTERNAL and not is_address(value):
            raise ValueError(f"must be a web address, or the word '{INTERNAL}'")
        return value

    @property
    def openable(self) -> bool:
        """Whether every reader can open its address."""
        return self.address != INTERNAL

    def linked(self, words: str) -> str:
        """Return words as Markdown that leads to the source, if its address can be opened."""
        return f"[{words}]({self.address})" if self.openable else words
