"""What belongs to what in the knowledge: who asks for an activity, what follows it, who cites."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.knowledge import (
    Activity,
    Catalogue,
    Citation,
    Model,
    Passage,
    Requirement,
    Stage,
)


@dataclass(frozen=True, slots=True)
class StageOf:
    """One stage of a model and its index; `key` names it in links, as "john-2021:2"."""

    model: Model
    index: int

    @property
    def stage(self) -> Stage:
        """The stage itself."""
        return self.model.stages[self.index]

    @property
    def key(self) -> str:
        """The name of the stage in links."""
        return f"{self.model.id}:{self.index}"


def models(catalogue: Catalogue) -> tuple[Model, ...]:
    """Return all models in the order they are shown."""
    return tuple(sorted(catalogue.every_model.values(), key=lambda one: (one.order, one.id)))


def stages(catalogue: Catalogue) -> tuple[StageOf, ...]:
    """Return the stages of all models, each model from its lowest."""
    return tuple(StageOf(one, at) for one in models(catalogue) for at in range(len(one.stages)))


def find_stage(catalogue: Catalogue, key: str) -> StageOf | None:
    """Return the stage that a key such as "john-2021:2" names, or None."""
    return next((one for one in stages(catalogue) if one.key == key), None)


def in_order(catalogue: Catalogue, items: Iterable[Activity]) -> tuple[Activity, ...]:
    """Return activities so that each comes after what it presupposes; ties go by name."""

    def depth(one: str, above: frozenset[str] = frozenset()) -> int:
        before = set(catalogue.items[one].presupposes) - above
        return max((depth(each, above | {one}) + 1 for each in before), default=0)

    return tuple(sorted(items, key=lambda one: (depth(one.id), one.name)))


def asking(catalogue: Catalogue, activity: str) -> tuple[tuple[StageOf, Requirement], ...]:
    """Return every stage of every model that asks for an activity, with what it asks."""
    return tuple(
        (one, need)
        for one in stages(catalogue)
        for need in one.stage.requirements
        if need.activity == activity
    )


def followers(catalogue: Catalogue, activity: str) -> tuple[Activity, ...]:
    """Return what builds on an activity: it presupposes it, or a step of it needs it first."""
    found = {
        step.activity
        for step in catalogue.advice.values()
        if any(need.activity == activity for need in step.first)
    }
    found |= {one.id for one in catalogue.items.values() if activity in one.presupposes}
    found.discard(activity)
    return in_order(catalogue, (catalogue.items[one] for one in found))


def passages_on(catalogue: Catalogue, activity: str) -> tuple[Passage, ...]:
    """Return the passages on an activity, those on fewest others first."""
    found = (one for one in catalogue.passages.values() if activity in one.activities)
    return tuple(sorted(found, key=lambda one: (len(one.activities), one.id)))


def passages_at(catalogue: Catalogue, one: StageOf) -> tuple[Passage, ...]:
    """Return the passages on a stage besides its description, those on fewest others first."""
    name = f"{one.model.id}/{one.stage.id}"
    found = (each for each in catalogue.passages.values() if name in each.stages)
    others = (each for each in found if each.id != one.stage.passage)
    return tuple(sorted(others, key=lambda each: (len(each.stages), each.id)))


@dataclass(frozen=True, slots=True)
class Citing:
    """What cites a source, each kind in the order of its files; steps count as their activity."""

    passages: tuple[Passage, ...]
    activities: tuple[Activity, ...]
    stages: tuple[StageOf, ...]


def citing(catalogue: Catalogue, source: str) -> Citing:
    """Return all that cites a source."""

    def cites(citations: Iterable[Citation]) -> bool:
        return any(one.source == source for one in citations)

    steps = {one.activity for one in catalogue.advice.values() if cites(one.sources)}
    return Citing(
        tuple(one for one in catalogue.passages.values() if cites(one.sources)),
        tuple(one for one in catalogue.items.values() if cites(one.sources) or one.id in steps),
        tuple(
            one
            for one in stages(catalogue)
            if any(cites(need.sources) for need in one.stage.requirements)
        ),
    )


def further(catalogue: Catalogue) -> frozenset[str]:
    """Return the sources that nothing cites: they are there to read on."""
    lists = [one.sources for one in catalogue.passages.values()]
    lists += [one.sources for one in catalogue.items.values()]
    lists += [one.sources for one in catalogue.advice.values()]
    lists += [one.sources for one in catalogue.every_model.values()]
    lists += [need.sources for one in stages(catalogue) for need in one.stage.requirements]
    lists += [one.sources for one in catalogue.taxonomy.targets]
    needs = catalogue.taxonomy.needs
    lists += [one.sources for each in (needs.rules, needs.excellence) for one in each.asks]
    if catalogue.edge:
        lists.append(catalogue.edge.sources)
        lists += [one.sources for one in catalogue.edge.factors]
    return frozenset(catalogue.sources) - {one.source for each in lists for one in each}
