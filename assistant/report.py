"""One assessment as one frozen value, which every page, file and command shows alike."""

from collections.abc import Collection, Mapping

from assistant import advice, crosswalk, neighbours, safety, splitting, staging, summary, targets
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Closure
from assistant.domain.results import Assessment, Report
from assistant.reckoning.slices import slices


def build(
    catalogue: Catalogue,
    closure: Closure,
    assessments: Mapping[str, Assessment],
    primary: str,
    context: Mapping[str, str],
    doubts: Collection[str] = (),
) -> Report:
    """Return the report on a closed profile; steps lead on in the model `primary`.

    `doubts` names the models whose stage hangs on a reading that is still to be confirmed.
    """
    profile, now = closure.profile, assessments[primary]
    goals = targets.goals(catalogue, context)
    late = _needs(catalogue, context, "late-labels")
    parts = slices(catalogue, primary)
    reaches = {key: staging.assess(one, profile) for key, one in parts.items()}
    doubtful = primary in doubts
    floor = safety.concerns(catalogue.safety.floor, profile, context)
    uses = safety.concerns(catalogue.safety.uses, profile, context)
    goal = goals.get(primary)
    besides = targets.besides(goal, profile)
    steps = advice.plan(catalogue, now, profile, goal, late, floor, uses, besides)
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
        neighbours=() if primary in doubts else neighbours.neighbours(catalogue, profile, now),
        split=splitting.advise(catalogue, context),
        knowledge=catalogue.hash,
        summary=summary.summarise(catalogue, now, profile, doubtful=doubtful, reaches=reaches),
        reaches=reaches,
        floor=floor,
        uses=uses,
        doubts=frozenset(doubts),
        besides=besides,
    )


def _needs(catalogue: Catalogue, context: Mapping[str, str], need: str) -> bool:
    return any(
        need in option.needs
        for question in catalogue.context
        for option in question.options
        if context.get(question.id) == option.id
    )
