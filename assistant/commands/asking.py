"""The command that answers questions: one for people, or many as JSON Lines."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from assistant.commands.inputs import BadInput, Item, items, write_line
from assistant.commands.running import note, open_service, progress
from assistant.domain.findings import Answer, Intent, Piece, cited
from assistant.domain.session import LONGEST_TEXT, Turn, TurnKind
from assistant.domain.worded import Wording
from assistant.service import Service

FOUND = 5
"""Passages named beside an answer, best first."""


def ask(
    text: Annotated[
        str | None, typer.Argument(help="A question on MLOps practice.", show_default=False)
    ] = None,
) -> None:
    """Answer a question from the library, with numbered sources, or say that it cannot.

    Without a question, answer those of JSON Lines on standard input, each after what was said and
    asked before it.
    """
    if text is None:
        _ask_each()
        return
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


def _ask_each() -> None:
    service = open_service()
    for item in progress(items(sys.stdin.buffer), "Answering"):
        for name, one in (("text", item.text), ("previous", item.previous), ("said", item.said)):
            if len(one) > LONGEST_TEXT:
                where = f"standard input, line {item.line}: {name}"
                raise BadInput(f"{where}: is longer than {LONGEST_TEXT:,} characters")
        told, given = _in_its_place(service, item)
        words = [*told, *(text for text, _ in given.sentences)]
        words += [f"{one.question} {one.piece.whole}" for one in given.further]
        words += [given.closing] if given.closing else []
        best = service.engine.answering(given.question, FOUND) if given.sentences else ()
        write_line(
            {
                "id": item.id,
                "answer": "\n".join(words),
                "answered": bool(words),
                "passages": list(dict.fromkeys([*given.passages, *best]))[:FOUND],
            }
        )


def _in_its_place(service: Service, item: Item) -> tuple[tuple[str, ...], Answer]:
    """Return what is said on an item from the talk itself, and its answer from the library.

    A question that stands alone goes to the library; another one is put as on the page, after what
    was said and asked before it.
    """
    before = [one for one in (item.said, item.previous) if one.strip()]
    if not before:
        return (), service.answer(item.text)
    turns = [Turn(kind=TurnKind.SAY, text=one) for one in (*before, item.text)]
    last = service.conversation(turns).exchanges[-1]
    if last.intent is Intent.QUESTION and (last.answer is not None or last.remarks):
        return last.remarks, last.answer or Answer(item.text)
    return (), service.answer(item.text)
