"""Reads records, one YAML file each and named by its id; a fault names its file and field."""

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from assistant.catalogue.parsing import parse_yaml
from assistant.domain.knowledge import Record

R = TypeVar("R", bound=Record)


def read_records(root: Path, name: str, kind: type[R], faults: list[str]) -> dict[str, R]:
    """Return the records of a folder by id, adding to `faults` what is wrong with them."""
    found: dict[str, R] = {}
    folder = root / name
    if not folder.is_dir():
        faults.append(f"{name}/: this folder is missing")
        return found
    for path in sorted(folder.glob("*.yml")):
        faults.append(f"{name}/{path.name}: the name must end in .yaml")
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        faults.append(f"{name}/: this folder holds no record")
    for path in paths:
        record = _read(path, f"{name}/{path.name}", kind, faults)
        if record is None:
            continue
        given = getattr(record, "id", path.stem)
        if given != path.stem:
            faults.append(f"{name}/{path.name}: id: '{given}' must equal the file name")
            continue
        found[path.stem] = record
    return found


def read_one(root: Path, name: str, kind: type[R], faults: list[str]) -> R | None:
    """Return the record of one file, None when it is missing or faulty, adding to `faults`."""
    if not (root / name).is_file():
        faults.append(f"{name}: this file is missing")
        return None
    return _read(root / name, name, kind, faults)


def read_texts(root: Path, name: str, faults: list[str]) -> dict[str, str]:
    """Return the texts of a file by name, adding to `faults` what is wrong with them."""
    path = root / name
    if not path.is_file():
        faults.append(f"{name}: this file is missing")
        return {}
    try:
        value = parse_yaml(_text(path))
    except (ValueError, OSError) as error:
        faults.append(f"{name}: {error}")
        return {}
    if not isinstance(value, dict):
        faults.append(f"{name}: must be a list of 'name: text'")
        return {}
    faults.extend(
        f"{name}: {key}: must be text" for key, one in value.items() if not isinstance(one, str)
    )
    return {str(key): str(one).strip() for key, one in value.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8 text") from error


def _read(path: Path, shown: str, kind: type[R], faults: list[str]) -> R | None:
    try:
        value = parse_yaml(_text(path))
    except (ValueError, OSError) as error:
        faults.append(f"{shown}: {error}")
        return None
    if not isinstance(value, dict):
        faults.append(f"{shown}: must be a record of 'field: value'")
        return None
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        for one in found:
            if one["type"] == "too_short" and any(
                _within(each["loc"], one["loc"]) for each in found
            ):
                continue  # counts the faulty entries as missing; each has its own line
            field = ".".join(str(part) for part in one["loc"]) or "record"
            faults.append(f"{shown}: {field}: {_plain(one['msg'], one.get('input'))}")
        return None


def _within(place: tuple[int | str, ...], whole: tuple[int | str, ...]) -> bool:
    return len(place) > len(whole) and place[: len(whole)] == whole


def _plain(message: str, given: object) -> str:
    message = message.removeprefix("Value error, ")
    if isinstance(given, str | int | float) and len(str(given)) <= 60:  # noqa: PLR2004
        return f"{message} (found '{given}')"
    return message
