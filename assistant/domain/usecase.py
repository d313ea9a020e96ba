"""What a use case asks for: chips with weights, two needs with a middle, and the target table."""

from enum import IntEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from assistant.domain.citation import Citations
from assistant.domain.lexicon import CueList
from assistant.domain.record import Id, Lines, Record, Text

Flag = Literal["shared", "renewal", "late-labels", "edge"]
"""What a chip says outright: others use the data, renewing is routine, and two that decide other
things than the target."""


class Degree(IntEnum):
    """How much of a need the answers together speak for."""

    NONE = 0
    SOME = 1
    MUCH = 2


DegreeWord = Literal["some", "much"]


class Weights(Record):
    """What one chip adds to each of the two needs; 0 to 9 points."""

    rules: Annotated[int, Field(ge=0, le=9, strict=True)] = 0
    excellence: Annotated[int, Field(ge=0, le=9, strict=True)] = 0


class Telltale(Record):
    """Words by which a team says, unasked, that a chip is theirs.

    Those of `plain` say it wherever they are told; those of `first` only where a team begins to
    describe itself. A text with any of `unless` leaves it open. Every line of `fires` must be
    heard, and none of `silent`. Whoever has chosen a chip with a variant tells no practice by what
    `plain` or `no_practice` matches: it only says what kind of team it is.
    """

    plain: CueList = ()
    first: CueList = ()
    unless: CueList = ()
    no_practice: CueList = ()
    fires: Annotated[Lines, Field(min_length=1)]
    silent: Annotated[Lines, Field(min_length=1)]


class ContextOption(Record):
    """One chip of a context question, and what it says of the use case.

    `variant` names the kind of team it stands for: all is then said in the words of that, and
    `terms` says what is taken to be so, as a clause: "you use models that others train".
    """

    id: Id
    label: Text
    weighs: Weights = Weights()
    needs: tuple[Flag, ...] = ()
    variant: str = ""
    terms: str = ""
    heard: Telltale | None = None

    @model_validator(mode="after")
    def _says_its_terms(self) -> Self:
        if bool(self.variant) != bool(self.terms.strip()):
            raise ValueError("variant and terms are given together")
        return self


class ContextQuestion(Record):
    """A question on the use case, answered with a chip or left out.

    With `about: edge` it is asked only of what runs on devices, and decides no target. With
    `about: team` it is asked early, and decides in whose terms all else is said.
    """

    id: Id
    order: int
    question: Text
    about: Literal["target", "edge", "team"] = "target"
    options: Annotated[tuple[ContextOption, ...], Field(min_length=2)]


class Ask(Record):
    """A level that a need asks for whatever the stage, from some of the need on, or from much."""

    activity: Id
    level: Annotated[int, Field(ge=1, le=3, strict=True)]
    since: DegreeWord
    sources: Citations


class Weighing(Record):
    """From how many points on there is some, and much, of a need; and why there."""

    some: Annotated[int, Field(ge=1, strict=True)]
    much: Annotated[int, Field(ge=2, strict=True)]
    why: Text
    asks: tuple[Ask, ...] = ()

    @model_validator(mode="after")
    def _has_a_middle(self) -> Self:
        if self.some >= self.much:
            raise ValueError("some must be fewer points than much")
        return self

    def degree(self, points: int) -> Degree:
        """Return how much of the need these points are."""
        if points >= self.much:
            return Degree.MUCH
        return Degree.SOME if points >= self.some else Degree.NONE


class Needs(Record):
    """The two needs that decide a target, each with its thresholds."""

    rules: Weighing
    excellence: Weighing


class Target(Record):
    """A row of the target table: the stage of a model for use cases with at least these needs.

    None matches any. The first row that matches is used, and the rows of a model go from its
    highest stage down: so more of a need never leads to a lower stage. `why` tells what the stage
    brings; it says nothing of a use case, since who reads it may not have told of it.
    """

    model: Id
    rules: DegreeWord | None = None
    excellence: DegreeWord | None = None
    shared: Literal[True] | None = None
    renewal: Literal[True] | None = None
    stage: Id
    why: Text
    sources: Citations


class Taxonomy(Record):
    """The needs, and the target table over all models."""

    needs: Needs
    targets: Annotated[tuple[Target, ...], Field(min_length=1)]
