"""Finds what an activity, a stage or a model lacks: no fault, but whoever uses it will miss it."""

from collections.abc import Iterator

from assistant.catalogue.citing import unexplained
from assistant.domain.asked import Asked
from assistant.domain.knowledge import Activity, Catalogue, Model
from assistant.domain.lexicon import Lexicon

STEPS = (1, 2, 3)
FEW = 6
"""Examples of a level below which the reader has little to go by."""


def gaps(found: Catalogue, lexicon: Lexicon | None = None, asked: Asked | None = None) -> list[str]:
    """Return a line for each activity, quality and model that lacks something, naming the files.

    After them comes a line for each citation that does not say what its source states. What
    reading and search learn from is looked at where it is given; they know activities alone.
    """
    said = {one: "; ".join(_item(found, item)) for one, item in found.items.items()}
    for item in found.activities.values():
        more = (*_heard(item, lexicon), *_sought(found, item, asked))
        said[item.id] = "; ".join(filter(None, (said[item.id], *more)))
    folder = {one: "activities" if one in found.activities else "qualities" for one in said}
    lines = {f"{folder[one]}/{one}.yaml": lacks for one, lacks in said.items()}
    for model in found.every_model.values():
        lines[f"models/{model.id}.yaml"] = "; ".join(_model(found, model))
    return [*(f"{file}: {lacks}" for file, lacks in lines.items() if lacks), *unexplained(found)]


def _item(found: Catalogue, item: Activity) -> Iterator[str]:
    steps = ", ".join(
        f"advice/{item.id}-{to}.yaml" for to in STEPS if f"{item.id}-{to}" not in found.advice
    )
    if steps:
        yield f"no {steps}"
    if not any(item.id in one.activities for one in found.passages.values()):
        yield "no passage is on it"
    for name, words in found.variants.items():
        if item.id in found.activities and item.id not in words:
            yield f"no variants/{name}/{item.id}.yaml"
    if item.id not in found.sample.levels:
        yield "no level in sample.yaml"


def _heard(item: Activity, lexicon: Lexicon | None) -> Iterator[str]:
    if lexicon is None:
        return
    if item.id not in lexicon.cues:
        yield f"no reading/cues/{item.id}.yaml"
    if not any(item.id in one.labels for one in lexicon.told):
        yield "no text of reading/told/ tells of it"
    if min(len(lines) for lines in item.examples.by_level()) < FEW:
        yield f"fewer than {FEW} examples of a level"
    if not item.said:
        yield "no clauses under 'said'"


def _sought(found: Catalogue, item: Activity, asked: Asked | None) -> Iterator[str]:
    if asked is None:
        return
    if f"{item.id}-in-short" not in found.passages:
        yield f"no passages/{item.id}-in-short.yaml"
    if not any(item.id in one.activities for one in asked.inside):
        yield "no question of asked/ is on it"


def _model(found: Catalogue, model: Model) -> Iterator[str]:
    told = {(one.kind, stage) for one in found.passages.values() for stage in one.stages}
    for place, stage in enumerate(model.stages):
        if model.variant and any(one == f"{model.id}/{stage.id}" for _, one in told):
            continue  # the stages of a lens may be told together, in one passage
        if ("stage", f"{model.id}/{stage.id}") not in told:
            yield f"no passage of kind stage on '{stage.id}'"
        if place and ("transition", f"{model.id}/{stage.id}") not in told:
            yield f"no passage of kind transition on '{stage.id}'"
    rows = [one for one in found.taxonomy.targets if one.model == model.id]
    if not rows:
        yield "no row of taxonomy.yaml aims at it"
    elif any((rows[-1].rules, rows[-1].excellence, rows[-1].shared, rows[-1].renewal)):
        yield "no row of taxonomy.yaml fits when nothing presses"
    if any(not any(one.source for one in row.sources) for row in rows):
        yield "a row of taxonomy.yaml names no record of sources/ ('this-assistant' for a choice)"
