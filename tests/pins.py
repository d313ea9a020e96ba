"""Which versions are in use, for constraints.txt: `python -m tests.pins` writes it anew.

Everything the project and its extras ask for counts, and whatever that asks for in turn, as it is
installed. Run it after the tests have passed with what is installed.
"""

import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FILE = ROOT / "constraints.txt"
HEAD = "# The versions that all tests last ran with: pip install -c constraints.txt -e .\n"


def asked() -> Iterator[Requirement]:
    """Yield what the project and all its extras ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for one in (project["dependencies"], *project["optional-dependencies"].values()):
        yield from map(Requirement, one)


def in_use() -> dict[str, str]:
    """Return the versions of all that is asked for and installed, by name, without a build tag."""
    found: dict[str, str] = {}
    waiting = [(one, "") for one in asked()]
    done: set[tuple[str, str]] = set()
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        try:
            there = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = there.version.partition("+")[0]
        for one in ("", *wanted.extras):
            if (name, one) not in done:
                done.add((name, one))
                waiting += [(Requirement(line), one) for line in there.requires or ()]
    return found


def pinned() -> dict[str, str]:
    """Return what constraints.txt holds, by name."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    parts = [one.split("==") for one in lines if one and not one.startswith("#")]
    return {canonicalize_name(name): version for name, version in parts}


def main() -> None:
    """Write the file, and say what changed."""
    before, now = pinned(), in_use()
    lines = [f"{name}=={version}\n" for name, version in sorted(now.items())]
    FILE.write_text(HEAD + "".join(lines), encoding="utf-8")
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            sys.stdout.write(f"{name}: {before.get(name, '-')} -> {now.get(name, '-')}\n")


if __name__ == "__main__":
    main()
