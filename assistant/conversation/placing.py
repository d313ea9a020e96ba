"""Words that nothing was heard in, and of which the user then tells what they are about.

They are read as an answer to the question of that activity. A level that is plain in them is taken;
otherwise they count as words about it, and the question comes next. The message they are in stays
the newest, with what was placed in it, so that its other statements can be placed too.
"""

from collections.abc import Mapping
from dataclasses import replace

from assistant.conversation import remarks
from assistant.conversation.evidence import Evidence, heard
from assistant.conversation.following import reopened
from assistant.conversation.gate import hear
from assistant.conversation.parts import noted, placed_in
from assistant.conversation.settling import learnt
from assistant.conversation.state import Conversation, Exchange, Noted, Part
from assistant.domain.findings import Finding, Reader
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import HIGHEST, LOWEST, Words
from assistant.domain.session import Turn

OVERCOME = ("say.not-placed", "say.unclear", "say.unclear-reply", "say.off-topic", "heard.again")
"""What was said of a message in which nothing was heard, and is true of it no longer."""


def place(catalogue: Catalogue, before: Conversation, turn: Turn, read: Reader) -> Conversation:
    """Return the conversation after words of its newest message were placed."""
    message = before.exchanges[-1]
    start, end = turn.span or (0, 0)
    findings = _found(catalogue, message, turn, read)
    plain = any((one.lo, one.hi) != (LOWEST, HIGHEST) for one in findings)
    evidence = heard(
        Evidence(before.told, before.disputes),
        findings,
        message.number,
        # Words that tell no level settle nothing that was said before.
        asked=turn.activity if plain else "",
        placed=True,
    )
    before = replace(before, hints=_elsewhere(before.hints, message, start, end))
    after = learnt(catalogue, before, evidence, {turn.activity} if plain else set())
    entry = noted(evidence.told, before.told, turn.activity)
    here = Part(start, end, (entry,), told=True, placed=True)
    said = remarks.after(catalogue, before, after, turn, None) or reopened(catalogue, before, after)
    gone = {catalogue.texts[key] for key in OVERCOME}
    now = replace(
        message,
        noted=(*(one for one in message.noted if one.activity != turn.activity), entry),
        parts=placed_in(message.turn.text, [_again(one, entry) for one in message.parts], here),
        remarks=(*(one for one in message.remarks if one not in gone), *said),
    )
    return replace(after, exchanges=(*before.exchanges[:-1], now))


def _found(
    catalogue: Catalogue, message: Exchange, turn: Turn, read: Reader
) -> tuple[Finding, ...]:
    """Return what the words tell of the activity they were placed at; unclear where they do not."""
    start, end = turn.span or (0, 0)
    words = message.turn.text[start:end]
    reading = hear(catalogue.wants, words, turn.activity, read).reading
    found = tuple(
        replace(one, start=start + one.start, end=start + one.end)
        for one in reading.findings
        if one.activity == turn.activity
    )
    unclear = Finding(
        activity=turn.activity,
        level=None,
        planned=False,
        lo=LOWEST,
        hi=HIGHEST,
        quote=words,
        start=start,
        end=end,
        score=1.0,
        reason="placed by hand",
    )
    return found or (unclear,)


def _elsewhere(
    hints: Mapping[str, Words], message: Exchange, start: int, end: int
) -> dict[str, Words]:
    """Return the hints without these words: what they are about is known now."""
    return {
        key: one
        for key, one in hints.items()
        if one.turn != message.number or one.end <= start or end <= one.start
    }


def _again(part: Part, entry: Noted) -> Part:
    """Return a part with an activity that was heard in it as it stands now."""
    heard_here = tuple(
        replace(one, standing=entry.standing) if one.activity == entry.activity else one
        for one in part.heard
    )
    return replace(part, heard=heard_here)
