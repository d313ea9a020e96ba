"""One model and one profile as whole numbers and bit masks, so that deciding takes microseconds.

Every requirement of the model is one bit, numbered from the lowest stage up. `met[a][v]` holds the
bits that follow from activity `a` standing at `v`, `unmet[a][v]` the bits that it rules out, both
through every chain of rules in force.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import HIGHEST, LOWEST, Profile
from assistant.reckoning.bounds import Rule, Told, lowered, raised, settled, told

LEVELS = range(LOWEST, HIGHEST + 1)
Asks = tuple[tuple[int, str, int], ...]
"""What a model asks for: the index of a stage, an activity and its level."""
Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement: activity number `activity` at `level` (1 to 3) for stage index `stage`."""

    stage: int
    activity: int
    level: int


@dataclass(frozen=True, slots=True)
class Board:
    """The tables for one model under one set of rules. Activities are numbered as in `names`.

    `lifts[a][v]` lists (b, lower bound), `drops[a][v]` lists (b, upper bound) that follow from `a`
    standing at `v`. `stages[s]` holds the bits of stage index `s`. `key` is a digest of what the
    model asks under which rules: equal for equal boards, whatever the wording of the knowledge.
    """

    names: tuple[str, ...]
    needs: tuple[Need, ...]
    stages: tuple[int, ...]
    met: tuple[tuple[int, ...], ...]
    unmet: tuple[tuple[int, ...], ...]
    lifts: tuple[tuple[Pairs, ...], ...]
    drops: tuple[tuple[Pairs, ...], ...]
    key: bytes

    def __hash__(self) -> int:
        # The tables are large, and a situation is looked up by its hash at every question.
        return hash(self.key)

    def reach(self, activity: int, lo: int = LOWEST, hi: int = HIGHEST) -> int:
        """Return the bits that some level of `activity` from `lo` to `hi` decides."""
        return self.met[activity][hi] | self.unmet[activity][lo]


@dataclass(frozen=True, slots=True)
class Situation:
    """A board and what is known on it: closed intervals, and the bits that are decided.

    `hardness[a]` (0 to 1) says how late the models ask for an activity: a guess at how likely it
    is to be missing, for the order of questions only.
    """

    board: Board
    lo: tuple[int, ...]
    hi: tuple[int, ...]
    met: int
    unmet: int
    hardness: tuple[float, ...]

    @property
    def stages(self) -> tuple[int, int]:
        """The lowest and the highest stage (indices) that are still possible."""
        low, top = 0, len(self.board.stages) - 1
        while low < top and not self.board.stages[low + 1] & ~self.met:
            low += 1
        high = low
        while high < top and not self.board.stages[high + 1] & self.unmet:
            high += 1
        return low, high

    def open(self, first: int, last: int) -> int:
        """Return the undecided bits of the stages from index `first` to `last`, both included."""
        bits = 0
        for stage in self.board.stages[first : last + 1]:
            bits |= stage
        return bits & ~self.met & ~self.unmet

    @property
    def wanted(self) -> int:
        """The undecided bits to ask for: up to the highest stage, then those of the next one."""
        low, high = self.stages
        return self.open(low + 1, max(high, low + 1))

    def candidates(self, among: Iterable[int], bits: int) -> list[int]:
        """Return those activities of which some possible level decides one of the bits."""
        lo, hi, reach = self.lo, self.hi, self.board.reach
        return [one for one in among if lo[one] < hi[one] and reach(one, lo[one], hi[one]) & bits]

    def tell(self, activity: int, level: int) -> "Situation":
        """Return the situation once `activity` is known to stand at `level`, which must fit."""
        lo, hi, board = list(self.lo), list(self.hi), self.board
        lo[activity] = hi[activity] = level
        for other, bound in board.lifts[activity][level]:
            lo[other] = max(lo[other], bound)
        for other, bound in board.drops[activity][level]:
            hi[other] = min(hi[other], bound)
        return replace(
            self,
            lo=tuple(lo),
            hi=tuple(hi),
            met=self.met | board.met[activity][level],
            unmet=self.unmet | board.unmet[activity][level],
        )


def situation(catalogue: Catalogue, model: Model, profile: Profile) -> Situation:
    """Return the situation of a profile, closed or not, in a model. Waived requirements are met."""
    return _situation(catalogue, _asks(model), len(model.stages), told(catalogue, profile))


@lru_cache(maxsize=256)
def _situation(catalogue: Catalogue, asked: Asks, stages: int, spans: Told) -> Situation:
    bounds = settled(catalogue, spans)
    board = _board(tuple(catalogue.items), bounds.rules, asked, stages)
    lo, hi = tuple(bounds.lo.values()), tuple(bounds.hi.values())
    waived = {number for number, span in enumerate(spans) if span is None}
    met = unmet = 0
    for bit, need in enumerate(board.needs):
        if need.activity in waived or lo[need.activity] >= need.level:
            met |= 1 << bit
        elif hi[need.activity] < need.level:
            unmet |= 1 << bit
    return Situation(board, lo, hi, met, unmet, _hardness(catalogue))


def _asks(model: Model) -> Asks:
    return tuple(
        (stage, one.activity, one.level)
        for stage, each in enumerate(model.stages)
        for one in each.requirements
    )


@lru_cache(maxsize=48)
def _board(
    names: tuple[str, ...],
    rules: tuple[Rule, ...],
    asked: Asks,
    stages: int,
) -> Board:
    number = {name: index for index, name in enumerate(names)}
    needs = tuple(Need(stage, number[name], level) for stage, name, level in asked)
    bottom, top = dict.fromkeys(names, LOWEST), dict.fromkeys(names, HIGHEST)
    lifts = tuple(
        tuple(_pairs(raised({**bottom, name: level}, rules), bottom, number) for level in LEVELS)
        for name in names
    )
    drops = tuple(
        tuple(_pairs(lowered({**top, name: level}, rules), top, number) for level in LEVELS)
        for name in names
    )
    asks = repr((names, needs, stages, lifts, drops)).encode()
    return Board(
        names=names,
        needs=needs,
        stages=tuple(
            sum(1 << bit for bit, need in enumerate(needs) if need.stage == stage)
            for stage in range(stages)
        ),
        met=tuple(
            tuple(_bits(needs, dict(pairs), LOWEST, met=True) for pairs in one) for one in lifts
        ),
        unmet=tuple(
            tuple(_bits(needs, dict(pairs), HIGHEST, met=False) for pairs in one) for one in drops
        ),
        lifts=lifts,
        drops=drops,
        key=sha256(asks).digest(),
    )


def _pairs(found: dict[str, int], plain: dict[str, int], number: dict[str, int]) -> Pairs:
    return tuple((number[name], level) for name, level in found.items() if level != plain[name])


def _bits(needs: tuple[Need, ...], bounds: dict[int, int], plain: int, met: bool) -> int:
    return sum(
        1 << bit
        for bit, need in enumerate(needs)
        if (bounds.get(need.activity, plain) >= need.level) is met
    )


@lru_cache(maxsize=8)
def _hardness(catalogue: Catalogue) -> tuple[float, ...]:
    """Return for each item how late, on average over the models that ask for it, it is asked."""
    shares: dict[str, list[float]] = {}
    for model in catalogue.models.values():
        first: dict[str, int] = {}
        for index, stage in enumerate(model.stages):
            for need in stage.requirements:
                first.setdefault(need.activity, index)
        for name, index in first.items():
            shares.setdefault(name, []).append(index / (len(model.stages) - 1))
    return tuple(
        sum(shares[name]) / len(shares[name]) if name in shares else 0.0 for name in catalogue.items
    )
