"""What one sentence tells, and how clearly, by the first reader and the second together."""

from dataclasses import dataclass

import numpy as np

from assistant.reading.clauses import Sentence
from assistant.reading.cues import Hit
from assistant.reading.folding import Folded
from assistant.reading.judge import TOLD
from assistant.reading.pending import SHORT
from assistant.reading.prepared import Prepared, marks
from assistant.reading.scoring import (
    NAMED,
    Floats,
    Head,
    outdone,
    score,
    share_right,
    spoken_for,
    with_practice,
)
from assistant.reading.seconding import Heard, counted, ended, says_enough, shares_of
from assistant.reading.uniting import Statement

ASKED = 0.2
"""How much less must be scored of own practice, and of an activity, that was just asked about."""
FEW, LITTLE, LIKER = 9, 0.4, 0.03
"""Words up to which a text without a cue gives little to judge by, and how much more must be
scored then of own practice, and of an activity."""
LIKELY, LIKELY_FROM = 3, 0.05
"""Activities named of a sentence of which none was heard, and the share from which one is."""
PLAINLY_OWN, CLEAR_OWN = 2.0, 5.0
"""Log odds from which the second reader alone takes a sentence to tell of own practice, and those
that are as much as a clear yes of the first; as much below 0 no reply to a question is one."""
NEARLY = 0.2
"""Share from which an activity is a hint where the second reader weighs it."""
WEAK = 0.2
"""How far below its threshold an activity may lie to be a hint: half of those are told indeed."""
STORY = 60
"""Words beyond which a text is a story, not to be passed over whole for a few turns of theory."""


@dataclass(frozen=True, slots=True)
class _First:
    """What the first reader makes of a sentence.

    `said` are its words, folded, `spoken` what cues, marks and runs of them add; `own` tells
    whether it tells clearly enough of own practice, and `margins` are how far each activity lies
    above its threshold, or hardly below.
    """

    said: str
    spoken: tuple[Floats, Floats]
    scores: Floats
    named: bool
    practice: float
    own: bool
    margins: dict[str, float]


def tells(
    prepared: Prepared,
    folded: Folded,
    sentence: Sentence,
    every: tuple[Hit, ...],
    question: str | None,
    heard: Heard | None,
) -> Statement:
    """Return which activities a sentence tells of, and how clearly it tells of own practice.

    `heard` is what the second reader hears of it, `every` are the cues of the whole text.
    """
    head = prepared.head
    hits = tuple(one for one in every if sentence.start <= one.start < sentence.end)
    if head is None:
        return Statement(sentence, hits)
    first = _first(prepared, head, folded, sentence, hits, question)
    said, own = first.said, first.own
    cued = {hit.activity for hit in hits if hit.strong}
    sure = {
        name: share_right(head, one, name in cued)
        for name, one in first.margins.items()
        if one >= 0
    }
    shares: dict[str, float] = {}
    levels = None
    practice = first.practice
    if heard is not None:
        shares = shares_of(prepared, head, said, hits, first.spoken, heard)
        sure = counted(shares, cued, tells=heard.own >= TOLD and says_enough(said))
        least = (-CLEAR_OWN if question else TOLD) if own else PLAINLY_OWN
        own = bool(sure) or heard.own >= least
        levels = _levels(head, heard, said, question)
        practice = (practice + heard.own / CLEAR_OWN) / 2
    if question and _answers(prepared, said, question, first.named):
        sure = {name: one for name, one in sure.items() if name == question}
    sure = {name: one for name, one in sure.items() if name in prepared.items}
    if sure or question or not own:
        aside = heard is not None and heard.own < TOLD
        return Statement(sentence, hits, practice, own, sure, levels, aside=aside)
    weak, likely = _may(prepared, head, first, shares)
    return Statement(sentence, hits, practice, own, sure, levels, weak, likely)


def _first(
    prepared: Prepared,
    head: Head,
    folded: Folded,
    sentence: Sentence,
    hits: tuple[Hit, ...],
    question: str | None,
) -> _First:
    plain = folded.text
    said = ended(plain[sentence.start : sentence.end])
    spoken = spoken_for(head, said, marks(prepared, said, hits, head.activities))
    scores = score(head, spoken)
    named = _named(prepared, said, hits)
    slight = _slight(said, hits)
    practice = float(scores[-1])
    gate = head.gate - (NAMED if named else 0.0) + (LITTLE if slight else 0.0)
    own = practice >= gate - (ASKED if question else 0.0)
    margins = {}
    if own:
        found = _margins(head, scores, hits, question, LIKER if slight else 0.0)
        unasked = practice >= gate
        margins = {name: one for name, one in found.items() if unasked or name == question}
    return _First(said, spoken, scores, named, practice, own, margins)


def _levels(head: Head, heard: Heard, said: str, question: str | None) -> Floats:
    """Return what the second reader says of levels; 0 for all of them where it cannot say."""
    levels = np.where(heard.within[:-1, None] >= TOLD, heard.levels, 0.0)
    if question in head.activities and len(said.split()) <= SHORT:
        levels[head.activities.index(question)] = 0.0  # a few words that lean on the question
    return levels


def _may(
    prepared: Prepared, head: Head, first: _First, shares: dict[str, float]
) -> tuple[str, tuple[str, ...]]:
    """Return what a sentence that tells of nothing nearly tells, if so, and what it may tell."""
    said = with_practice(first.scores)
    weigh = shares or dict(zip(head.activities, map(float, said), strict=True))
    order = sorted((name for name in weigh if name in prepared.items), key=lambda n: -weigh[n])
    if not shares:
        margins = first.margins
        weak = max(margins, key=lambda name: margins[name]) if margins else ""
        return weak, tuple(order[:LIKELY])
    weak = order[0] if weigh[order[0]] >= NEARLY else ""
    return weak, tuple(name for name in order[:LIKELY] if weigh[name] >= LIKELY_FROM)


def _slight(said: str, hits: tuple[Hit, ...]) -> bool:
    """Tell whether a text gives little to judge by: a few words, and no cue."""
    return len(said.split()) <= FEW and not any(hit.strong for hit in hits)


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
