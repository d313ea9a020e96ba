"""How wide the page's promises of questions left are after an opening, and how often they are kept.

`python -m tests.measuring.promises` prints a line for each aim; `tests/test_promising.py` holds it.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean

from assistant import catalogue as knowledge
from assistant.conversation import Conversation, Phase, advance, begin, pursue, pursued
from assistant.domain.findings import Answer, Finding, Intent, Reading
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.results import Remaining
from assistant.domain.session import Turn, TurnKind
from assistant.evaluation.interviews.populations import teams

REVEALED = 0.3
"""Share of the levels that an opening tells."""
POPULATIONS = ("correlated", "stratified")
STAGE = "stage"
WHOLE = "whole"
"""All that is asked by default: for the stage and for the aims beside it."""


@dataclass(slots=True)
class Told:
    """What was promised for one aim, with how many questions then followed for it.

    `first` holds what was said when it was said first: of the stage after the opening, of the aims
    beside it once the stage is certain. `later` holds all of it.
    """

    first: list[tuple[Remaining, int]] = field(default_factory=list)
    later: list[tuple[Remaining, int]] = field(default_factory=list)

    @property
    def width(self) -> float:
        """How far apart the fewest and the most are at first, on average."""
        return mean(one.most - one.least for one, _ in self.first)

    @property
    def widest(self) -> int:
        """How far apart they are at most in nineteen of twenty interviews."""
        widths = sorted(one.most - one.least for one, _ in self.first)
        return widths[round(0.95 * (len(widths) - 1))]

    @property
    def kept(self) -> float:
        """How often what followed lay between the two, of what was said at first (0 to 1)."""
        return _kept(self.first)

    @property
    def kept_later(self) -> float:
        """How often what followed lay between the two, at any point (0 to 1)."""
        return _kept(self.later)


def _kept(told: Sequence[tuple[Remaining, int]]) -> float:
    return mean(one.least <= left <= one.most for one, left in told)


def after_openings(
    catalogue: Catalogue, model: Model, population: str, count: int, seed: int
) -> Mapping[str, Told]:
    """Return what was promised to `count` teams for the stage and for each aim beside it."""
    found: dict[str, Told] = {}
    chance = random.Random(f"{seed} {model.id} {population}")
    for levels in teams(catalogue, model, population, count, seed):
        told = {name: level for name, level in levels.items() if chance.random() < REVEALED}
        whole = tuple(_played(catalogue, model, levels, told))
        aims = [_aim(catalogue, one) for one in whole]
        said: set[str] = set()
        for number, now in enumerate(whole):
            for name, promised in _promises(now).items():
                kept = found.setdefault(name, Told())
                left = aims[number:]
                followed = (promised, len(left) if name == WHOLE else left.count(name))
                kept.later.append(followed)
                if name not in said:
                    kept.first.append(followed)
                said.add(name)
    return found


def _promises(now: Conversation) -> dict[str, Remaining]:
    """Return what the page promises by aim."""
    if now.phase is Phase.DETAIL:
        return {WHOLE: now.whole, **{one.aim.kind.value: one.left for one in now.ahead}}
    return {WHOLE: now.whole, STAGE: now.promise}


def _aim(catalogue: Catalogue, now: Conversation) -> str:
    """Return what the open question is asked for."""
    if now.question is None or not now.question.aim:
        return STAGE
    found = pursue(catalogue, pursued(catalogue, now.full), now.model, now.profile, now.context)
    return STAGE if found is None else found[1].kind.value


def _played(
    catalogue: Catalogue, model: Model, levels: Mapping[str, int], told: Mapping[str, int]
) -> Iterator[Conversation]:
    """Yield the conversation before each question, for a team that opens with what is `told`."""
    now = _after(catalogue, begin(catalogue), Turn(kind=TurnKind.MODEL, option=model.id), {})
    now = _after(catalogue, now, Turn(kind=TurnKind.SAY, text=" ".join(told)), told)
    now = _after(catalogue, now, Turn(kind=TurnKind.CONTINUE), {})
    while now.question is not None:
        yield now
        level = levels[now.question.activity]
        turn = Turn(kind=TurnKind.REPLY, activity=now.question.activity, level=level)
        now = _after(catalogue, now, turn, {})


def _after(
    catalogue: Catalogue, now: Conversation, turn: Turn, told: Mapping[str, int]
) -> Conversation:
    return advance(catalogue, now, turn, lambda text, asked: _read(text, told), Answer)


def _read(text: str, told: Mapping[str, int]) -> Reading:
    """Return the reading of a text that consists of the ids of the activities it tells of."""
    findings, start = [], 0
    for name, level in told.items():
        end = start + len(name)
        findings.append(Finding(name, level, False, level, level, name, start, end, 1.0, "told"))
        start = end + 1
    return Reading(Intent.ANSWER if findings else Intent.OTHER, tuple(findings))


def main() -> None:
    """Print how wide each promise is and how often it is kept; an argument counts the teams."""
    count = int(sys.argv[1]) if sys.argv[1:] else 40
    catalogue = knowledge.load()
    print("model population aim: interviews, width mean / 19 of 20, kept, kept at any point")  # noqa: T201
    for model in catalogue.models.values():
        for population in POPULATIONS:
            for name, told in after_openings(catalogue, model, population, count, 1).items():
                print(  # noqa: T201
                    f"{model.id} {population} {name}: {len(told.first)}, {told.width:.1f} /"
                    f" {told.widest}, {told.kept:.3f}, {told.kept_later:.3f}"
                )


if __name__ == "__main__":
    main()
