"""Writes a report as one JSON value with stable ids, for other programs."""

import json

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Standing
from assistant.domain.results import Assessment, Check, Report, Verdict
from assistant.domain.sayings import NOBODY, About
from assistant.export import compared, what_if
from assistant.export.made import DISTRIBUTION, version

FORMAT = "mlops-assessment-report"
VERSION = 1


def as_data(catalogue: Catalogue, report: Report, about: About = NOBODY) -> dict[str, object]:
    """Return the report as plain values; levels are 0 to 3, stages are indices and ids."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "product": {"name": DISTRIBUTION, "version": version()},
        "knowledge": report.knowledge,
        "name": about.name,
        "date": about.day.isoformat() if about.day else None,
        "model": report.primary,
        "summary": [
            {
                "topic": one.topic.value,
                "text": one.text,
                "activities": list(one.activities),
                "quote": one.quote,
            }
            for one in report.summary
        ],
        "reaches": {
            key: {"low": one.lo, "high": one.hi, "shown": one.place}
            for key, one in report.reaches.items()
        },
        "safety": {
            one.condition.id: {
                "verdict": one.verdict.value,
                "applies": one.applies,
                "lacking": [{"activity": a, "level": n} for a, n in one.lacking],
                "not_known": [{"activity": a, "level": n} for a, n in one.unsure],
            }
            for one in report.floor
        },
        "known": report.known,
        "of": report.total,
        "context": dict(sorted(report.context.items())),
        "models": {
            key: _assessment(one, doubtful=key in report.doubts)
            for key, one in sorted(report.assessments.items())
        },
        "targets": {
            key: {
                "stage": report.assessments[key].model.stages[goal.stage].id,
                "index": goal.stage,
                "why": goal.why,
                "because": list(goal.because),
                "rules": goal.rules.name.lower(),
                "excellence": goal.excellence.name.lower(),
                "besides": [
                    {"activity": one.activity, "needs": one.level} for one in goal.besides
                ],
            }
            for key, goal in sorted(report.goals.items())
        },
        "steps": [
            {
                "id": step.advice.id,
                "activity": step.advice.activity,
                "to": step.advice.to,
                "stage": step.stage,
                "blocks_next_stage": step.blocks,
                "serves": [one.id for one in step.serves],
                "known_to_be_needed": step.known,
                "after": list(step.after),
                "do": step.advice.do,
                "done_when": step.advice.done_when,
                "effort": step.advice.effort,
                "passages": list(step.advice.passages),
                "sources": [one.model_dump(exclude_defaults=True, mode="json")
                            for one in step.advice.sources],
            }
            for step in report.steps
        ],
        "activities": {
            key: _standing(report.profile.get(key, OPEN)) for key in sorted(catalogue.items)
        },
        **compared.as_values(report),
        **what_if.as_values(report),
        "over_time": _over_time(report),
        "conflicts": [
            {"first": one.first, "second": one.second, "because": one.because}
            for one in report.conflicts
        ],
    }  # fmt: skip


def _over_time(report: Report) -> dict[str, object]:
    found = report.trend.since
    return {
        "points": [
            {
                "date": one.day.isoformat() if one.day else None,
                "known": one.known,
                "stages": {
                    key: {"lowest": low, "highest": high}
                    for key, (low, high) in sorted(one.stages.items())
                },
            }
            for one in report.trend.points
        ],
        "changed": [
            {"activity": one.activity, "before": _standing(one.before), "now": _standing(one.after)}
            for one in (found.moved if found else ())
        ],
        "confirmed": list(found.same) if found else [],
        "carried_over": list(found.carried) if found else [],
    }


def as_json(value: object) -> str:
    """Return a value as JSON, indented, keys as given, ending in a line break."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _assessment(one: Assessment, *, doubtful: bool) -> dict[str, object]:
    stages = one.model.stages
    return {
        "certain": one.certain and not doubtful,
        "to_be_confirmed": doubtful,
        "stage": stages[one.lo].id if one.certain else None,
        "lowest": {"index": one.lo, "id": stages[one.lo].id},
        "highest": {"index": one.hi, "id": stages[one.hi].id},
        "blockers": [_check(check) for check in one.blockers],
        "open": [check.requirement.activity for check in one.open],
        "proof": [
            {
                "stage": stage.stage.id,
                "reached": stage.reached.value,
                "counts": {
                    verdict.value: sum(1 for check in stage.checks if check.verdict is verdict)
                    for verdict in Verdict
                },
                "requirements": [_check(check) for check in stage.checks],
            }
            for stage in one.trace
        ],
    }


def _check(check: Check) -> dict[str, object]:
    return {
        "activity": check.requirement.activity,
        "needs": check.requirement.level,
        "verdict": check.verdict.value,
        "basis": sorted({one.basis.value for one in check.requirement.sources}),
        **_standing(check.standing),
    }


def _standing(standing: Standing) -> dict[str, object]:
    return {
        "status": standing.status.value,
        "lowest": standing.lo,
        "highest": standing.hi,
        "origin": standing.origin.value,
        "sure": standing.sure,
        "carried_over": standing.carried,
        "planned": standing.planned,
        "because": standing.because,
        "words": [
            {
                "quote": one.quote,
                "turn": one.turn,
                "start": one.start,
                "end": one.end,
                "placed": one.placed,
            }
            for one in standing.words
        ],
    }
