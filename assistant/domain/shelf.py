"""A reading list of the library: passages picked and put in order by an editor."""

from typing import Annotated, Literal

from pydantic import Field

from assistant.domain.record import Id, Record, Text


class Shelf(Record):
    """Passages in the order to read them, on a topic or on a phase.

    `phase` names the phase of activities that it introduces; empty for any other list.
    """

    id: Id
    order: int
    view: Literal["topic", "phase"]
    phase: Literal["", "design", "integration", "deployment", "operation", "evolution"] = ""
    name: Text
    lead: Text
    passages: Annotated[tuple[Id, ...], Field(min_length=1)]
