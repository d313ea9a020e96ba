"""Words along the road: what a step is called, where it leads, what it waits for, who has it."""

from collections.abc import Iterator

from assistant.domain.knowledge import Advice, Catalogue
from assistant.domain.levels import level_word
from assistant.domain.milestone import NOTHING, Milestone, Note, Range
from assistant.domain.results import Report
from assistant.domain.session import Turn
from assistant.phrases.standing import dated, listed


def title(catalogue: Catalogue, advice: Advice) -> str:
    """Return what a step is called: "Rollback: up to partial"."""
    item = catalogue.items[advice.activity]
    level = level_word(advice.to, item.scale)
    return catalogue.texts["road.title"].format(activity=item.name, level=level)


def track(catalogue: Catalogue, one: Milestone) -> str:
    """Return the name of the track of a step; "" where there are none."""
    return next((each.name for each in catalogue.tracks.tracks if each.id == one.track), "")


def stage(catalogue: Catalogue, report: Report, model: str, span: Range) -> str:
    """Return a stage of a model, or the range that is still possible, inside a sentence."""
    (low, high), stages = span, report.assessments[model].model.stages
    key = "road.at" if low == high else "road.between"
    return catalogue.texts[key].format(
        low=low, high=high, top=len(stages) - 1, name=stages[low].name
    )


def leads(catalogue: Catalogue, report: Report, one: Milestone) -> Iterator[str]:
    """Yield where the team stands after a step, and which other models it moves in."""
    texts, primary = catalogue.texts, report.primary
    key = "road.after" if primary in one.moved else "road.still"
    yield texts[key].format(stage=stage(catalogue, report, primary, one.stages[primary]))
    others = [
        texts["road.other"].format(
            model=report.assessments[key].model.label,
            stage=stage(catalogue, report, key, one.stages[key]),
        )
        for key in one.moved
        if key != primary
    ]
    if others:
        yield texts["road.others"].format(names=listed(catalogue, others))


def moves(catalogue: Catalogue, report: Report, one: Milestone) -> str:
    """Return in few words what a step changes in every model; "" where it changes nothing."""
    texts, found = catalogue.texts, []
    for key in sorted(one.moved, key=lambda key: key != report.primary):
        (low, high), model = one.stages[key], report.assessments[key].model
        span = texts["crosswalk.of" if low == high else "crosswalk.of-range"]
        place = span.format(low=low, high=high, top=len(model.stages) - 1)
        found.append(texts["road.move"].format(model=model.label, place=place))
    return "; ".join(found)


def then(catalogue: Catalogue, report: Report, one: Milestone) -> str:
    """Return in few words where a step leads in the primary model; "" where it changes nothing."""
    if report.primary not in one.moved:
        return ""
    low, high = one.stages[report.primary]
    key = "road.short" if low == high else "road.short-between"
    return catalogue.texts[key].format(low=low, high=high)


def course(catalogue: Catalogue, report: Report) -> Iterator[str]:
    """Yield where the team stands today, and then each change of that with the step it comes by."""
    texts, now = catalogue.texts, report.now
    today = stage(catalogue, report, report.primary, (now.lo, now.hi))
    yield texts["road.today"].format(stage=today)
    for number, one in enumerate(report.road, start=1):
        if report.primary in one.moved:
            there = stage(catalogue, report, report.primary, one.stages[report.primary])
            yield texts["road.reach"].format(number=number, stage=there)


def numbers(report: Report) -> dict[str, int]:
    """Return the number of each step in the plan, by the id of its advice."""
    return {one.step: number for number, one in enumerate(report.road, start=1)}


def before(catalogue: Catalogue, report: Report, one: Milestone) -> Iterator[str]:
    """Yield which steps come before this one, and why; or that none does."""
    texts, order = catalogue.texts, numbers(report)
    for each in one.after:
        yield texts["road.before"].format(
            number=order[each.step],
            title=title(catalogue, catalogue.advice[each.step]),
            because=texts[f"road.because.{each.because.value}"],
        )
    if not one.after:
        yield texts["road.free"]


def waits(catalogue: Catalogue, report: Report, one: Milestone) -> str:
    """Return the numbers of the steps that come before: "after 2, 5"; "" where there are none."""
    order = numbers(report)
    found = ", ".join(str(order[each.step]) for each in one.after)
    return catalogue.texts["road.waits"].format(numbers=found) if found else ""


def status(catalogue: Catalogue, note: Note) -> str:
    """Return how far a step is, in the team's own judgement."""
    return catalogue.texts[f"road.status.{note.status.value}"]


def due(catalogue: Catalogue, note: Note) -> str:
    """Return by when a step is due; "" where no day was given."""
    return catalogue.texts["road.by"].format(day=dated(note.due)) if note.due else ""


def noted(catalogue: Catalogue, turn: Turn) -> str:
    """Return what a turn notes of a step, which may hold the user's own words: plain text."""
    return described(catalogue, turn.step, turn.note)


def described(catalogue: Catalogue, step: str, note: Note) -> str:
    """Return a step with what is noted of it, in one line of plain text."""
    parts = [note.owner, due(catalogue, note), status(catalogue, note)]
    return catalogue.texts["road.noted"].format(
        step=title(catalogue, catalogue.advice[step]), rest=", ".join(one for one in parts if one)
    )


def gone(report: Report) -> tuple[str, ...]:
    """Return the steps of which something is noted, and which are not in the plan any more."""
    plan = numbers(report)
    return tuple(key for key, one in report.notes.items() if key not in plan and one != NOTHING)
