"""Reads a folder of labelled answers, questions and profiles; says what is wrong, and where."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.domain.lexicon import LevelWord
from assistant.domain.record import Text

ANSWERS, QUESTIONS, PROFILES = "answers.jsonl", "questions.jsonl", "profiles.jsonl"


class BadItems(Exception):
    """The folder cannot be used; the message is one line with file, line and field."""


class _Line(BaseModel):
    """One line of a file. Fields that no measurement needs are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    id: Text

    def activities_named(self) -> Iterator[tuple[str, str]]:
        """Yield every activity the line names, as (field, id)."""
        raise NotImplementedError


class Label(BaseModel):
    """What a text says of one activity; `accept` lists further levels one could defend."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    activity: Text
    level: LevelWord
    accept: list[LevelWord] = []


class AnswerItem(_Line):
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


class QuestionItem(_Line):
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


class ProfileItem(_Line):
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


@dataclass(frozen=True, slots=True)
class Items:
    """All items of one folder; a kind whose file is missing is empty."""

    answers: tuple[AnswerItem, ...] = ()
    questions: tuple[QuestionItem, ...] = ()
    profiles: tuple[ProfileItem, ...] = ()

    def texts(self) -> Iterator[str]:
        """Yield every text of the folder."""
        yield from (one.text for one in self.answers)
        yield from (one.text for one in self.questions)
        yield from (text for one in self.profiles for text in one.statements)


L = TypeVar("L", bound=_Line)


def load(folder: Path, activities: Collection[str]) -> Items:
    """Read a folder whose lines may name the given activities.

    Raises BadItems at the first fault, and when none of the three files is there.
    """
    if not folder.is_dir():
        raise BadItems(f"{folder}: there is no such folder")
    if not any((folder / name).is_file() for name in (ANSWERS, QUESTIONS, PROFILES)):
        raise BadItems(f"{folder}: holds none of {ANSWERS}, {QUESTIONS}, {PROFILES}")
    return Items(
        _read(folder / ANSWERS, AnswerItem, activities),
        _read(folder / QUESTIONS, QuestionItem, activities),
        _read(folder / PROFILES, ProfileItem, activities),
    )


def _read(path: Path, kind: type[L], activities: Collection[str]) -> tuple[L, ...]:
    if not path.is_file():
        return ()
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        raise BadItems(f"{path}: {(error.strerror or 'cannot be read').lower()}") from error
    except UnicodeDecodeError as error:
        at = error.object[: error.start].count(b"\n") + 1
        raise BadItems(f"{path}, line {at}: is not UTF-8 text") from error
    found: dict[str, L] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        item = _item(line, kind, where)
        for field, name in item.activities_named():
            if name not in activities:
                raise BadItems(f"{where}: {field}: '{name}' is not an activity")
        if item.id in found:
            raise BadItems(f"{where}: id: '{item.id}' is given twice")
        found[item.id] = item
    return tuple(found.values())


def _item(line: str, kind: type[L], where: str) -> L:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        if first["type"] == "json_invalid":
            raise BadItems(f"{where}: not readable as JSON") from error
        if not field:
            raise BadItems(f"{where}: must be an object") from error
        raise BadItems(f"{where}: {field}: {first['msg'].lower()}") from error
