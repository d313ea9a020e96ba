"""Takes in what was said: only what a text tells may move a level, whoever reads it.

What asks, does not know, supposes, tells of others or just talks is taken out before the text is
read, so that no reader can make a practice of it. And what is heard of an activity with nothing
asked is heard when that very activity is asked about.
"""

import re
from dataclasses import dataclass, replace

from assistant.conversation.statements import Statement, Want, statements
from assistant.domain.findings import Command, Finding, Intent, Reader, Reading
from assistant.domain.wants import Wants

_JOINS = re.compile(r"(?:(?:but|and|so|however|although|though|then|well)\b[\s,]*)+", re.IGNORECASE)
_LEFT = frozenset({Command.UNKNOWN, Command.NOT_APPLICABLE, Command.SKIP})


@dataclass(frozen=True, slots=True)
class Heard:
    """What is taken in of a text.

    `question` is what of it asks; `unknown` tells that it does not know the open question's
    activity, whatever else it tells; `wants` is all that its statements want.
    """

    reading: Reading
    question: str
    unknown: bool
    wants: frozenset[Want]


def hear(wants: Wants, text: str, asked: str | None, read: Reader) -> Heard:
    """Take in a text, with the id of the activity just asked about."""
    said = statements(wants, text)
    wanted = frozenset(one.want for one in said)
    if not said or (Want.TELL in wanted and wanted <= {Want.TELL, Want.TALK}):
        reading = _read(text, asked, read)
        question = text if reading.intent is Intent.QUESTION else ""
        return Heard(reading, question, _unknown(reading, asked), wanted)
    whole = read(text, asked)
    told = _only(text, said, Want.TELL)
    if whole.intent is Intent.COMMAND and (
        whole.command not in _LEFT or whole.about or not told.strip()
    ):
        return Heard(replace(whole, findings=()), "", _unknown(whole, asked), wanted)
    if not told.strip():
        return _nothing_told(text, said, wanted, whole)
    reading = _of(text, _read(told, asked, read))
    if whole.intent is Intent.CORRECTION and reading.intent is Intent.ANSWER:
        # What takes something back may be mere courtesy, such as "sorry", and is gone by now.
        reading = replace(reading, intent=Intent.CORRECTION)
    question = _asks(text, said)
    if question or reading.intent is Intent.QUESTION:
        reading = replace(reading, intent=Intent.QUESTION)
    unknown = _leaves_open(text, said, asked, reading.findings, read)
    if reading.intent is Intent.COMMAND:  # what is left may look like one, and was not typed so
        intent = Intent.QUESTION if question else Intent.OTHER
        reading = Reading(intent, reading.findings)
    if unknown and not reading.findings and not question:
        reading = Reading(Intent.COMMAND, command=Command.UNKNOWN)
    return Heard(reading, question, unknown, wanted)


def _nothing_told(
    text: str, said: tuple[Statement, ...], wanted: frozenset[Want], whole: Reading
) -> Heard:
    """Return what is heard in a text that tells nothing: a question, a don't know, or just talk."""
    question = _asks(text, said)
    if question:
        return Heard(Reading(Intent.QUESTION), question, False, wanted)
    if Want.UNKNOWN in wanted:
        about = whole.about if whole.command is Command.UNKNOWN else ""
        unknown = Reading(Intent.COMMAND, command=Command.UNKNOWN, about=about)
        return Heard(unknown, "", not about, wanted)
    return Heard(Reading(Intent.OTHER), "", False, wanted)


def _read(text: str, asked: str | None, read: Reader) -> Reading:
    """Read a text; what is heard of the activity asked about with nothing asked is kept."""
    reading = read(text, asked)
    if not asked or reading.intent is Intent.COMMAND or asked in _named(reading):
        return reading
    unasked = read(text, None)
    kept = tuple(one for one in unasked.findings if one.activity == asked)
    if not kept:
        return reading
    findings = sorted((*reading.findings, *kept), key=lambda one: (one.start, one.activity))
    intent = unasked.intent if reading.intent is Intent.OTHER else reading.intent
    return replace(reading, intent=intent, findings=tuple(findings))


def _only(text: str, said: tuple[Statement, ...], want: Want) -> str:
    """Return a text with nothing but spaces where it wants anything else: all stays in place."""
    kept = ["\n" if one == "\n" else " " for one in text]
    cut = False
    for one in said:
        if one.want is not want:
            cut = True
            continue
        start, end = one.start, one.end
        joint = _JOINS.match(text, start, end) if cut else None
        if joint is not None:  # what it joined is gone, and "but" alone would take something back
            start = joint.end()
        while end < len(text) and text[end] in ".!,;:":
            end += 1
        kept[start:end] = text[start:end]
        cut = False
    return "".join(kept)


def _of(text: str, reading: Reading) -> Reading:
    """Return a reading of what was left of a text, with quotes out of the text itself."""

    def own(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(replace(one, quote=text[one.start : one.end]) for one in findings)

    return replace(reading, findings=own(reading.findings), hints=own(reading.hints))


def _asks(text: str, said: tuple[Statement, ...]) -> str:
    """Return what of a text asks, as it can be answered."""
    asking = [text[one.start : one.end].strip() for one in said if one.want is Want.ASK]
    return " ".join(asking)


def _leaves_open(
    text: str,
    said: tuple[Statement, ...],
    asked: str | None,
    findings: tuple[Finding, ...],
    read: Reader,
) -> bool:
    """Tell whether a text that tells something does not know what was asked about.

    Not where it tells of that, nor where the don't know names another activity.
    """
    doubt = _only(text, said, Want.UNKNOWN)
    if not asked or not doubt.strip() or any(one.activity == asked for one in findings):
        return False
    meant = read(doubt.strip(), None)
    named = {meant.about} if meant.about else _named(meant)
    return not named or asked in named


def _named(reading: Reading) -> set[str]:
    return {one.activity for one in reading.findings}


def _unknown(reading: Reading, asked: str | None) -> bool:
    return reading.command is Command.UNKNOWN and reading.about in {"", asked}
