"""A result in a few sentences: why this stage, what is ahead of it, and what to do first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Origin, level_word
from assistant.domain.results import Check, Report, Verdict
from assistant.domain.sayings import Topic
from assistant.phrases.floor import safety_lines
from assistant.phrases.outcome import condition
from assistant.phrases.standing import inline, listed, quoted, stage_name, standing_word, told

FIRST = 3
"""Steps and strengths on the first screen: what one keeps in mind while telling somebody."""
NAMED = 3
"""Activities that one sentence names; the list that follows has them all."""


@dataclass(frozen=True, slots=True)
class Strength:
    """An activity that is further than the stage asks: its level, and which stage asks for that.

    `quote` holds the team's own words, "" where it was tapped or concluded.
    """

    activity: str
    text: str
    stage: int
    quote: str


@dataclass(frozen=True, slots=True)
class First:
    """One of the first steps: of which activity, up to what, its effort, and when it is done.

    `condition` says when it is to be taken, "" where it surely is.
    """

    number: int
    name: str
    to: str
    effort: str
    done_when: str
    condition: str


def why(catalogue: Catalogue, report: Report) -> str:
    """Return in one sentence what carries the stage or the range, what stops it, what is open.

    "" where nothing of the model applies, which the headline says.
    """
    now, texts = report.now, catalogue.texts
    if not now.applies:
        return ""
    below = (one for stage in now.trace[now.lo : 0 : -1] for one in stage.checks)
    beyond = now.trace[now.hi + 1].checks if now.hi + 1 < len(now.trace) else ()
    parts = []
    if met := _best(below, Verdict.MET):
        clause = told(catalogue, met.requirement.activity, met.standing)
        key = "front.at" if now.certain else "front.least"
        parts.append(texts[key].format(stage=now.place, clause=clause))
    if unmet := _best(beyond, Verdict.UNMET):
        clause = told(catalogue, unmet.requirement.activity, unmet.standing)
        key = "front.not" if now.certain else "front.most"
        parts.append(texts[key].format(stage=now.hi + now.certain, clause=clause))
    if not now.certain:
        names = [inline(catalogue.items[one.requirement.activity].name) for one in now.open]
        shown = names[:NAMED]
        if len(names) > NAMED:
            shown.append(texts["told.more"].format(count=len(names) - NAMED))
        hangs = texts["front.hangs"].format(stage=now.lo + 1, names=listed(catalogue, shown))
        parts.append(hangs)
    if not parts:
        return ""
    text = texts["front.why"].format(parts="; ".join(parts))
    return text[:1].upper() + text[1:]


def _best(checks: Iterable[Check], verdict: Verdict) -> Check | None:
    """Return the requirement that tells most: one in the team's own words before any other."""
    found = [one for one in checks if one.verdict is verdict]
    spoken = [one for one in found if one.standing.spoken and one.standing.words]
    return next(iter((*spoken, *found)), None)


def safe(catalogue: Catalogue, report: Report) -> str:
    """Return in a sentence or two whether the team is safe, as far as nothing is surely missing.

    "" where something is, which is then told by itself, and where there is nothing to be safe of.
    """
    if report.unsafe:
        return ""
    found = [one.condition.name for one in report.floor if one.verdict is Verdict.OPEN]
    if not found:
        there = any(one.applies and one.verdict is Verdict.MET for one in report.floor)
        lines = [catalogue.texts["front.safe"]] if there else safety_lines(catalogue, report)
        return " ".join(lines)
    shown = [name[:1].lower() + name[1:] for name in found[:NAMED]]
    if len(found) > NAMED:
        shown.append(catalogue.texts["told.more"].format(count=len(found) - NAMED))
    return catalogue.texts["floor.open"].format(names=listed(catalogue, shown))


def known(catalogue: Catalogue, report: Report) -> str:
    """Return how much is known: of the activities and, apart from them, of the ways of working."""
    profile = report.profile
    rest = [key for key in catalogue.items if key not in catalogue.activities]
    return catalogue.texts["front.known"].format(
        known=report.known,
        total=report.total,
        ways=sum(1 for key in rest if key in profile and profile[key].known),
        of=len(rest),
    )


def strengths(catalogue: Catalogue, report: Report) -> tuple[Strength, ...]:
    """Return all that is further than the stage asks, in the team's own words first.

    It is what a later stage asks for and surely is there. What was heard and is still to be
    confirmed is left out; what is concluded says so.
    """
    found: dict[str, tuple[int, Check]] = {}
    for stage in report.now.trace[report.now.lo + 1 :]:
        for check in stage.checks:
            if check.verdict is Verdict.MET and check.standing.sure:
                found[check.requirement.activity] = (stage.index, check)
    ordered = sorted(
        found.values(),
        key=lambda one: (not one[1].standing.spoken, -one[0]),
    )
    return tuple(_strength(catalogue, stage, check) for stage, check in ordered)


def _strength(catalogue: Catalogue, stage: int, check: Check) -> Strength:
    texts, standing = catalogue.texts, check.standing
    item = catalogue.items[check.requirement.activity]
    same = standing.lo == standing.hi == check.requirement.level
    key = "front.ahead-same" if same else "front.ahead"
    text = texts[key].format(
        level=standing_word(catalogue, item, standing),
        stage=stage,
        asked=level_word(check.requirement.level, item.scale),
    )
    if standing.origin is Origin.DEDUCED:
        text = f"{text} ({texts['told.deduced']})"
    return Strength(check.requirement.activity, text, stage, quoted(standing.words))


def areas_ahead(report: Report) -> str:
    """Return which areas reach further by themselves than the whole does; "" where none does."""
    return next((one.text for one in report.summary if one.topic is Topic.REACHES), "")


def first_steps(catalogue: Catalogue, report: Report) -> Iterator[First]:
    """Yield the first steps of the plan, in its order."""
    texts = catalogue.texts
    for number, step in enumerate(report.steps[:FIRST], start=1):
        advice = step.advice
        item = catalogue.items[advice.activity]
        yield First(
            number=number,
            name=item.name,
            to=texts["result.step-to"].format(level=level_word(advice.to, item.scale)),
            effort=texts[f"result.effort.{advice.effort}"],
            done_when=advice.done_when,
            condition=condition(catalogue, report, step),
        )


def goal(catalogue: Catalogue, report: Report) -> str:
    """Return which stage fits the use case and whether it is reached; what to do where unknown."""
    found = report.goals.get(report.primary)
    if found is None:
        return catalogue.texts["result.target-unset"]
    stage = stage_name(report.now, found.stage)
    return f"{catalogue.texts['result.target'].format(stage=stage)}."
