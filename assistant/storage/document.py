"""One session as one document: all its turns with key, time and knowledge, and nothing secret."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, ValidationError, model_validator

from assistant.domain.knowledge import Record
from assistant.domain.session import MOST_TURNS, Turn, version
from assistant.domain.storing import StorageError
from assistant.storage.schema import LONGEST_KEY

FORMAT: Literal["mlops-assessment-session"] = "mlops-assessment-session"
VERSION: Literal[1] = 1


class StoredTurn(Record):
    """A turn as it is kept: `key` names the act, `knowledge` is the hash of the one in use."""

    key: Annotated[str, Field(min_length=1, max_length=LONGEST_KEY)]
    at: AwareDatetime
    knowledge: Annotated[str, Field(max_length=64)]
    turn: Turn


class SessionDocument(Record):
    """A whole session. The token that opens it is not part of it: importing gives a new one."""

    format: Literal["mlops-assessment-session"] = FORMAT
    version: Literal[1] = VERSION
    begun: AwareDatetime
    turns: Annotated[tuple[StoredTurn, ...], Field(max_length=MOST_TURNS)]

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        if len({one.key for one in self.turns}) != len(self.turns):
            raise ValueError("two turns have the same key")
        return self


def made(turns: Sequence[Turn], at: datetime, knowledge: str = "") -> SessionDocument:
    """Return a session in which all these turns were done at one moment."""
    told = tuple(
        StoredTurn(key=f"{number}-{version((turn,))}", at=at, knowledge=knowledge, turn=turn)
        for number, turn in enumerate(turns, start=1)
    )
    return SessionDocument(begun=at, turns=told)


def schema() -> dict[str, object]:
    """Return the JSON Schema of a session."""
    return SessionDocument.model_json_schema()


def written(document: SessionDocument) -> bytes:
    """Return a document as JSON in UTF-8; the same session gives the same bytes."""
    return document.model_dump_json(indent=1, exclude_defaults=False).encode() + b"\n"


def parsed(data: bytes) -> SessionDocument:
    """Return the document that bytes hold. Raises StorageError naming the first wrong field."""
    try:
        json.loads(data, object_pairs_hook=_once)  # the second of two keys would win unseen
    except (ValueError, RecursionError) as error:
        raise StorageError("it is no JSON in which each key stands once") from error
    try:
        return SessionDocument.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise StorageError(f"{place}: {said}" if place else said) from error


def _once(pairs: list[tuple[str, object]]) -> None:
    """Refuse an object of JSON that has a key twice."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")


def utc(moment: datetime) -> datetime:
    """Return a moment read from a database, which may have lost its time zone, as UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
