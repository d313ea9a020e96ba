"""Exported sessions and results as input: their answers are taken, all else is computed anew."""

import json
from collections.abc import Mapping
from pathlib import Path

from assistant.commands.inputs import BadInput, offered, read_bytes
from assistant.commands.running import note
from assistant.domain.results import Report
from assistant.domain.sayings import NOBODY, About
from assistant.domain.storing import StorageError
from assistant.export import readback
from assistant.service import Refused, Service, files

FORMATS = frozenset({"mlops-assessment-report", "mlops-assessment-session"})


def kept(file: Path) -> bool:
    """Return whether a file is an exported session or result, by what it says of itself."""
    try:
        value = json.loads(read_bytes(file))
    except (ValueError, RecursionError):
        return False
    form = value.get("format") if isinstance(value, dict) else None
    return isinstance(form, str) and form in FORMATS


def report(
    service: Service, file: Path, model: str, context: Mapping[str, str]
) -> tuple[Report, About]:
    """Return the report on an exported session or result, with whose it is and of which day.

    `model` and `context`, where given, stand in for what the file says. Raises BadInput.
    """
    data = read_bytes(file)
    if not readback.looks_like_one(data):
        from assistant import storage

        try:
            turns = [one.turn for one in storage.parsed(data).turns]
            return service.report(service.conversation(turns)), NOBODY
        except (StorageError, Refused) as error:
            raise BadInput(f"{file}: {error}") from error
    found = _read(service, file, data)
    chosen = {**found.context, **context}
    offered(service.catalogue, model, chosen)
    made = service.assess(found.told, model or found.model, chosen)
    for line in _corrections(service, file, found):
        note(line)
    return made, found.about


def corrections(service: Service, file: Path, data: bytes) -> list[str]:
    """Return what a result says otherwise than its answers do, a line each; none for a session."""
    if not readback.looks_like_one(data):
        return []
    return _corrections(service, file, _read(service, file, data))


def _read(service: Service, file: Path, data: bytes) -> readback.Taken:
    try:
        return readback.read(service.catalogue, data)
    except readback.NotAResult as error:
        raise BadInput(f"{file}: {error}") from error


def _corrections(service: Service, file: Path, found: readback.Taken) -> list[str]:
    made = service.assess(found.told, found.model, found.context)
    lines = [f"{file}: {one}" for one in files.corrected(service.catalogue, found.claims, made)]
    lines += [f"{file}: '{one}' is not known here and is passed over" for one in found.unknown]
    return lines
