"""The cheapest set of steps to a stage or a target: exact, by effort, from what is surely there.

A step can be taken where the level below it stands and all that it needs first, its safety net
included (`advice.needs`). A step at which nobody stops (`passing`) may be gone over by the next,
which then needs what both need. What follows by definition from a level is there with it. Of sets
with the same effort the one with fewer steps counts, then the one whose ids come first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant import advice
from assistant.domain.knowledge import Advice, Catalogue, Model, Need, Requirement
from assistant.domain.levels import HIGHEST, OPEN, Profile
from assistant.ordering import EFFORT
from assistant.reckoning.bounds import Rule, raised, settle

Atom = tuple[str, int]
"""An activity at a level or above."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get an atom: the step that is taken ("" where it follows), and what it needs."""

    step: str
    premises: frozenset[Atom]


@dataclass(slots=True)
class _Search:
    """The problem, and the best set found so far with its rank."""

    catalogue: Catalogue
    start: Mapping[str, int]
    rules: Sequence[Rule]
    goals: frozenset[Atom]
    ways: dict[Atom, tuple[Way, ...]] = field(default_factory=dict)
    best: tuple[int, int, tuple[str, ...]] | None = None


def cheapest(
    catalogue: Catalogue, profile: Profile, requirements: Iterable[Requirement]
) -> tuple[Advice, ...] | None:
    """Return the cheapest steps after which all requirements surely hold, in an order to take them.

    `profile` is what was told, or that closed. Counted from the lower end of what is known: a step
    may be done already where the profile leaves that open. What does not apply is asked of nobody.
    None where the library has no steps that lead there.
    """
    start, rules = _start(catalogue, profile)
    asked = ((one.activity, one.level) for one in requirements)
    goals = frozenset((name, level) for name, level in asked if start[name] < level)
    search = _Search(catalogue, start, rules, goals)
    if not _holds(search, after(search.catalogue, search.start, search.rules, catalogue.advice)):
        return None
    _search(search, goals, frozenset(), frozenset())
    return () if search.best is None else _in_order(search, search.best[2])


def _start(catalogue: Catalogue, profile: Profile) -> tuple[dict[str, int], tuple[Rule, ...]]:
    """Return what is surely there, and the rules in force; what does not apply is never missing."""
    bounds = settle(catalogue, profile)
    waived = (name for name, one in profile.items() if one.waived)
    return {**bounds.lo, **dict.fromkeys(waived, HIGHEST)}, bounds.rules


def asked_by(model: Model, stage: int) -> tuple[Requirement, ...]:
    """Return all that a stage (index) asks for, with what the stages before it do."""
    return tuple(one for part in model.stages[: stage + 1] for one in part.requirements)


def effort(steps: Iterable[Advice]) -> int:
    """Return what steps cost together, in small steps."""
    return sum(EFFORT[one.effort] for one in steps)


def after(
    catalogue: Catalogue, start: Mapping[str, int], rules: Sequence[Rule], steps: Iterable[str]
) -> dict[str, int]:
    """Return the levels once all of the steps are taken that can be, in whatever order."""
    levels, waiting, moved = raised(start, rules), set(steps), True
    while moved:
        ready = {one for one in waiting if _ready(catalogue, levels, catalogue.advice[one])}
        for name in ready:
            step = catalogue.advice[name]
            levels[step.activity] = max(levels[step.activity], step.to)
        levels = raised(levels, rules)
        waiting -= ready
        moved = bool(ready)
    return levels


def _ready(catalogue: Catalogue, levels: Mapping[str, int], step: Advice) -> bool:
    return any(all(levels[n] >= m for n, m in needed) for needed in _premises(catalogue, step))


def _premises(catalogue: Catalogue, step: Advice) -> Iterator[frozenset[Atom]]:
    """Yield what must be there for a step: for it alone, and with each passing step gone over."""
    needed = _atoms(catalogue, advice.needs(step))
    below = step.to - 1
    yield needed | {(step.activity, below)}
    while (passed := catalogue.advice.get(f"{step.activity}-{below}")) and passed.passing:
        needed |= _atoms(catalogue, advice.needs(passed))
        below -= 1
        yield needed | {(step.activity, below)}


def _atoms(catalogue: Catalogue, needs: Iterable[Need]) -> frozenset[Atom]:
    """Return needs as atoms; an edition may go without an activity that a safety net names."""
    return frozenset((one.activity, one.level) for one in needs if one.activity in catalogue.items)


def _holds(search: _Search, levels: Mapping[str, int]) -> bool:
    return all(levels[name] >= level for name, level in search.goals)


def _search(
    search: _Search, wanted: frozenset[Atom], had: frozenset[Atom], steps: frozenset[str]
) -> None:
    """Try every way to what is still wanted, unless the steps so far already cost too much.

    What can be had in one way only goes first, so that little is left to choose.
    """
    rank = _rank(search.catalogue, steps)
    if search.best is not None and rank[:2] > search.best[:2]:
        return
    wanted = frozenset(one for one in wanted - had if search.start[one[0]] < one[1])
    if not wanted:
        better = search.best is None or rank < search.best
        if better and _holds(
            search, after(search.catalogue, search.start, search.rules, steps)
        ):  # where it does not, things were to follow from each other
            search.best = rank
        return
    atom = min(wanted, key=lambda one: (len(_ways(search, one)), one))
    for way in _ways(search, atom):
        taken = steps | {way.step} if way.step else steps
        _search(search, wanted | way.premises, had | {atom}, taken)


def _rank(catalogue: Catalogue, steps: frozenset[str]) -> tuple[int, int, tuple[str, ...]]:
    return effort(catalogue.advice[one] for one in steps), len(steps), tuple(sorted(steps))


def _ways(search: _Search, atom: Atom) -> tuple[Way, ...]:
    """Return the ways to an atom: steps that reach or pass it, and what it follows from.

    Not those that need the atom themselves: nothing ever comes of them.
    """
    if atom not in search.ways:
        found = dict.fromkeys((*_steps(search, atom), *_following(search, atom)))
        without = _without(search, atom) if len(found) > 1 else {}
        search.ways[atom] = tuple(
            one
            for one in found
            if not without or all(without[name] >= level for name, level in one.premises)
        )
    return search.ways[atom]


def _steps(search: _Search, atom: Atom) -> Iterator[Way]:
    activity, level = atom
    known = search.catalogue.advice
    step = known.get(f"{activity}-{level}")
    while step is not None:
        for premises in _premises(search.catalogue, step):
            own = (below for name, below in premises if name == activity)
            if not any(_passable(search, activity, below) for below in own):
                yield Way(step.id, premises)
        step = known.get(f"{activity}-{step.to + 1}") if step.passing else None


def _passable(search: _Search, activity: str, level: int) -> bool:
    """Whether it is never cheaper to stop at a level than to go over it with the next step."""
    step = search.catalogue.advice.get(f"{activity}-{level}")
    follows = any(one.target == activity and one.then >= level for one in search.rules)
    return step is not None and step.passing and not follows and search.start[activity] < level


def _following(search: _Search, atom: Atom) -> Iterator[Way]:
    for rule in search.rules:
        if rule.target == atom[0] and rule.then >= atom[1]:
            yield Way("", frozenset({(rule.source, rule.when)}))


def _without(search: _Search, atom: Atom) -> Mapping[str, int]:
    """Return the highest levels that can be had without ever having the atom."""
    activity, level = atom
    rules = [one for one in search.rules if one.target != activity or one.then < level]
    known = search.catalogue.advice.values()
    steps = [one.id for one in known if one.activity != activity or one.to < level]
    return after(search.catalogue, search.start, rules, steps)


def _in_order(search: _Search, chosen: Sequence[str]) -> tuple[Advice, ...]:
    """Return steps so that each can be taken when its turn comes; of those, the smallest first."""
    waiting, order = list(chosen), list[Advice]()
    while waiting:
        levels = after(search.catalogue, search.start, search.rules, (one.id for one in order))
        ready = [
            step
            for step in (search.catalogue.advice[one] for one in waiting)
            if _ready(search.catalogue, levels, step)
        ]
        step = min(ready, key=lambda one: (EFFORT[one.effort], one.id))
        order.append(step)
        waiting.remove(step.id)
    return tuple(order)


def supposed_by(
    catalogue: Catalogue, profile: Profile, steps: Iterable[Advice]
) -> tuple[tuple[str, int, int], ...]:
    """Return (activity, lowest, highest) for the activities of these steps once all are done.

    What follows from the others may have taken one further than its own step; and how far it may
    have been already, the steps do not change.
    """
    taken = tuple(steps)
    start, rules = _start(catalogue, profile)
    levels = after(catalogue, start, rules, (one.id for one in taken))
    most = settle(catalogue, profile).hi
    names = sorted({one.activity for one in taken})
    return tuple((name, levels[name], max(levels[name], most[name])) for name in names)


def may_be_done(profile: Profile, step: Advice) -> bool:
    """Whether a closed profile leaves open that a step is done already."""
    return profile.get(step.activity, OPEN).hi >= step.to
