"""What the assistant says after a turn: plain sentences filled from the texts of the knowledge.

Sentences may quote the user. They are plain text: no page may render them as markup.
"""

from assistant.conversation.state import Conversation, Dispute
from assistant.conversation.statements import Want
from assistant.domain.findings import Command, Intent, Reading
from assistant.domain.knowledge import Activity, Catalogue
from assistant.domain.levels import Standing, Status
from assistant.domain.results import Asking, Question
from assistant.domain.session import READ_AT_MOST, Turn, TurnKind
from assistant.phrases.standing import dated, described, inline, quoted, stage_name, standing_word
from assistant.reading.language import english


def after(
    catalogue: Catalogue,
    before: Conversation,
    now: Conversation,
    turn: Turn,
    reading: Reading | None,
    wants: frozenset[Want] = frozenset(),
) -> tuple[str, ...]:
    """Return what to say after a turn, in order: what was not understood, then what changed."""
    said: list[str] = []
    if reading is not None:
        said.extend(_not_understood(catalogue, before, now, turn, reading, wants))
        said.extend(_left_open(catalogue, before, now, turn, reading))
    if turn.kind is TurnKind.SAY and len(turn.text) > READ_AT_MOST:
        said.append(
            catalogue.texts["too-long"].format(
                read=f"{READ_AT_MOST:,}", given=f"{len(turn.text):,}"
            )
        )
    replaced, moved = _replaced(catalogue, before, now), _stage_moved(catalogue, before, now)
    said.extend(replaced)
    said.extend(moved or (_otherwise(catalogue, before, now) if replaced else ()))
    return tuple(said)


def ask(catalogue: Catalogue, now: Conversation, question: Question) -> str:
    """Return how a question is put, with the user's own words where it needs them."""
    item = catalogue.items[question.activity]
    texts = catalogue.texts
    if question.asking is Asking.CONFLICT and question.conflict:
        conflict = question.conflict
        first, second = now.profile[conflict.first], now.profile[conflict.second]
        return texts["ask.conflict"].format(
            first=described(catalogue, conflict.first, first) + _by(first),
            second=described(catalogue, conflict.second, second) + _by(second),
            because=conflict.because,
            question=item.question,
        )
    dispute = now.disputes.get(question.activity)
    if dispute is not None:
        return _disputed(catalogue, item, dispute)
    standing = now.told.get(question.activity)
    if standing is not None and standing.carried and now.earlier:
        return texts["ask.again-said" if standing.words else "ask.again"].format(
            day=dated(now.earlier[-1].day),
            taken=described(catalogue, item.id, standing),
            quote=quoted(standing.words),
            question=item.question,
        )
    if question.asking is Asking.CONFIRM and standing is not None and standing.words:
        if standing.known:
            key = "ask.doubt"
        else:
            key = "ask.planned" if standing.planned else "ask.confirm"
        return texts[key].format(
            quote=quoted(standing.words),
            taken=described(catalogue, item.id, standing),
            question=item.question,
        )
    hint = now.hints.get(question.activity)
    if hint is not None and question.asking is Asking.LEVEL:
        return texts["ask.hint"].format(quote=quoted((hint,)), question=item.question)
    return plainly(now, item)


def plainly(now: Conversation, item: Activity) -> str:
    """Return the question of an activity in our words alone, fit to what is told of others."""
    for one in item.following:
        told = now.told.get(one.activity)
        if told is not None and told.known and told.lo == one.at:
            return one.question
    return item.question


def _disputed(catalogue: Catalogue, item: Activity, dispute: Dispute) -> str:
    def words(standing: Standing) -> str:
        if standing.words:
            return quoted(standing.words)
        return item.replies[standing.lo].label

    return catalogue.texts["ask.dispute"].format(
        earlier=words(dispute.earlier), later=words(dispute.later), question=item.question
    )


def _left_open(
    catalogue: Catalogue, before: Conversation, now: Conversation, turn: Turn, reading: Reading
) -> list[str]:
    """Thank for a don't know that was said in words."""
    about = reading.about or turn.activity
    standing, was = now.told.get(about), before.told.get(about)
    left = standing is not None and standing.status is Status.UNKNOWN and standing != was
    said = reading.command is Command.UNKNOWN and bool(about)
    settled = any(one.activity == about for one in reading.findings)
    return [catalogue.texts["say.left-open"]] if said or (left and not settled) else []


def _not_understood(
    catalogue: Catalogue,
    before: Conversation,
    now: Conversation,
    turn: Turn,
    reading: Reading,
    wants: frozenset[Want],
) -> list[str]:
    texts = catalogue.texts
    nothing_new = (now.told, now.disputes) == (before.told, before.disputes)
    if reading.intent is Intent.COMMAND:
        needs_question = {Command.UNKNOWN, Command.NOT_APPLICABLE, Command.SKIP}
        if reading.command in needs_question and not (turn.activity or reading.about):
            return [texts["say.nothing-open"]]
        return [texts["say.help"]] if reading.command is Command.HELP else []
    if reading.intent is Intent.QUESTION:
        return []
    if reading.findings:
        key = "say.what-instead" if reading.intent is Intent.CORRECTION else "heard.again"
        return [texts[key]] if nothing_new else []
    if not english(turn.text):
        return [texts["say.language"]]
    if reading.intent is Intent.CORRECTION:
        return [texts["say.what-instead"]]
    if wants and Want.TELL not in wants:
        return [texts["say.talk" if wants == {Want.TALK} else "say.not-of-you"]]
    if Want.UNKNOWN in wants:
        return []
    strange = reading.intent is Intent.OTHER
    if (strange or not turn.activity) and any(one.likely for one in reading.statements):
        return [texts["say.not-placed"]]
    key = "say.unclear-reply" if turn.activity else "say.unclear"
    return [texts["say.off-topic" if strange else key]]


def _replaced(catalogue: Catalogue, before: Conversation, now: Conversation) -> list[str]:
    """Say which levels a turn replaced; levels that merely became narrower need no sentence."""
    lines = []
    for activity, standing in now.told.items():
        was = before.told.get(activity)
        if was is None or was.status is not Status.LEVEL or standing.status is not Status.LEVEL:
            continue
        apart = standing.lo > was.hi or standing.hi < was.lo
        if apart and activity not in now.disputes:
            item = catalogue.items[activity]
            lines.append(
                catalogue.texts["say.replaced"].format(
                    activity=item.name,
                    before=standing_word(catalogue, item, was),
                    after=standing_word(catalogue, item, standing),
                )
            )
    return lines


def _stage_moved(catalogue: Catalogue, before: Conversation, now: Conversation) -> list[str]:
    old, new = before.assessment, now.assessment
    confirmed = new.certain and before.doubtful and not now.doubtful
    if before.model != now.model or ((old.lo, old.hi) == (new.lo, new.hi) and not confirmed):
        return []
    texts = catalogue.texts
    if new.certain:
        key = "say.as-heard" if now.doubtful else "say.certain"
        return [texts[key].format(stage=stage_name(new, new.lo))]
    if new.lo > old.lo:
        reached = stage_name(new, new.lo)
        return [texts["say.reached"].format(stage=reached, top=stage_name(new, new.hi))]
    if new.hi < old.hi:
        reason = _stopped_by(catalogue, now)
        return [texts["say.at-most"].format(stage=stage_name(new, new.hi), reason=reason).strip()]
    return [texts["say.range"].format(low=stage_name(new, new.lo), high=stage_name(new, new.hi))]


def _otherwise(catalogue: Catalogue, before: Conversation, now: Conversation) -> list[str]:
    """Say what a level replaced did to the result when the stage stays: blockers, or nothing."""
    old, new = before.assessment, now.assessment
    texts = catalogue.texts
    was, now_is = (tuple(one.requirement for one in each.blockers) for each in (old, new))
    if was == now_is:
        return [texts["say.same"]]
    names = [inline(catalogue.items[one.activity].name) for one in now_is]
    key = "say.blocked" if names else "say.unblocked"
    return [texts[key].format(blockers=", ".join(names))]


def _stopped_by(catalogue: Catalogue, now: Conversation) -> str:
    """Return the first thing that keeps the next stage away, in the user's words if there are."""
    stage = now.assessment.trace[now.assessment.hi + 1]
    for one in stage.checks:
        standing = one.standing
        if standing.hi < one.requirement.level and not standing.waived:
            held = described(catalogue, one.requirement.activity, standing)
            return f"{held}{_by(standing)}."
    return ""


def _by(standing: Standing) -> str:
    if standing.spoken and standing.words:
        return f" (“{quoted(standing.words)}”)"
    return ""
