"""Turns to conversation: the fold that recomputes everything from what the user did.

`replay` is the definition; `advance` takes one more turn on top of a conversation, so that a page
need not fold the whole list again. Both give the same value for the same turns.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant import questioning, staging
from assistant.conversation import remarks
from assistant.conversation.evidence import Evidence, chosen, forgotten, heard, marked
from assistant.conversation.state import (
    TRANSITIONS,
    Conversation,
    Dispute,
    Exchange,
    Noted,
    Phase,
    Signal,
)
from assistant.domain.findings import Answer, Answerer, Command, Intent, Reader, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Conflict, Profile, Standing, Status
from assistant.domain.results import Asking, Question
from assistant.domain.session import Turn, TurnKind

MARKS = {
    Command.UNKNOWN: Status.UNKNOWN,
    Command.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    Command.SKIP: Status.SKIPPED,
}


class IllegalTurn(Exception):
    """A turn that names something the knowledge does not have; the message is for the user."""


def effective(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns that still hold.

    An undo takes back the last one that does; a restart sets all of them aside, and an undo right
    after it brings them back.
    """
    kept: list[Turn] = []
    aside: list[list[Turn]] = []
    for turn in turns:
        if turn.kind is TurnKind.RESTART:
            aside.append(kept)
            kept = []
        elif turn.kind is not TurnKind.UNDO:
            kept.append(turn)
        elif kept:
            kept.pop()
        elif aside:
            kept = aside.pop()
    return tuple(kept)


def begin(catalogue: Catalogue) -> Conversation:
    """Return the conversation before the first turn."""
    closure = staging.close(catalogue, {})
    assessments = {
        key: staging.assess(model, closure.profile) for key, model in catalogue.models.items()
    }
    return Conversation(
        phase=Phase.OPENING,
        model=catalogue.primary.id,
        exchanges=(),
        told={},
        closure=closure,
        assessments=assessments,
    )


def replay(
    catalogue: Catalogue, turns: Sequence[Turn], read: Reader, answer: Answerer
) -> Conversation:
    """Return the conversation that the turns lead to. Raises IllegalTurn for a foreign id."""
    conversation = begin(catalogue)
    for turn in effective(turns):
        conversation = advance(catalogue, conversation, turn, read, answer)
    if turns and turns[-1].kind is TurnKind.UNDO:
        return with_notice(catalogue, conversation)
    return conversation


def with_notice(catalogue: Catalogue, now: Conversation) -> Conversation:
    """Return a conversation that says that the last answer was taken back."""
    return replace(now, notice=catalogue.texts["undone"])


def advance(
    catalogue: Catalogue, before: Conversation, turn: Turn, read: Reader, answer: Answerer
) -> Conversation:
    """Return the conversation after one more turn. Raises IllegalTurn for a foreign id.

    An undo and a restart need the whole list: use `replay`.
    """
    check(catalogue, turn)
    match turn.kind:
        case TurnKind.SAY:
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
        case TurnKind.CONTEXT:
            context = {key: one for key, one in before.context.items() if key != turn.activity}
            if turn.option:
                context[turn.activity] = turn.option
            return _settled(catalogue, replace(before, context=context, notice=""), learnt=False)
        case TurnKind.MODEL:
            chosen_model = replace(before, model=turn.option, detail=False, notice="")
            return _settled(catalogue, chosen_model, learnt=before.phase is not Phase.OPENING)
        case TurnKind.CONTINUE:
            detail = before.phase in {Phase.RESULT, Phase.DETAIL}
            return _settled(catalogue, replace(before, detail=detail, notice=""), go_on=True)
        case TurnKind.UNDO | TurnKind.RESTART:
            raise IllegalTurn(catalogue.texts["illegal"])


def check(catalogue: Catalogue, turn: Turn) -> None:
    """Raise IllegalTurn when the turn names an activity, mark, model or chip we do not have."""
    options = {
        question.id: {option.id for option in question.options} for question in catalogue.context
    }
    marks = {status.value for status in MARKS.values()}
    needs_item = turn.kind in {TurnKind.REPLY, TurnKind.EDIT, TurnKind.MARK, TurnKind.FORGET}
    legal = (
        (not needs_item or turn.activity in catalogue.items)
        and (turn.kind not in {TurnKind.REPLY, TurnKind.EDIT} or turn.level is not None)
        and (turn.kind is not TurnKind.SAY or turn.activity in {"", *catalogue.items})
        and (turn.kind is not TurnKind.MARK or turn.mark in marks)
        and (turn.kind is not TurnKind.MODEL or turn.option in catalogue.models)
        and (
            turn.kind is not TurnKind.CONTEXT
            or (turn.activity in options and turn.option in {"", *options[turn.activity]})
        )
    )
    if not legal:
        raise IllegalTurn(catalogue.texts["illegal"])


def _said(
    catalogue: Catalogue, before: Conversation, turn: Turn, read: Reader, answer: Answerer
) -> Conversation:
    reading = read(turn.text, turn.activity or None)
    if reading.intent is Intent.COMMAND and turn.activity and reading.command in MARKS:
        mark = MARKS[reading.command].value
        evidence = marked(_evidence(before), turn.activity, mark)
        return _learnt(catalogue, before, turn, turn.text, evidence, reading=reading)
    evidence = heard(
        _evidence(before),
        reading.findings,
        len(before.exchanges),
        asked=turn.activity,
        correction=reading.intent is Intent.CORRECTION,
    )
    evidence = _given_up(before, turn, evidence)
    replied = answer(turn.text) if reading.intent is Intent.QUESTION else None
    return _learnt(catalogue, before, turn, turn.text, evidence, reading=reading, replied=replied)


def _given_up(before: Conversation, turn: Turn, evidence: Evidence) -> Evidence:
    """Keep the range after one confirmation that did not narrow it, rather than ask again."""
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
) -> Conversation:
    changed = evidence.told != before.told or evidence.disputes != before.disputes
    settled = before.settled
    if changed and before.question and before.question.conflict:
        settled = settled | {_pair(before.question.conflict)}
    middle = replace(
        before,
        told=evidence.told,
        disputes=evidence.disputes,
        settled=settled,
        closure=staging.close(catalogue, evidence.told),
        notice="",
    )
    after = _settled(catalogue, middle, learnt=changed)
    exchange = Exchange(
        number=len(before.exchanges),
        turn=turn,
        said=said,
        asked=turn.activity if turn.kind is not TurnKind.EDIT else "",
        intent=reading.intent if reading else None,
        noted=_noted(before, evidence.told, reading),
        remarks=remarks.after(catalogue, before, after, turn, reading),
        answer=replied,
        wants=_wish(reading),
    )
    return replace(after, exchanges=(*before.exchanges, exchange))


def _noted(before: Conversation, told: Profile, reading: Reading | None) -> tuple[Noted, ...]:
    named = [finding.activity for finding in reading.findings] if reading else []
    changed = [key for key in told if told[key] != before.told.get(key) and key not in named]
    return tuple(
        Noted(key, told[key], _earlier(before, key))
        for key in dict.fromkeys([*named, *changed])
        if key in told and told[key] != before.told.get(key)
    )


def _earlier(before: Conversation, activity: str) -> Standing | None:
    standing = before.told.get(activity)
    return standing if standing and standing.status is Status.LEVEL else None


def _wish(reading: Reading | None) -> str:
    if reading is None or reading.intent is not Intent.COMMAND:
        return ""
    wishes = {Command.RESTART, Command.RESULT, Command.UNDO, Command.MORE}
    return reading.command.value if reading.command in wishes else ""


def _settled(
    catalogue: Catalogue, middle: Conversation, *, learnt: bool = False, go_on: bool = False
) -> Conversation:
    """Return the conversation with stages, next question and phase computed from what is known."""
    profile = middle.closure.profile
    assessments = {key: staging.assess(model, profile) for key, model in catalogue.models.items()}
    judged = replace(middle, assessments=assessments)
    question = None
    if middle.phase is not Phase.OPENING or learnt or go_on:
        question = _question(catalogue, judged)
    if not (learnt or go_on):
        signal = Signal.LISTENED
    elif question is None:
        signal = Signal.SETTLED
    else:
        signal = Signal.GO_ON if go_on else Signal.LEARNT
    model = catalogue.models[middle.model]
    return replace(
        judged,
        question=question,
        phase=TRANSITIONS[(middle.phase, signal)],
        remaining=questioning.remaining(catalogue, model, profile, judged.assessment),
    )


def _question(catalogue: Catalogue, now: Conversation) -> Question | None:
    model = catalogue.models[now.model]
    for dispute in now.disputes.values():
        return _about_dispute(now, dispute)
    for conflict in now.closure.conflicts:
        if _pair(conflict) not in now.settled:
            return Question(
                activity=conflict.second,
                asking=Asking.CONFLICT,
                model=now.model,
                stage=now.assessment.lo,
                needed=conflict.second_level,
                conflict=conflict,
            )
    question = questioning.next_question(
        catalogue, model, now.profile, now.assessment, full=now.detail
    )
    if question is None:
        return None
    standing = now.told.get(question.activity)
    if standing is not None and standing.words and not standing.known:
        return replace(question, asking=Asking.CONFIRM)
    return question


def _about_dispute(now: Conversation, dispute: Dispute) -> Question:
    return Question(
        activity=dispute.activity,
        asking=Asking.CONFIRM,
        model=now.model,
        stage=now.assessment.lo,
        needed=0,
    )


def _pair(conflict: Conflict) -> tuple[str, str]:
    return (conflict.first, conflict.second)


def _evidence(conversation: Conversation) -> Evidence:
    return Evidence(conversation.told, conversation.disputes)
