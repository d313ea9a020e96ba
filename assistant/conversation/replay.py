"""Turns to conversation: `replay` folds all that the user did, `advance` adds one turn to it."""

from collections.abc import Sequence
from dataclasses import replace

from assistant import staging
from assistant.conversation import asides, following, itself, remarks, team, terms
from assistant.conversation.again import again
from assistant.conversation.evidence import Evidence, chosen, forgotten, given, heard, marked
from assistant.conversation.gate import Heard, hear
from assistant.conversation.parts import noted, parts_of
from assistant.conversation.placing import place
from assistant.conversation.settling import learnt, settle
from assistant.conversation.state import Conversation, Exchange, Noted, Phase
from assistant.conversation.statements import Want
from assistant.conversation.supposing import supposing
from assistant.conversation.turns import IllegalTurn, check, notice, taken
from assistant.domain.findings import Answer, Answerer, Command, Intent, Reader, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Origin, Profile, Status, Words
from assistant.domain.results import Asking
from assistant.domain.session import READ_AT_MOST, Turn, TurnKind
from assistant.specialising import spoken_to

MARK_OF = {
    Command.UNKNOWN: Status.UNKNOWN,
    Command.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    Command.SKIP: Status.SKIPPED,
}


def begin(catalogue: Catalogue) -> Conversation:
    """Return the conversation before the first turn."""
    nothing = Conversation(
        phase=Phase.OPENING,
        model=catalogue.primary.id,
        exchanges=(),
        told={},
        closure=staging.close(catalogue, {}),
        assessments={},
    )
    return settle(catalogue, nothing, moved=False)


def replay(
    catalogue: Catalogue, turns: Sequence[Turn], read: Reader, answer: Answerer
) -> Conversation:
    """Return the conversation that the turns lead to, as far as this knowledge can take them."""
    conversation = begin(catalogue)
    for turn in taken(catalogue, turns):
        conversation = advance(catalogue, conversation, turn, read, answer)
    return with_notice(catalogue, conversation, turns)


def with_notice(catalogue: Catalogue, now: Conversation, turns: Sequence[Turn]) -> Conversation:
    """Return a conversation that says what the last of its turns took back, if it did."""
    said = notice(catalogue, turns)
    return replace(now, notice=said) if said else now


def advance(
    catalogue: Catalogue, before: Conversation, turn: Turn, read: Reader, answer: Answerer
) -> Conversation:
    """Return the conversation after one more turn. Raises IllegalTurn for a foreign id.

    An undo and a restart need the whole list: use `replay`.
    """
    said = [one.turn for one in before.exchanges[-1:]]
    check(catalogue, turn, said)
    if turn.kind is TurnKind.SCENARIO:  # what is supposed is told of nobody
        return replace(before, scenarios=supposing(before.scenarios, turn), notice="")
    if turn.kind is TurnKind.STEP:
        return replace(before, notes={**before.notes, turn.step: turn.note}, notice="")
    if turn.kind is TurnKind.CONTEXT:
        picked = {turn.activity: turn.option} if turn.option else {}
        others = {key: one for key, one in before.context.items() if key != turn.activity}
        return terms.chosen(catalogue, before, {**others, **picked})
    choices = terms.heard_choices(catalogue, before, turn)
    now = terms.chosen(catalogue, before, terms.with_choices(before, choices))
    words = spoken_to(catalogue, now.context)
    after = _taken(words, now, turn, terms.reader(words, now.context, read), answer)
    return terms.noticed(words, choices, after)


def _taken(
    catalogue: Catalogue, before: Conversation, turn: Turn, read: Reader, answer: Answerer
) -> Conversation:
    """Return the conversation after a turn, said in the words of this catalogue."""
    match turn.kind:
        case TurnKind.SAY:
            if following.asks_why(turn.text) and before.question is not None:
                found = following.why(catalogue, before.question, answer)
                why = Reading(Intent.QUESTION)
                after = _learnt(
                    catalogue,
                    before,
                    turn,
                    turn.text,
                    _evidence(before),
                    reading=why,
                    replied=found,
                )
                return following.explained(catalogue, before.question, after)
            return _said(catalogue, before, turn, read, answer)
        case TurnKind.REPLY | TurnKind.EDIT:
            level = turn.level or 0
            label = catalogue.items[turn.activity].replies[level].label
            evidence = chosen(_evidence(before), turn.activity, level)
            return _learnt(catalogue, before, turn, label, evidence)
        case TurnKind.MARK:
            evidence = marked(_evidence(before), turn.activity, turn.mark, turn.reason)
            label = catalogue.texts[f"mark.{turn.mark}"]
            return _learnt(catalogue, before, turn, label, evidence)
        case TurnKind.FORGET:
            evidence = forgotten(_evidence(before), turn.activity)
            return _learnt(catalogue, before, turn, catalogue.texts["mark.forget"], evidence)
        case TurnKind.PLACE:
            return place(catalogue, before, turn, read)
        case TurnKind.MODEL:
            if turn.option not in catalogue.models:  # it is for teams of another kind
                return replace(before, notice="")
            moved = before.phase is not Phase.OPENING
            chosen_model = replace(before, model=turn.option, full=False, notice="")
            return settle(catalogue, chosen_model, moved=moved)
        case TurnKind.CONTINUE:
            # Before a result there is nothing to complete yet: the questions begin, or go on.
            full = before.full or before.phase is Phase.RESULT
            return settle(catalogue, replace(before, full=full, notice=""), moved=True)
        case TurnKind.GIVEN:
            taken_over = given(_evidence(before), turn.given, turn.text, len(before.exchanges))
            count = len(turn.given)
            said = catalogue.texts["given.one" if count == 1 else "given"].format(count=count)
            return _learnt(catalogue, before, turn, said, taken_over)
        case TurnKind.AGAIN:
            return again(catalogue, before, turn)
        case (
            TurnKind.CONTEXT | TurnKind.SCENARIO | TurnKind.STEP | TurnKind.UNDO | TurnKind.RESTART
        ):
            raise IllegalTurn(catalogue.texts["illegal"])


def _said(
    catalogue: Catalogue, before: Conversation, turn: Turn, read: Reader, answer: Answerer
) -> Conversation:
    text = turn.text[:READ_AT_MOST]
    spoken = asides.about_talk(catalogue, before, text)
    spoken = spoken or itself.about_itself(catalogue, before, text)
    if spoken:
        return _learnt(
            catalogue, before, turn, turn.text, _evidence(before),
            reading=Reading(Intent.QUESTION), spoken=spoken,
        )  # fmt: skip
    taken_in = _meant(catalogue, before, turn, text, read)
    reading = taken_in.reading
    about = _about(turn, reading)
    if reading.intent is Intent.COMMAND and about and reading.command in MARK_OF:
        evidence = _set_aside(before, about, MARK_OF[reading.command])
        return _learnt(
            catalogue, before, turn, turn.text, evidence, reading=reading, wants=taken_in.wants
        )
    evidence = heard(
        _evidence(before),
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
    return _learnt(
        catalogue, before, turn, turn.text, evidence,
        reading=reading, replied=replied, wants=taken_in.wants, spoken=spoken,
    )  # fmt: skip


def _set_aside(
    before: Conversation, activity: str, mark: Status, evidence: Evidence | None = None
) -> Evidence:
    """Return the evidence after words put a mark on an activity in place of a level.

    Not to know takes back only a level that was itself in doubt, never one that was made plain.
    """
    evidence = evidence or _evidence(before)
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
    """Keep the range after one confirmation that left one, rather than ask a third time."""
    standing = evidence.told.get(turn.activity)
    question = before.question
    if (
        standing is None
        or standing.known
        or standing.status is not Status.LEVEL
        or question is None
        or question.activity != turn.activity
        or question.asking is not Asking.CONFIRM
        or standing == before.told.get(turn.activity)
    ):
        return evidence
    kept = replace(standing, status=Status.UNKNOWN)
    return Evidence({**evidence.told, turn.activity: kept}, evidence.disputes)


def _learnt(
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


def _about(turn: Turn, reading: Reading) -> str:
    """Return what a command is about: what it names, else the open question."""
    return reading.about or turn.activity


def _addressed(turn: Turn, reading: Reading | None) -> set[str]:
    """Return the activities a turn speaks of, whether or not that changed anything."""
    if reading is None:
        return {turn.activity, *(one.activity for one in turn.given)}
    if reading.command in MARK_OF:
        return {_about(turn, reading)}
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


def _evidence(conversation: Conversation) -> Evidence:
    return Evidence(conversation.told, conversation.disputes)
