"""Reads a command that names what it is about: "rollback is not applicable to us"."""

import re

from assistant.domain.findings import Command
from assistant.reading.folding import fold
from assistant.reading.prepared import Prepared

_LONGEST = 90
_AIMED = frozenset({Command.UNKNOWN, Command.NOT_APPLICABLE, Command.SKIP})
_END = re.compile(r"[\s.!]+\Z")
_FOR_US = re.compile(r"^(?:for|in|with) (?:us|our (?:case|team|setting|project)),? ")
_BEFORE = (
    r"\b(?:(?:the|our|your|my|any|this|that|a|an) )?(?:(?:question|topic|part|issue|matter|thing)"
    r"(?: (?:of|on|about))? )?(?:(?:the|our|any|a|an) )?(?:(?:data|models?|ml) )?"
)
_AFTER = r"(?: (?:question|topic|part|thing|process|practice|bit))?(?![a-z])"
_SINGULAR = ((r"\bthat are\b", "that is"), (r"\bthat do(?=n't| not)", "that does"))
_JOINED = re.compile(
    r",? (?:about|of|on|for|with|regarding|concerning|as to|how|whether|if|what|who|where|when)"
    r" (?!to )"
)
_CONCEPT = re.compile(r"\b(?:is|are|means?|stands? for|for)\Z|\byou mean\b")
_CLAUSES = re.compile(r"[,;:?]|\.\s|\b(?:but|and|because|although|though)\b")
_LACKS = re.compile(r"\b(?:have|got|use)\b")
"""Who says that something is not there has not said that it does not apply."""


def aimed(prepared: Prepared, plain: str) -> tuple[Command, str]:
    """Return the command in a folded text and the activity that it names, or NONE."""
    said = _FOR_US.sub("", _END.sub("", plain))
    if len(said) > _LONGEST:
        return Command.NONE, ""
    spans = _named(prepared, said)
    if len(spans) != 1:
        return Command.NONE, ""
    ((name, (start, end)),) = spans.items()
    command = _pointed(prepared, said, start, end)
    if command is Command.NONE:
        command = _opened(prepared, said, start)
    if command is Command.NOT_APPLICABLE and _LACKS.search(said):
        return Command.NONE, ""
    return (command, name) if command in _AIMED else (Command.NONE, "")


def _named(prepared: Prepared, said: str) -> dict[str, tuple[int, int]]:
    """Return the one activity that is called by its name, or those that a strong cue names."""
    for key, item in prepared.items.items():
        at = said.find(fold(item.name).text)
        if at >= 0 and item.pipeline != "process":
            return {key: (at, at + len(fold(item.name).text))}
    found: dict[str, tuple[int, int]] = {}
    for hit in prepared.finder.find(said):
        if hit.strong:
            start, end = found.get(hit.activity, (hit.start, hit.end))
            found[hit.activity] = (min(start, hit.start), max(end, hit.end))
    return found


def _pointed(prepared: Prepared, said: str, start: int, end: int) -> Command:
    """Read the text with "that" for what it names."""
    name = re.compile(_BEFORE + re.escape(said[start:end]) + _AFTER)
    for put in ("that", ""):
        tried = name.sub(put, said, count=1)
        for plural, singular in _SINGULAR:
            tried = re.sub(plural, singular, tried)
        command = prepared.intents.command(tried)
        if tried.strip() and command in _AIMED:
            return command
    return Command.NONE


def _opened(prepared: Prepared, said: str, named: int) -> Command:
    """Read what stands before "about" or "how", where the activity is named behind it."""
    for joint in _JOINED.finditer(said, 0, named):
        rest = said[joint.end() :]
        if _CLAUSES.search(rest) or _CONCEPT.search(rest):
            return Command.NONE
        command = prepared.intents.command(said[: joint.start()])
        if command in _AIMED:
            return command
    return Command.NONE
