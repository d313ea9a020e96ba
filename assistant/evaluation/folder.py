"""Reads a folder of labelled items; says what is wrong with it, and where."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from assistant.evaluation.items import (
    AnswerItem,
    AskedItem,
    Line,
    OpeningItem,
    ProbeItem,
    ProfileItem,
    QuestionItem,
)

ANSWERS, QUESTIONS, PROFILES = "answers.jsonl", "questions.jsonl", "profiles.jsonl"
OPENINGS, PROBES, ASKED = "openings.jsonl", "probes.jsonl", "asked.jsonl"
FILES = (ANSWERS, QUESTIONS, PROFILES, OPENINGS, PROBES, ASKED)
L = TypeVar("L", bound=Line)


class BadItems(Exception):
    """The folder cannot be used; the message is one line with file, line and field."""


@dataclass(frozen=True, slots=True)
class Items:
    """All items of one folder; a kind whose file is missing is empty."""

    answers: tuple[AnswerItem, ...] = ()
    questions: tuple[QuestionItem, ...] = ()
    profiles: tuple[ProfileItem, ...] = ()
    openings: tuple[OpeningItem, ...] = ()
    probes: tuple[ProbeItem, ...] = ()
    asked: tuple[AskedItem, ...] = ()

    def texts(self) -> Iterator[str]:
        """Yield every text of the folder."""
        yield from (one.text for one in self.answers)
        yield from (one.text for one in self.questions)
        yield from (text for one in self.profiles for text in one.statements)
        yield from (one.text for one in self.openings)
        yield from (two.text for one in self.probes for two in (one, *one.sentences) if two.text)
        yield from (one.text for one in self.asked)


def load(folder: Path, activities: Collection[str]) -> Items:
    """Read a folder whose lines may name the given activities.

    Raises BadItems at the first fault, and when none of the files is there.
    """
    if not folder.is_dir():
        raise BadItems(f"{folder}: there is no such folder")
    if not any((folder / name).is_file() for name in FILES):
        raise BadItems(f"{folder}: holds none of {', '.join(FILES)}")
    return Items(
        _read(folder / ANSWERS, AnswerItem, activities),
        _read(folder / QUESTIONS, QuestionItem, activities),
        _read(folder / PROFILES, ProfileItem, activities),
        _read(folder / OPENINGS, OpeningItem, activities),
        _read(folder / PROBES, ProbeItem, activities),
        _read(folder / ASKED, AskedItem, activities),
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
