"""The commands on whole sessions: export one as a document, import it again."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import settings
from assistant.commands.inputs import LARGEST_FILE, BadInput
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
    file: Annotated[Path, typer.Argument(help="A document that `export` wrote.")],
) -> None:
    """Keep the session of a document as a new one and write its token."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror or error}") from error
    if len(data) > LARGEST_FILE:
        raise BadInput(f"{file}: is larger than {LARGEST_FILE:,} bytes")
    try:
        token = Service.open(settings.read()).sessions.bring_in(data)
    except Refused as error:
        raise BadInput(f"{file}: {error.detail or error}") from error
    typer.echo(token)
