"""Lays a plan out as a road: where each step leads in every model, and what comes before it why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant import staging
from assistant.advice import GUARDS
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Origin, Profile, Standing, Status
from assistant.domain.milestone import Because, Before, Milestone, Range
from assistant.domain.results import Assessment, Step


def road(
    catalogue: Catalogue,
    told: Profile,
    closed: Profile,
    steps: Sequence[Step],
    assessments: Mapping[str, Assessment],
) -> tuple[Milestone, ...]:
    """Return a milestone for each step of a plan, in its order.

    `told` is what the team gave, `closed` with all that follows, `assessments` where that stands
    today. A milestone is staging itself, once the step and all before it are `done`: what the
    result will show when the team says so.
    """
    found: list[Milestone] = []
    before = {key: (one.lo, one.hi) for key, one in assessments.items()}
    by_id = {one.advice.id: one for one in steps}
    now = dict(told)
    for step in steps:
        name = step.advice.activity
        now[name] = done(now.get(name, OPEN), closed.get(name, OPEN), step.advice.to)
        stages = _stages(catalogue, now, assessments)
        found.append(
            Milestone(
                step=step.advice.id,
                track=catalogue.tracks.of(catalogue.items[name].dimension),
                after=tuple(_before(step, [by_id[one] for one in step.after if one in by_id])),
                stages=stages,
                moved=tuple(key for key in stages if stages[key] != before[key]),
            )
        )
        before = stages
    return tuple(found)


def done(told: Standing, today: Standing, level: int) -> Standing:
    """Return how an activity stands once a step up to a level is done, `today` with what follows.

    Of what may be higher already, that stays open: a step takes nothing away.
    """
    lo, hi = max(level, told.lo), max(level, today.hi)
    return replace(told, lo=lo, hi=hi, status=Status.LEVEL, origin=Origin.CHOSEN, because="")


def _stages(
    catalogue: Catalogue, told: Profile, assessments: Mapping[str, Assessment]
) -> dict[str, Range]:
    closed = staging.close(catalogue, told).profile
    found = {key: staging.assess(one.model, closed) for key, one in assessments.items()}
    return {key: (one.lo, one.hi) for key, one in found.items()}


def _before(step: Step, earlier: Sequence[Step]) -> Iterator[Before]:
    """Yield what comes before a step of the same plan, with the reason that says most."""
    nets = {
        guard.activity
        for (activity, level), guard in GUARDS.items()
        if activity == step.advice.activity and level <= step.advice.to
    }
    for one in earlier:
        if one.advice.activity == step.advice.activity:
            because = Because.SAME
        elif one.advice.activity in nets:
            because = Because.NET
        else:
            because = Because.NEED
        yield Before(one.advice.id, because)
