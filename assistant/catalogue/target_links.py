"""Checks the target table: its links, and that more of a need never leads to a lower stage."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from assistant.catalogue.compared_links import Cited, Known
from assistant.domain.knowledge import Catalogue, Model

WHERE = "taxonomy.yaml: targets"


def target_faults(
    catalogue: Catalogue, stages: Mapping[str, object], known: Known, cited: Cited
) -> Iterator[str]:
    """Yield a line for every id of taxonomy.yaml that names nothing, and for rows out of order.

    `stages` holds the stages by "model/stage". Every row fits use cases with at least what it
    names, and the first that fits decides; so a row above a higher stage could hide it.
    """
    needs = catalogue.taxonomy.needs
    for name, weighing in (("rules", needs.rules), ("excellence", needs.excellence)):
        where = f"taxonomy.yaml: needs: {name}: asks"
        for one in weighing.asks:
            yield from known(one.activity, catalogue.items, where, "activity")
            yield from cited(one.sources, where)
    for row in catalogue.taxonomy.targets:
        yield from cited(row.sources, WHERE)
        yield from known(f"{row.model}/{row.stage}", stages, WHERE, "stage")
    for model in catalogue.every_model.values():
        yield from _order_faults(catalogue, model)


def _order_faults(catalogue: Catalogue, model: Model) -> Iterator[str]:
    places = {stage.id: index for index, stage in enumerate(model.stages)}
    rows = [
        one.stage
        for one in catalogue.taxonomy.targets
        if one.model == model.id and one.stage in places
    ]
    for before, after in pairwise(rows):
        if places[after] > places[before]:
            yield f"{WHERE}: {model.id}: '{after}' must stand above '{before}', which is lower"
