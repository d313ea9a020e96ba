"""`evaluate` on folders that hold one kind of items only, and `bench`, with the real engine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import settings
from assistant.evaluation import bench
from assistant.service import Service

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
    "openings": (
        {
            "id": "o1",
            "text": "Data lands by itself. We deploy by hand.",
            "labels": [{"activity": "model-deployment", "level": "manual", "cue": True}],
            "accept_activities": ["data-collection"],
        },
        "OPENINGS",
    ),
    "probes": (
        {
            "id": "b1",
            "kind": "dont-know",
            "text": "I could not tell you.",
            "question": "rollback",
            "expect": {},
            "forbid": "all",
        },
        "PROBES",
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


def test_bench_tells_speed_beside_an_encode_and_memory() -> None:
    service = Service.open(settings.read(), sessions=False)
    found = bench.run(service, lambda words: None, texts=4)
    json.dumps(found)
    lengths = {f"engine_turn_{words}": words for words in bench.TURN_BUDGETS}
    for part in (*lengths, "search"):
        name = "turn" if part in lengths else part
        one = found[part]
        assert one["texts"] == 4
        assert one["ratio_p50"] == pytest.approx(
            one[f"{name}_p50_ms"] / one["encode_p50_ms"], abs=0.02
        )
        assert found["budgets"][f"{part}_ratio_p50"]["value"] == one["ratio_p50"]
        assert one.get("words", [20])[0] >= lengths.get(part, 0)
    assert set(service.catalogue.models) < set(found["next_question"])
    assert found["memory"]["most_mb"] is None or found["memory"]["most_mb"] > 200
    assert len(found["budgets"]) == 2 * len((*lengths, "search")) + 1
