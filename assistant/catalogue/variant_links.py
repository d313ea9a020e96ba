"""Checks the words for other kinds of teams, and the invented teams: they name what there is."""

from collections.abc import Iterator

from assistant.catalogue.compared_links import Cited, Known
from assistant.domain.knowledge import Catalogue


def variant_faults(catalogue: Catalogue, known: Known, cited: Cited) -> Iterator[str]:
    """Yield a line for each record on nothing, each step to nowhere, and each kind not in use."""
    for name, words in catalogue.variants.items():
        for one in words.values():
            where = f"variants/{name}/{one.id}.yaml"
            yield from known(one.id, catalogue.activities, f"{where}: id", "activity")
            yield from cited(one.sources, where)
            if one.id in catalogue.activities:
                for rung in one.steps:
                    step = f"{one.id}-{rung.to}"
                    yield from known(step, catalogue.advice, f"{where}: steps", "step of advice")
    options = [(ask, one) for ask in catalogue.context for one in ask.options if one.variant]
    for ask, chip in options:
        where = f"context/{ask.id}.yaml: {chip.id}: variant"
        yield from known(chip.variant, catalogue.variants, where, "folder of variants")
    for lens in catalogue.lenses.values():
        where = f"models/{lens.id}.yaml: variant"
        yield from known(lens.variant, catalogue.variants, where, "folder of variants")
    for name in catalogue.variants:
        if name not in {chip.variant for _, chip in options}:
            yield f"variants/{name}/: no chip of context/ names it"


def sample_faults(catalogue: Catalogue, known: Known) -> Iterator[str]:
    """Yield a line for every id of a sample that names nothing."""
    chips = {one.id: {option.id: option for option in one.options} for one in catalogue.context}
    files = {f"samples/{key}.yaml": one for key, one in catalogue.samples.items()}
    for file, sample in {"sample.yaml": catalogue.sample, **files}.items():
        for item in sample.levels:
            yield from known(item, catalogue.items, f"{file}: levels", "activity")
        for question, option in sample.context.items():
            where = f"{file}: context"
            yield from known(question, chips, where, "context question")
            yield from known(option, chips.get(question, {option: None}), where, "chip")
        if sample is not catalogue.sample and not sample.label:
            yield f"{file}: label: is missing; it is what is tapped"
