"""Labelled texts, questions and profiles, by which reading and search are measured, as records."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.lexicon import LevelWord
from assistant.domain.record import Text


class Line(BaseModel):
    """One line of a file. Fields that no measurement needs are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    id: Text

    def activities_named(self) -> Iterator[tuple[str, str]]:
        """Yield every activity the line names, as (field, id)."""
        raise NotImplementedError


class Label(BaseModel):
    """What a text says of one activity; `accept` lists further levels one could defend.

    `cue` is false where no usual term names the activity.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    activity: Text
    level: LevelWord
    accept: list[LevelWord] = []
    cue: bool = True


class AnswerItem(Line):
    """A text with its labels; none when it says nothing of the speaker's own practice."""

    text: Text
    labels: list[Label]
    hard: list[str] = []

    def activities_named(self) -> Iterator[tuple[str, str]]:
        """Yield every activity the line names, as (field, id)."""
        yield from (("labels", label.activity) for label in self.labels)

    @property
    def levels(self) -> dict[str, str]:
        """The labelled level of each activity."""
        return {label.activity: label.level for label in self.labels}

    @property
    def accepted(self) -> dict[str, frozenset[str]]:
        """All levels that count as right for each activity."""
        return {one.activity: frozenset([one.level, *one.accept]) for one in self.labels}


def halves(count: int) -> tuple[tuple[str, slice], tuple[str, slice]]:
    """Return the names of the two halves of so many items, and which items each holds."""
    middle = (count + 1) // 2
    return ("first half", slice(middle)), ("second half", slice(middle, None))


class QuestionItem(Line):
    """A question with what answers it: activities, or passages by the beginning of their id.

    With neither it is out of scope.
    """

    text: Text
    activities: list[Text]
    passages: list[Text] = []

    def activities_named(self) -> Iterator[tuple[str, str]]:
        """Yield every activity the line names, as (field, id)."""
        yield from (("activities", one) for one in self.activities)

    @property
    def outside(self) -> bool:
        """Whether it must be declined."""
        return not (self.activities or self.passages)


class Fact(BaseModel):
    """What an answer may say, by patterns for it; a `verdict` must be said."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    any: list[Text]
    verdict: bool = False


class AskedItem(Line):
    """A question with the facts that a satisfying answer holds, and how many of them are needed.

    `previous` was asked before it. A question on the session is scored by hand.
    """

    text: Text
    scope: Literal["in", "outside", "session"]
    facts: list[Fact] = []
    need: int = 0
    passages: list[Text] = []
    library: str = ""
    kind: Text
    previous: str = ""

    def activities_named(self) -> Iterator[tuple[str, str]]:
        """Yield nothing: no activity is named."""
        yield from ()


class ProfileItem(Line):
    """Statements of one team, and the level of each activity that follows from them."""

    statements: list[Text]
    expected: dict[str, LevelWord]
    accept: dict[str, list[LevelWord]] = {}

    def activities_named(self) -> Iterator[tuple[str, str]]:
        """Yield every activity the line names, as (field, id)."""
        yield from (("expected", one) for one in self.expected)
        yield from (("accept", one) for one in self.accept)

    @property
    def accepted(self) -> dict[str, frozenset[str]]:
        """All levels that count as right for each expected activity."""
        return {
            key: frozenset([level, *self.accept.get(key, ())])
            for key, level in self.expected.items()
        }


class OpeningItem(AnswerItem):
    """A whole opening. What is in `accept_activities` counts neither as right nor as wrong."""

    accept_activities: list[Text] = []


Levels = dict[str, list[LevelWord]]


class Probed(BaseModel):
    """What may be heard in a text: the levels of each activity that is expected, or at no cost.

    A key `a|b` means that hearing either is enough. What is in `forbid` must not be said: "all", a
    list of activities, or levels of activities.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    text: str = ""
    expect: Levels = {}
    also: Levels = {}
    forbid: Literal["all"] | list[Text] | Levels = []


class ProbeItem(Line, Probed):
    """A text of one kind of language, or an opening as its sentences."""

    kind: Text
    question: Text | None = None
    sentences: list[Probed] = []

    def activities_named(self) -> Iterator[tuple[str, str]]:
        """Yield every activity the line names, as (field, id)."""
        for one in (self, *self.sentences):
            for field, levels in (("expect", one.expect), ("also", one.also)):
                yield from ((field, name) for key in levels for name in key.split("|"))
