"""One line for all runs of the page: few at a time, the others in the order in which they came.

Python lets one thread work at a time. Were all visitors' runs to begin at once, each would be cut
into small pieces, and the thread that hands their pages out would wait between any two of them:
the more come, the fewer would be served.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

PLACES = 2
"""Runs at a time: while one encodes a text, which needs no lock of Python's, another can draw."""
PATIENCE = 1.0
"""Seconds that somebody waits before the page says why."""


class Line:
    """Lets so many in at once, first come, first served. Safe to share between threads."""

    def __init__(self, places: int = PLACES) -> None:
        self._free = places
        self._inside: set[threading.Event] = set()
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()
        self._here = threading.local()

    @contextmanager
    def place(self, busy: Callable[[], AbstractContextManager[object]]) -> Iterator[None]:
        """Hold a place while the block runs; `busy` is shown to whoever waits long for one."""
        mine = self._here.mine = self._join()
        try:
            if not mine.wait(PATIENCE):
                with busy():
                    mine.wait()
            yield
        finally:
            self._part(mine)

    def leave(self) -> None:
        """Give up the place that this thread holds, if it does, before it waits for something."""
        mine = getattr(self._here, "mine", None)
        if mine is not None:
            self._part(mine)

    def _join(self) -> threading.Event:
        mine = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                self._inside.add(mine)
                mine.set()
            else:
                self._waiting.append(mine)
        return mine

    def _part(self, mine: threading.Event) -> None:
        with self._lock:
            if mine in self._inside:
                self._inside.remove(mine)
                if self._waiting:
                    following = self._waiting.popleft()
                    self._inside.add(following)
                    following.set()
                else:
                    self._free += 1
            elif mine in self._waiting:  # it was stopped before its turn came
                self._waiting.remove(mine)


runs = Line()
"""The line of this process."""
