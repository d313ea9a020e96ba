"""`evaluate` with the real engine on folders that hold one kind of items only."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

KINDS = {
    "questions": (
        {"id": "q1", "text": "What is a model registry?", "activities": ["model-registry"]},
        "SEARCH",
    ),
    "answers": (
        {
            "id": "a1",
            "text": "A scheduled pipeline retrains the model every night.",
            "labels": [{"activity": "model-training", "level": "automated"}],
        },
        "ANSWERS",
    ),
    "profiles": (
        {"id": "p1", "statements": ["We have no rollback."], "expected": {"rollback": "absent"}},
        "PROFILES",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_may_hold_one_kind_only(kind: str, tmp_path: Path) -> None:
    item, heading = KINDS[kind]
    (tmp_path / f"{kind}.jsonl").write_text(json.dumps(item) + "\n")
    words = [sys.executable, "-m", "assistant", "evaluate", str(tmp_path)]
    ran = subprocess.run(words, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert lines[4].startswith(heading)
    others = {one for _, one in KINDS.values()} - {heading}
    assert not others & set(lines)
