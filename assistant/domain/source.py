"""An entry of the bibliography."""

from pydantic import field_validator

from assistant.domain.record import Id, Record, Text, is_address

INTERNAL = "internal"
"""Stands for the address of a source that only people of the house can open."""


class Source(Record):
    """One entry of the bibliography; `label` is the short form shown beside a statement."""

    id: Id
    label: Text
    citation: Text
    address: Text
    licence: str = ""
    read: Text

    @field_validator("address")
    @classmethod
    def _openable(cls, value: str) -> str:
        if value != INTERNAL and not is_address(value):
            raise ValueError(f"must be a web address, or the word '{INTERNAL}'")
        return value

    def linked(self, words: str) -> str:
        """Return words as Markdown that leads to the source, if its address can be opened."""
        return words if self.address == INTERNAL else f"[{words}]({self.address})"
