"""Questions on the use case and on the kind of team, each with its chips, as records."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from assistant.domain.lexicon import CueList
from assistant.domain.record import Id, Lines, Record, Text


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
    """One chip of a context question, and the needs of the use case it stands for.

    `variant` names the kind of team it stands for: all is then said in the words of that, and
    `terms` says what is taken to be so, as a clause: "you use models that others train".
    """

    id: Id
    label: Text
    needs: tuple[Literal["regulatory", "excellence", "shared", "late-labels", "edge"], ...] = ()
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
