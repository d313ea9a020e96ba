"""What deploy/ holds is sound by its own kind's rules, and names what is there."""

import subprocess
import sys
import tomllib
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


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


def test_every_version_that_was_tested_is_one_that_is_asked_for() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    fixed = dict(one.split("==") for one in lines if not one.startswith("#"))
    names = {canonicalize_name(name): version for name, version in fixed.items()}
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *extras["postgres"], *extras["test"], *extras["model"]]
    for one in map(Requirement, asked):
        assert one.specifier.contains(names[canonicalize_name(one.name)]), one
