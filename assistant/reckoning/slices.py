"""One model cut by dimension: ladders that show how far each part of a team reaches by itself."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from assistant.domain.knowledge import Catalogue, Model

DIMENSIONS = ("data", "model", "deployment", "operations", "organization")


@lru_cache(maxsize=64)
def slices(catalogue: Catalogue, model: str) -> Mapping[str, Model]:
    """Return by dimension the model with those of its requirements alone that belong to it.

    A dimension of which the model asks nothing is left out. The stages keep their numbers.
    """
    whole = catalogue.models[model]
    found = {}
    for dimension in DIMENSIONS:
        stages = tuple(
            stage.model_copy(
                update={
                    "requirements": tuple(
                        one
                        for one in stage.requirements
                        if catalogue.items[one.activity].dimension == dimension
                    ),
                    "named_after": (),
                }
            )
            for stage in whole.stages
        )
        if any(stage.requirements for stage in stages):
            found[dimension] = whole.model_copy(update={"stages": stages})
    return MappingProxyType(found)
