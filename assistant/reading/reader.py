"""Reads one text: which activities it speaks of, by which words, and at which level each stands."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.domain.findings import Command, Finding, Intent, Reading, Stated, placed
from assistant.reading.aimed import aimed
from assistant.reading.autonomy import UNCLEAR, finding
from assistant.reading.besides import besides
from assistant.reading.clauses import Sentence, opens_as_question, sentences
from assistant.reading.code import without_code
from assistant.reading.folding import Folded, fold
from assistant.reading.intents import readable
from assistant.reading.judging import gather, settle
from assistant.reading.language import english
from assistant.reading.meant import meant
from assistant.reading.pending import answer_to, declined, shared_out
from assistant.reading.pieces import apart, listened, pieces_of
from assistant.reading.prepared import Prepared
from assistant.reading.quoting import quoted
from assistant.reading.seconding import hears
from assistant.reading.spelling import as_typed, mend
from assistant.reading.telling import tells
from assistant.reading.uniting import LIKE, Statement, grouped, united


def read(prepared: Prepared, text: str, question: str | None) -> Reading:
    """Read a text. `question` is the id of the item just asked about, if any."""
    mended = mend(prepared.spelling, text)
    return as_typed(_read(prepared, mended.text, question), mended, text)


def meant_text(prepared: Prepared, text: str) -> str:
    """Return a text with what was mistyped or shortened put right, as `read` reads it."""
    return mend(prepared.spelling, text).text


def _read(prepared: Prepared, text: str, question: str | None) -> Reading:
    shown = without_code(text)
    folded = fold(shown)
    plain = folded.text
    if not plain.strip() or not readable(text) or not english(text):
        return Reading(Intent.OTHER)
    command = prepared.intents.command(plain)
    if command is Command.NONE and question:
        command = declined(prepared, plain)
    about = ""
    if command is Command.NONE:
        command, about = aimed(prepared, plain)
    if command is not Command.NONE:
        return Reading(Intent.COMMAND, command=command, about=about)
    parts = sentences(plain)
    told = tuple(one for one in parts if not one.asks)
    asks = not told or parts[-1].asks or (len(parts) == 1 and _opens_asking(plain, parts))
    hits = tuple(
        hit
        for hit in prepared.finder.find(plain)
        if any(one.start <= hit.start < one.end for one in told)
    )
    answers, strange = told, False
    if question and question in prepared.items:
        answers, told = shared_out(prepared, plain, told, hits, question)
        answers = meant(prepared, folded, text, answers, hits, question)
        # What is about something else is read as if nothing had been asked.
        strange, question = not answers, question if answers else None
    found: list[Finding] = []
    hints: list[Finding] = []
    stated: list[Stated] = []
    own, practice = False, 0.0
    if told and not (asks and len(parts) == 1):
        cuts = pieces_of(plain, told)
        second, heard_in = hears(prepared, folded, shown, told, cuts)
        each = [
            tells(prepared, folded, one, hits, question, heard)
            for one, heard in zip(told, second, strict=True)
        ]
        pieces = listened(cuts, heard_in)
        whole = apart(prepared, each, pieces)
        each = whole if question else list(besides(prepared, folded, whole, pieces, hits))
        practice = max(one.practice for one in each)
        own = any(one.own for one in each)
        for group in grouped(plain, each):
            here = list(_found(prepared, folded, text, group))
            found = united(found, here)
            stated += _stated(folded, group, here)
        hints = [_hint(folded, text, one) for one in each if one.weak]
    if strange:  # and what names nothing at all is not guessed at either
        stated = [replace(one, likely=()) for one in stated]
        found = [
            one
            for one in found
            if any(hit.strong and hit.activity == one.activity for hit in hits)
            or meant(prepared, folded, text, told, hits, one.activity)
        ]
        own = own and bool(found)
    if question and question in prepared.items and not asks:
        answer = answer_to(prepared, folded, text, answers, question, tuple(found), practice)
        if answer is not None:
            found = [one for one in found if one.activity != question] + [answer]
    found.sort(key=lambda one: (one.start, one.activity))
    heard = {one.activity for one in found}
    weak = {one.activity: one for one in reversed(hints) if one.activity not in heard}
    intent = _intent(prepared, plain, parts, asks, bool(found) or own)
    return Reading(
        intent,
        tuple(found),
        hints=tuple(reversed(weak.values())),
        statements=placed(_whole(stated), found),
    )


def _opens_asking(plain: str, parts: Sequence[Sentence]) -> bool:
    """Tell whether a lone sentence opens as a question that it does not itself answer."""
    return opens_as_question(plain) and "? " not in plain[parts[0].start : parts[0].end]


def _intent(
    prepared: Prepared, plain: str, parts: Sequence[Sentence], asks: bool, answers: bool
) -> Intent:
    if asks or (not answers and any(one.asks for one in parts)):
        return Intent.QUESTION
    if prepared.intents.corrects(plain):
        return Intent.CORRECTION
    return Intent.ANSWER if answers else Intent.OTHER


def _found(
    prepared: Prepared, folded: Folded, text: str, group: Sequence[Statement]
) -> Iterator[Finding]:
    """Yield what a statement tells, with the sentences after it that go on about it."""
    first, plain = group[0], folded.text
    if prepared.head is None:
        return
    told = [one.sentence for one in group]
    hits = [hit for one in group for hit in one.hits]
    names = list(first.sure)
    gathered = gather(prepared, prepared.head, plain, told, hits, names, first.places, first.goes)
    for name, evidence in gathered.items():
        verdict = settle(prepared.head, name, evidence, first.levels)
        cued = any(hit.strong and hit.activity == name for hit in hits)
        cue = plain[slice(*evidence.cues[0])] if cued else LIKE
        span = folded.original(*quoted(plain, evidence.region, evidence.cues, evidence.words))
        yield finding(text, span, name, verdict, first.sure[name], cue)


def _stated(
    folded: Folded, group: Sequence[Statement], found: Sequence[Finding]
) -> Iterator[Stated]:
    """Yield the sentences of a group; the first is the one that tells of an activity itself."""
    for number, one in enumerate(group):
        span = folded.original(one.sentence.start, one.sentence.end)
        names = tuple(two.activity for two in found) if number == 0 else ()
        yield Stated(*span, names, one.likely)


def _whole(stated: Sequence[Stated]) -> list[Stated]:
    """Return the statements without those that are a piece of another."""
    return [
        one
        for one in stated
        if not any(
            other is not one and other.start <= one.start and one.end <= other.end
            for other in stated
        )
    ]


def _hint(folded: Folded, text: str, statement: Statement) -> Finding:
    """Return the activity that a sentence may tell of, too weakly to count."""
    span = folded.original(statement.sentence.start, statement.sentence.end)
    return finding(text, span, statement.weak, UNCLEAR, 0.0, "weakly like examples")
