"""Takes out of a text what is code, data or an address: none tells of what a team does."""

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
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*\)")
"""Words with the address that they lead to, and a picture."""
_ADDRESS = re.compile(r"\bhttps?://[^\s()]*", re.IGNORECASE)
_THEN = re.compile(r"[A-Za-z_][\w.]*\([^()\n]*\)")
"""What may be a call, and is one beside other code; elsewhere it may be "training(by hand)"."""
_ROUNDS = 4


def without_code(text: str) -> str:
    """Return a text of the same length with spaces for what is code or an address in it."""
    words = _ADDRESS.sub(_blank, _LINK.sub(_words_of, text))
    shown = words
    for _ in range(_ROUNDS):  # calls and data are nested
        before, shown = shown, _SURE.sub(_blank, shown)
        if shown == before:
            break
    return shown if shown == words else _THEN.sub(_blank, shown)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _words_of(match: re.Match[str]) -> str:
    """Return the words of a link in their place, and spaces for the rest of it."""
    return match[1].rjust(match.end(1) - match.start()).ljust(len(match[0]))
