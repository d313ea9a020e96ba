"""What a team needs, seen whole: its floor, its use case, its targets, and the steps to them."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant import advice, safety, targets
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Profile
from assistant.domain.results import Assessment, Check, Concern, Goal, Step


@dataclass(frozen=True, slots=True)
class Needs:
    """What is asked of a team in one model, and the plan; fields as in `Report`."""

    floor: tuple[Concern, ...]
    uses: tuple[Concern, ...]
    goals: Mapping[str, Goal]
    besides: tuple[Check, ...]
    steps: tuple[Step, ...]


def needs(
    catalogue: Catalogue, now: Assessment, profile: Profile, context: Mapping[str, str]
) -> Needs:
    """Return what a closed profile needs in the model of `now`, for the chips in `context`."""
    floor = safety.concerns(catalogue.safety.floor, profile, context)
    uses = safety.concerns(catalogue.safety.uses, profile, context)
    goals = targets.goals(catalogue, context)
    goal = goals.get(now.model.id)
    besides = targets.besides(goal, profile)
    late = _late_labels(catalogue, context)
    steps = advice.plan(catalogue, now, profile, goal, late, floor, uses, besides)
    return Needs(floor, uses, goals, besides, steps)


def _late_labels(catalogue: Catalogue, context: Mapping[str, str]) -> bool:
    return any(
        "late-labels" in option.needs
        for question in catalogue.context
        for option in question.options
        if context.get(question.id) == option.id
    )
