"""Measures the page on this machine and writes JSON: `python -m tests.measuring.page`.

Cold start beside Streamlit's own echo bot, memory of an open session, ten visitors at once.
"""

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial

from assistant import catalogue as knowledge
from assistant import settings
from assistant.commands.running import note
from assistant.domain.knowledge import Catalogue
from assistant.evaluation import bench
from tests.measuring.serving import Trouble

START_BUDGET, SESSION_BUDGET_MB, CROWD_BUDGET_MS = 1.1, 0.3, 1000.0
MISSING = 'Measuring the page needs what the tests need: .venv/bin/pip install -e ".[test]"'

Figures = Mapping[str, object]


def measured(catalogue: Catalogue, note: Callable[[str], None]) -> dict[str, object]:
    """Return everything measured; what cannot be measured here says why it was left out."""
    from tests.measuring import browsers, browsing, connections

    why, title = browsing.obstacle(), catalogue.texts["opening.title"]
    note("Timing cold starts in Chromium")
    start = unless(why, partial(browsing.cold_starts, title), note)
    note("Weighing open sessions")
    memory = unless(why, partial(browsing.session_memory, title), note)
    note("Letting ten visitors answer at once")
    crowd = unless("", partial(connections.ten_connected, catalogue), note)
    note("Letting ten visitors answer at once, in ten browsers on the server's own cores")
    browsers_here = unless(why, partial(browsers.ten_in_browsers, catalogue), note)
    return {
        "machine": bench.machine(),
        "cold_start": start,
        "memory_per_session": memory,
        "ten_at_once": crowd,
        "ten_in_browsers_here": browsers_here,
        "budgets": bench.budgets(
            {
                "cold_start_ratio": (start.get("ratio"), START_BUDGET),
                "memory_per_session_mb": (memory.get("mb"), SESSION_BUDGET_MB),
                "ten_at_once_p95_ms": (crowd.get("p95_ms"), CROWD_BUDGET_MS),
            }
        ),
    }


def unless(why: str, measuring: Callable[[], Figures], note: Callable[[str], None]) -> Figures:
    """Return what is measured; or why not, where that is given or comes of trying."""
    if not why:
        try:
            return measuring()
        except (Trouble, TimeoutError) as error:
            why = str(error)
    note(f"Left out: {why}")
    return {"left_out": why}


def main() -> None:
    """Measure, with progress on standard error and JSON on standard output."""
    try:
        found = measured(knowledge.load(settings.read().knowledge), note)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in {"playwright", "websockets"}:
            raise
        sys.exit(MISSING)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
