"""What measures the page: it says what is missing, leaves no server behind, and weighs truly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.evaluation import bench
from tests.measuring import browsing, page, serving

ROOT = Path(__file__).parents[1]


def test_a_server_that_ends_at_once_is_reported_and_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(TimeoutError),
        serving.running(tmp_path / "missing.py", tmp_path),
    ):
        pytest.fail("a page that does not exist was served")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told by /proc")
def test_the_memory_of_a_process_is_told() -> None:
    found = serving.resident_mb(serving.Server("", os.getpid()))
    assert found is not None
    assert 20 < found < 20_000


def test_what_cannot_be_measured_says_why() -> None:
    def late() -> dict[str, object]:
        raise TimeoutError("the server did not start")

    def broken() -> dict[str, object]:
        raise serving.Trouble("the page crashed")

    notes: list[str] = []
    assert page.unless("", lambda: {"mb": 0.1}, notes.append) == {"mb": 0.1}
    for why, measuring in (
        ("Chromium is not installed", lambda: pytest.fail("measured all the same")),
        ("", late),
        ("", broken),
    ):
        assert set(page.unless(why, measuring, notes.append)) == {"left_out"}
    assert notes == [
        "Left out: Chromium is not installed",
        "Left out: the server did not start",
        "Left out: the page crashed",
    ]


def test_without_chromium_the_browser_part_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert browsing.obstacle() == "Chromium is not installed"


def test_without_the_test_extra_one_sentence_says_what_to_install() -> None:
    code = "import sys; sys.modules['playwright'] = None; "
    code += "from tests.measuring import page; page.main()"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == [page.MISSING]
    assert '".[test]"' in page.MISSING


def test_a_budget_is_kept_up_to_its_very_value_and_needs_a_number() -> None:
    found = bench.budgets({"a": (1.0, 1.0), "b": (1.1, 1.0), "c": (None, 1.0)})
    assert {name: one["kept"] for name, one in found.items()} == {"a": True, "b": False}
