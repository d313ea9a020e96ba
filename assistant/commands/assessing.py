"""The commands on profiles: assess, interview and check."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import catalogue as knowledge
from assistant import export, questioning, settings, staging
from assistant.catalogue.gaps import gaps
from assistant.commands import dating, describing, taking
from assistant.commands.inputs import BadInput, choices, day, offered, write_line
from assistant.commands.running import note
from assistant.commands.standings import profile
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.results import Interview
from assistant.domain.sayings import About
from assistant.phrases.standing import inline
from assistant.service import Service, built

ProfileFile = Annotated[Path, typer.Argument(help="YAML or JSON file: activity: level.")]
AssessedFile = Annotated[
    Path,
    typer.Argument(help="YAML or JSON file: activity: level; or an exported result or session."),
]
ModelId = Annotated[str, typer.Option("--model", help="Id of one maturity model.")]


def assess(
    file: AssessedFile,
    model: ModelId = "",
    form: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(export.FORMATS)}.")
    ] = export.PLAIN,
    context: Annotated[
        list[str] | None,
        typer.Option("--context", help="A choice on the use case: place=devices. Repeatable."),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Name of the team or system.")] = "",
    date: Annotated[
        str, typer.Option("--date", help="Day of the report, as 2026-03-07; none if left out.")
    ] = "",
) -> None:
    """Say where a profile stands in every model: stage or range, proof, blockers, next steps.

    Of an exported result or session the answers are taken, and everything else is computed anew;
    where a result said otherwise, that is said on standard error.
    """
    if form not in export.FORMATS:
        raise BadInput(f"--format: '{form}' is not one of {', '.join(export.FORMATS)}")
    about = About(name, day(date))
    service = Service.open(settings.read(), sessions=False)
    _named(service.catalogue, model)
    picked = choices(context or [], service.catalogue)
    if not taking.kept(file):
        offered(service.catalogue, model, picked)
    kept = taking.report(service, file, model, picked) if taking.kept(file) else None
    if kept is not None:
        report, of = kept
        about = About(name or of.name, about.day or of.day)
    else:
        report = service.assess(profile(file, service.catalogue), model, picked)
    sys.stdout.buffer.write(service.write(report, form, about))


def interview(
    file: ProfileFile,
    model: ModelId = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON Lines.")] = False,
) -> None:
    """Play the adaptive interview against a full profile and compare it with the full form.

    A model whose activities the profile does not all give is named on standard error; exit code 2
    when that leaves none.
    """
    catalogue = knowledge.load(settings.read().knowledge)
    models = _named(catalogue, model)
    given = profile(file, catalogue, exact=True)
    waived = sorted(name for name, one in given.items() if one.waived)
    levels = {name: one.lo for name, one in given.items() if not one.waived}
    exact, raised = staging.repair(catalogue, levels, waived)
    found: list[tuple[Model, Interview]] = []
    left_out: list[str] = []
    for one in models:
        try:
            found.append((one, questioning.play(catalogue, one, exact, waived)))
        except ValueError as error:
            left_out.append(f"model {one.id}: {error}")
    if not found:
        # One line, as for every bad input: whoever mends the first is told of the next.
        raise BadInput(f"{file}: {left_out[0]}")
    for sentence in (*raised, *left_out):
        note(f"{file}: {sentence}")
    for one, played in found:
        if as_json:
            write_line(_data(one, played))
        else:
            _print(catalogue, one, played)


def check(
    folder: Annotated[Path | None, typer.Argument(help="A knowledge folder.")] = None,
    tables: Annotated[
        bool, typer.Option("--tables", help="Write the tables of the folder's README.md anew.")
    ] = False,
    last: Annotated[
        bool, typer.Option("--dates", help="List what was last checked when, the oldest first.")
    ] = False,
) -> None:
    """Check a knowledge folder: every fault with file and field, or the counts of what it holds.

    What is no fault and will be missed, and what is behind its sources, is told on standard error.
    With --dates it lists sources, published teams and tools by the day they were last read.
    """
    place = folder or settings.read().knowledge or knowledge.default_folder()
    found = knowledge.load(place)
    if last:
        for line in dating.dates(found):
            typer.echo(line)
        return
    lexicon = asked = None
    if (place / "reading").is_dir():
        lexicon = knowledge.load_lexicon(place, found)
        asked = knowledge.load_asked(place, found)  # it needs the tools of reading/
        for name, newer in built.built(place, found):
            if newer:
                note(f"{name} is behind ({newer}); the command `{built.COMMAND}` renews it")
    if tables:
        describing.rewrite(place / "README.md", found)
    for line in gaps(found, lexicon, asked):
        note(line)
    for name, count in describing.counts(found).items():
        typer.echo(f"{count:5d} {name}")
    typer.echo()
    for line in describing.by_kind(found):
        typer.echo(line)
    typer.echo()
    for line in describing.by_item(found):
        typer.echo(line)


def _named(catalogue: Catalogue, model: str) -> tuple[Model, ...]:
    every = catalogue.every_model
    if model and model not in every:
        raise BadInput(f"--model: '{model}' is not one of {', '.join(sorted(every))}")
    ordered = sorted(catalogue.models.values(), key=lambda one: (one.order, one.id))
    return (every[model],) if model else tuple(ordered)


def _data(model: Model, played: Interview) -> dict[str, object]:
    return {
        "model": model.id,
        "questions": list(played.questions),
        "asked": played.asked,
        "floor": played.floor,
        "asked_with_blockers": len(played.questions),
        "floor_with_blockers": played.full_floor,
        "stage": model.stages[played.stage].id,
        "full_stage": model.stages[played.full_stage].id,
        "blockers": list(played.blockers),
        "full_blockers": list(played.full_blockers),
    }


def _print(catalogue: Catalogue, model: Model, played: Interview) -> None:
    typer.echo(model.name)
    for number, name in enumerate(played.questions, start=1):
        typer.echo(f"  {number:2d}. {catalogue.items[name].question}")
    stage = f"{played.stage}, {model.stages[played.stage].name}"
    full = f"{played.full_stage}, {model.stages[played.full_stage].name}"
    typer.echo(
        f"  asked {played.asked} to the stage (at least {played.floor}), "
        f"{len(played.questions)} with blockers (at least {played.full_floor})"
    )
    typer.echo(f"  stage {stage}; full questionnaire: {full}")
    if played.blockers:
        names = ", ".join(inline(catalogue.items[one].name) for one in played.blockers)
        typer.echo(f"  kept from the next stage by {names}")
