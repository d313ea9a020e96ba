"""The commands that read text: classify, search and ask."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from assistant.commands.inputs import SHOWN, BadInput, items, write_line
from assistant.commands.running import note, open_service, progress
from assistant.conversation.statements import statements
from assistant.domain.findings import Answer, Finding, Piece, Reading, cited
from assistant.domain.session import LONGEST_TEXT
from assistant.domain.worded import Wording
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
        "quote": found.quote,
        "start": found.start,
        "end": found.end,
        "score": round(found.score, 3),
    }
    return {**line, "why": found.reason, "levels": [found.lo, found.hi]} if why else line


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


def ask(text: Annotated[str, typer.Argument(help="A question on MLOps practice.")]) -> None:
    """Answer a question from the library, with numbered sources, or say that it cannot."""
    if not text.strip():
        raise BadInput("the question is empty")
    if len(text) > LONGEST_TEXT:
        raise BadInput(f"the question is longer than {LONGEST_TEXT:,} characters")
    service = open_service()
    given = service.answer(text)
    if not given.sentences:
        typer.echo(service.catalogue.texts["answer.refuse"])
        return
    order = cited(given)
    worded = _worded(service, given)
    if worded is None and given.pieces:
        for piece in given.pieces:
            typer.echo(_told(piece, order, service.catalogue.texts))
    else:
        for sentence, passages in worded.sentences if worded is not None else given.sentences:
            numbers = ", ".join(str(order.index(one) + 1) for one in passages)
            typer.echo(f"{sentence} [{numbers}]")
    typer.echo("")
    if given.further:
        typer.echo(f"{service.catalogue.texts['answer.further']}:")
    for one in given.further:
        typer.echo(f"- {one.question} {_told(one.piece, order, service.catalogue.texts)}")
    if given.further:
        typer.echo("")
    for number, passage in enumerate(order, start=1):
        record = service.catalogue.passages[passage]
        labels = dict.fromkeys(
            service.catalogue.sources[one.source].label for one in record.sources if one.source
        )
        sources = f" ({'; '.join(labels)})" if labels else ""
        typer.echo(f"[{number}] {record.title}{sources}")


def _told(piece: Piece, order: Sequence[str], texts: Mapping[str, str]) -> str:
    """Return a piece of an answer as a line: what it is, its words, whose they are, its sources."""
    label = "" if piece.kind is None else texts.get(f"answer.{piece.kind.value}", "")
    numbers = ", ".join(str(order.index(one) + 1) for one in piece.passages)
    ours = texts["answer.ours"] if piece.ours else ""
    told = " ".join(part for part in (label, piece.whole, ours, f"[{numbers}]") if part)
    return told if piece.kind is None else f"- {told}"


def _worded(service: Service, given: Answer) -> Wording | None:
    """Return an answer in the words of the model, if it held; say on standard error whose they are.

    Waits for the whole of it, because what is printed cannot be taken back.
    """
    grown = list(service.word(given))
    last = grown[-1] if grown else None
    mode = service.wording_mode.value if last is None else last.state.value
    told = {
        "done": "worded by the language model",
        "failed": f"composed: the language model failed. {service.wording_failure}".strip(),
        "unsupported": "composed: too little of what the language model wrote held",
    }.get(mode, "composed from the library, word for word")
    left = f", sentences left out: {last.left_out}" if last is not None and last.left_out else ""
    note(f"answer: {told}{left}")
    return last if last is not None and last.shown else None
