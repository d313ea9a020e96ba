"""A typed message becomes an exchange: what it tells, asks for, corrects or asks about us."""

from dataclasses import replace

from assistant.conversation import asides, following, itself, team
from assistant.conversation.evidence import Evidence, heard, marked
from assistant.conversation.exchanging import MARK_OF, about, evidence_of, told_of
from assistant.conversation.gate import Heard, hear
from assistant.conversation.state import Conversation
from assistant.domain.findings import Answerer, Intent, Reader, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Origin, Status
from assistant.domain.results import Asking
from assistant.domain.session import READ_AT_MOST, Turn


def typed(
    catalogue: Catalogue, before: Conversation, turn: Turn, read: Reader, answer: Answerer
) -> Conversation:
    """Return the conversation after what somebody typed."""
    text = turn.text[:READ_AT_MOST]
    spoken = asides.about_talk(catalogue, before, text)
    spoken = spoken or itself.about_itself(catalogue, before, text)
    if spoken:
        return told_of(
            catalogue, before, turn, turn.text, evidence_of(before),
            reading=Reading(Intent.QUESTION), spoken=spoken,
        )  # fmt: skip
    taken_in = _meant(catalogue, before, turn, text, read)
    reading = taken_in.reading
    named = about(turn, reading)
    if reading.intent is Intent.COMMAND and named and reading.command in MARK_OF:
        evidence = _set_aside(before, named, MARK_OF[reading.command])
        return told_of(
            catalogue, before, turn, turn.text, evidence, reading=reading, wants=taken_in.wants
        )
    evidence = heard(
        evidence_of(before),
        reading.findings,
        len(before.exchanges),
        asked=turn.activity,
        correction=reading.intent is Intent.CORRECTION,
    )
    evidence = _given_up(before, turn, evidence)
    if taken_in.unknown and turn.activity:
        evidence = _set_aside(before, turn.activity, Status.UNKNOWN, evidence)
    asks = reading.intent is Intent.QUESTION
    question = taken_in.question or text
    spoken = asides.about_talk(catalogue, before, question) if asks else ()
    replied = (
        following.answered(catalogue, before, question, answer) if asks and not spoken else None
    )
    if replied is not None and not replied.sentences:
        spoken = asides.in_our_words(catalogue, question)
        replied = None if spoken else replied
    if replied is not None:
        replied = replace(replied, closing=team.for_team(catalogue, before, replied))
    return told_of(
        catalogue, before, turn, turn.text, evidence,
        reading=reading, replied=replied, wants=taken_in.wants, spoken=spoken,
    )  # fmt: skip


def _set_aside(
    before: Conversation, activity: str, mark: Status, evidence: Evidence | None = None
) -> Evidence:
    """Return the evidence after words put a mark on an activity in place of a level.

    Not to know takes back only a level that was itself in doubt, never one that was made plain.
    """
    evidence = evidence or evidence_of(before)
    standing = evidence.told.get(activity, OPEN)
    plain = standing.known and (standing.sure or standing.origin is Origin.CHOSEN)
    if mark is Status.UNKNOWN and plain and standing.status is Status.LEVEL:
        return evidence
    return marked(evidence, activity, mark.value)


def _meant(
    catalogue: Catalogue, before: Conversation, turn: Turn, text: str, read: Reader
) -> Heard:
    """Return the reading of a text; a correction is about what it names, else about the last heard.

    The open question takes a correction only when the text names nothing else.
    """
    taken_in = hear(catalogue.wants, text, turn.activity or None, read)
    if taken_in.reading.intent is not Intent.CORRECTION:
        return taken_in
    named = hear(catalogue.wants, text, None, read)
    if named.reading.findings:
        return named
    heard_last = next((one.noted for one in reversed(before.exchanges) if one.noted), ())
    if taken_in.reading.findings or len(heard_last) != 1:
        return taken_in
    return hear(catalogue.wants, text, heard_last[0].activity, read)


def _given_up(before: Conversation, turn: Turn, evidence: Evidence) -> Evidence:
    """Keep the range after one confirmation that left one, rather than ask a third time.

    So too where words that left one were skipped, and the question came back.
    """
    standing = evidence.told.get(turn.activity)
    question, had = before.question, before.told.get(turn.activity, OPEN)
    if (
        standing is None
        or standing.known
        or standing.status is not Status.LEVEL
        or question is None
        or question.activity != turn.activity
        or standing == had
    ):
        return evidence
    again = had.status is Status.SKIPPED and had.words
    if question.asking is not Asking.CONFIRM and not again:
        return evidence
    kept = replace(standing, status=Status.UNKNOWN)
    return Evidence({**evidence.told, turn.activity: kept}, evidence.disputes)
