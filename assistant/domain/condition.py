"""The records of the safety floor and of what a use case asks for, whatever the stage."""

from typing import Annotated

from pydantic import Field, model_validator

from assistant.domain.citation import Citations
from assistant.domain.record import Id, Record, Text

Level = Annotated[int, Field(ge=1, le=3, strict=True)]


class When(Record):
    """Something that may be so of a team: an activity at a level or above, or a chip it chose."""

    activity: Id | None = None
    level: Level | None = None
    question: Id | None = None
    chips: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _is_one_of_the_two(self) -> "When":
        of_level = self.activity is not None and self.level is not None
        of_chips = self.question is not None and bool(self.chips)
        if of_level == of_chips:
            raise ValueError("must give either an activity with its level or a question with chips")
        return self


Group = Annotated[tuple[When, ...], Field(min_length=1)]
"""Things that all have to be so."""


class Ask(Record):
    """A level that a condition asks for."""

    activity: Id
    level: Level


class Condition(Record):
    """What a team needs as soon as something is so of it, whatever stage it wants to reach.

    It applies where all of one of the groups in `when` is so. `broken` is said to a team that lacks
    what it asks for, `enough` what would do, `name` what it is about.
    """

    id: Id
    name: Text
    when: Annotated[tuple[Group, ...], Field(min_length=1)]
    asks: Annotated[tuple[Ask, ...], Field(min_length=1)]
    broken: Text
    enough: Text
    why: Text
    sources: Citations


class Safety(Record):
    """The floor below which a team is not safe, and what a use case asks for beyond its stage."""

    floor: tuple[Condition, ...] = ()
    uses: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _each_has_its_own_id(self) -> "Safety":
        ids = [one.id for one in (*self.floor, *self.uses)]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(f"each condition needs an id of its own, not twice {', '.join(twice)}")
        return self
