"""One assessment as one frozen value, which every page, file and command shows alike."""

from collections.abc import Mapping

from assistant import advice, cases, crosswalk, edge
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Closure
from assistant.domain.results import Assessment, Goal, Report

ENOUGH_CONTEXT = 3
"""Choices on the use case before a target is named: one harmless chip says too little."""


def build(
    catalogue: Catalogue,
    closure: Closure,
    assessments: Mapping[str, Assessment],
    primary: str,
    context: Mapping[str, str],
) -> Report:
    """Return the report on a closed profile; steps lead on in the model `primary`."""
    profile = closure.profile
    goals: dict[str, Goal] = {}
    aims = {one.id for one in catalogue.context if one.about == "target"}
    enough = len(aims & {key for key, one in context.items() if one}) >= ENOUGH_CONTEXT
    for key, model in catalogue.models.items():
        goal = advice.goal(catalogue, model, context)
        if goal is not None and enough:
            goals[key] = goal
    late = _needs(catalogue, context, "late-labels")
    steps = advice.plan(
        catalogue, assessments[primary], profile, goals.get(primary), late_labels=late
    )
    known = sum(1 for key in catalogue.activities if key in profile and profile[key].known)
    return Report(
        primary=primary,
        profile=profile,
        assessments=assessments,
        crosswalk=crosswalk.compare(catalogue, assessments),
        goals=goals,
        steps=steps,
        context=context,
        conflicts=closure.conflicts,
        known=known,
        total=len(catalogue.activities),
        questions=catalogue.context,
        neighbours=cases.neighbours(catalogue, profile, assessments[primary]),
        split=edge.advise(catalogue, context),
        knowledge=catalogue.hash,
    )


def _needs(catalogue: Catalogue, context: Mapping[str, str], need: str) -> bool:
    return any(
        need in option.needs
        for question in catalogue.context
        for option in question.options
        if context.get(question.id) == option.id
    )
