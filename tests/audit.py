"""Asks a public database whether a version in constraints.txt has a known fault.

`python -m tests.audit [PROGRAM]` needs the network and `pip-audit`, whose own summary reads "no
known vulnerabilities" also where it could look nothing up. So this says which it was: exit code 1
for a known fault, 0 where every version was looked up and none has one, 3 where not all could be.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

from tests.pins import FILE

SERVICES = ("pypi", "osv")
"""The databases that pip-audit can ask, the first that answers for all."""
SOUND, FAULTY, UNKNOWN = 0, 1, 3
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Audit:
    """What a database knew: names with their faults, and names it could not say anything of."""

    faults: tuple[str, ...]
    unknown: tuple[str, ...]
    asked: int

    @property
    def code(self) -> int:
        """The exit code for this."""
        if self.faults:
            return FAULTY
        return UNKNOWN if self.unknown or not self.asked else SOUND


def told(written: str) -> Audit:
    """Return what pip-audit wrote in JSON; nothing was asked where it is none."""
    try:
        each = json.loads(written)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audit((), (), 0)
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {fault['fix_versions'] or '-'}"
        for one in each
        for fault in one.get("vulns", ())
    ]
    unknown = [one["name"] for one in each if "skip_reason" in one]
    return Audit(tuple(faults), tuple(unknown), len(each))


def ask(service: str, program: str) -> Audit:
    """Ask one database about every version in constraints.txt."""
    options = ("-r", str(FILE), "--no-deps", "--disable-pip", "-s", service, "-f", "json")
    try:
        done = subprocess.run(
            [program, *options], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return Audit((), (), 0)
    return told(done.stdout)


def main(program: str = "pip-audit") -> int:
    """Ask by this program, and say what came of it; return the exit code."""
    found = Audit((), (), 0)
    for service in SERVICES:
        found = ask(service, program)
        if found.code != UNKNOWN:
            break
    for one in found.faults:
        sys.stdout.write(f"known fault: {one}\n")
    if found.code == UNKNOWN:
        sys.stdout.write(
            "NOT AUDITED: no database of known faults could be asked about every version in "
            "constraints.txt. Run `python -m tests.audit` where there is a network.\n"
        )
    elif found.code == SOUND:
        sys.stdout.write(f"audited: {found.asked} versions, no known fault\n")
    return found.code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
