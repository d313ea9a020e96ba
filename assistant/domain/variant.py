"""An activity in the terms of teams of another kind, as a record; the meaning of levels stays."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from assistant.domain.citation import Citations
from assistant.domain.levels import HIGHEST
from assistant.domain.record import Id, Record, Text
from assistant.domain.reply import Reply, in_order

LEVELS = HIGHEST + 1


class Rung(Record):
    """How to reach the level `to`, in place of what the step of advice to it says."""

    to: Annotated[int, Field(ge=1, le=3, strict=True)]
    do: Text
    why: Text
    done_when: Text
    tools: tuple[Text, ...] = ()
    pitfall: Text
    effort: Literal["", "S", "M", "L"] = ""
    """As in the step it re-words, where none is given."""


class Variant(Record):
    """The words of one activity for one kind of team; or, with `because`, that it is not theirs."""

    id: Id
    applies: bool = True
    because: str = ""
    name: str = ""
    """As in the activity, where none is given."""
    summary: str = ""
    why: str = ""
    rubric: tuple[Text, ...] = ()
    question: str = ""
    replies: tuple[Reply, ...] = ()
    said: tuple[Text, ...] = ()
    steps: tuple[Rung, ...] = ()
    sources: Citations

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = self.model_fields_set - {"id", "applies", "because", "sources"}
        if not self.applies:
            if given:
                raise ValueError(f"what does not apply has no {min(given)}")
            if not self.because.strip():
                raise ValueError("what does not apply needs because: one sentence to the team")
            return self
        for field in ("summary", "why", "question"):
            if not getattr(self, field).strip():
                raise ValueError(f"{field} is missing")
        for field, lines in (("rubric", self.rubric), ("said", self.said)):
            if len(lines) != LEVELS:
                raise ValueError(f"{field} must give a text for each of the levels 0, 1, 2, 3")
        in_order(self.replies)
        if [one.to for one in self.steps] != [1, 2, 3]:
            raise ValueError("steps must lead to the levels 1, 2, 3 in this order")
        if self.because:
            raise ValueError("because is for what does not apply")
        return self
