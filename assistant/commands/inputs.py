"""Reads what a command is given and says in one line, with file, line and field, what is wrong."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.catalogue import parse_yaml
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import HIGHEST, LOWEST, Origin, Standing, Status, level_of

LARGEST_FILE = 2_000_000
SHOWN = 60
"""Characters of a wrong value that a message repeats."""

SPECIAL = {"unknown": Status.UNKNOWN, "not-applicable": Status.NOT_APPLICABLE}


class BadInput(Exception):
    """What the user gave cannot be used; the message is one plain line."""

    def __init__(self, message: str) -> None:
        super().__init__("".join(one if one.isprintable() else "?" for one in message))


@dataclass(frozen=True, slots=True)
class Item:
    """One line of JSON Lines input."""

    id: str
    text: str
    question: str | None = None


def items(stream: BinaryIO, name: str = "standard input") -> Iterator[Item]:
    """Yield the items of a stream of JSON Lines in UTF-8. Raises BadInput naming line and field."""
    for number, line in enumerate(stream, start=1):
        where = f"{name}, line {number}"
        text = _decoded(line, where)
        if text.strip():
            yield _item(text, where)


def _item(line: str, where: str) -> Item:
    value = _json(line, where)
    if not isinstance(value, dict):
        raise BadInput(f'{where}: must be an object like {{"id": "1", "text": "..."}}')
    for field in ("id", "text"):
        given = value.get(field)
        if not isinstance(given, str):
            raise BadInput(f"{where}: {field}: must be given, as text")
        if any("\ud800" <= one <= "\udfff" for one in given):
            raise BadInput(f"{where}: {field}: holds half a character, which no text can hold")
    question = value.get("question")
    if question is not None and not isinstance(question, str):
        raise BadInput(f"{where}: question: must be the id of an activity, as text")
    return Item(value["id"], value["text"], question)


def _json(text: str, where: str) -> object:
    def refuse(constant: str) -> object:
        raise ValueError(f"{constant} is not a value of JSON")

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise ValueError(f"the field '{key[:SHOWN]}' is given twice")
            found[key] = value
        return found

    try:
        return json.loads(text.rstrip(), parse_constant=refuse, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}: " if error.lineno > 1 else ""
        raise BadInput(f"{where}: {place}not readable as JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}: not readable as JSON: {str(error).splitlines()[0]}") from error


def read_text(path: Path) -> str:
    """Return the text of a file. Raises BadInput when it is missing, too large or not UTF-8."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadInput(f"{path}: {(error.strerror or 'cannot be read').lower()}") from error
    if len(content) > LARGEST_FILE:
        raise BadInput(f"{path}: is larger than {LARGEST_FILE // 1_000_000} MB")
    return _decoded(content, str(path))


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n")
        place = f"{where}, line {line + 1}" if line else where
        raise BadInput(f"{place}: is not UTF-8 text") from error


def profile(path: Path, catalogue: Catalogue) -> dict[str, Standing]:
    """Return the standings a profile file gives, by id.

    The file is YAML or JSON, `{activity: level}` or `{activity: [lowest, highest]}`; a level is 0
    to 3 or its word, or unknown, or not-applicable. Raises BadInput naming file and field.
    """
    text = read_text(path)
    if path.suffix == ".json":
        value = _json(text, str(path))
    else:
        try:
            value = parse_yaml(text)
        except ValueError as error:
            raise BadInput(f"{path}: {error}") from error
    if not isinstance(value, dict) or not value:
        raise BadInput(f"{path}: must list activities with their levels, as 'data-collection: 2'")
    found: dict[str, Standing] = {}
    for key, given in value.items():
        name = str(key)
        if name not in catalogue.items:
            raise BadInput(f"{path}: {name[:SHOWN]}: is not an activity; see 'check' for the ids")
        try:
            found[name] = standing(given)
        except ValueError as error:
            raise BadInput(f"{path}: {name}: {error}") from error
    return found


def choices(given: list[str], catalogue: Catalogue) -> dict[str, str]:
    """Return choices on the use case, written `question=chip`. Raises BadInput naming the fault."""
    chips = {one.id: [option.id for option in one.options] for one in catalogue.context}
    found: dict[str, str] = {}
    for one in given:
        name, _, chip = one.partition("=")
        if name not in chips:
            known = ", ".join(chips)
            raise BadInput(f"--context: '{name[:SHOWN]}' is not one of {known}")
        if chip not in chips[name]:
            known = ", ".join(chips[name])
            raise BadInput(f"--context: {name}: '{chip[:SHOWN]}' is not one of {known}")
        found[name] = chip
    return found


def standing(given: object) -> Standing:
    """Return the standing for a level, a pair of levels, unknown or not-applicable.

    Raises ValueError with one plain sentence.
    """
    if isinstance(given, list):
        if len(given) != 2:  # noqa: PLR2004 -- a lowest and a highest
            raise ValueError("a range is written [lowest, highest]")
        lo, hi = (_level(one) for one in given)
        if lo > hi:
            raise ValueError(f"the range [{lo}, {hi}] is the wrong way round")
        return Standing(lo, hi, Status.LEVEL, Origin.CHOSEN)
    if isinstance(given, str) and given in SPECIAL:
        return Standing(LOWEST, HIGHEST, SPECIAL[given], Origin.CHOSEN)
    level = _level(given)
    return Standing(level, level, Status.LEVEL, Origin.CHOSEN)


def _level(given: object) -> int:
    if given is None:
        raise ValueError("no level is given")
    if isinstance(given, list | dict):
        raise ValueError("a level is one number from 0 to 3 or its word")  # noqa: TRY004
    return level_of(given if isinstance(given, int) else str(given)[:SHOWN])


def levels(path: Path, standings: Mapping[str, Standing]) -> dict[str, int]:
    """Return exact levels only. Raises BadInput for a range or an unknown."""
    for name, one in standings.items():
        if not one.known and one.status is Status.LEVEL:
            raise BadInput(f"{path}: {name}: an interview needs one level, not a range")
        if one.status is Status.UNKNOWN:
            raise BadInput(f"{path}: {name}: an interview needs a level, not 'unknown'")
    return {name: one.lo for name, one in standings.items() if not one.waived}


def write_line(value: object) -> None:
    """Write one JSON Line to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
