"""What a picture of a result is drawn from: the ladder with its areas, and every activity."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.knowledge import Activity, Catalogue
from assistant.domain.levels import HIGHEST, LOWEST, OPEN, level_word
from assistant.domain.results import Report, Verdict
from assistant.phrases.reaching import Cell, reaches
from assistant.phrases.standing import standing_word

SIGNS = {Cell.MET: "✓", Cell.UNMET: "✗", Cell.OPEN: "?", Cell.WAIVED: "–", Cell.NOTHING: "·"}
PIPELINES = ("data", "modeling", "release", "cross-cutting", "process")


class Fill(StrEnum):
    """Whether an area by itself reaches a stage: surely, maybe, or not."""

    REACHED = "reached"
    POSSIBLE = "possible"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Square:
    """One area at one stage: how far it reaches, and how it stands at what the stage asks of it."""

    fill: Fill
    cell: Cell


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage of the ladder: how it stands, whether the team is there, whether it is the aim.

    `here` holds for the stage reached, or for the lowest of a range. `squares` follow the areas.
    """

    index: int
    name: str
    sign: Verdict
    here: bool
    aim: bool
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages from top to bottom, and the areas that stand beside each with their reach."""

    rungs: tuple[Rung, ...]
    areas: tuple[str, ...]
    reach: tuple[str, ...]


class Look(StrEnum):
    """How an activity is drawn: up to a level, between two, unknown, or as what does not apply."""

    LEVEL = "level"
    RANGE = "range"
    UNKNOWN = "unknown"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Bar:
    """One activity: its levels today in numbers and a word, and the level that is asked of it.

    `asked` is 0 where nothing is; `asked_word` is that level in a word.
    """

    activity: str
    name: str
    look: Look
    lo: int
    hi: int
    word: str
    asked: int
    asked_word: str

    @property
    def met(self) -> bool:
        """Whether what is asked is surely there, or does not apply."""
        return self.look is Look.WAIVED or self.lo >= self.asked


@dataclass(frozen=True, slots=True)
class Group:
    """One pipeline with its activities, and how many of them are known exactly."""

    name: str
    known: int
    bars: tuple[Bar, ...]


def ladder(catalogue: Catalogue, report: Report) -> Ladder:
    """Return the ladder of the primary model as it stands."""
    now, goal = report.now, report.goals.get(report.primary)
    rows = list(reaches(catalogue, report))
    parts = list(report.reaches.values())

    def square(part: int, stage: int) -> Square:
        one = parts[part]
        # Where nothing that is asked of an area applies, there is nothing that it could reach.
        fill = Fill.REACHED if stage <= one.lo and one.applies else Fill.NOT
        if one.lo < stage <= one.hi:
            fill = Fill.POSSIBLE
        return Square(fill, rows[part].cells[stage - 1] if stage else Cell.NOTHING)

    rungs = tuple(
        Rung(
            index=stage.index,
            name=stage.stage.name,
            sign=stage.sign if now.applies else Verdict.WAIVED,
            here=now.applies and stage.index == now.place,
            aim=goal is not None and goal.stage == stage.index,
            squares=tuple(square(part, stage.index) for part in range(len(parts))),
        )
        for stage in reversed(now.trace)
    )
    return Ladder(rungs, tuple(one.name for one in rows), tuple(one.reach for one in rows))


def ladder_key(catalogue: Catalogue, drawn: Ladder) -> str:
    """Return what the signs and the filling say, of those that are there; "" without any."""
    texts = catalogue.texts
    cells = {one.cell for rung in drawn.rungs for one in rung.squares}
    signs = ", ".join(
        f"{SIGNS[one]} {texts[f'reach.{one.value}']}" for one in SIGNS if one in cells
    )
    fills = {one.fill for rung in drawn.rungs for one in rung.squares}
    words = [texts["front.filled"]]
    if Fill.POSSIBLE in fills:
        words.append(texts["front.striped"])
    return f"{signs}. {' '.join(words)}" if signs else ""


def aimed(report: Report) -> int:
    """Return the stage (index) whose levels are marked: that of the use case, if it is ahead.

    Else it is the next stage; at the top, that one.
    """
    goal, now = report.goals.get(report.primary), report.now
    following = min(now.lo + 1, len(now.model.stages) - 1)
    return following if goal is None else max(goal.stage, following)


def profile_key(catalogue: Catalogue, report: Report) -> str:
    """Return what the bars are filled up to, and what is marked on them."""
    goal, stage = report.goals.get(report.primary), aimed(report)
    wanted = goal is not None and goal.stage == stage
    key = "front.profile-goal" if wanted else "front.profile-next"
    return catalogue.texts[key].format(stage=stage)


def profile(catalogue: Catalogue, report: Report) -> tuple[Group, ...]:
    """Return every activity by pipeline.

    Ways of working are left out where the model asks nothing of them and none of them is known.
    """
    asked: dict[str, int] = {}
    for stage in report.now.trace[: aimed(report) + 1]:
        for check in stage.checks:
            need = check.requirement
            asked[need.activity] = max(need.level, asked.get(need.activity, 0))
    for check in report.besides:
        need = check.requirement
        asked[need.activity] = max(need.level, asked.get(need.activity, 0))
    groups = []
    for pipeline in PIPELINES:
        items = [one for one in catalogue.items.values() if one.pipeline == pipeline]
        bars = tuple(_bar(catalogue, report, one, asked.get(one.id, 0)) for one in items)
        empty = all(one.look is Look.UNKNOWN and not one.asked for one in bars)
        if bars and not (pipeline == "process" and empty):
            exact = sum(1 for one in items if report.profile.get(one.id, OPEN).known)
            groups.append(Group(catalogue.texts[f"pipeline.{pipeline}"], exact, bars))
    return tuple(groups)


def _bar(catalogue: Catalogue, report: Report, item: Activity, asked: int) -> Bar:
    standing = report.profile.get(item.id, OPEN)
    look = Look.LEVEL if standing.known else Look.RANGE
    if (standing.lo, standing.hi) == (LOWEST, HIGHEST):
        look = Look.UNKNOWN
    if standing.waived:
        look = Look.WAIVED
    return Bar(
        activity=item.id,
        name=item.name,
        look=look,
        lo=standing.lo,
        hi=standing.hi,
        word=standing_word(catalogue, item, standing),
        asked=asked,
        asked_word=level_word(asked, item.scale),
    )
