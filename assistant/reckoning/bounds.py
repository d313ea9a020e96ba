"""Intervals of levels under the definitional rules: what follows, and what contradicts itself.

Every rule has one premise, so lower bounds follow from lower bounds alone and upper bounds from
upper bounds alone. Both fixpoints are therefore independent of any order, and the two ends of a
consistent closure are themselves consistent profiles.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import (
    HIGHEST,
    LOWEST,
    OPEN,
    Conflict,
    Origin,
    Profile,
    Standing,
)


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """`source` at `when` or more means `target` at `then` or more."""

    source: str
    when: int
    target: str
    then: int
    because: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """The interval of every activity of a catalogue, closed under `rules`, those in force.

    A rule between two said things that cannot both hold is not in force: it is in `conflicts`.
    """

    lo: Mapping[str, int]
    hi: Mapping[str, int]
    rules: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...]


Told = tuple[tuple[int, int] | None, ...]
"""For each item of a catalogue the lowest and the highest level it may have; None where waived."""


def said(standing: Standing) -> bool:
    """Return whether the user gave this level or interval; a mark set later leaves it in place."""
    whole = (standing.lo, standing.hi) == (LOWEST, HIGHEST)
    return standing.origin is not Origin.DEDUCED and not whole and not standing.waived


def rules_of(catalogue: Catalogue, waived: Container[str] = ()) -> tuple[Rule, ...]:
    """Return the definitional rules, sorted, without those that touch a waived activity."""
    return tuple(
        rule
        for rule in _all_rules(catalogue)
        if rule.source not in waived and rule.target not in waived
    )


@lru_cache(maxsize=8)
def _all_rules(catalogue: Catalogue) -> tuple[Rule, ...]:
    return tuple(
        sorted(
            Rule(source, rule.when, rule.activity, rule.then, rule.because)
            for source, rule in catalogue.implications()
        )
    )


def raised(
    levels: Mapping[str, int], rules: Sequence[Rule], cap: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return the lowest levels at or above the given ones that obey the rules, none above its cap.

    A rule about an activity that `levels` does not hold is passed over.
    """
    found, changed = dict(levels), True
    while changed:
        changed = False
        for rule in rules:
            if found.get(rule.source, LOWEST) >= rule.when and rule.target in found:
                then = min(rule.then, cap[rule.target]) if cap else rule.then
                if found[rule.target] < then:
                    found[rule.target] = then
                    changed = True
    return found


def lowered(
    levels: Mapping[str, int], rules: Sequence[Rule], cup: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return the highest levels at or below the given ones that obey the rules, none below `cup`.

    A rule about an activity that `levels` does not hold is passed over.
    """
    found, changed = dict(levels), True
    while changed:
        changed = False
        for rule in rules:
            if found.get(rule.target, HIGHEST) < rule.then and rule.source in found:
                most = max(rule.when - 1, cup[rule.source]) if cup else rule.when - 1
                if found[rule.source] > most:
                    found[rule.source] = most
                    changed = True
    return found


def settle(catalogue: Catalogue, profile: Profile) -> Bounds:
    """Return the closed interval of every activity, given what the user said.

    What was said wins: a chain of rules between two said things that cannot both hold is taken out
    of force as a whole, so that what lies between them stays as open as it was.
    """
    return settled(catalogue, told(catalogue, profile))


def told(catalogue: Catalogue, profile: Profile) -> Told:
    """Return what the user said of each item, in the order of the catalogue."""
    return tuple(
        None if one.waived else (one.lo, one.hi) if said(one) else (LOWEST, HIGHEST)
        for one in (profile.get(name, OPEN) for name in catalogue.items)
    )


@lru_cache(maxsize=256)
def settled(catalogue: Catalogue, told: Told) -> Bounds:
    """Return the same for what was `told`; one turn asks for it many times."""
    spans = dict(zip(catalogue.items, told, strict=True))
    waived = {name for name, span in spans.items() if span is None}
    given = {name: span for name, span in spans.items() if span and span != (LOWEST, HIGHEST)}
    low = {name: given[name][0] if name in given else LOWEST for name in spans}
    high = {name: given[name][1] if name in given else HIGHEST for name in spans}
    rules = rules_of(catalogue, waived)
    lo, hi = raised(low, rules, cap=high), lowered(high, rules, cup=low)
    broken = tuple(
        rule for rule in rules if lo[rule.source] >= rule.when and hi[rule.target] < rule.then
    )
    if broken:
        rules = tuple(rule for rule in rules if rule not in broken)
        lo, hi = raised(low, rules), lowered(high, rules)
    return Bounds(lo, hi, rules, _conflicts(given, broken))


def _conflicts(
    given: Mapping[str, tuple[int, int]], broken: Sequence[Rule]
) -> tuple[Conflict, ...]:
    """Return one conflict for each pair of said things that a chain of broken rules joins."""
    found: dict[tuple[str, str], Conflict] = {}
    for last in broken:
        if last.target in given and given[last.target][1] < last.then:
            for first, because in _origins(last, given, broken):
                pair = (first.source, last.target)
                if pair not in found or found[pair].second_level < last.then:
                    found[pair] = Conflict(
                        first.source, first.when, last.target, last.then, because
                    )
    return tuple(found[pair] for pair in sorted(found))


def _origins(
    last: Rule, given: Mapping[str, tuple[int, int]], broken: Sequence[Rule]
) -> Iterator[tuple[Rule, str]]:
    """Yield the first rule of every chain that ends in `last` and starts in something said."""
    queue, seen = [(last, last.because)], {last}
    for rule, because in queue:
        if rule.source in given and given[rule.source][0] >= rule.when:
            yield rule, because
            continue
        for earlier in broken:
            fits = earlier.target == rule.source and earlier.then >= rule.when
            if fits and earlier not in seen:
                seen.add(earlier)
                queue.append((earlier, f"{earlier.because} {because}"))
