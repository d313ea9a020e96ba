"""One turn becomes an exchange: what was noted of it, said to it, and known after it."""

from dataclasses import replace

from assistant.conversation import following, remarks
from assistant.conversation.evidence import Evidence
from assistant.conversation.parts import noted, parts_of
from assistant.conversation.settling import learnt
from assistant.conversation.state import Conversation, Exchange, Noted
from assistant.conversation.statements import Want
from assistant.domain.findings import Answer, Command, Intent, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Profile, Status, Words
from assistant.domain.session import Turn, TurnKind

MARK_OF = {
    Command.UNKNOWN: Status.UNKNOWN,
    Command.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    Command.SKIP: Status.SKIPPED,
}


def told_of(
    catalogue: Catalogue,
    before: Conversation,
    turn: Turn,
    said: str,
    evidence: Evidence,
    *,
    reading: Reading | None = None,
    replied: Answer | None = None,
    wants: frozenset[Want] = frozenset(),
    spoken: tuple[str, ...] = (),
) -> Conversation:
    """Return the conversation after a turn that left this evidence, with its exchange.

    `said` is shown as what the person said; `reading` is None for what was tapped.
    """
    hints = _hints(before, reading)
    after = learnt(catalogue, before, evidence, _addressed(turn, reading), hints)
    exchange = Exchange(
        number=len(before.exchanges),
        turn=turn,
        said=said,
        asked=turn.activity if turn.kind not in {TurnKind.EDIT, TurnKind.FORGET} else "",
        intent=reading.intent if reading else None,
        noted=_noted(before, evidence.told, reading),
        parts=parts_of(turn.text, reading, before.told, evidence.told)
        if reading is not None
        else (),
        remarks=(
            remarks.after(catalogue, before, after, turn, reading, wants)
            or following.reopened(catalogue, before, after)
        )
        + spoken,
        answer=replied,
        wants=_wish(reading),
    )
    return replace(after, exchanges=(*before.exchanges, exchange))


def _hints(before: Conversation, reading: Reading | None) -> dict[str, Words]:
    number = len(before.exchanges)
    found = reading.hints if reading else ()
    return {one.activity: Words(one.quote, number, one.start, one.end) for one in found}


def about(turn: Turn, reading: Reading) -> str:
    """Return what a command is about: what it names, else the open question."""
    return reading.about or turn.activity


def _addressed(turn: Turn, reading: Reading | None) -> set[str]:
    """Return the activities a turn speaks of, whether or not that changed anything."""
    if reading is None:
        return {turn.activity, *(one.activity for one in turn.given)}
    if reading.command in MARK_OF:
        return {about(turn, reading)}
    return {finding.activity for finding in reading.findings}


def _noted(before: Conversation, told: Profile, reading: Reading | None) -> tuple[Noted, ...]:
    named = [finding.activity for finding in reading.findings] if reading else []
    changed = [key for key in told if told[key] != before.told.get(key) and key not in named]
    return tuple(
        noted(told, before.told, key)
        for key in dict.fromkeys([*named, *changed])
        if key in told and told[key] != before.told.get(key)
    )


def _wish(reading: Reading | None) -> str:
    if reading is None or reading.intent is not Intent.COMMAND:
        return ""
    wishes = {Command.RESTART, Command.RESULT, Command.UNDO, Command.MORE}
    return reading.command.value if reading.command in wishes else ""


def evidence_of(conversation: Conversation) -> Evidence:
    """Return what was told so far."""
    return Evidence(conversation.told, conversation.disputes)
