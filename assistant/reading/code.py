"""Takes out of a text what is code or data, which tells nothing of what a team does."""

import re

_SURE = re.compile(
    r"\{[^{}\n]*\}"  # data, or a place to be filled in
    r"|[A-Za-z_][\w.]*\((?:|[^()\n]*[\d\"'=_][^()\n]*)\)"  # a call
    r"|(?<!\S)--[A-Za-z]\S*"  # an option of a command
    r"|(?<![\w/.])\w+=[\"']?[\w.]+[\"']?"  # a name given a value
    r"|\bdrop table \w+"
    r"|^\s*(?:sudo|\$) [^\n]*",  # a line for a shell
    re.IGNORECASE | re.MULTILINE,
)
_THEN = re.compile(r"[A-Za-z_][\w.]*\([^()\n]*\)")
"""What may be a call, and is one beside other code; elsewhere it may be "training(by hand)"."""
_ROUNDS = 4


def without_code(text: str) -> str:
    """Return a text of the same length with spaces for what is code in it."""
    shown = text
    for _ in range(_ROUNDS):  # calls and data are nested
        before, shown = shown, _SURE.sub(_blank, shown)
        if shown == before:
            break
    return shown if shown == text else _THEN.sub(_blank, shown)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
