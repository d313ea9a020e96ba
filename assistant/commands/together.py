"""The command on several people's files: what they agree on, and the agenda of their meeting."""

import sys
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from assistant import export, merging, settings, storage
from assistant.commands.inputs import SHOWN, BadInput, day, read_bytes
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import level_of
from assistant.domain.merged import Merged
from assistant.export.agenda import agenda, as_values
from assistant.export.written import as_markdown, as_text
from assistant.service import Refused, Service, files

FORMATS = ("text", "markdown", "json")


def merge(
    given: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Exported sessions or results.")
    ],
    settle: Annotated[
        list[str] | None,
        typer.Option("--settle", help="A level settled: rollback=partial. Repeatable."),
    ] = None,
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "text",
    session: Annotated[
        Path | None, typer.Option("--session", help="Where to write the merged session.")
    ] = None,
    date: Annotated[str, typer.Option("--date", help="Day of the session, as 2026-03-07.")] = "",
) -> None:
    """Merge several people's answers on the same system: agreements, and what to talk about.

    A person is called as the result says, or as the file is. With --session the merged answers are
    written as a session for `import`; what is disputed and not settled is a range in it.
    """
    if form not in FORMATS:
        raise BadInput(f"--format: '{form[:SHOWN]}' is not one of {', '.join(FORMATS)}")
    on = day(date)
    service = Service.open(settings.read(), sessions=False)
    voices = []
    for file in given:
        try:
            voices.append(files.voice(service, read_bytes(file), file.stem))
        except Refused as error:
            raise BadInput(f"{file}: {error.detail or error}") from error
    merged = merging.merge(service.catalogue, voices)
    picked = _settled(merged, settle or [])
    if session is not None:
        at = datetime.combine(on, time(), UTC) if on else files.NO_DAY
        turns = merging.turns(service.catalogue, merged, picked)
        document = storage.made(turns, at, service.catalogue.hash)
        try:
            session.write_bytes(storage.written(document))
        except OSError as error:
            raise BadInput(f"{session}: {error.strerror or error}") from error
    sys.stdout.write(_written(service.catalogue, merged, picked, form))


def _written(catalogue: Catalogue, merged: Merged, picked: dict[str, int], form: str) -> str:
    if form == "json":
        return export.as_json(as_values(merged) | {"settled": picked})
    blocks = tuple(agenda(catalogue, merged, picked))
    return as_markdown(blocks) if form == "markdown" else as_text(blocks)


def _settled(merged: Merged, given: list[str]) -> dict[str, int]:
    """Return the levels settled by activity. Raises BadInput for what nobody disputes."""
    disputed = [one.activity for one in merged.disagreements]
    found: dict[str, int] = {}
    for one in given:
        name, _, level = one.partition("=")
        if name not in disputed:
            known = ", ".join(disputed) or "nothing is"
            raise BadInput(f"--settle: '{name[:SHOWN]}' is not disputed; {known}")
        try:
            found[name] = level_of(level[:SHOWN])
        except ValueError as error:
            raise BadInput(f"--settle: {name}: {error}") from error
    return found
