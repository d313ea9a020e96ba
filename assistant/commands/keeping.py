"""The commands on whole sessions: export one as a document, import it, say what it may hold."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import export, settings, storage
from assistant.commands import taking
from assistant.commands.inputs import SHOWN, BadInput, read_bytes
from assistant.commands.running import note
from assistant.export import readback
from assistant.service import Refused, Service


def take_out(
    session: Annotated[str, typer.Argument(help="Token of a session, or its hash as stored.")],
) -> None:
    """Write a session as one JSON document: every turn, nothing else, no token."""
    try:
        data = Service.open(settings.read()).sessions.take_out(session)
    except Refused as error:
        raise BadInput(f"SESSION: {error}") from error
    sys.stdout.buffer.write(data)


def bring_in(
    file: Annotated[Path, typer.Argument(help="What `export` wrote, or a result in JSON.")],
) -> None:
    """Keep the session of a document as a new one and write its token.

    Of a result the answers are taken over; what it says of stages and steps is computed anew, and
    where it said otherwise, that is said on standard error.
    """
    data = read_bytes(file)
    service = Service.open(settings.read())
    try:
        token = service.sessions.bring_in(data)
    except Refused as error:
        raise BadInput(f"{file}: {error.detail or error}") from error
    for line in taking.corrections(service, file, data):
        note(line)
    typer.echo(token)


def schema(
    of: Annotated[str, typer.Argument(help="result or session: which JSON is described.")],
) -> None:
    """Write the JSON Schema of an exported result or session."""
    schemas = {"result": readback.schema, "session": storage.schema}
    if of not in schemas:
        raise BadInput(f"'{of[:SHOWN]}' is not one of {', '.join(schemas)}")
    sys.stdout.write(export.as_json(schemas[of]()))
