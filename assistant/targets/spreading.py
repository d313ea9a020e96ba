"""Counts how often each stage is the target, over all ways to answer on the use case."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Catalogue, ContextQuestion, Model
from assistant.targets.aiming import ENOUGH
from assistant.targets.leaning import Points, leaning, row

Sums = Mapping[tuple[Points, int], int]
"""Ways to answer, by what the chips add up to and how many were chosen."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How many ways to answer on the use case end at each stage (index) of a model.

    `named` counts all ways that name a target, `full` those that leave no question out. A way that
    no row of the table fits is in neither.
    """

    model: Model
    named: Mapping[int, int]
    full: Mapping[int, int]


def spread(catalogue: Catalogue, model: Model) -> Spread:
    """Return how the targets of a model lie over all combinations of chips, counted exactly.

    Chips of one question exclude each other, and each question may be left out.
    """
    asked = [one for one in catalogue.context if one.about == "target"]
    places = {stage.id: index for index, stage in enumerate(model.stages)}
    named: Counter[int] = Counter()
    full: Counter[int] = Counter()
    for (points, number), count in _sums(asked).items():
        fit = row(catalogue, model.id, leaning(catalogue.taxonomy.needs, points))
        if fit is None or number < ENOUGH:
            continue
        named[places[fit.stage]] += count
        if number == len(asked):
            full[places[fit.stage]] += count
    return Spread(model, named, full)


def _sums(questions: list[ContextQuestion]) -> Sums:
    """Return in how many ways each sum comes about.

    Equal sums are counted together as they grow; the combinations are hundreds of thousands.
    """
    sums: Sums = {(Points(), 0): 1}
    for question in questions:
        grown: Counter[tuple[Points, int]] = Counter()
        for (points, number), count in sums.items():
            grown[points, number] += count
            for option in question.options:
                grown[points.plus(option), number + 1] += count
        sums = grown
    return sums
