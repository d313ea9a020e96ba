"""Measures speed and memory on this machine, ours beside a yardstick in the same run."""

import os
import platform
from collections.abc import Callable
from functools import partial

from assistant.evaluation import browsing, timing
from assistant.evaluation.connections import ten_connected
from assistant.evaluation.crowd import ten_at_once
from assistant.service import Service

CROWD_BUDGET_MS = 1000.0
SEARCH_BUDGET = 1.3
TURN_BUDGET, DECISION_BUDGET_MS, START_BUDGET, SESSION_BUDGET_MB = 1.5, 50.0, 1.3, 0.5


def run(service: Service, note: Callable[[str], None], *, browser: bool) -> dict[str, object]:
    """Return everything measured; what Chromium is needed for says why where it was left out.

    Raises Refused when the slow parts of the service cannot be loaded.
    """
    note("Timing engine turns against bare encodes")
    turn = timing.turns(service)
    note("Timing searches against bare encodes")
    searching = timing.searches(service)
    note("Timing the decision on the next question")
    decision = timing.decisions(service.catalogue)
    why = browsing.obstacle() if browser else "left out on request"
    title = service.catalogue.texts["opening.title"]
    note("Timing cold starts in Chromium")
    start = _unless(why, partial(browsing.cold_starts, title), note)
    note("Weighing open sessions")
    memory = _unless(why, partial(browsing.session_memory, title), note)
    note("Letting ten visitors answer at once")
    crowd = _unless("", partial(ten_connected, service.catalogue), note)
    note("Letting ten visitors answer at once, in ten browsers on the server's own cores")
    browsers = _unless(why, partial(ten_at_once, service.catalogue), note)
    found: dict[str, object] = {
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.system(),
        },
        "engine_turn": turn,
        "search": searching,
        "next_question": decision,
        "cold_start": start,
        "memory_per_session": memory,
        "ten_at_once": crowd,
        "ten_in_browsers_here": browsers,
    }
    return found | {"budgets": _budgets(turn, searching, decision, start, memory, crowd)}


def _unless(
    why: str, measuring: Callable[[], dict[str, object]], note: Callable[[str], None]
) -> dict[str, object]:
    if not why:
        try:
            return measuring()
        except (browsing.BrowserTrouble, TimeoutError) as error:
            why = str(error)
    note(f"Left out: {why}")
    return {"left_out": why}


def _budgets(*measured: dict[str, object]) -> dict[str, object]:
    turn, searching, decision, start, memory, crowd = measured
    values = {
        "engine_turn_ratio_p50": (turn["ratio_p50"], TURN_BUDGET),
        "engine_turn_ratio_p95": (turn["ratio_p95"], TURN_BUDGET),
        "search_ratio_p50": (searching["ratio_p50"], SEARCH_BUDGET),
        "search_ratio_p95": (searching["ratio_p95"], SEARCH_BUDGET),
        "next_question_p95_ms": (decision["p95_ms"], DECISION_BUDGET_MS),
        "cold_start_ratio": (start.get("ratio"), START_BUDGET),
        "memory_per_session_mb": (memory.get("mb"), SESSION_BUDGET_MB),
        "ten_at_once_p95_ms": (crowd.get("p95_ms"), CROWD_BUDGET_MS),
    }
    return {
        name: {"value": value, "budget": budget, "kept": value <= budget}
        for name, (value, budget) in values.items()
        if isinstance(value, float)
    }
