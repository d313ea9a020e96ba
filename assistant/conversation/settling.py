"""From what is known to where a conversation stands: stages, the next question, the phase."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from assistant import questioning, staging
from assistant.conversation import doubts
from assistant.conversation.aiming import aimed, altogether, outlook, pursued
from assistant.conversation.evidence import Evidence
from assistant.conversation.state import TRANSITIONS, Conversation, Phase, Signal
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Conflict, Origin, Status, Words
from assistant.domain.results import Asking, Question, Remaining


def learnt(
    catalogue: Catalogue,
    before: Conversation,
    evidence: Evidence,
    addressed: AbstractSet[str],
    hints: Mapping[str, Words] | None = None,
) -> Conversation:
    """Return the conversation in which this was told; `addressed` are the activities spoken of.

    Its exchanges are still those before.
    """
    changed = evidence.told != before.told or evidence.disputes != before.disputes
    closure = staging.close(catalogue, evidence.told)
    settled = before.settled
    if before.question and before.question.conflict:
        both = pair(before.question.conflict)
        if addressed & set(both):
            settled = settled | {both}
    settled &= {pair(one) for one in closure.conflicts}
    middle = replace(
        before,
        told=evidence.told,
        disputes=evidence.disputes,
        settled=settled,
        closure=closure,
        hints={**before.hints, **(hints or {})},
        notice="",
    )
    return settle(catalogue, middle, moved=changed or settled != before.settled)


def settle(catalogue: Catalogue, middle: Conversation, *, moved: bool) -> Conversation:
    """Return the conversation with stages, next question and phase computed from what is known.

    `moved` tells whether the turn may have changed what is asked; otherwise the phase stays.
    """
    profile = middle.closure.profile
    assessments = {key: staging.assess(model, profile) for key, model in catalogue.models.items()}
    judged = replace(middle, assessments=assessments)
    asks = moved or middle.phase is not Phase.OPENING
    question = _question(catalogue, judged) if asks else None
    # Once there is a result, what the use case asks for may bring a question, or settle the last.
    told = moved or middle.phase in {Phase.RESULT, Phase.DETAIL}
    signal = _signal(judged, question) if told else Signal.LISTENED
    phase = TRANSITIONS[(middle.phase, signal)]
    left = _remaining(catalogue, judged)
    if question is not None and phase is Phase.ASKING:
        left = Remaining(max(left.least, 1), max(left.most, 1))
    hangs = doubts.hangs(catalogue, catalogue.models[middle.model], judged.told, judged.assessment)
    after = replace(judged, question=question, phase=phase, remaining=left, doubtful=hangs)
    after = replace(after, promise=_promise(catalogue, middle, after))
    return replace(
        after,
        whole=_whole(catalogue, middle, after),
        ahead=outlook(catalogue, after) if phase is Phase.DETAIL else (),
    )


def _promise(catalogue: Catalogue, before: Conversation, now: Conversation) -> Remaining:
    """Return what may be said of the questions left; it falls with each answer and never rises.

    Unless the answer opened something again, or another model is looked at: then it begins anew.
    """
    exact = now.remaining
    found = doubts.expected(catalogue, catalogue.models[now.model], now.told, now.profile)
    least = min(max(found.least, exact.least), exact.most)
    most = max(min(found.most, exact.most), least)
    if _goes_on(before, now):
        had = before.promise
        most = max(min(most, had.most - _answered(before, now)), min(exact.least, exact.most))
        least = min(least, had.least, most)
    return Remaining(least, most)


def _whole(catalogue: Catalogue, before: Conversation, now: Conversation) -> Remaining:
    """Return the same for the whole interview, narrower than for the stage alone.

    It need not hold what the stage could take at most, which only few teams are asked. Nothing
    where there is no aim beside the stage.
    """
    if now.question is None or now.full or not pursued(catalogue, full=False):
        return Remaining(0, 0)
    found, had, stage = altogether(catalogue, now), before.whole, now.promise
    least, most = found.least, found.most
    if _goes_on(before, now) and had.most:
        least, most = min(least, had.least), min(most, had.most - _answered(before, now))
    most = max(most, stage.least, 1)
    return Remaining(min(max(least, stage.least, 1), most), most)


def _goes_on(before: Conversation, now: Conversation) -> bool:
    """Return whether the questions go on where they were, with nothing opened again."""
    asked = before.question
    opened = now.remaining.most > before.remaining.most
    return asked is not None and asked.model == now.model and not opened


def _answered(before: Conversation, now: Conversation) -> bool:
    """Return whether the question that was open no longer is."""
    asked = before.question
    return asked is not None and (now.question is None or now.question.activity != asked.activity)


def _remaining(catalogue: Catalogue, now: Conversation) -> Remaining:
    """Return how many questions are left; what contradicts itself takes one each, stage or not."""
    model = catalogue.models[now.model]
    pairs = [one for one in now.closure.conflicts if pair(one) not in now.settled]
    lower = {one.second for one in pairs} - set(now.disputes)
    known = (now.told, now.profile, now.assessment)
    anyway = {*now.disputes, *_placed(now)}
    least = doubts.remaining(catalogue, model, *known, anyway).least
    most = doubts.remaining(catalogue, model, *known, lower | anyway).most
    # The same activity may be the lower one of several pairs, and one answer may settle them all.
    return Remaining(max(least, min(len(pairs), 1)), most + len(pairs) - len(lower))


def _signal(now: Conversation, question: Question | None) -> Signal:
    if question is None:
        return Signal.SETTLED
    anyway = question.activity in {*now.disputes, *_placed(now)}
    settles = question.asking is Asking.CONFLICT or anyway
    return Signal.LEARNT if question.needed or settles else Signal.GO_ON


def _question(catalogue: Catalogue, now: Conversation) -> Question | None:
    """Return the open question, with where each reply to it would lead."""
    model = catalogue.models[now.model]
    found = (
        _contradicting(catalogue, now)
        or _asked_of_words(catalogue, now)
        or questioning.next_question(catalogue, model, now.profile, now.assessment)
    )
    found = found or doubts.confirmation(catalogue, model, now.told)
    if found is None:
        beside = aimed(catalogue, now)
        if beside is not None:
            return replace(beside, offered=_offered(now, beside))
        whole = (catalogue, model, now.profile, now.assessment)
        rest = questioning.next_question(*whole, full=True) if now.full else None
        return rest and replace(rest, offered=_offered(now, rest))
    # A reply replaces what was said before, so that every level is open to it.
    others = {**now.told, found.activity: OPEN}
    replies = questioning.consequences(catalogue, model, others, found.activity)
    standing = now.told.get(found.activity, OPEN)
    vague = found.conflict is None and standing.words and not standing.known
    asking = Asking.CONFIRM if vague else found.asking
    return replace(found, consequences=replies, asking=asking, offered=_offered(now, found))


def _offered(now: Conversation, question: Question) -> tuple[int, ...]:
    """Return the levels that what was said, or follows from it, leaves open; else all of them.

    Where what is known is itself in question, every level is open.
    """
    held = now.profile.get(question.activity, OPEN)
    if held.known or question.conflict is not None:
        return question.offered
    return tuple(range(held.lo, held.hi + 1))


def _contradicting(catalogue: Catalogue, now: Conversation) -> Question | None:
    """Return the question on what contradicts itself: in two turns, or by definition."""
    model = catalogue.models[now.model]
    for name in now.disputes:
        return questioning.about(catalogue, model, now.profile, name, Asking.CONFIRM)
    for one in now.closure.conflicts:
        if pair(one) not in now.settled:
            return Question(one.second, Asking.CONFLICT, model.id, 0, 0, conflict=one)
    return None


def _asked_of_words(catalogue: Catalogue, now: Conversation) -> Question | None:
    """Return the question on words that the user placed, where no level is plain in them."""
    model = catalogue.models[now.model]
    for name in _placed(now):
        return questioning.about(catalogue, model, now.profile, name, Asking.CONFIRM)
    return None


def _placed(now: Conversation) -> tuple[str, ...]:
    """Return the activities at which words were placed that tell no one level, newest first."""
    found = [
        name
        for name, one in now.told.items()
        if one.origin is Origin.PLACED
        and one.status is Status.LEVEL
        and not now.profile[name].known
    ]
    return tuple(reversed(found))


def pair(conflict: Conflict) -> tuple[str, str]:
    """Return the two activities of a conflict, by which it is known once it is settled."""
    return (conflict.first, conflict.second)
