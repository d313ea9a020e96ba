"""What a passage answers: the questions people would ask, what decides, and the parts beside it."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from assistant.domain.record import Record, Text


class Asks(StrEnum):
    """What a question wants to be told."""

    WHAT = "what"
    WHY = "why"
    SHOULD_WE = "should-we"
    HOW = "how"
    WHEN = "when"
    HOW_MUCH = "how-much"
    VERSUS = "versus"
    WHICH = "which"
    WHO = "who"


class Share(StrEnum):
    """What a part brings to an answer."""

    SIDE = "side"
    IF = "if"
    UNLESS = "unless"
    STEP = "step"
    ITEM = "item"
    NUMBER = "number"
    REASON = "reason"
    CAUTION = "caution"
    EXAMPLE = "example"


class Part(Record):
    """One sentence or two of an answer that stand by themselves.

    `of` names the side or the item that the part is about. `ours` says that it is our own advice,
    held by no source of the passage.
    """

    kind: Share
    of: str = ""
    text: Text
    ours: bool = False

    @property
    def whole(self) -> str:
        """The text with what it is about."""
        return f"{self.of}: {self.text}" if self.of else self.text


class Entry(Record):
    """What one passage answers to one kind of question.

    `asks` are ways to ask it, the first one written as we would offer it. `verdict` decides by
    itself, in one or two sentences; `ours` as for a part.
    """

    kind: Asks
    asks: Annotated[tuple[Text, ...], Field(min_length=2, max_length=14)]
    verdict: Text
    ours: bool = False
    parts: Annotated[tuple[Part, ...], Field(max_length=8)] = ()

    @property
    def whole(self) -> str:
        """All that it says."""
        return " ".join((self.verdict, *(one.whole for one in self.parts)))

    @model_validator(mode="after")
    def _kinds_have_their_parts(self) -> Self:
        sides = [part.of for part in self.parts if part.kind is Share.SIDE]
        if any(not side for side in sides) or len(set(sides)) != len(sides):
            raise ValueError("each side must name in 'of' what it is about, and no two the same")
        if self.kind is Asks.VERSUS and len(sides) <= 1:
            raise ValueError("an entry of kind 'versus' needs at least two parts of kind 'side'")
        steps = sum(part.kind is Share.STEP for part in self.parts)
        if steps == 1:
            raise ValueError("one step is no list of steps: give two or more, or say it otherwise")
        if self.kind is Asks.HOW and not steps:
            raise ValueError("an entry of kind 'how' needs its steps")
        return self
