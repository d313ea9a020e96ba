"""How people ask about the conversation itself, as records."""

from typing import Annotated

from pydantic import Field

from assistant.domain.lexicon import CueList
from assistant.domain.record import Id, Lines, Record


class Topic(Record):
    """One thing that is asked: patterns for it, ways to ask it, and what is near but is not it."""

    id: Id
    asked: CueList
    ways: Annotated[Lines, Field(min_length=1)]
    not_: Annotated[Lines, Field(alias="not")] = ()


class Itself(Record):
    """All topics; `lead` are words that may stand before any of them."""

    lead: str = ""
    topics: tuple[Topic, ...] = ()
