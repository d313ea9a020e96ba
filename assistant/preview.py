"""What a change would lead to before it is made, and what a what-if leads to, in every model."""

from assistant import planning, staging
from assistant.conversation import Conversation, advance
from assistant.domain.findings import Answer, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import HIGHEST, LOWEST, Origin, Profile, Standing, Status
from assistant.domain.results import Assessment, Verdict
from assistant.domain.scenario import Move, Outcome, Scenario, Shift, Supposed
from assistant.domain.session import Turn
from assistant.reckoning.bounds import lowered, raised, settle
from assistant.specialising import spoken_to


def outcome(catalogue: Catalogue, now: Conversation) -> Outcome:
    """Return where a conversation stands in every model, with its plan."""
    words = spoken_to(catalogue, now.context)
    needed = planning.needs(words, now.assessment, now.profile, now.context)
    return Outcome(now.profile, now.assessments, now.model, needed.steps)


def preview(catalogue: Catalogue, now: Conversation, turn: Turn) -> Shift:
    """Return what a turn that is tapped, and not typed, would lead to. Raises IllegalTurn.

    It is taken as it would be if it were stored, so that nothing can come out otherwise.
    """
    then = advance(catalogue, now, turn, _unread, _unanswered)
    return between(outcome(catalogue, now), outcome(catalogue, then))


def suppose(catalogue: Catalogue, now: Conversation, scenario: Scenario) -> Outcome:
    """Return where the team would stand if the levels of a what-if held, all else being as it is.

    What they mean by definition holds with them, even where it was said otherwise.
    """
    words = spoken_to(catalogue, now.context)
    profile = staging.close(words, supposed(words, now.told, scenario)).profile
    found = {key: staging.assess(one, profile) for key, one in words.models.items()}
    steps = planning.needs(words, found[now.model], profile, now.context).steps
    return Outcome(profile, found, now.model, steps)


def supposals(catalogue: Catalogue, now: Conversation) -> tuple[Supposed, ...]:
    """Return every what-if of a conversation with what it leads to."""
    if not now.scenarios:
        return ()
    today = outcome(catalogue, now)
    return tuple(
        Supposed(one, between(today, suppose(catalogue, now, one))) for one in now.scenarios
    )


def supposed(catalogue: Catalogue, told: Profile, scenario: Scenario) -> Profile:
    """Return what was told with the levels of a what-if in place of those they replace.

    Where they go beyond what today leaves open, what was told gives way as far as they ask by
    definition. Contradictions that are there today stay.
    """
    given = {name: _level(lo, hi) for name, lo, hi in scenario.levels}
    today = settle(catalogue, told)
    least, most = dict.fromkeys(catalogue.items, LOWEST), dict.fromkeys(catalogue.items, HIGHEST)
    for name, one in given.items():
        least[name] = one.lo if one.lo > today.hi[name] else LOWEST
        most[name] = one.hi if one.hi < today.lo[name] else HIGHEST
    least, most = raised(least, today.rules), lowered(most, today.rules)
    kept = {
        name: _given_way(one, least[name], most[name])
        for name, one in told.items()
        if name not in given
    }
    return {**kept, **given}


def _given_way(standing: Standing, least: int, most: int) -> Standing:
    if standing.waived or (standing.lo <= most and standing.hi >= least) or least > most:
        return standing
    level = least if standing.hi < least else most
    return _level(level, level)


def _level(lo: int, hi: int) -> Standing:
    return Standing(lo, hi, Status.LEVEL, Origin.CHOSEN)


def between(before: Outcome, after: Outcome) -> Shift:
    """Return how two outcomes of the same knowledge differ, the models in the order of the first.

    Of the levels only what is known of them counts, not how it became known.
    """
    old = {one.advice.id for one in before.steps}
    new = {one.advice.id for one in after.steps}
    ordered = sorted(before.assessments, key=lambda key: before.assessments[key].model.order)
    first = [before.primary, *(one for one in ordered if one != before.primary)]
    changed = tuple(
        (name, before.profile[name], after.profile[name])
        for name in before.profile
        if _extent(before.profile[name]) != _extent(after.profile[name])
    )
    return Shift(
        moves=tuple(
            _move(before.assessments[key], after.assessments[key])
            for key in first
            if key in after.assessments
        ),
        levels=changed,
        done=tuple(one.advice.id for one in before.steps if one.advice.id not in new),
        due=tuple(one.advice.id for one in after.steps if one.advice.id not in old),
        left=tuple(one.advice.id for one in after.steps),
    )


def _extent(standing: Standing) -> tuple[int, int, bool]:
    return standing.lo, standing.hi, standing.waived


def _move(before: Assessment, after: Assessment) -> Move:
    return Move(
        before,
        after,
        gone=_apart(before, _unmet(after)),
        come=_apart(after, _unmet(before) if before.lo == after.lo else frozenset()),
    )


def _apart(one: Assessment, others: frozenset[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    found = ((check.requirement.activity, check.requirement.level) for check in one.blockers)
    return tuple(ask for ask in found if ask not in others)


def _unmet(one: Assessment) -> frozenset[tuple[str, int]]:
    """Return all that a model asks for, at any stage, and that is surely missing."""
    return frozenset(
        (check.requirement.activity, check.requirement.level)
        for check in one.checks
        if check.verdict is Verdict.UNMET
    )


def _unread(_text: str, _asked: str | None) -> Reading:
    raise ValueError("only what is tapped can be previewed")


def _unanswered(_question: str) -> Answer:
    raise ValueError("only what is tapped can be previewed")
