"""Reads what a command is given and says in one line, with file, line and field, what is wrong."""

import datetime
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Never

import yaml

from assistant.catalogue import parse_yaml
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import HIGHEST, LOWEST, Origin, Standing, Status, level_of
from assistant.specialising import spoken_to

LARGEST_FILE = 2_000_000
SHOWN = 60
"""Characters of a wrong value that a message repeats."""

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one of libyaml where it is there, as for the knowledge."""

PLANNED = re.compile(
    r"^(?:(?P<today>[^,]*?)\s*,\s*)?planned(?:\s+(?P<level>\S.*))?$", re.IGNORECASE
)
"""What is planned, alone or with the level that is: "planned", "planned 2", "1, planned 3"."""

SPECIAL = {"unknown": Status.UNKNOWN, "not-applicable": Status.NOT_APPLICABLE}


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
    value = _json(line, name, number)
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
            raise ValueError(_twice(key))
        found[key] = value
    return found


def _twice(key: str) -> str:
    return f"the field '{key[:SHOWN]}' is given twice"


STRICT = json.JSONDecoder(parse_constant=_refused, object_pairs_hook=_once)
LOOSE = json.JSONDecoder()
"""Takes what STRICT refuses, for a file whose fields are looked at one by one thereafter."""

BETWEEN = re.compile(r"\s*[{:,]?\s*")
"""What stands between the names and the values of an object of JSON."""


def _json(text: str, name: str, line: int = 0, decoder: json.JSONDecoder = STRICT) -> object:
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


def profile(path: Path, catalogue: Catalogue, exact: bool = False) -> dict[str, Standing]:
    """Return the standings a profile file gives, by id; if `exact`, no range and no unknown.

    The file is YAML or JSON, `{activity: level}` or `{activity: [lowest, highest]}`; a level is 0
    to 3 or its word, or unknown, or not-applicable, or planned. Raises BadInput naming file, line
    and field.
    """
    text = read_text(path)
    as_json = path.suffix == ".json"
    value = _json(text, str(path), decoder=LOOSE) if as_json else _yaml(text, path)
    if not isinstance(value, dict) or not value:
        raise BadInput(f"{path}: must list activities with their levels, as 'data-collection: 2'")
    lines = _json_lines(text, path) if as_json else _yaml_lines(text)
    found: dict[str, Standing] = {}
    for key, given in value.items():
        name = str(key)
        where = f"{path}, line {lines[name]}: {name[:SHOWN]}"
        if name not in catalogue.items:
            raise BadInput(f"{where}: is not an activity; see 'check' for the ids")
        try:
            found[name] = standing(given)
            if exact:
                _check_exact(found[name])
        except ValueError as error:
            raise BadInput(f"{where}: {error}") from error
    return found


def _yaml(text: str, path: Path) -> object:
    try:
        return parse_yaml(text)
    except ValueError as error:
        # It begins with its line, where that is known.
        comma = ", " if str(error).startswith("line ") else ": "
        raise BadInput(f"{path}{comma}{error}") from error


def _yaml_lines(text: str) -> dict[str, int]:
    """Return the line of each field of a YAML text that `parse_yaml` took."""
    loader = LOADER(text)
    node = loader.get_single_node()
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {
        str(loader.construct_object(key, deep=True)): key.start_mark.line + 1
        for key, _ in node.value
    }


def _json_lines(text: str, path: Path) -> dict[str, int]:
    """Return the line of each field of a well-formed object of JSON.

    Raises BadInput for a field given twice, and for what JSON has no value for.
    """
    found: dict[str, int] = {}
    line, before, at = 1, 0, _after(text, 0)
    while text[at] == '"':
        line, before = line + text.count("\n", before, at), at
        name, at = STRICT.raw_decode(text, at)
        if name in found:
            raise BadInput(f"{path}, line {line}: not readable as JSON: {_twice(name)}")
        found[name] = line
        try:
            _, at = STRICT.raw_decode(text, _after(text, at))
        except ValueError as error:
            where = f"{path}, line {line}: {name[:SHOWN]}"
            raise BadInput(f"{where}: not readable as JSON: {error}") from error
        at = _after(text, at)
    return found


def _after(text: str, at: int) -> int:
    between = BETWEEN.match(text, at)
    return between.end() if between else at


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


def standing(given: object) -> Standing:
    """Return the standing for a level, a pair of levels, unknown, not-applicable or planned.

    Raises ValueError with one plain sentence.
    """
    if isinstance(given, str) and (match := PLANNED.match(given.strip())):
        return planned(match["today"], match["level"])
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


def planned(today: str | None, level: str | None) -> Standing:
    """Return how something stands of which more is planned; the plan counts as not there yet.

    Without a word on today, nothing is there, or less than the level that is planned. Raises
    ValueError with one plain sentence for a plan that adds nothing.
    """
    aim = HIGHEST + 1 if level is None else level_of(level[:SHOWN])
    lo = LOWEST if today is None else level_of(today[:SHOWN])
    if aim == LOWEST:
        raise ValueError(f"level {LOWEST} is nothing to plan")
    if level is None and lo == HIGHEST:
        raise ValueError(f"nothing above level {HIGHEST} can be planned")
    if aim <= lo:
        raise ValueError(f"level {aim} cannot be planned where level {lo} is there")
    hi = LOWEST if level is None else aim - 1
    return Standing(lo, lo if today else hi, Status.LEVEL, Origin.CHOSEN, planned=True)


def _level(given: object) -> int:
    if given is None:
        raise ValueError("no level is given")
    if isinstance(given, list | dict):
        raise ValueError("a level is one number from 0 to 3 or its word")  # noqa: TRY004
    return level_of(given if isinstance(given, int) else str(given)[:SHOWN])


def _check_exact(one: Standing) -> None:
    if one.status is Status.UNKNOWN:
        raise ValueError("an interview needs a level, not 'unknown'")
    if one.status is Status.LEVEL and not one.known:
        raise ValueError("an interview needs one level, not a range")


def write_line(value: object) -> None:
    """Write one JSON Line to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
