"""Turns what is known into stages with proof: closes a profile, assesses it, repairs a full one."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from assistant.domain.bounds import Bounds, raised, rules_of, said, settle
from assistant.domain.knowledge import Catalogue, Model, Requirement
from assistant.domain.levels import (
    HIGHEST,
    LOWEST,
    OPEN,
    Closure,
    Origin,
    Profile,
    Standing,
)
from assistant.domain.results import Assessment, Check, StageCheck, Verdict

HOLDS = frozenset({Verdict.MET, Verdict.WAIVED})


def close(catalogue: Catalogue, profile: Profile) -> Closure:
    """Return the profile over all items with what follows by definition, and its contradictions.

    A deduced standing has origin DEDUCED and says why in `because`; its status stays as it was.
    A level the user gave is never changed, an interval only narrowed. The result depends neither
    on the order of the profile nor of the rules, and closing twice changes nothing.
    """
    bounds = settle(catalogue, profile)
    closed = {name: _closed(name, profile.get(name, OPEN), bounds) for name in catalogue.items}
    return Closure(closed, bounds.conflicts)


def _closed(name: str, standing: Standing, bounds: Bounds) -> Standing:
    if standing.waived:
        return standing
    lo, hi = bounds.lo[name], bounds.hi[name]
    if said(standing):
        if (lo, hi) == (standing.lo, standing.hi):
            return standing
        because = _because(name, bounds, lo > standing.lo, hi < standing.hi)
        return replace(standing, lo=lo, hi=hi, because=because)
    if (lo, hi) == (LOWEST, HIGHEST):
        if standing.origin is Origin.DEDUCED:
            return replace(standing, lo=lo, hi=hi, origin=Origin.NONE, because="")
        return replace(standing, lo=lo, hi=hi)
    because = _because(name, bounds, lo > LOWEST, hi < HIGHEST)
    return replace(standing, lo=lo, hi=hi, origin=Origin.DEDUCED, because=because)


def _because(name: str, bounds: Bounds, from_below: bool, from_above: bool) -> str:
    """Return the reasons of the rules that set the ends of the interval, lower end first."""
    reasons: list[str] = []
    for rule in bounds.rules:
        lifts = rule.target == name and rule.then == bounds.lo[name]
        if from_below and lifts and bounds.lo[rule.source] >= rule.when:
            reasons.append(rule.because)
            break
    for rule in bounds.rules:
        drops = rule.source == name and rule.when - 1 == bounds.hi[name]
        if from_above and drops and bounds.hi[rule.target] < rule.then:
            reasons.append(rule.because)
            break
    return " ".join(dict.fromkeys(reasons))


def assess(model: Model, profile: Profile) -> Assessment:
    """Return between which stages a closed profile stands in the model, with the whole proof.

    The lower stage takes every interval at its lower end, the higher one at its upper end, so that
    an unknown level never counts as achieved and never as missing.
    """
    checks = tuple(
        tuple(_check(one, profile.get(one.activity, OPEN)) for one in stage.requirements)
        for stage in model.stages
    )
    lo = _reached([all(one.verdict in HOLDS for one in stage) for stage in checks])
    hi = _reached([all(one.verdict is not Verdict.UNMET for one in stage) for stage in checks])
    trace = tuple(
        StageCheck(
            stage=stage,
            index=index,
            checks=checks[index],
            reached=_reading(index, lo, hi),
        )
        for index, stage in enumerate(model.stages)
    )
    following = checks[lo + 1] if lo + 1 < len(checks) else ()
    return Assessment(
        model=model,
        lo=lo,
        hi=hi,
        trace=trace,
        blockers=tuple(one for one in following if one.verdict is Verdict.UNMET),
        open=tuple(one for one in following if one.verdict is Verdict.OPEN),
    )


def _check(requirement: Requirement, standing: Standing) -> Check:
    if standing.waived:
        verdict = Verdict.WAIVED
    elif standing.lo >= requirement.level:
        verdict = Verdict.MET
    elif standing.hi < requirement.level:
        verdict = Verdict.UNMET
    else:
        verdict = Verdict.OPEN
    return Check(requirement, verdict, standing)


def _reached(stages: list[bool]) -> int:
    """Return the index of the last stage before the first one that is not reached."""
    return stages.index(False) - 1 if False in stages else len(stages) - 1


def _reading(index: int, lo: int, hi: int) -> Verdict:
    if index <= lo:
        return Verdict.MET
    return Verdict.OPEN if index <= hi else Verdict.UNMET


def repair(
    catalogue: Catalogue, levels: Mapping[str, int], waived: Collection[str] = ()
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the levels with every implied one raised as far as needed, and a sentence for each.

    `waived` names the activities that do not apply; they take no part.
    """
    rules = rules_of(catalogue, waived)
    found = raised({**dict.fromkeys(catalogue.items, LOWEST), **levels}, rules)
    sentences: list[str] = []
    for name in sorted(levels):
        if found[name] == levels[name]:
            continue
        cause = next(
            rule
            for rule in rules
            if rule.target == name and rule.then == found[name] and found[rule.source] >= rule.when
        )
        sentences.append(
            f"{name} is raised from {levels[name]} to {found[name]}, "
            f"because {cause.source} is at {found[cause.source]}: {cause.because}"
        )
    return {name: found[name] for name in levels}, tuple(sentences)
