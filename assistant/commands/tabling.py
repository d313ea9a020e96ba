"""The command targets: how often each stage is the target, over all answers on the use case."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from assistant import catalogue as knowledge
from assistant import settings, targets
from assistant.commands.inputs import BadInput
from assistant.domain.knowledge import Catalogue, Model

HEAD = "| stage | three chips or more | all chips |\n| --- | ---: | ---: |"


def show(
    model: Annotated[str, typer.Option("--model", help="Id of one maturity model.")] = "",
) -> None:
    """Print how the targets of each model lie over all combinations of chips on the use case."""
    catalogue = knowledge.load(settings.read().knowledge)
    if model and model not in catalogue.every_model:
        raise BadInput(
            f"--model: '{model}' is not one of {', '.join(sorted(catalogue.every_model))}"
        )
    for line in lines(catalogue, model):
        typer.echo(line)


def lines(catalogue: Catalogue, model: str = "") -> Iterator[str]:
    """Yield the table of every model, or of one: the share of each stage, in percent."""
    models = sorted(catalogue.every_model.values(), key=lambda one: (one.order, one.id))
    for number, one in enumerate(each for each in models if model in {"", each.id}):
        if number:
            yield ""
        yield from _table(catalogue, one)


def _table(catalogue: Catalogue, model: Model) -> Iterator[str]:
    found = targets.spread(catalogue, model)
    yield f"**{model.id}**"
    yield ""
    yield from HEAD.splitlines()
    for index, stage in enumerate(model.stages):
        yield f"| {index} {stage.id} | {_share(found.named, index)} | {_share(found.full, index)} |"
    yield f"| combinations | {sum(found.named.values()):,} | {sum(found.full.values()):,} |"


def _share(counts: Mapping[int, int], stage: int) -> str:
    total = sum(counts.values())
    return f"{counts.get(stage, 0) / total:.1%}" if total else "–"
