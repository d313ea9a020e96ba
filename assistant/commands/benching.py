"""The command `bench`: the engine's speed and memory; the interview, or the answers, alone."""

import io
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import catalogue as knowledge
from assistant import settings
from assistant.commands.inputs import items, read_text
from assistant.commands.running import note, open_service

app = typer.Typer(add_completion=False)
MOST_RUNS = 100_000


@app.callback(invoke_without_command=True)
def bench(context: typer.Context) -> None:
    """Measure the engine's speed and memory here, as ratios within one run; writes JSON."""
    if context.invoked_subcommand is None:
        from assistant.evaluation import bench as measuring

        _write(measuring.run(open_service(), note))


@app.command()
def interview(
    runs: Annotated[
        int, typer.Option(min=1, max=MOST_RUNS, help="Teams for each model and population.")
    ] = 100,
    seed: Annotated[int, typer.Option(help="What the teams are drawn from.")] = 1,
    rivals: Annotated[
        bool, typer.Option(help="Play all ways of asking, not the vote and the ladder alone.")
    ] = True,
    optimum: Annotated[
        bool, typer.Option(help="Compare with the exact optimum on small models.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON document.")] = False,
    picture: Annotated[
        Path | None, typer.Option(help="Also write the averages as a picture to this SVG file.")
    ] = None,
) -> None:
    """Measure how many questions the interview takes on simulated teams, and if any goes wrong.

    Exit code 1 when a target is missed.
    """
    # Imported here: numpy takes a moment, and the other commands need none of this.
    from assistant.evaluation.interviews import beside, contest, exact, shown, totals
    from assistant.evaluation.interviews.populations import POPULATIONS

    found = knowledge.load(settings.read().knowledge)
    rounds, times = contest.contest(found, POPULATIONS, runs, seed, rivals, note)
    against = exact.against_optimum(found, seed, note) if optimum else []
    aims = beside.measure(found, runs, seed, note)
    figures = totals.data(totals.Measured(runs, seed, rounds, times, against, aims))
    if as_json:
        _write(figures)
    else:
        sys.stdout.write(shown.text(figures))
    if picture is not None:
        picture.write_text(shown.picture(figures, "stratified"), encoding="utf-8")
    if not totals.kept(figures):
        raise typer.Exit(1)


@app.command()
def answers(
    count: Annotated[int, typer.Option(min=1, help="Questions made from the library.")] = 500,
    file: Annotated[
        Path | None, typer.Option(help="JSON Lines with questions of your own, asked instead.")
    ] = None,
) -> None:
    """Check that each citation of many answers resolves and carries its sentence; writes JSON.

    With a language model in the settings its wording is checked too. Exit code 1 on any fault.
    """
    from assistant.evaluation import answers as checking

    service = open_service()
    if file is None:
        asked = checking.questions(service.catalogue, count)
    else:
        stream = io.BytesIO(read_text(file).encode())
        asked = tuple(one.text for one in items(stream, str(file)))
    found = checking.measure(service, asked, note)
    _write(found)
    if found["unsupported"]:
        raise typer.Exit(1)


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
