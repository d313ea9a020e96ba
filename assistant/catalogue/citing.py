"""Goes through every citation of a catalogue, and finds what a reader could not follow."""

from collections.abc import Iterable, Iterator

from assistant.domain.citation import Basis, Citation
from assistant.domain.knowledge import Catalogue


def citations(found: Catalogue) -> Iterator[tuple[str, Citation]]:
    """Yield every citation with the file it stands in, the more particular ones of a model too."""
    for place, cited in _cited(found):
        yield from ((place, one) for one in cited)


def unexplained(found: Catalogue) -> list[str]:
    """Return a line for each citation that says a source states something, and not what."""
    return [
        f"{place}: sources: '{one.source}' is said to state it; add why: what it says"
        for place, one in citations(found)
        if one.basis is Basis.STATED and not one.why
    ]


def tool_faults(found: Catalogue) -> Iterator[str]:
    """Yield a line for each step that sends a team to a tool nobody looks after any more."""
    for step in found.advice.values():
        for name in step.tools:
            if name in found.toolbox.gone:
                yield f"advice/{step.id}.yaml: tools: '{name}' is no longer kept (toolbox.yaml)"


def _cited(found: Catalogue) -> Iterator[tuple[str, Iterable[Citation]]]:
    for item in found.items.values():
        folder = "activities" if item.id in found.activities else "qualities"
        yield f"{folder}/{item.id}.yaml", item.sources
    for model in found.every_model.values():
        yield f"models/{model.id}.yaml", model.sources
        for stage in model.stages:
            for need in stage.requirements:
                yield f"models/{model.id}.yaml: {stage.id}: {need.activity}", need.sources
    for passage in found.passages.values():
        yield f"passages/{passage.id}.yaml", passage.sources
    for step in found.advice.values():
        yield f"advice/{step.id}.yaml", step.sources
    for row in found.taxonomy.targets:
        yield "taxonomy.yaml: targets", row.sources
    if found.edge:
        yield "edge.yaml", found.edge.sources
        for factor in found.edge.factors:
            yield f"edge.yaml: {factor.id}", factor.sources
