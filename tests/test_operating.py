"""Numbers, log lines and limits: what they say, and that they never say what somebody said."""

import io
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.session import TurnKind
from assistant.operating import Meters, Open, Rates, event
from assistant.operating import rates as rates_module
from assistant.operating.lines import Lines, set_up
from assistant.operating.meters import BOUNDS, FAMILIES

# --- numbers


def number(meters: Meters, name: str) -> float:
    lines = (one for one in meters.written().splitlines() if one.startswith(f"{name} "))
    return float(next(lines).rsplit(" ", 1)[1])


def test_counts_and_times_are_written_as_prometheus_reads_them() -> None:
    meters = Meters()
    meters.count("acts", "say")
    meters.count("acts", "say")
    meters.took("save", 0.03)
    meters.took("save", 99.0)
    assert number(meters, 'assistant_acts_total{kind="say"}') == 2
    assert number(meters, 'assistant_acts_total{kind="undo"}') == 0
    assert number(meters, 'assistant_seconds_bucket{work="save",le="0.025"}') == 0
    assert number(meters, 'assistant_seconds_bucket{work="save",le="0.05"}') == 1
    assert number(meters, f'assistant_seconds_bucket{{work="save",le="{BOUNDS[-1]:g}"}}') == 1
    assert number(meters, 'assistant_seconds_bucket{work="save",le="+Inf"}') == 2
    assert number(meters, 'assistant_seconds_count{work="save"}') == 2
    assert number(meters, 'assistant_seconds_sum{work="save"}') == pytest.approx(99.03)
    assert number(meters, "process_cpu_seconds_total") > 0


def test_a_block_that_fails_is_timed_too() -> None:
    meters = Meters()
    with pytest.raises(KeyError), meters.timing("read"):
        raise KeyError
    assert number(meters, 'assistant_seconds_count{work="read"}') == 1


@given(st.text())
def test_no_word_becomes_part_of_a_number(words: str) -> None:
    meters = Meters()
    before = [one.rsplit(" ", 1)[0] for one in meters.written().splitlines()]
    for name, family in FAMILIES.items():
        if family.kind == "counter":
            meters.count(name, words)
    meters.took(words, 1.0)
    assert [one.rsplit(" ", 1)[0] for one in meters.written().splitlines()] == before


def test_every_kind_of_act_has_its_own_number() -> None:
    assert set(FAMILIES["acts"].values) == {*(kind.value for kind in TurnKind), "other"}


def test_no_count_is_lost_between_threads() -> None:
    meters = Meters()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: meters.count("incidents"), range(2_000)))
    assert number(meters, "assistant_incidents_total") == 2_000


# --- log lines


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the loggers of ours write, in JSON."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines("json"))
    logger = logging.getLogger("assistant")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield out
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_an_event_is_one_line_of_json(written: io.StringIO) -> None:
    event("not saved", level=logging.WARNING, why="The database is busy.\nTry again.", seconds=1.5)
    (line,) = written.getvalue().splitlines()
    found = json.loads(line)
    assert found.pop("at").endswith("Z")
    assert found == {
        "level": "warning",
        "logger": "assistant",
        "event": "not saved",
        "why": "The database is busy.\nTry again.",
        "seconds": 1.5,
    }


@pytest.mark.parametrize("form", ["json", "text"])
def test_an_error_says_where_it_was_and_repeats_no_words(written: io.StringIO, form: str) -> None:
    def read(text: str) -> None:
        raise ValueError(f"cannot read {text}")

    words = "we train by hand\nin secret"
    written.truncate(0)
    logging.getLogger("assistant").handlers[-1].setFormatter(Lines(form))
    try:
        try:
            read(words)
        except ValueError as error:
            raise RuntimeError(f"gave up on {words}") from error
    except RuntimeError as error:
        logging.getLogger("assistant.ui").exception("incident %s", "0123abcd", exc_info=error)
    (line,) = written.getvalue().splitlines()
    assert "0123abcd" in line
    assert "builtins.RuntimeError from builtins.ValueError" in line
    assert "tests/test_operating.py" in line
    assert "secret" not in line
    assert "by hand" not in line


def test_set_up_twice_writes_once(capfd: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("assistant")
    before = (list(logger.handlers), logger.level, logger.propagate)
    root = list(logging.getLogger().handlers)
    try:
        set_up("json")
        set_up("text")
        event("only once")
        assert capfd.readouterr().err.count("only once") == 1
    finally:
        logger.handlers[:], logger.level, logger.propagate = before[0], before[1], before[2]
        logging.getLogger().handlers[:] = root


# --- limits


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_so_many_in_a_minute_and_then_one_by_one_again() -> None:
    clock = Clock()
    rates = Rates(30, clock)
    assert [rates.admits("a") for _ in range(31)] == [True] * 30 + [False]
    assert rates.admits("b"), "another visitor is not held back by the first"
    clock.now += 2.0
    assert [rates.admits("a"), rates.admits("a")] == [True, False]
    clock.now += 600.0
    assert sum(rates.admits("a") for _ in range(100)) == 30, "a rest saves up no more than a minute"


def test_only_so_many_keys_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates_module, "REMEMBERED", 10)
    rates = Rates(1, Clock())
    for key in range(1_000):
        assert rates.admits(str(key))
    assert len(rates._left) == 10
    assert not rates.admits("999"), "the newest is remembered"


def test_threads_get_no_more_than_there_is() -> None:
    rates = Rates(50, Clock())
    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(lambda _: rates.admits("a"), range(400)))
    assert sum(admitted) == 50


def test_places_are_limited_each_and_in_all_and_come_back() -> None:
    places = Open(each=2, every=4)
    assert [places.enter("a") for _ in range(3)] == [True, True, False]
    assert [places.enter("here", limited=False) for _ in range(3)] == [True, True, False]
    assert places.count == 4
    places.leave("a")
    assert places.enter("b")
    for key in ("a", "b", "here", "here"):
        places.leave(key)
    assert places.count == 0
