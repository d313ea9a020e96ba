"""The numbers of a running server, in the text format of Prometheus (0.0.4).

Every family and every value of a label stands in FAMILIES, so that no word of anybody, no token and
no address can become part of a number's name.
"""

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds, in seconds, of the times that are counted together."""
OTHER = "other"
ACTS: tuple[str, ...] = ("say", "place", "reply", "mark", "edit", "forget")
ACTS += ("context", "model", "scenario", "step", "continue", "again", "given")
ACTS += ("restart", "undo")
"""The kinds of a turn; not imported, because the server begins to answer before they are loaded."""


@dataclass(frozen=True, slots=True)
class Family:
    """Numbers of one name: what they are (`counter` or `seconds`), and the label they differ in."""

    kind: str
    told: str
    label: str = ""
    values: tuple[str, ...] = ("",)


FAMILIES = {
    "acts": Family(
        "counter",
        "Things people did that were stored.",
        "kind",
        (*ACTS, OTHER),
    ),
    "refused": Family(
        "counter",
        "Things people did that were not stored, and were told why.",
        "reason",
        (
            "changed-elsewhere",
            "not-saved",
            "illegal",
            "too-fast",
            "too-much",
            "may-not-change",
            OTHER,
        ),
    ),
    "turned_away": Family(
        "counter",
        "Requests that were not let in.",
        "reason",
        ("host", "origin", "rate", "connections", "operators", "link", OTHER),
    ),
    "incidents": Family("counter", "Errors of the page; each is in the log under a number."),
    "seconds": Family(
        "seconds",
        "How long a piece of work took.",
        "work",
        ("page", "save", "read", "answer", "search", OTHER),
    ),
}


class Meters:
    """Counts and times. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str], int] = {}
        self._times: dict[tuple[str, str], list[int]] = {}
        self._sums: dict[tuple[str, str], float] = {}

    def count(self, name: str, value: str = "") -> None:
        """Count one more of a family; a value of its label that is not listed counts as `other`."""
        key = _key(name, value)
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + 1

    @contextmanager
    def timing(self, work: str) -> Iterator[None]:
        """Measure a block, also where it fails."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.took(work, time.monotonic() - began)

    def took(self, work: str, seconds: float) -> None:
        """Note how long a piece of work took."""
        key = _key("seconds", work)
        with self._lock:
            found = self._times.setdefault(key, [0] * (len(BOUNDS) + 1))
            found[next((at for at, one in enumerate(BOUNDS) if seconds <= one), len(BOUNDS))] += 1
            self._sums[key] = self._sums.get(key, 0.0) + seconds

    def written(self, gauges: Mapping[str, float] | None = None) -> str:
        """Return all numbers as text, with those of this process and `gauges` by their full name.

        Whoever calls names the gauges; they must come from no visitor.
        """
        lines: list[str] = []
        with self._lock:
            for name, family in FAMILIES.items():
                write = self._seconds if family.kind == "seconds" else self._counter
                lines.extend(write(name, family))
        for name, value in {**_process(), **(gauges or {})}.items():
            lines.append(f"{name} {value:g}")
        return "\n".join(lines) + "\n"

    def _counter(self, name: str, family: Family) -> Iterator[str]:
        full = f"assistant_{name}_total"
        yield f"# HELP {full} {family.told}"
        yield f"# TYPE {full} counter"
        for value in family.values:
            label = f'{{{family.label}="{value}"}}' if family.label else ""
            yield f"{full}{label} {self._counts.get((name, value), 0)}"

    def _seconds(self, name: str, family: Family) -> Iterator[str]:
        full = f"assistant_{name}"
        yield f"# HELP {full} {family.told}"
        yield f"# TYPE {full} histogram"
        for value in family.values:
            label = f'{family.label}="{value}"'
            found = self._times.get((name, value), [0] * (len(BOUNDS) + 1))
            for at, bound in enumerate((*(f"{one:g}" for one in BOUNDS), "+Inf"), start=1):
                yield f'{full}_bucket{{{label},le="{bound}"}} {sum(found[:at])}'
            yield f"{full}_sum{{{label}}} {self._sums.get((name, value), 0.0):.6f}"
            yield f"{full}_count{{{label}}} {sum(found)}"


def _key(name: str, value: str) -> tuple[str, str]:
    values = FAMILIES[name].values
    return name, value if value in values else OTHER


def _process() -> dict[str, float]:
    """Return what the process holds and has used; no memory where the system does not tell."""
    used = os.times()
    found = {"process_cpu_seconds_total": used.user + used.system}
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return found
    return {**found, "process_resident_memory_bytes": pages * os.sysconf("SC_PAGE_SIZE")}


METERS = Meters()
"""Those of this process."""
