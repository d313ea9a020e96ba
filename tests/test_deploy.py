"""What deploy/ holds is sound by its own kind's rules, and names what is there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from packaging.utils import canonicalize_name

from tests import audit, pins

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


def test_the_recipe_of_the_container_is_clean() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, DEPLOY / "Containerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_recipe_copies_what_is_there() -> None:
    lines = [one.split() for one in (DEPLOY / "Containerfile").read_text().splitlines()]
    copied = [name for one in lines if one[:1] == ["COPY"] for name in one[1:-1]]
    here = [name for name in copied if not name.startswith(("--", "/"))]
    assert {"app.py", "assistant", "knowledge", "constraints.txt"} <= set(here)
    assert all((ROOT / name).exists() for name in here)


MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one["kind"])
@pytest.mark.parametrize("version", ["1.30", "1.36"])
def test_every_manifest_is_one(manifest: dict[str, object], version: str) -> None:
    kubernetes_validate.validate(manifest, version, strict=True)


def test_the_service_finds_the_processes() -> None:
    kinds = {one["kind"]: one for one in MANIFESTS}
    labels = kinds["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert kinds["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert kinds["Service"]["spec"]["selector"] == labels
    assert kinds["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels


def test_the_services_know_each_other() -> None:
    made = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = made["services"]
    for name, one in services.items():
        assert set(one["networks"]) <= set(made["networks"]), name
        assert set(one.get("depends_on", ())) <= set(services), name
        assert "ports" not in one or name == "door"
        assert one.get("build", {}).get("dockerfile", "deploy/Containerfile") == (
            "deploy/Containerfile"
        )
    behind = (DEPLOY / "nginx.conf").read_text()
    assert all(f"server {name}:8501" in behind for name in services if name.startswith("app-"))
    assert made["networks"]["inside"] == {"internal": True}


def test_every_version_in_use_is_in_constraints_and_is_one_that_is_asked_for() -> None:
    fixed, used = pins.pinned(), pins.in_use()
    behind = "constraints.txt is behind; once the tests pass: python -m tests.pins"
    assert used.keys() <= fixed.keys(), behind
    if os.environ.get("PIP_CONSTRAINT"):  # as .ci/run installs it
        assert {name: fixed[name] for name in used} == used, behind
    for one in pins.asked():
        name = canonicalize_name(one.name)
        assert name not in fixed or one.specifier.contains(fixed[name]), one


def test_what_is_tested_is_what_the_container_holds() -> None:
    run = (ROOT / ".ci" / "run").read_text()
    assert run.index('PIP_CONSTRAINT="$PWD/constraints.txt"') < run.index("grep -m1")
    assert "-c constraints.txt" in (DEPLOY / "Containerfile").read_text()


# --- known faults of what is used

FINE = {"name": "one", "version": "1.0", "vulns": []}
FAULTY = {"name": "two", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
SKIPPED = {"name": "three", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("each", "code"),
    [
        ([FINE], audit.SOUND),
        ([FINE, FAULTY], audit.FAULTY),
        ([FAULTY, SKIPPED], audit.FAULTY),
        ([FINE, SKIPPED], audit.UNKNOWN),
        ([SKIPPED], audit.UNKNOWN),
        ([], audit.UNKNOWN),
        (None, audit.UNKNOWN),
    ],
)
def test_nothing_is_called_sound_that_was_not_looked_up(
    each: list[object] | None, code: int, tmp_path: Path
) -> None:
    written = "" if each is None else json.dumps({"dependencies": each, "fixes": []})
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{written}\nEND\nexit 1\n")
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "tests.audit", program], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == code, done.stderr
    assert ("NOT AUDITED" in done.stdout) == (code == audit.UNKNOWN)
    assert ("PYSEC-1" in done.stdout) == (code == audit.FAULTY)
    assert ("audited: 1 " in done.stdout) == (code == audit.SOUND)


def test_without_the_program_it_says_that_nothing_was_audited(tmp_path: Path) -> None:
    assert audit.ask("pypi", str(tmp_path / "none")).code == audit.UNKNOWN
