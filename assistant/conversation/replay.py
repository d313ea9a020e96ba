"""Turns to conversation: `replay` folds all that the user did, `advance` adds one turn to it."""

from collections.abc import Sequence
from dataclasses import replace

from assistant import staging
from assistant.conversation import following, terms
from assistant.conversation.again import again
from assistant.conversation.evidence import chosen, forgotten, given, marked
from assistant.conversation.exchanging import evidence_of, told_of
from assistant.conversation.placing import place
from assistant.conversation.settling import settle
from assistant.conversation.state import Conversation, Phase
from assistant.conversation.supposing import supposing
from assistant.conversation.turns import IllegalTurn, check, notice, taken
from assistant.conversation.typed import typed
from assistant.domain.findings import Answerer, Intent, Reader, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.session import Turn, TurnKind
from assistant.specialising import spoken_to


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
                after = told_of(
                    catalogue,
                    before,
                    turn,
                    turn.text,
                    evidence_of(before),
                    reading=why,
                    replied=found,
                )
                return following.explained(catalogue, before.question, after)
            return typed(catalogue, before, turn, read, answer)
        case TurnKind.REPLY | TurnKind.EDIT:
            level = turn.level or 0
            label = catalogue.items[turn.activity].replies[level].label
            evidence = chosen(evidence_of(before), turn.activity, level)
            return told_of(catalogue, before, turn, label, evidence)
        case TurnKind.MARK:
            evidence = marked(evidence_of(before), turn.activity, turn.mark, turn.reason)
            label = catalogue.texts[f"mark.{turn.mark}"]
            return told_of(catalogue, before, turn, label, evidence)
        case TurnKind.FORGET:
            evidence = forgotten(evidence_of(before), turn.activity)
            return told_of(catalogue, before, turn, catalogue.texts["mark.forget"], evidence)
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
            taken_over = given(evidence_of(before), turn.given, turn.text, len(before.exchanges))
            count = len(turn.given)
            said = catalogue.texts["given.one" if count == 1 else "given"].format(count=count)
            return told_of(catalogue, before, turn, said, taken_over)
        case TurnKind.AGAIN:
            return again(catalogue, before, turn)
        case (
            TurnKind.CONTEXT | TurnKind.SCENARIO | TurnKind.STEP | TurnKind.UNDO | TurnKind.RESTART
        ):
            raise IllegalTurn(catalogue.texts["illegal"])
