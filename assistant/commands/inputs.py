"""Reads what a command is given and says in one line, with file, line and field, what is wrong."""

import datetime
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Never

from assistant.domain.knowledge import Catalogue
from assistant.specialising import spoken_to

LARGEST_FILE = 2_000_000
SHOWN = 60
"""Characters of a wrong value that a message repeats."""


class BadInput(Exception):
    """What the user gave cannot be used; the message is one plain line."""

    def __init__(self, message: str) -> None:
        super().__init__("".join(one if one.isprintable() else "?" for one in message))


@dataclass(frozen=True, slots=True)
class Item:
    """One line of JSON Lines input.

    `question` is the activity just asked about; `said` what was told before and `previous` the
    question before this one, empty where there was none.
    """

    id: str
    text: str
    question: str | None = None
    line: int = 0
    previous: str = ""
    said: str = ""


def items(stream: BinaryIO, name: str = "standard input") -> Iterator[Item]:
    """Yield the items of a stream of JSON Lines in UTF-8. Raises BadInput naming line and field."""
    for number, line in enumerate(stream, start=1):
        text = _decoded(line, name, number)
        if text.strip():
            yield _item(text, name, number)


def _item(line: str, name: str, number: int) -> Item:
    where = f"{name}, line {number}"
    value = decoded_json(line, name, number)
    if not isinstance(value, dict):
        raise BadInput(f'{where}: must be an object like {{"id": "1", "text": "..."}}')
    for field in ("id", "text", "previous", "said"):
        given = value.get(field)
        if given is None and field in {"previous", "said"}:
            continue
        if not isinstance(given, str):
            raise BadInput(f"{where}: {field}: must be given, as text")
        if any("\ud800" <= one <= "\udfff" for one in given):
            raise BadInput(f"{where}: {field}: holds half a character, which no text can hold")
    question = value.get("question")
    if question is not None and not isinstance(question, str):
        raise BadInput(f"{where}: question: must be the id of an activity, as text")
    before, said = (value.get(one) or "" for one in ("previous", "said"))
    return Item(value["id"], value["text"], question, number, before, said)


def _refused(constant: str) -> Never:
    raise ValueError(f"{constant} is not a value of JSON")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(twice(key))
        found[key] = value
    return found


def twice(key: str) -> str:
    """Return what is said of a field that is given twice."""
    return f"the field '{key[:SHOWN]}' is given twice"


STRICT = json.JSONDecoder(parse_constant=_refused, object_pairs_hook=_once)
LOOSE = json.JSONDecoder()
"""Takes what STRICT refuses, for a file whose fields are looked at one by one thereafter."""


def decoded_json(text: str, name: str, line: int = 0, decoder: json.JSONDecoder = STRICT) -> object:
    """Return the value of a JSON text: of the given line of a stream, or else of a whole file."""
    try:
        return decoder.decode(text.rstrip())
    except json.JSONDecodeError as error:
        where = f"{name}, line {line or error.lineno}"
        raise BadInput(f"{where}: not readable as JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        where = f"{name}, line {line}" if line else name
        deep = isinstance(error, RecursionError)
        why = "it may be nested too deeply" if deep else str(error).splitlines()[0]
        raise BadInput(f"{where}: not readable as JSON: {why}") from error


def read_text(path: Path) -> str:
    """Return the text of a file. Raises BadInput when it is missing, too large or not UTF-8."""
    return _decoded(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """Return what a file holds. Raises BadInput when it is missing or too large."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadInput(f"{path}: {(error.strerror or 'cannot be read').lower()}") from error
    if len(content) > LARGEST_FILE:
        raise BadInput(f"{path}: is larger than {LARGEST_FILE // 1_000_000} MB")
    return content


def _decoded(content: bytes, name: str, line: int = 0) -> str:
    """Return the text of the given line of a stream, or else of a whole file."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = line or error.object[: error.start].count(b"\n") + 1
        raise BadInput(f"{name}, line {at}: is not UTF-8 text") from error


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


def offered(catalogue: Catalogue, model: str, context: Mapping[str, str]) -> None:
    """Raise BadInput for a model that a team with these choices is not looked at with."""
    models = spoken_to(catalogue, context).models
    if model and model not in models:
        raise BadInput(f"--model: '{model[:SHOWN]}' is not one of {', '.join(sorted(models))}")


def day(given: str) -> datetime.date | None:
    """Return a day written 2026-03-07; None for an empty text. Raises BadInput."""
    if not given:
        return None
    try:
        return datetime.date.fromisoformat(given)
    except ValueError as error:
        raise BadInput(f"--date: '{given[:SHOWN]}' is not a day such as 2026-03-07") from error


def write_line(value: object) -> None:
    """Write one JSON Line to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
