"""Who may ask the language model now: so many in a minute, and nobody after it failed."""

import threading
import time
from collections import deque

REST = 60.0
"""Seconds in which a model that failed is not asked again."""
A_MINUTE = 30
"""Calls of the model in any minute, by all visitors together."""


class Admission:
    """Counts calls of one kind. Safe to share between threads."""

    def __init__(self) -> None:
        self._asked: deque[float] = deque(maxlen=A_MINUTE)
        self._resting_until = 0.0
        self._lock = threading.Lock()

    @property
    def resting(self) -> bool:
        """Whether the model failed a moment ago, and is left alone."""
        return time.monotonic() < self._resting_until

    def rest(self) -> None:
        """Leave the model alone for a while: it has just failed."""
        self._resting_until = time.monotonic() + REST

    def admitted(self, *, limited: bool = True) -> bool:
        """Whether the model may be asked now, which counts as a call of it."""
        with self._lock:
            now = time.monotonic()
            full = len(self._asked) == A_MINUTE and now - self._asked[0] < 60.0  # noqa: PLR2004
            if (full and limited) or now < self._resting_until:
                return False
            self._asked.append(now)
            return True
