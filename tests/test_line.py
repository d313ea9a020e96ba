"""The line for runs of the page: few at a time, in their order, and a word for who waits long."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.ui import line
from assistant.ui.line import Line

LONG = 10.0


class Words:
    """What the page says to those who wait."""

    def __init__(self) -> None:
        self.said = threading.Event()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.said.set()
        yield


def visitor(one: Line, came: list[int], number: int, words: Words, go: threading.Event) -> None:
    with one.place(words):
        came.append(number)
        go.wait(LONG)


def begun(*given: object) -> threading.Thread:
    thread = threading.Thread(target=visitor, args=given, daemon=True)
    thread.start()
    return thread


def test_who_comes_first_is_served_first_and_no_more_than_there_are_places() -> None:
    one, came, words = Line(places=2), list[int](), Words()
    leave = [threading.Event() for _ in range(8)]
    threads = []
    for number in range(8):
        threads.append(begun(one, came, number, words, leave[number]))
        while len(came) + len(one._waiting) <= number:
            pass
    for number in range(8):
        assert came == list(range(min(number + 2, 8)))
        leave[number].set()
        threads[number].join(LONG)
        while len(came) < min(number + 3, 8):
            pass
    assert one._free == 2
    assert not one._inside


def test_who_waits_long_is_told_and_who_does_not_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PATIENCE", 0.05)
    one, came, go = Line(places=1), list[int](), threading.Event()
    first, second = Words(), Words()
    threads = [begun(one, came, 0, first, go)]
    while not came:
        pass
    threads.append(begun(one, came, 1, second, go))
    assert second.said.wait(LONG)
    go.set()
    for thread in threads:
        thread.join(LONG)
    assert came == [0, 1]
    assert not first.said.is_set()


def test_who_is_stopped_while_waiting_leaves_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PATIENCE", 0.0)
    one, words = Line(places=1), Words()

    @contextmanager
    def stopped() -> Iterator[None]:
        raise KeyboardInterrupt
        yield

    with one.place(words):
        with pytest.raises(KeyboardInterrupt), one.place(stopped):
            pytest.fail("there was no place")
        assert not one._waiting
    with one.place(words):
        assert not words.said.is_set()


def test_who_waits_for_something_else_gives_the_place_to_the_next() -> None:
    one, words = Line(places=1), Words()
    came, go = list[int](), threading.Event()
    with one.place(words):
        one.leave()
        thread = begun(one, came, 1, words, go)
        while not came:
            pass
        one.leave()
    assert came == [1]
    go.set()
    thread.join(LONG)
    assert one._free == 1
    one.leave()
    assert one._free == 1
