"""What the page loads: before its first run nothing slow, and never what measures or commands."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOADED = """
import json, pkgutil, sys
from importlib import import_module
from streamlit.testing.v1 import AppTest
from assistant import ui

for one in pkgutil.walk_packages(ui.__path__, "assistant.ui."):
    if one.name != "assistant.ui.page":  # which runs when it is imported
        import_module(one.name)
before = sorted(sys.modules)
shown = AppTest.from_file(ui.__path__[0] + "/page.py", default_timeout=60).run()
assert not shown.exception, shown.exception
assert shown.main.children
print(json.dumps([before, sorted(sys.modules)]))
"""
NEVER = {"assistant.commands", "assistant.evaluation", "playwright", "typer"}
LATER = {
    "assistant.encoder",
    "assistant.retrieval",
    "assistant.training",
    "faiss",
    "rank_bm25",
    "scipy",
    "sentence_transformers",
    "sklearn",
    "torch",
}
"""What is loaded in the background, after the first question stands."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> list[set[str]]:
    """All modules in a fresh process once the page's are imported, and once it has run."""
    data = str(tmp_path_factory.mktemp("data"))
    ran = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env={**os.environ, "MLOPS_ASSISTANT_DATA": data},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return [set(one) for one in json.loads(ran.stdout)]


def named(modules: set[str], rooms: set[str]) -> set[str]:
    return {one for one in modules if any(f"{one}.".startswith(f"{room}.") for room in rooms)}


def test_the_page_never_loads_what_measures_or_commands(loaded: list[set[str]]) -> None:
    for modules in loaded:
        assert named(modules, {"assistant.ui", "streamlit"})
        assert named(modules, NEVER) == set()


def test_nothing_slow_is_loaded_before_the_page_runs(loaded: list[set[str]]) -> None:
    assert named(loaded[0], LATER) == set()
