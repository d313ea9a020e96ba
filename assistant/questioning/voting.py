"""Picks what most likely belongs to a shortest proof: a vote over profiles drawn to fit.

Each drawn profile has its smallest certificates, the shortest proofs of its stage; it votes for
every candidate that is in one of them. Asking such a candidate brings that team one answer nearer
to the end at no loss, so the winner takes most off the expected number of questions to come.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from assistant.questioning.profiles import Drawn, drawings, everywhere, levels_in
from assistant.questioning.selectors import ladder, lowest_open, ones
from assistant.reckoning.board import LEVELS, Situation
from assistant.reckoning.certificate import decided, goal_of
from assistant.reckoning.cover import in_smallest_covers

DRAWINGS = 50


def vote(candidates: Sequence[str], here: Situation) -> str:
    """Pick what is in a smallest certificate of most of the profiles that are drawn to fit.

    Ties go to the lower stage, then to what is missing more often, then to the id; where no vote
    is given, the ladder picks. The draw is seeded by what the model asks, the rules, what is known
    and what may be asked: the same evidence gives the same pick, in whatever order it came and
    wherever it is computed.
    """
    if len(candidates) == 1:
        return candidates[0]
    names = here.board.names
    return names[_elected(tuple(sorted(names.index(name) for name in candidates)), here)]


@lru_cache(maxsize=256)
def _elected(candidates: tuple[int, ...], here: Situation) -> int:
    board = here.board
    state = repr((here.lo, here.hi, here.met, here.unmet, candidates)).encode()
    drawn = drawings(here, DRAWINGS, sha256(board.key + state).digest())
    holds = [
        everywhere(DRAWINGS) if here.met >> bit & 1 else drawn[need.activity][need.level]
        for bit, need in enumerate(board.needs)
    ]
    votes = _votes(candidates, here, drawn, holds)
    if not votes:
        return board.names.index(ladder([board.names[one] for one in candidates], here))
    most = max(votes.values())
    tied = [one for one in candidates if votes[one] == most]

    def rank(one: int) -> tuple[int, int, str]:
        stage, bits = lowest_open(one, here)
        return stage, min(holds[bit].bit_count() for bit in bits), board.names[one]

    return tied[0] if len(tied) == 1 else min(tied, key=rank)


def _votes(
    candidates: tuple[int, ...], here: Situation, drawn: Drawn, holds: list[int]
) -> Counter[int]:
    low, high = here.stages
    levels = {one: levels_in(drawn[one], DRAWINGS) for one in candidates}
    votes: Counter[int] = Counter()
    for stage, which in enumerate(_by_stage(here, holds)):
        goal = goal_of(here, stage, blockers=low == high)
        numbers = [number for number, at in enumerate(which.to_bytes(DRAWINGS)) if at]
        if not goal or not numbers:
            continue
        gains = [
            (one, [decided(here, one, level, stage) & goal for level in LEVELS])
            for one in candidates
        ]
        gains = [(one, gain) for one, gain in gains if any(gain)]
        proofs = Counter(
            tuple(gain[levels[one][number]] for one, gain in gains) for number in numbers
        )
        for masks, count in proofs.items():
            sets = {one: mask for (one, _), mask in zip(gains, masks, strict=True) if mask}
            for one in in_smallest_covers(sets):
                votes[one] += count
    return votes


def _by_stage(here: Situation, holds: list[int]) -> list[int]:
    """Return for each stage the drawings that reach it and not the next."""
    reached, found = everywhere(DRAWINGS), []
    for bits in here.board.stages[1:]:
        before = reached
        for bit in ones(bits):
            reached &= holds[bit]
        found.append(before & ~reached)
    return [*found, reached]
