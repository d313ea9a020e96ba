"""What two statements on the same activity tell together."""

from itertools import permutations

from assistant.domain.findings import Finding
from assistant.reading.autonomy import HINTED
from assistant.reading.judging import LIKE_LEVEL
from assistant.reading.uniting import LIKE, united

PLAINLY = "unit tests; runs by itself"


def told(level: int, reason: str, lo: int | None = None, hi: int | None = None) -> Finding:
    bounds = level if lo is None else lo, level if hi is None else hi
    return Finding("ci-testing", level, False, *bounds, "words", 0, 5, 0.95, reason)


def together(*each: Finding) -> set[tuple[int | None, int, int]]:
    """What they tell in whichever order they are said."""
    orders = (united((), order) for order in permutations(each))
    return {(one.level, one.lo, one.hi) for found in orders for one in found}


def test_a_part_that_nobody_spoke_of_takes_nothing_from_what_runs_by_itself() -> None:
    itself = told(3, PLAINLY)
    for reason in (f"made two tests; in part{HINTED}", f"tests; {LIKE_LEVEL}"):
        assert together(itself, told(2, reason)) == {(3, 3, 3)}
    assert together(itself, told(2, f"{LIKE}; in part")) == {(3, 3, 3)}


def test_a_part_that_is_spoken_of_stays() -> None:
    assert together(told(3, PLAINLY), told(2, "tests; in part")) == {(2, 2, 3)}


def test_what_only_seems_to_run_by_itself_does_not_outdo_a_part() -> None:
    assert together(told(3, f"tests; runs by itself{HINTED}"), told(2, "tests; in part")) == {
        (2, 2, 3)
    }


def test_who_does_not_say_how_does_not_take_back_what_was_said() -> None:
    assert together(told(1, "tests; by hand"), told(2, f"tests; {LIKE_LEVEL}", 1, 3)) == {(1, 1, 1)}
