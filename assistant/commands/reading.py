"""The commands that read text: classify and search."""

import sys
from typing import Annotated

import typer

from assistant.commands.inputs import SHOWN, BadInput, items, write_line
from assistant.commands.running import open_service, progress
from assistant.conversation.statements import statements
from assistant.domain.findings import Finding, Reading
from assistant.service import Service

K_MOST = 50
NEAREST = 5


def classify(
    question: Annotated[
        str, typer.Option(help="Id of the activity just asked about, for every line.")
    ] = "",
    why: Annotated[
        bool, typer.Option("--why", help="Also write what led to each finding, and what did not.")
    ] = False,
) -> None:
    """Read activities and levels out of JSON Lines on standard input."""
    service = open_service()
    known = service.catalogue.items
    if question and question not in known:
        raise BadInput(f"--question: '{question}' is not an activity")
    for item in progress(items(sys.stdin.buffer), "Reading"):
        asked = item.question or question or None
        if asked is not None and asked not in known:
            where = f"standard input, line {item.line}: question"
            raise BadInput(f"{where}: '{asked[:SHOWN]}' is not an activity")
        reading = service.read(item.text, asked)
        line = {
            "id": item.id,
            "findings": [_finding(one, why=why) for one in reading.findings],
            "intent": reading.intent.value,
        }
        write_line({**line, **_led_to(service, item.text, reading)} if why else line)


def _finding(found: Finding, *, why: bool) -> dict[str, object]:
    line: dict[str, object] = {
        "activity": found.activity,
        "level": found.word,
        "lo": found.lo,
        "hi": found.hi,
        "quote": found.quote,
        "start": found.start,
        "end": found.end,
        "score": round(found.score, 3),
    }
    return {**line, "why": found.reason} if why else line


def _led_to(service: Service, text: str, reading: Reading) -> dict[str, object]:
    """Return what a text was taken for: what each statement wants, and how near activities came.

    `nearest` are the activities that scored best in the whole text, whether or not they are
    findings; `hints` are what a sentence tells by itself and is not heard in the whole.
    """
    scores, named = service.engine.heard(text)
    best = sorted(scores, key=lambda key: (-scores[key], key))[:NEAREST]
    return {
        "command": reading.command.value,
        "statements": [
            {"text": text[one.start : one.end], "wants": one.want.value}
            for one in statements(service.catalogue.wants, text)
        ],
        "nearest": [
            {"activity": key, "score": round(float(scores[key]), 3), "named": key in named}
            for key in best
        ],
        "hints": [_finding(one, why=True) for one in reading.hints],
    }


def search(
    k: Annotated[int, typer.Option("-k", min=1, max=K_MOST, help="Passages for each line.")] = 5,
) -> None:
    """Find passages for each line of JSON Lines on standard input."""
    service = open_service()
    passages = service.catalogue.passages
    for item in progress(items(sys.stdin.buffer), "Searching"):
        found = service.find(item.text, k)
        write_line(
            {
                "id": item.id,
                "answerable": found.answerable,
                "hits": [
                    {
                        "passage": hit.passage,
                        "score": round(hit.score, 4),
                        "activities": list(passages[hit.passage].activities),
                    }
                    for hit in found.hits
                ],
            }
        )
