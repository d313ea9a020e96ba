"""The command `evaluate`: reading, search and whole assessments on labelled items."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.inputs import BadInput
from assistant.commands.running import note, open_service

Folder = Annotated[
    Path,
    typer.Argument(help="Folder with answers.jsonl, openings.jsonl and the like."),
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
) -> None:
    """Measure reading and search on labelled items, ours beside plain baselines, in one run."""
    # Imported here: scikit-learn takes a second, and the other commands do not need it.
    from assistant.evaluation import folder as folders
    from assistant.evaluation import table
    from assistant.evaluation.measure import measure

    service = open_service()
    try:
        given = folders.load(folder, service.catalogue.items)
    except folders.BadItems as error:
        raise BadInput(str(error)) from error
    measured = measure(service, given, note)
    if as_json:
        found = table.data(measured, texts=texts, halves=halves)
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(table.text(measured, texts=texts, halves=halves))
