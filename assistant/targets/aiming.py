"""Names the stage to aim at in each model, and what the needs ask for beside every stage."""

from collections.abc import Mapping

from assistant import staging
from assistant.domain.knowledge import Ask, Catalogue, Model, Requirement
from assistant.domain.levels import Profile
from assistant.domain.results import Check, Goal
from assistant.domain.usecase import Degree
from assistant.targets.leaning import Leaning, chosen, leaning, row, total
from assistant.targets.saying import because

ENOUGH = 3
"""Choices on the use case before a target is named: one or two say too little."""


def goals(catalogue: Catalogue, context: Mapping[str, str]) -> dict[str, Goal]:
    """Return the stage to aim at in each model, by its id, once enough was said of the use case."""
    asked = {one.id for one in catalogue.context if one.about == "target"}
    if len(asked & {key for key, one in context.items() if one}) < ENOUGH:
        return {}
    found = {key: goal(catalogue, model, context) for key, model in catalogue.models.items()}
    return {key: one for key, one in found.items() if one is not None}


def goal(catalogue: Catalogue, model: Model, context: Mapping[str, str]) -> Goal | None:
    """Return the stage of a model that fits the use case, from options by context question id.

    The first row of the target table decides that fits what the options add up to. None when no
    known option was chosen, or when no row of this model fits.
    """
    options = tuple(chosen(catalogue, context))
    if not options:
        return None
    found = leaning(catalogue.taxonomy.needs, total(options))
    fit = row(catalogue, model.id, found)
    if fit is None:
        return None
    stage = [one.id for one in model.stages].index(fit.stage)
    return Goal(
        model=model.id,
        stage=stage,
        why=fit.why,
        sources=tuple(dict.fromkeys(one.source for one in fit.sources if one.source)),
        because=because(catalogue, context),
        rules=found.rules,
        excellence=found.excellence,
        besides=_beyond(model, stage, _asks(catalogue, found)),
    )


def _asks(catalogue: Catalogue, found: Leaning) -> Mapping[str, Ask]:
    """Return the highest level that the needs ask for, by activity, whatever the stage."""
    needs = catalogue.taxonomy.needs
    asks: dict[str, Ask] = {}
    for weighing, degree in ((needs.rules, found.rules), (needs.excellence, found.excellence)):
        for one in weighing.asks:
            before = asks.get(one.activity)
            higher = before is None or one.level > before.level
            if higher and degree >= Degree[one.since.upper()]:
                asks[one.activity] = one
    return asks


def _beyond(model: Model, stage: int, asks: Mapping[str, Ask]) -> tuple[Requirement, ...]:
    """Return as requirements what the stages up to this one do not ask for as it is."""
    inside: dict[str, int] = {}
    for one in (need for each in model.stages[: stage + 1] for need in each.requirements):
        inside[one.activity] = max(one.level, inside.get(one.activity, 0))
    return tuple(
        Requirement(activity=one.activity, level=one.level, sources=one.sources)
        for one in asks.values()
        if one.level > inside.get(one.activity, 0)
    )


def besides(goal: Goal | None, profile: Profile) -> tuple[Check, ...]:
    """Return what a goal asks for beside its stage, judged on a closed profile."""
    return tuple(staging.check(one, profile) for one in goal.besides) if goal else ()
