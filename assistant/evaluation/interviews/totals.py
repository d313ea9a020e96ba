"""Rounds to figures: everything measured, as one value that can be written as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean, median
from typing import Any

from assistant.evaluation.interviews.beside import TARGETS, Aimed
from assistant.evaluation.interviews.contest import (
    BASELINE,
    FIXED,
    FLOOR,
    OPENED,
    OURS,
    SHUFFLED,
    TURNS,
    Lengths,
    Round,
)
from assistant.evaluation.interviews.exact import BELIEFS, Against

ORDER = (OURS, BASELINE, "information gain", "binary search", "chance", FIXED, SHUFFLED)
MS = 1000.0
OVER_FLOOR = {"correlated": (1.15, 1.08), "stratified": (1.20, 1.13)}
"""For a population: questions over floor at most, to a certain stage and with blockers."""
OVER_OPTIMUM = {"stage": (1.03, 1.15), "with_blockers": (1.03, 1.10)}
"""Questions over those of the exact optimum at most: on average, and on any one small model."""
AFTER_OPENING, DECISION_MS = 6.0, 30.0

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """All that a run of the measurement found."""

    runs: int
    seed: int
    rounds: Sequence[Round]
    times: Mapping[str, Sequence[float]]
    exact: Sequence[Against]
    aims: Sequence[Aimed] = ()


def data(measured: Measured) -> Data:
    """Return all figures: questions by population and by model, times, optimum, targets."""
    rounds = measured.rounds
    found: Data = {
        "runs": measured.runs,
        "seed": measured.seed,
        "interviews": sum(one.interviews for one in rounds),
        "wrong": sum(one.wrong for one in rounds),
        "populations": {
            name: _figures(_pooled(one for one in rounds if one.population == name))
            for name in dict.fromkeys(one.population for one in rounds)
        },
        "models": [
            {
                "model": one.model,
                "population": one.population,
                "teams_by_stage": list(one.stages),
                "questions": _figures(one.lengths),
            }
            for one in rounds
        ],
        "decision_ms": {
            name: {
                "p50": round(_at(took, 0.5) * MS, 3),
                "p95": round(_at(took, 0.95) * MS, 3),
                "decisions": len(took),
            }
            for name, took in measured.times.items()
        },
        "aims": [_aimed(one) for one in measured.aims],
        "over_optimum": _over_optimum(measured.exact),
    }
    return found | {"targets": _targets(found)}


def _aimed(one: Aimed) -> Data:
    return {
        "model": one.model,
        "population": one.population,
        "up_to": one.aim,
        "asked": round(one.asked, 2),
        "fewest": round(one.floor, 2),
        "over_fewest": round(one.ratio, 3),
        "wrong": one.wrong,
        "target": TARGETS[one.population],
        "kept": one.kept,
    }


def kept(figures: Data) -> bool:
    """Return whether every target is kept."""
    return all(one["kept"] for one in (*figures["targets"], *figures["aims"]))


def _pooled(rounds: Iterable[Round]) -> dict[str, Lengths]:
    whole: dict[str, Lengths] = {}
    for one in rounds:
        for name, lengths in one.lengths.items():
            into = whole.setdefault(name, Lengths())
            into.stage.extend(lengths.stage)
            into.both.extend(lengths.both)
    return whole


def _figures(lengths: Mapping[str, Lengths]) -> Data:
    floor = lengths[FLOOR]
    found: Data = {}
    for name in (FLOOR, *ORDER, OPENED, TURNS):
        if name in lengths:
            one = lengths[name]
            found[name] = {
                "stage": _summary(one.stage),
                "with_blockers": _summary(one.both),
            }
            if name in ORDER:
                found[name]["stage"]["over_floor"] = _ratio(one.stage, floor.stage)
                found[name]["with_blockers"]["over_floor"] = _ratio(one.both, floor.both)
    return found


def _summary(asked: Sequence[int]) -> Data:
    return {
        "mean": round(fmean(asked), 3),
        "median": median(asked),
        "p95": _at(asked, 0.95),
    }


def _over_optimum(exact: Sequence[Against]) -> list[Data]:
    found = []
    for belief, policy in dict.fromkeys((one.belief, one.policy) for one in exact):
        some = [one for one in exact if (one.belief, one.policy) == (belief, policy)]
        stage, both = [one.stage for one in some], [one.both for one in some]
        found.append(
            {
                "policy": policy,
                "teams": belief,
                "instances": len(some),
                "stage": {"mean": round(fmean(stage), 4), "worst": round(max(stage), 4)},
                "with_blockers": {"mean": round(fmean(both), 4), "worst": round(max(both), 4)},
            }
        )
    return found


def _targets(found: Data) -> list[Data]:
    values: list[tuple[str, float, float]] = [("wrong results", found["wrong"], 0)]
    for name, (to_stage, to_both) in OVER_FLOOR.items():
        if name in found["populations"]:
            ours, opened = (found["populations"][name][one] for one in (OURS, OPENED))
            stage, both = (ours[part]["over_floor"] for part in ("stage", "with_blockers"))
            values += [
                (f"over the floor, {name}", stage, to_stage),
                (f"over the floor with blockers, {name}", both, to_both),
                (f"after an opening, {name}", opened["stage"]["mean"], AFTER_OPENING),
            ]
    for one in found["over_optimum"]:
        if one["policy"] == OURS and one["teams"] == BELIEFS[0]:
            for part, (mean, worst) in OVER_OPTIMUM.items():
                what = f"over the optimum{' with blockers' if part != 'stage' else ''}"
                values += [
                    (f"{what}, {one['teams']}", one[part]["mean"], mean),
                    (f"{what}, {one['teams']}, worst", one[part]["worst"], worst),
                ]
    values.append(("decision, p95 in ms", found["decision_ms"][OURS]["p95"], DECISION_MS))
    return [
        {"what": what, "value": value, "target": target, "kept": value <= target}
        for what, value, target in values
    ]


def _ratio(asked: Sequence[int], least: Sequence[int]) -> float:
    return round(sum(asked) / sum(least), 4) if sum(least) else 1.0


def _at(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[ceil(share * len(ordered)) - 1] if ordered else 0.0
