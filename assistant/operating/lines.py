"""Log lines that a machine can read: one event a line, with fields, and nobody's words.

The message of an exception may repeat what somebody typed, so a line tells its kind and where it
was raised instead.
"""

import json
import logging
import sys
import time
import traceback
from typing import Literal

Form = Literal["text", "json"]
ours = logging.getLogger("assistant")
FOREIGN = ("uvicorn", "streamlit")
"""Loggers with handlers of their own, whose lines take our form where that is JSON."""
_FIELDS = "assistant_fields"


def event(name: str, *, level: int = logging.INFO, **fields: str | float) -> None:
    """Log that something happened. Fields are numbers, names of ours and hashes, never words."""
    ours.log(level, name, extra={_FIELDS: fields})


class Lines(logging.Formatter):
    """Writes a record as one line: JSON, or `key=value` for people."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, object] = {
            "at": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, _FIELDS, {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line["error"] = _kinds(error)
            line["where"] = _places(error)
        if self._form == "json":
            return json.dumps(line, ensure_ascii=True, default=str)
        head = f"{line.pop('at')} {line.pop('level')} {line.pop('logger')}: {line.pop('event')}"
        more = "".join(f" {key}={value}" for key, value in line.items())
        return (head + more).replace("\r", " ").replace("\n", " ")


def _kinds(error: BaseException) -> str:
    """Return the kind of an error and of what led to it, the last first."""
    kinds: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < 5:  # noqa: PLR2004
        kinds.append(f"{type(one).__module__}.{type(one).__qualname__}")
        one = one.__cause__ or one.__context__
    return " from ".join(kinds)


def _places(error: BaseException) -> str:
    """Return where an error was raised and passed, the innermost last; no source line."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return " > ".join(f"{_short(one.filename)}:{one.lineno}:{one.name}" for one in frames)


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").rsplit("/", 3)[-3:])


def set_up(form: Form) -> None:
    """Send our lines to standard error in this form, once; in JSON those of the server, too."""
    for old in [one for one in ours.handlers if isinstance(one.formatter, Lines)]:
        ours.removeHandler(old)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(form))
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    ours.propagate = False
    if form == "json":
        for name in FOREIGN:
            for one in logging.getLogger(name).handlers:
                one.setFormatter(Lines(form))
        rest = logging.StreamHandler(sys.stderr)  # what any other library warns of
        rest.setFormatter(Lines(form))
        logging.getLogger().handlers[:] = [rest]
