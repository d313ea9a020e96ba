"""Turns what is known into stages with proof: closes a profile, assesses it, repairs a full one."""

from collections.abc import Collection, Mapping
from dataclasses import replace

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
from assistant.reckoning.bounds import Bounds, raised, rules_of, said, settle

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
    own = (standing.lo, standing.hi) if said(standing) else (LOWEST, HIGHEST)
    lo, hi = bounds.lo[name], bounds.hi[name]
    if (lo, hi) == own:
        if standing.origin is Origin.DEDUCED:
            return replace(standing, lo=lo, hi=hi, origin=Origin.NONE, because="")
        return standing
    origin = standing.origin if said(standing) else Origin.DEDUCED
    because = _because(name, bounds, *own)
    return replace(standing, lo=lo, hi=hi, origin=origin, because=because)


def _because(name: str, bounds: Bounds, lowest: int, highest: int) -> str:
    """Return the reasons of the rules that narrowed an interval, those for its lower end first."""
    lo, hi = bounds.lo, bounds.hi
    lifts = [
        rule.because
        for rule in bounds.rules
        if rule.target == name and rule.then == lo[name] and lo[rule.source] >= rule.when
    ]
    drops = [
        rule.because
        for rule in bounds.rules
        if rule.source == name and rule.when - 1 == hi[name] and hi[rule.target] < rule.then
    ]
    reasons = lifts[: lo[name] > lowest] + drops[: hi[name] < highest]
    return " ".join(dict.fromkeys(reasons))


def assess(model: Model, profile: Profile) -> Assessment:
    """Return between which stages a closed profile stands in the model, with the whole proof.

    The lower stage takes every interval at its lower end, the higher one at its upper end, so that
    an unknown level never counts as achieved and never as missing.
    """
    checks = tuple(
        tuple(check(one, profile) for one in stage.requirements) for stage in model.stages
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


def check(requirement: Requirement, profile: Profile) -> Check:
    """Return whether a requirement holds on a closed profile, and on what that was judged."""
    standing = profile.get(requirement.activity, OPEN)
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
