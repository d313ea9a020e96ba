"""The next question, what hangs on each reply to it, and how many more there may be."""

from collections.abc import Collection
from dataclasses import replace

from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import OPEN, Origin, Profile, Standing, Status
from assistant.domain.results import Asking, Assessment, Consequence, Question, Remaining
from assistant.questioning.checklist import companions
from assistant.questioning.selectors import Selector, ones
from assistant.questioning.voting import vote
from assistant.reckoning.board import Situation, situation
from assistant.reckoning.cover import smallest_cover

FIRST, LAST = (Status.OPEN, Status.LEVEL), (Status.SKIPPED,)
PIPELINES = ("data", "modeling", "release", "cross-cutting", "process")


def next_question(
    catalogue: Catalogue,
    model: Model,
    profile: Profile,
    assessment: Assessment,
    selector: Selector = vote,
    full: bool = False,
) -> Question | None:
    """Return the next question on a closed profile, or None when no answer can change the result.

    Asked is what decides an open requirement of a stage that is still possible, then, once the
    stage is certain, of the one above it. What was said too vaguely is asked to be confirmed, what
    was skipped comes back after all others; what is known, deduced, or marked as not known by the
    user never does. With `full`, the remaining activities follow, by pipeline.
    """
    if not assessment.complete:
        here = situation(catalogue, model, profile)
        names = _candidates(here, profile)
        if names:
            chosen = selector(names, here)
            question = _question(catalogue, model, profile, here, chosen)
            return replace(question, companions=companions(catalogue, here, chosen, names))
    return _rest(catalogue, model, profile) if full else None


def about(
    catalogue: Catalogue, model: Model, profile: Profile, activity: str, asking: Asking
) -> Question:
    """Return the question on an activity that is to be asked whatever hangs on it.

    Its `needed` is 0 where no reply can decide anything now.
    """
    here = situation(catalogue, model, profile)
    one = here.board.names.index(activity)
    if here.board.reach(one, here.lo[one], here.hi[one]) & here.wanted:
        return replace(_question(catalogue, model, profile, here, activity), asking=asking)
    replies = consequences(catalogue, model, profile, activity)
    return Question(activity, asking, model.id, stage=0, needed=0, consequences=replies)


def consequences(
    catalogue: Catalogue, model: Model, profile: Profile, activity: str
) -> tuple[Consequence, ...]:
    """Return to which range of stages each level that is still possible would lead, lowest first.

    Empty for an activity that does not apply.
    """
    standing = profile.get(activity, OPEN)
    if standing.waived:
        return ()
    found = []
    for level in range(standing.lo, standing.hi + 1):
        told = Standing(level, level, Status.LEVEL, Origin.CHOSEN)
        lo, hi = situation(catalogue, model, {**profile, activity: told}).stages
        found.append(Consequence(level, lo, hi))
    return tuple(found)


def remaining(
    catalogue: Catalogue,
    model: Model,
    profile: Profile,
    assessment: Assessment,
    anyway: Collection[str] = (),
) -> Remaining:
    """Return the fewest and the most further questions to a certain stage and its blockers.

    `most` counts what may still be asked up to the stage above the highest possible one. `least`
    is the fewest activities that could decide what is open in the stage above the lowest possible
    one. Those in `anyway` are asked once each, whatever hangs on them. The interview of
    `next_question` always ends between the two. An answer never makes `most` grow, and `least`
    only when it reaches a stage. Questions open again only when an answer contradicts an earlier
    one, gives what was marked unknown, or says that something does not apply on which a deduction
    rests.
    """
    here = situation(catalogue, model, profile)
    board, (low, high) = here.board, here.stages
    apart = {board.names.index(name) for name in anyway}
    if assessment.complete or not (
        _candidates(here, profile) or here.candidates(apart, here.wanted)
    ):
        return Remaining(len(apart), len(apart))
    open_now = askable(here, profile, FIRST + LAST)
    most = len(apart.union(here.candidates(open_now, here.open(low + 1, high + 1))))
    direct = sum(1 << bit for bit, need in enumerate(board.needs) if need.activity in open_now)
    # Every activity with all its levels, so that using one up never raises the count.
    sets = {one: board.reach(one) for one in range(len(board.names))}
    least = len(smallest_cover(here.open(low + 1, low + 1) & direct, sets))
    return Remaining(max(least, len(apart), 1), most)


def askable(here: Situation, profile: Profile, statuses: tuple[Status, ...]) -> list[int]:
    """Return the activities whose level is not one number and whose status is one of these."""
    return [
        one
        for one, name in enumerate(here.board.names)
        if profile.get(name, OPEN).status in statuses and here.lo[one] < here.hi[one]
    ]


def _candidates(here: Situation, profile: Profile) -> list[str]:
    """Return what may be asked now: of what decides something, the skipped only if alone."""
    found = here.candidates(askable(here, profile, FIRST), here.wanted)
    found = found or here.candidates(askable(here, profile, LAST), here.wanted)
    return [here.board.names[one] for one in found]


def _question(
    catalogue: Catalogue,
    model: Model,
    profile: Profile,
    here: Situation,
    activity: str,
) -> Question:
    """Return the question with the lowest requirement it decides, its own one before others."""
    board, one = here.board, here.board.names.index(activity)
    lo, hi = here.lo[one], here.hi[one]
    bits = ones(board.reach(one, lo, hi) & here.wanted)
    bit = min(bits, key=lambda bit: (board.needs[bit].stage, board.needs[bit].activity != one, bit))
    proving = [level for level in range(lo + 1, hi + 1) if board.met[one][level] >> bit & 1]
    ruling_out = [level for level in range(lo, hi) if board.unmet[one][level] >> bit & 1]
    return Question(
        activity=activity,
        asking=_asking(profile, activity),
        model=model.id,
        stage=board.needs[bit].stage,
        needed=proving[0] if proving else ruling_out[-1] + 1,
        consequences=consequences(catalogue, model, profile, activity),
    )


def _rest(catalogue: Catalogue, model: Model, profile: Profile) -> Question | None:
    """Return a question on the first activity whose level is still open, by pipeline."""
    waiting: list[tuple[bool, int, int, str]] = []
    for place, item in enumerate(catalogue.activities.values()):
        standing = profile.get(item.id, OPEN)
        if standing.status in FIRST + LAST and not standing.known:
            skipped = standing.status in LAST
            waiting.append((skipped, PIPELINES.index(item.pipeline), place, item.id))
    if not waiting:
        return None
    *_, activity = min(waiting)
    return Question(activity, _asking(profile, activity), model.id, stage=0, needed=0)


def _asking(profile: Profile, activity: str) -> Asking:
    vague = profile.get(activity, OPEN).status is Status.LEVEL
    return Asking.CONFIRM if vague else Asking.LEVEL
