"""Reads ticks and crosses, as in notes and lists, as the yes and no that they stand for."""

import re
from collections.abc import Iterator

from assistant.reading.folding import BULLET

_TICKED, _CROSSED = "✓✔✅☑🗸", "✗✘❌✖✕🗙"
_TICK = re.compile(rf"[{_TICKED}{_CROSSED}]\ufe0f?")
_TASK = re.compile(r"\[([ xX])\]\s")


def ticked(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, what it stands for) of each tick and cross.

    They speak for what follows where a line begins with one, and else for what is before them; a
    task of a list is ticked where it begins.
    """
    at = 0
    for line in text.split("\n"):
        bullet = BULLET.match(line)
        begins = bullet.end() if bullet else len(line) - len(line.lstrip())
        if task := _TASK.match(line, begins):
            if task.group(1) == " ":
                yield at + begins, at + begins + len("[ ]"), "no"
            at += len(line) + 1
            continue
        ahead = _TICK.match(line, begins) is not None
        for match in _TICK.finditer(line):
            no = match.group()[0] in _CROSSED
            if ahead:
                meant = ("" if match.start() == begins else "\n") + ("no" if no else "")
            else:
                aside = line[match.end() :].lstrip().startswith("(")
                meant = (": no." if no else ": yes.") + ("" if aside else "\n")
            if meant:
                yield at + match.start(), at + match.end(), meant
        at += len(line) + 1
