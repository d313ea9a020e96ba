"""How often something may happen for one key, and how much of it at once."""

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

MINUTE = 60.0
REMEMBERED = 20_000
"""Keys remembered; the one that was quiet for longest is forgotten first, and begins anew."""


class Rates:
    """So many in a minute for each key, all at once if need be. Safe to share between threads."""

    def __init__(self, a_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self.a_minute = a_minute
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def admits(self, key: str) -> bool:
        """Whether there may be one more for a key now; if so, it counts."""
        with self._lock:
            now = self._now()
            left, at = self._left.pop(key, (float(self.a_minute), now))
            left = min(self.a_minute, left + (now - at) * self.a_minute / MINUTE)
            good = left >= 1.0
            self._left[key] = (left - good, now)
            while len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
        return good


class Open:
    """So many at once for each key, and so many in all. Safe to share between threads."""

    def __init__(self, each: int, every: int) -> None:
        self._each, self._every = each, every
        self._open: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """How many are open now."""
        with self._lock:
            return self._open.total()

    def enter(self, key: str, *, limited: bool = True) -> bool:
        """Whether one more may be opened; whoever is let in has to `leave`.

        One that is not `limited` counts for the whole only.
        """
        with self._lock:
            full = self._open.total() >= self._every
            if full or (limited and self._open[key] >= self._each):
                return False
            self._open[key] += 1
            return True

    def leave(self, key: str) -> None:
        """Give back a place that `enter` gave."""
        with self._lock:
            self._open[key] -= 1
            if self._open[key] <= 0:
                del self._open[key]
