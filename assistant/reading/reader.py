"""Reads one text: which activities it speaks of, by which words, and at which level each stands."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.domain.findings import Command, Finding, Intent, Reading, Stated, placed
from assistant.reading.aimed import aimed
from assistant.reading.autonomy import UNCLEAR, finding
from assistant.reading.clauses import Sentence, opens_as_question, sentences
from assistant.reading.code import without_code
from assistant.reading.cues import Hit
from assistant.reading.folding import Folded, fold
from assistant.reading.intents import readable
from assistant.reading.judge import DOUBTED, DOUBTED_CUED, HEARD, TOLD, features
from assistant.reading.judging import gather, settle
from assistant.reading.language import english
from assistant.reading.meant import meant
from assistant.reading.pending import SHORT, answer_to, declined, shared_out
from assistant.reading.prepared import Prepared, marks
from assistant.reading.quoting import quoted
from assistant.reading.scoring import (
    NAMED,
    Floats,
    Head,
    likeness,
    outdone,
    score,
    share_right,
    spoken_for,
    with_practice,
)
from assistant.reading.uniting import LIKE, Statement, grouped, united

Vectorise = Callable[[str], Floats]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the second reader hears of one sentence: odds within its text and alone, and levels."""

    within: Floats
    alone: Floats
    levels: Floats

    @property
    def own(self) -> float:
        """Log odds that it tells of own practice."""
        return float(max(self.within[-1], self.alone[-1]))


ASKED = 0.2
"""How much less must be scored of own practice, and of an activity, that was just asked about."""
FEW, LITTLE, LIKER = 9, 0.4, 0.03
"""Words up to which a text without a cue gives little to judge by, and how much more must be
scored then of own practice, and of an activity."""
LIKELY, LIKELY_FROM = 3, 0.05
"""Activities named of a sentence of which none was heard, and the share from which one is."""
SAYS, LETTERS = 3, 0.85
"""Words that a sentence needs, and share of its characters that are letters, digits or spaces, for
what only the second reader hears in it: it makes something of markup and of scraps."""
PLAINLY_OWN = 2.0
"""Log odds from which the second reader alone takes a sentence to tell of own practice."""
NEARLY = 0.2
"""Share from which an activity is a hint where the second reader weighs it."""
WEAK = 0.2
"""How far below its threshold an activity may lie to be a hint: half of those are told indeed."""
STORY = 60
"""Words beyond which a text is a story, not to be passed over whole for a few turns of theory."""


def read(prepared: Prepared, text: str, vectorise: Vectorise, question: str | None) -> Reading:
    """Read a text. `question` is the id of the item just asked about, `vectorise` gives its vector.

    The vectors of its statements are asked for only where something may be found.
    """
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
        second = _second(prepared, folded, shown, told)
        each = [
            _told(prepared, folded, shown, one, hits, vectorise, question, heard)
            for one, heard in zip(told, second, strict=True)
        ]
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
        statements=placed(stated, found),
    )


def ended(text: str) -> str:
    """Return a text with a full stop where it just breaks off, since people type without one."""
    last = text.rstrip()
    return f"{last}." if last[-1:].isalnum() else text


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


def _second(
    prepared: Prepared, folded: Folded, shown: str, told: Sequence[Sentence]
) -> Sequence[Heard | None]:
    """Return what the second reader hears of each sentence, within the text and by itself."""
    if prepared.second is None or prepared.head is None:
        return [None] * len(told)
    spans = [folded.original(one.start, one.end) for one in told]
    listen = prepared.second.listen
    within = listen(ended(shown), spans)
    if len(told) == 1:
        return [Heard(within[0][0], within[0][0], within[1][0])]
    alone = [listen(ended(shown[start:end]), [(0, end - start)])[0][0] for start, end in spans]
    return [Heard(*one) for one in zip(within[0], alone, within[1], strict=True)]


def _told(
    prepared: Prepared,
    folded: Folded,
    shown: str,
    sentence: Sentence,
    every: tuple[Hit, ...],
    vectorise: Vectorise,
    question: str | None,
    heard: Heard | None,
) -> Statement:
    """Return which activities a sentence tells of, and how clearly it tells of own practice."""
    head, plain = prepared.head, folded.text
    hits = tuple(one for one in every if sentence.start <= one.start < sentence.end)
    if head is None:
        return Statement(sentence, hits)
    start, end = folded.original(sentence.start, sentence.end)
    alone = not plain[: sentence.start].strip() and not plain[sentence.end :].strip()
    near = likeness(head, vectorise(ended(shown if alone else shown[start:end])))
    said = ended(plain[sentence.start : sentence.end])
    scores = score(head, said, marks(prepared, said, hits, head.activities), near)
    named = _named(prepared, said, hits)
    slight = _slight(said, hits)
    practice = float(scores[-1])
    gate = head.gate - (NAMED if named else 0.0) + (LITTLE if slight else 0.0)
    shares = {} if heard is None else _shares(prepared, head, said, hits, heard)
    margins = {}
    own = practice >= gate - (ASKED if question else 0.0)
    if own:
        found = _margins(head, scores, hits, question, LIKER if slight else 0.0)
        unasked = practice >= gate
        margins = {name: one for name, one in found.items() if unasked or name == question}
    cued = {hit.activity for hit in hits if hit.strong}
    sure = {name: share_right(head, one, name in cued) for name, one in margins.items() if one >= 0}
    if heard is not None:
        tells = heard.own
        asked = {name: one for name, one in sure.items() if name == question}  # heard by the first
        says = tells >= TOLD and _says(said)
        sure = {**asked, **_agreed(sure, shares, cued, tells=says)}
        own = bool(sure) or (own and bool(question)) or tells >= (TOLD if own else PLAINLY_OWN)
    if question and _answers(prepared, said, question, named):
        sure = {name: one for name, one in sure.items() if name == question}
    sure = {name: one for name, one in sure.items() if name in prepared.items}
    # Where it hears nothing of an activity it cannot say of it how far it goes.
    levels = None
    if heard is not None:
        levels = np.where(heard.within[:-1, None] >= TOLD, heard.levels, 0.0)
    if levels is not None and question in head.activities and len(said.split()) <= SHORT:
        levels[head.activities.index(question)] = 0.0  # a few words that lean on the question
    if sure or question or not own:
        aside = heard is not None and heard.own < TOLD
        return Statement(sentence, hits, practice, own, sure, near, levels, aside=aside)
    weigh = shares or dict(zip(head.activities, map(float, with_practice(scores)), strict=True))
    order = sorted((name for name in weigh if name in prepared.items), key=lambda n: -weigh[n])
    if heard is None:
        weak = max(margins, key=lambda name: margins[name]) if margins else ""
        likely = tuple(order[:LIKELY])
    else:
        weak = order[0] if weigh[order[0]] >= NEARLY else ""
        likely = tuple(name for name in order[:LIKELY] if weigh[name] >= LIKELY_FROM)
    return Statement(sentence, hits, practice, own, sure, near, levels, weak, likely)


def _shares(
    prepared: Prepared, head: Head, said: str, hits: tuple[Hit, ...], heard: Heard
) -> dict[str, float]:
    """Return how likely each activity is told, by all that was heard of a sentence.

    What it tells by itself it tells within a text too, so that a text tells all that its parts do.
    """
    if prepared.second is None:
        return {}
    spoken = spoken_for(head, said, marks(prepared, said, hits, head.activities))
    general = prepared.intents.count_general(said)
    names, words, judge = head.activities, len(said.split()), prepared.second.judge
    shares = np.maximum(*(
        judge.shares(features(names, odds, hits, spoken, general=general, words=words))
        for odds in (heard.within, heard.alone)
    ))  # fmt: skip
    return {name: round(float(one), 3) for name, one in zip(head.activities, shares, strict=True)}


def _agreed(
    sure: Mapping[str, float], shares: Mapping[str, float], cued: Collection[str], *, tells: bool
) -> dict[str, float]:
    """Return what counts as told: what is likely enough, and what was heard and not improbable."""
    kept = {
        name: max(one, shares[name])
        for name, one in sure.items()
        if shares[name] >= (DOUBTED_CUED if name in cued else DOUBTED)
    }
    likely = {name: one for name, one in shares.items() if tells and one >= HEARD}
    return {**likely, **kept}


def _found(
    prepared: Prepared, folded: Folded, text: str, group: Sequence[Statement]
) -> Iterator[Finding]:
    """Yield what a statement tells, with the sentences after it that go on about it."""
    first, plain = group[0], folded.text
    if prepared.head is None or first.near is None:
        return
    told = [one.sentence for one in group]
    hits = [hit for one in group for hit in one.hits]
    names = list(first.sure)
    for name, evidence in gather(prepared, prepared.head, plain, told, hits, names).items():
        verdict = settle(prepared.head, name, evidence, first.near, first.levels)
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


def _hint(folded: Folded, text: str, statement: Statement) -> Finding:
    """Return the activity that a sentence may tell of, too weakly to count."""
    span = folded.original(statement.sentence.start, statement.sentence.end)
    return finding(text, span, statement.weak, UNCLEAR, 0.0, "weakly like examples")


def _slight(said: str, hits: tuple[Hit, ...]) -> bool:
    """Tell whether a text gives little to judge by: a few words, and no cue."""
    return len(said.split()) <= FEW and not any(hit.strong for hit in hits)


def _says(said: str) -> bool:
    """Tell whether words are enough of a sentence to be heard by the second reader alone."""
    plain = sum(one.isalnum() or one.isspace() for one in said)
    return len(said.split()) >= SAYS and plain >= LETTERS * len(said)


def _named(prepared: Prepared, said: str, hits: tuple[Hit, ...]) -> bool:
    """Tell whether a text names what is done without turns of theory; a story may hold a few."""
    general = prepared.intents.count_general(said)
    if general and len(said.split()) <= STORY:
        return False
    return sum(hit.strong for hit in hits) > 2 * general


def _answers(prepared: Prepared, said: str, question: str, named: bool) -> bool:
    """Tell whether a short text without a word of another subject just answers the question."""
    short = len(said.split()) <= SHORT and question in prepared.items
    return short and (not named or prepared.items[question].pipeline == "process")


def _margins(
    head: Head, scores: Floats, hits: tuple[Hit, ...], question: str | None, more: float
) -> dict[str, float]:
    """Return how far each activity lies above its threshold, raised by `more`.

    Those less than WEAK below it are there too.
    """
    cued = {hit.activity for hit in hits if hit.strong}
    found = {}
    said = with_practice(scores)
    for name, value, less in zip(head.activities, said, outdone(said), strict=True):
        named = name in cued
        extra = ASKED if name == question else 0.0 if named else float(less)
        margin = float(value) + extra - (head.low if named else head.high) - more
        if margin >= -WEAK:
            found[name] = margin
    return found
