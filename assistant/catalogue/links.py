"""Checks what no record can check alone: links between records, and texts to be filled in."""

from collections.abc import Container, Iterator, Mapping
from string import Formatter

from assistant.catalogue.circles import circle_faults
from assistant.catalogue.citing import tool_faults
from assistant.catalogue.compared_links import case_faults, edge_faults, safety_faults
from assistant.catalogue.entries import entry_faults
from assistant.catalogue.passage_links import passage_faults
from assistant.catalogue.target_links import target_faults
from assistant.catalogue.variant_links import sample_faults, variant_faults
from assistant.domain.knowledge import Catalogue, Citation

ANSWERING = "answer"
"""Id of the prompt by which a language model words an answer."""


def link_faults(catalogue: Catalogue, unread: Container[str]) -> Iterator[str]:
    """Yield a line for every id that names nothing, and for rules that can never be satisfied.

    `unread` holds the ids of records that have a fault of their own: a link to them is none.
    """
    items, passages, sources = catalogue.items, catalogue.passages, catalogue.sources

    def known(value: str, names: Mapping[str, object], where: str, kind: str) -> Iterator[str]:
        if value and value not in names and value.partition("/")[0] not in unread:
            yield f"{where}: there is no {kind} '{value}'"

    def cited(citations: tuple[Citation, ...], where: str) -> Iterator[str]:
        for one in citations:
            yield from known(one.source, sources, f"{where}: sources", "source")

    both = sorted(set(catalogue.activities) & set(catalogue.qualities))
    yield from (f"qualities/{one}.yaml: id: is also an activity" for one in both)
    for item in items.values():
        folder = "activities" if item.id in catalogue.activities else "qualities"
        where = f"{folder}/{item.id}.yaml"
        yield from cited(item.sources, where)
        for words in item.following:
            yield from known(words.activity, items, f"{where}: following", "activity")
        for other in item.presupposes:
            yield from known(other, items, f"{where}: presupposes", "activity")
        for other in item.feeds:
            yield from known(other, items, f"{where}: feeds", "activity")
        for rule in item.implies:
            yield from known(rule.activity, items, f"{where}: implies", "activity")
            if rule.activity == item.id:
                yield f"{where}: implies: an activity cannot imply itself"
    stages: dict[str, object] = {}
    for model in catalogue.every_model.values():
        where = f"models/{model.id}.yaml"
        yield from cited(model.sources, where)
        for stage in model.stages:
            if f"{model.id}/{stage.id}" in stages:
                yield f"{where}: stages: '{stage.id}' is given twice"
            stages[f"{model.id}/{stage.id}"] = stage
            yield from known(stage.passage, passages, f"{where}: {stage.id}: passage", "passage")
            for need in stage.requirements:
                place = f"{where}: {stage.id}: requirements"
                yield from known(need.activity, items, place, "activity")
                yield from cited(need.sources, place)
    for passage in passages.values():
        where = f"passages/{passage.id}.yaml"
        yield from cited(passage.sources, where)
        for one in passage.activities:
            yield from known(one, items, f"{where}: activities", "activity")
        for one in passage.stages:
            yield from known(one, stages, f"{where}: stages", "stage")
        for one in passage.related:
            yield from known(one, passages, f"{where}: related", "passage")
    for shelf in catalogue.shelves.values():
        for one in shelf.passages:
            yield from known(one, passages, f"shelves/{shelf.id}.yaml: passages", "passage")
    for step in catalogue.advice.values():
        where = f"advice/{step.id}.yaml"
        yield from cited(step.sources, where)
        yield from known(step.activity, items, f"{where}: activity", "activity")
        if step.id != f"{step.activity}-{step.to}":
            yield f"{where}: id: must be '{step.activity}-{step.to}'"
        for earlier in step.first:
            yield from known(earlier.activity, items, f"{where}: first", "activity")
            if earlier.activity == step.activity and earlier.level >= step.to:
                yield f"{where}: first: a step cannot come after itself"
        for one in step.passages:
            yield from known(one, passages, f"{where}: passages", "passage")
    if ANSWERING not in catalogue.prompts and ANSWERING not in unread:
        yield f"wording/: there is no {ANSWERING}.yaml"
    yield from target_faults(catalogue, stages, known, cited)
    yield from passage_faults(passages)
    yield from entry_faults(passages)
    yield from circle_faults(catalogue.advice)
    yield from tool_faults(catalogue)
    yield from case_faults(catalogue, known)
    yield from edge_faults(catalogue, known, cited)
    yield from safety_faults(catalogue, known, cited)
    yield from variant_faults(catalogue, known, cited)
    yield from sample_faults(catalogue, known)


def text_faults(texts: Mapping[str, str], ours: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for every text of `ours` that `texts` lacks, or that could not be filled in."""
    for key, text in ours.items():
        if key not in texts:
            yield f"texts.yaml: {key}: this text is missing"
            continue
        try:
            more = _names_in(texts[key]) - _names_in(text)
        except ValueError as error:
            yield f"texts.yaml: {key}: {str(error).lower()}"
            continue
        for name in sorted(more):
            yield f"texts.yaml: {key}: there is nothing to fill in for {{{name}}}"


def _names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
