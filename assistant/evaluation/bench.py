"""Measures speed and memory of the engine on this machine, beside a yardstick in the same run."""

import os
import platform
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec

from assistant.evaluation import timing
from assistant.service import Service

TURN_BUDGETS: Mapping[int, float] = {20: 2.0, 150: 2.5}
"""By words of the text."""
SEARCH_BUDGET, DECISION_BUDGET_MS = 1.3, 50.0


def run(
    service: Service, note: Callable[[str], None], texts: int = timing.TEXTS
) -> dict[str, object]:
    """Return everything measured, over so many texts.

    Raises Refused when the slow parts of the service cannot be loaded.
    """
    note("Timing engine turns against bare encodes")
    turns = {words: timing.turns(service, texts, words) for words in TURN_BUDGETS}
    note("Timing searches against bare encodes")
    searching = timing.searches(service, texts)
    note("Timing the decision on the next question")
    decision = timing.decisions(service.catalogue)
    return {
        "machine": machine(),
        **{f"engine_turn_{words}": turn for words, turn in turns.items()},
        "search": searching,
        "next_question": decision,
        "memory": {"most_mb": _most_mb()},
        "budgets": budgets(
            {
                **{
                    f"engine_turn_{words}_ratio_{part}": (turn[f"ratio_{part}"], budget)
                    for (words, turn), budget in zip(
                        turns.items(), TURN_BUDGETS.values(), strict=True
                    )
                    for part in ("p50", "p95")
                },
                "search_ratio_p50": (searching["ratio_p50"], SEARCH_BUDGET),
                "search_ratio_p95": (searching["ratio_p95"], SEARCH_BUDGET),
                "next_question_p95_ms": (decision["p95_ms"], DECISION_BUDGET_MS),
            }
        ),
    }


def machine() -> dict[str, object]:
    """Return what the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def budgets(values: Mapping[str, tuple[object, float]]) -> dict[str, object]:
    """Return each value beside its budget, and whether it is kept; none for what is no number."""
    return {
        name: {"value": value, "budget": budget, "kept": value <= budget}
        for name, (value, budget) in values.items()
        if isinstance(value, float)
    }


def _most_mb() -> float | None:
    """Return the most memory that this process has held, in MB; None where this is not told."""
    if find_spec("resource") is None:
        return None
    from resource import RUSAGE_SELF, getrusage

    most = getrusage(RUSAGE_SELF).ru_maxrss  # bytes on macOS, kilobytes elsewhere
    return round(most / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)
