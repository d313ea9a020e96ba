"""Readings that are too unsure to rest a result on: asked back where they matter, and only there.

A level read with a low score is taken as heard, so that no question is wasted on it. Once nothing
else is open, each such level is let go, and whatever could then change stage or blockers is asked,
the most decisive first.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant import questioning, staging
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import HIGHEST, LOWEST, Profile, Status
from assistant.domain.results import Asking, Assessment, Question, Remaining
from assistant.reckoning.board import Situation


def doubted(told: Profile) -> tuple[str, ...]:
    """Return the activities with one level that was read with a low score and never confirmed."""
    return tuple(
        name
        for name, one in told.items()
        if one.status is Status.LEVEL and one.known and not one.sure
    )


def hangs(catalogue: Catalogue, model: Model, told: Profile, found: Assessment) -> bool:
    """Return whether the stage found could be another one if what is doubted was misread."""
    if not doubted(told):
        return False
    _, free = _without_doubted(catalogue, model, told)
    return (free.lo, free.hi) != (found.lo, found.hi)


def confirmation(catalogue: Catalogue, model: Model, told: Profile) -> Question | None:
    """Return the question that confirms the most decisive doubted reading, None if none matters.

    Its consequences are those of each level, the reading set aside.
    """
    names = doubted(told)
    if not names:
        return None

    def pick(candidates: Sequence[str], here: Situation) -> str:
        return questioning.vote([one for one in candidates if one in names] or candidates, here)

    closed, free = _without_doubted(catalogue, model, told)
    question = questioning.next_question(catalogue, model, closed, free, pick)
    if question is None or question.activity not in names:
        return None
    return replace(question, asking=Asking.CONFIRM, companions=())


def remaining(
    catalogue: Catalogue,
    model: Model,
    told: Profile,
    closed: Profile,
    found: Assessment,
    anyway: Collection[str] = (),
) -> Remaining:
    """Return how many questions are left, those that confirm a doubted reading among the most.

    Those in `anyway` are asked once each, whatever hangs on them.
    """
    left = questioning.remaining(catalogue, model, closed, found, anyway)
    if not doubted(told):
        return left
    free = _without_doubted(catalogue, model, told)
    most = questioning.remaining(catalogue, model, *free, anyway).most
    return Remaining(left.least, max(left.most, most))


def expected(catalogue: Catalogue, model: Model, told: Profile, closed: Profile) -> Remaining:
    """Return how many questions most likely follow, those that confirm among the most."""
    found = questioning.expected(catalogue, model, closed)
    if not doubted(told):
        return found
    free, _ = _without_doubted(catalogue, model, told)
    return Remaining(found.least, questioning.expected(catalogue, model, free).most)


def _without_doubted(
    catalogue: Catalogue, model: Model, told: Profile
) -> tuple[Profile, Assessment]:
    names = doubted(told)
    free = {
        name: replace(one, lo=LOWEST, hi=HIGHEST) if name in names else one
        for name, one in told.items()
    }
    closed = staging.close(catalogue, free).profile
    return closed, staging.assess(model, closed)
