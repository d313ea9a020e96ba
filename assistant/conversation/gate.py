"""Takes in what was said: only what a text tells may move a level, whoever reads it.

What asks, does not know, supposes, tells of others or just talks is taken out before the text is
read, so that no reader can make a practice of it. And what is heard of an activity with nothing
asked is heard when that very activity is asked about.
"""

import re
from dataclasses import dataclass, replace

from assistant.conversation.statements import Statement, Want, statements
from assistant.domain.findings import Command, Finding, Intent, Reader, Reading, Stated, placed
from assistant.domain.wants import Wants

_JOINS = re.compile(r"(?:(?:but|and|so|however|although|though|then|well)\b[\s,]*)+", re.IGNORECASE)
MOSTLY = 0.75
"""Share of the words of a finding that must be told."""
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
    left_open = _left_open(text, said, asked, read)
    # Not knowing is the answer then, and what else is told stands by itself.
    pending = None if left_open else asked
    entire = read(text, None) if left_open else whole
    reading = _joined(text, said, _read(told, pending, read), entire)
    if whole.intent is Intent.CORRECTION and reading.intent is Intent.ANSWER:
        # What takes something back may be mere courtesy, such as "sorry", and is gone by now.
        reading = replace(reading, intent=Intent.CORRECTION)
    question = _asks(text, said)
    if question or reading.intent is Intent.QUESTION:
        reading = replace(reading, intent=Intent.QUESTION)
    unknown = left_open and asked not in _named(reading)
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
    stated = placed(reading.statements or unasked.statements, findings)
    return replace(reading, intent=intent, findings=tuple(findings), statements=stated)


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


def _joined(text: str, said: tuple[Statement, ...], left: Reading, whole: Reading) -> Reading:
    """Return the reading of what a text tells, with what only the whole text lets be heard.

    "What was in the script last week? Gone." tells in words that need the question before them:
    what is read out of the whole counts where the words it rests on are such that tell.
    """

    def own(findings: tuple[Finding, ...]) -> list[Finding]:
        return [replace(one, quote=text[one.start : one.end]) for one in findings]

    found, have = own(left.findings), _named(left)
    for one in whole.findings:
        told = sum(
            max(0, min(one.end, two.end) - max(one.start, two.start))
            for two in said
            if two.want in {Want.TELL, Want.TALK}
        )
        if one.activity not in have and told >= MOSTLY * (one.end - one.start):
            found.append(one)
    found.sort(key=lambda one: (one.start, one.activity))
    intent = whole.intent if found and left.intent is Intent.OTHER else left.intent
    heard = {one.activity for one in found}
    hints = tuple(one for one in own(left.hints) if one.activity not in heard)
    stated = placed([_trimmed(text, said, one) for one in left.statements], found)
    return replace(left, intent=intent, findings=tuple(found), hints=hints, statements=stated)


def _trimmed(text: str, said: tuple[Statement, ...], one: Stated) -> Stated:
    """Return a statement without what stands before and after what it tells."""
    told = [two for two in said if two.want is Want.TELL]
    inside = [two for two in told if two.start < one.end and one.start < two.end]
    if not inside:
        return one
    start, end = max(one.start, inside[0].start), min(one.end, inside[-1].end)
    while end < one.end and text[end] in ".!":
        end += 1
    return replace(one, start=start, end=end)


def _asks(text: str, said: tuple[Statement, ...]) -> str:
    """Return what of a text asks, as it can be answered."""
    asking = [text[one.start : one.end].strip() for one in said if one.want is Want.ASK]
    return " ".join(asking)


def _left_open(text: str, said: tuple[Statement, ...], asked: str | None, read: Reader) -> bool:
    """Tell whether a text does not know what was asked about, rather than something it names."""
    doubt = _only(text, said, Want.UNKNOWN)
    if not asked or not doubt.strip():
        return False
    meant = read(doubt.strip(), None)
    named = {meant.about} if meant.about else _named(meant)
    return not named or asked in named


def _named(reading: Reading) -> set[str]:
    return {one.activity for one in reading.findings}


def _unknown(reading: Reading, asked: str | None) -> bool:
    return reading.command is Command.UNKNOWN and reading.about in {"", asked}
