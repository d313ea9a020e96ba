"""Says whether a team is safe: what is surely missing first, then what is not known yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, level_word
from assistant.domain.results import Concern, Report, Step, Verdict
from assistant.phrases.standing import listed, quoted, stage_name, told


@dataclass(frozen=True, slots=True)
class Danger:
    """One thing that makes a team unsafe: what, why it matters, and what would be enough.

    `stands` holds a sentence for each activity that is too low, `quotes` the team's own words.
    """

    id: str
    text: str
    why: str
    enough: str
    stands: tuple[str, ...]
    quotes: tuple[str, ...]


def dangers(catalogue: Catalogue, report: Report) -> tuple[Danger, ...]:
    """Return all that surely makes the team unsafe, in the order of the floor.

    What asks for less of the same activities than another is told by that one.
    """
    return tuple(_danger(catalogue, report, one) for one in _outspoken(report.unsafe))


def _outspoken(broken: Sequence[Concern]) -> tuple[Concern, ...]:
    """Return what is broken, without what asks for less of the same activities than another."""
    lacking = {ask for one in broken for ask in one.lacking}
    most = {name: max(level for one, level in lacking if one == name) for name, _ in lacking}
    return tuple(one for one in broken if any(level == most[name] for name, level in one.lacking))


def _danger(catalogue: Catalogue, report: Report, one: Concern) -> Danger:
    stands, quotes = [], []
    for activity, level in one.lacking:
        standing, item = report.profile.get(activity, OPEN), catalogue.items[activity]
        stands.append(
            catalogue.texts["floor.lacking"].format(
                stands=told(catalogue, activity, standing),
                level=level_word(level, item.scale),
            )
        )
        if words := quoted(standing.words):
            quotes.append(words)
    condition = one.condition
    return Danger(condition.id, condition.broken, condition.why,
                  catalogue.texts["floor.enough"].format(enough=condition.enough),
                  tuple(stands), tuple(quotes))  # fmt: skip


def safety_lines(catalogue: Catalogue, report: Report) -> Iterator[str]:
    """Yield what is there of the floor, what is waived, and what is not known yet."""
    texts = catalogue.texts
    by: dict[Verdict, list[str]] = {}
    for one in report.floor:
        if one.applies or one.verdict is Verdict.OPEN:
            by.setdefault(one.verdict, []).append(_small(one.condition.name))
    if Verdict.MET in by:
        key = "floor.there" if Verdict.UNMET in by or Verdict.OPEN in by else "floor.safe"
        yield texts[key].format(names=listed(catalogue, by[Verdict.MET]))
    if Verdict.WAIVED in by:
        yield texts["floor.waived"].format(names=listed(catalogue, by[Verdict.WAIVED]))
    if Verdict.OPEN in by:
        yield texts["floor.open"].format(names=listed(catalogue, by[Verdict.OPEN]))
    asked = {when.question for one in report.floor for when in one.hangs if when.question}
    labels = [f"“{one.question}”" for one in report.questions if one.id in asked]
    if labels:
        yield texts["floor.hangs"].format(questions=listed(catalogue, labels))


def group(catalogue: Catalogue, report: Report, step: Step) -> str:
    """Return the heading a step of the plan stands under: its stage, the floor, or the use case."""
    texts = catalogue.texts
    if step.stage:
        return texts["result.towards"].format(stage=stage_name(report.now, step.stage))
    floor = {one.id for one in catalogue.safety.floor}
    safe = any(one.id in floor for one in step.serves)
    return texts["result.towards-safe" if safe else "result.besides-first"]


def serves(catalogue: Catalogue, report: Report, step: Step) -> str:
    """Return which conditions a step helps to meet, in one sentence; "" where it meets none."""
    broken = (*report.unsafe, *(one for one in report.uses if one.broken))
    told_of = {one.condition.id for one in _outspoken(broken)}
    names = [f"“{one.broken.removesuffix('.')}”" for one in step.serves if one.id in told_of]
    return catalogue.texts["result.serves"].format(names="; ".join(names)) if names else ""


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
