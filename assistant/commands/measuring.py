"""The commands that measure: evaluate on labelled items, and bench for speed and memory."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.inputs import BadInput
from assistant.commands.running import note, open_service

Folder = Annotated[
    Path, typer.Argument(help="Folder with answers.jsonl, questions.jsonl, profiles.jsonl.")
]


def evaluate(
    folder: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON document.")] = False,
    texts: Annotated[
        bool, typer.Option("--texts", "--show", help="List mistakes and failing items with texts.")
    ] = False,
    halves: Annotated[
        bool, typer.Option("--halves", help="Also show each half of the answers apart.")
    ] = False,
    few_shot: Annotated[
        bool, typer.Option(help="Train the few-shot baseline too, for a minute or two.")
    ] = True,
    taught: Annotated[
        bool,
        typer.Option("--taught", help="Also teach ours the folder's other documents, for minutes."),
    ] = False,
) -> None:
    """Measure reading and search on labelled items, ours beside plain baselines, in one run."""
    # Imported here: scikit-learn takes a second, and the other commands do not need it.
    from assistant.evaluation import items, table
    from assistant.evaluation.measure import measure

    service = open_service()
    try:
        given = items.load(folder, service.catalogue.items)
    except items.BadItems as error:
        raise BadInput(str(error)) from error
    measured = measure(service, given, note, few_shot=few_shot, teach=taught)
    if as_json:
        _write(table.data(measured, texts=texts, halves=halves))
    else:
        sys.stdout.write(table.text(measured, texts=texts, halves=halves))


def bench(
    browser: Annotated[
        bool, typer.Option(help="Also measure cold start and memory in Chromium.")
    ] = True,
) -> None:
    """Measure speed and memory on this machine, as ratios within one run; writes JSON."""
    from assistant.evaluation import bench as measuring

    _write(measuring.run(open_service(), note, browser=browser))


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
