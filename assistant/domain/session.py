"""A session is its list of turns: what the user did, in order. Everything else is recomputed."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    model_serializer,
    model_validator,
)
from pydantic.dataclasses import dataclass as record

from assistant.domain.levels import Status
from assistant.domain.milestone import LONGEST_OWNER, Note, Progress
from assistant.domain.record import Record

LONGEST_TEXT = 40_000
"""Characters of one message that are kept; the page refuses more with a plain sentence."""

MOST_TURNS = 2_000
"""Turns one session may hold: many times a long assessment, and still quick to recompute."""

READ_AT_MOST = 8_000
"""Characters of one message that are read; the rest is kept, and the user is told."""

Place = Annotated[int, Field(ge=0, le=LONGEST_TEXT)]
"""A place in a text: so many characters before it."""

Rung = Annotated[int, Field(ge=0, le=3)]
"""A level; what is supposed is a lowest and a highest one."""


def _one_line(text: str) -> str:
    """Return a text on one line, without characters that control how it is shown."""
    shown = (" " if unicodedata.category(one) == "Cc" else one for one in text)
    return " ".join("".join(shown).split())


Owner = Annotated[str, AfterValidator(_one_line), Field(max_length=LONGEST_OWNER)]
"""Whoever takes care of a step, in their own words: one line, and short."""


class TurnKind(StrEnum):
    """What the user did."""

    SAY = "say"  # typed `text`, while `activity` was the pending question (or "")
    PLACE = "place"  # told that the words at `span` of what was typed last are about `activity`
    REPLY = "reply"  # tapped the quick reply for `level` of `activity`
    MARK = "mark"  # said of `activity`: `mark` is unknown, not-applicable or skipped
    EDIT = "edit"  # set `activity` to `level` in the panel of what was understood
    FORGET = "forget"  # took back all that is known of `activity`
    CONTEXT = "context"  # picked `option` for context question `activity` ("" takes it back)
    MODEL = "model"  # chose the maturity model named by `option`
    SCENARIO = "scenario"  # supposed `levels` in the what-if called `text`; or `mark` is dropped
    STEP = "step"  # noted `owner`, `due` and `status` of the step of `activity` up to `level`
    CONTINUE = "continue"  # asked to be asked: from the opening, or for full detail at the end
    AGAIN = "again"  # began a new assessment; what stood at the end of day `option` is kept
    GIVEN = "given"  # took over what files or a meeting say of activities, `given`, quoting `text`
    RESTART = "restart"  # began afresh; what came before is kept, and undo brings it back
    UNDO = "undo"  # took back the last turn that is not itself taken back


Level = Annotated[int, Field(ge=0, le=3)]


class Given(Record):
    """What was taken over of one activity: its levels or mark, and where its words stand."""

    activity: str
    lo: Level = 0
    hi: Level = 3
    status: Status = Status.LEVEL
    planned: bool = False
    sure: bool = True
    because: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    spans: tuple[tuple[Place, Place], ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.lo > self.hi:
            raise ValueError("the lowest level is above the highest")
        if self.status is Status.OPEN:
            raise ValueError("what is open is not given")
        return self


@record(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Turn:
    """One thing the user did. Fields that the kind does not use stay empty."""

    # Of nothing else are there as many in memory: one with slots takes a fifth of a model.

    kind: TurnKind
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    activity: str = ""
    level: Level | None = None
    mark: str = ""
    option: str = ""
    reason: str = ""
    span: tuple[Place, Place] | None = None
    levels: tuple[tuple[str, Rung, Rung], ...] = ()
    given: Annotated[tuple[Given, ...], Field(max_length=200)] = ()
    owner: Owner = ""
    due: date | None = None
    status: Progress | None = None

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, object]:
        """Leave out what came later and is not used, so that a turn is written as it always was."""
        written: dict[str, object] = write(self)
        for name in ("span", "levels", "given", "owner", "due", "status"):
            if not getattr(self, name):
                written.pop(name, None)
        return written

    @classmethod
    def of(cls, values: Mapping[str, object]) -> "Turn":
        """Return the turn with these values of its fields. Raises pydantic's ValidationError."""
        return _TURN.validate_python(values)

    @classmethod
    def read(cls, written: str | bytes) -> "Turn":
        """Return the turn that was written as JSON. Raises pydantic's ValidationError."""
        return _TURN.validate_json(written)

    def json(self) -> str:
        """Return the turn as JSON; equal turns give the same."""
        return _TURN.dump_json(self).decode()

    @property
    def step(self) -> str:
        """The id of the step (of its advice) that a turn notes something of."""
        return f"{self.activity}-{self.level}"

    @property
    def note(self) -> Note:
        """What a turn notes of a step."""
        return Note(self.owner, self.due, self.status or Progress.TODO)


_TURN = TypeAdapter(Turn)


class Version:
    """The `version` of a list of turns that grows: what was taken in is not gone through again."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    @property
    def name(self) -> str:
        """What `version` returns for all turns so far."""
        return self._digest.hexdigest()[:16]

    def after(self, turns: Sequence[Turn]) -> "Version":
        """Return the version when these turns follow; this one stays as it is."""
        longer = Version()
        longer._digest = self._digest.copy()
        for turn in turns:
            longer._digest.update(turn.json().encode())
            longer._digest.update(b"\0")
        return longer


def version(turns: Sequence[Turn]) -> str:
    """Return a short name (16 hexadecimal digits) of a list of turns, the same for equal lists.

    A page tells by it what it was drawn from, so that nothing said there is filed under what
    another page, or another day, made of the session.
    """
    return Version().after(turns).name
