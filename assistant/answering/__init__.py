"""Composes an answer out of the library's own sentences, without a language model.

A question that asks for a list gets the list, whole, where a passage tells one. For others the
sentences most relevant to the question are taken one by one; what suits the kind of question (see
`asking`) counts more, what repeats a sentence already taken counts less, and what leans on another
sentence (see `leaning`) comes only with that one. They are then put in the order of the passages,
and of the text within one, so that the answer reads as it was written; a definition comes first
where one is asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.answering import kinds, listing
from assistant.answering.kinds import WELCOME, Form, Wanted, wanted
from assistant.answering.leaning import invented, leans, needed
from assistant.domain.findings import Answer, Found
from assistant.domain.sentences import Sentence
from assistant.domain.stems import stem

MOST = 4
NEAR = 0.75
"""A further sentence must reach this share of the best one's score."""
LED = 0.5
"""A sentence that comes only because another leans on it must reach this share."""
LEADING = 0.05
"""What it costs a leaning sentence to bring the one it leans on."""
REPEATED = 0.4
"""How much being the same as a sentence already taken costs."""
SAME = 0.8
"""Sentences with vectors this similar say the same, and only one of them is told."""
FOLLOWING = 0.06
"""What a sentence gains by continuing one already taken."""
FOLLOWED, ENOUGH = 0.3, 3
"""What share the sentences after a lone opening must reach, and how many there are then at most."""
DEFINING = frozenset({"in-short", "concept"})
SIDE = 0.2
"""What a sentence gains by naming a side of a comparison that no sentence taken names yet."""
DATED, FIGURES, SPANS = 0.5, 0.4, 0.25
"""What a sentence gains by holding the date, number or length of time that is asked for."""
HOOK, SHORT = 0.25, 10
"""What a first sentence of few words, or one that counts, loses: it leads on to what follows."""
LISTED = 0.5
"""What share a list must reach that is in the first passage or tells the very kinds asked for."""
ASIDE = -0.1
"""What a sentence gains by its aspect at most, where its passage is about something else."""
REASON = 0.2
"""What a sentence gains by giving a reason where one is asked for."""
NAMED = 0.3
"""What a sentence gains by being on the very stage that the question names."""
_WORD = re.compile(r"\w+")


def compose(
    question: str,
    found: Found,
    sentences: Sequence[Sentence],
    vectors: npt.NDArray[np.float32],
) -> Answer:
    """Return an answer of one to four sentences, or a list; none if not covered.

    `sentences` are those of the passages found, in their order, and `vectors` (one of length 1 for
    each) their meaning.
    """
    if not found.answerable or not sentences:
        return Answer(question)
    if len(vectors) != len(sentences):
        raise ValueError(f"{len(sentences)} sentences need as many vectors, not {len(vectors)}")
    asked = wanted(question)
    about = _about(sentences, asked)
    words = frozenset(_WORD.findall(question.lower()))
    plain = sentences
    sentences = [_welcomed(one, asked, words, about=one.passage in about) for one in sentences]
    usable = _usable(sentences, asked, words)
    alike = np.asarray(vectors, dtype=np.float64) @ np.asarray(vectors, dtype=np.float64).T
    places = _listed(plain, usable, asked, question) or _ordered(
        _followed(_chosen(sentences, usable, alike, asked), sentences, usable, alike, asked),
        sentences,
        asked,
    )
    chosen = [sentences[at] for at in places]
    return Answer(
        question,
        tuple((sentence.text, (sentence.passage,)) for sentence in chosen),
        tuple(dict.fromkeys(sentence.passage for sentence in chosen)),
    )


def _about(sentences: Sequence[Sentence], asked: Wanted) -> frozenset[str]:
    """Return the passages whose first sentence names what is asked about; all, if none does."""
    about = frozenset(
        one.passage
        for one in sentences
        if one.number == 0 and all(word in one.text.lower() for word in asked.topic)
    )
    return about or frozenset(one.passage for one in sentences)


def _welcomed(sentence: Sentence, asked: Wanted, words: frozenset[str], *, about: bool) -> Sentence:
    gain = WELCOME[asked.form].get(sentence.aspect, 0.0)
    if asked.form in (Form.DEFINITION, Form.REASON) and not asked.listed and not about:
        gain = min(gain, ASIDE)
    gain += DATED * (asked.dated and kinds.DATED.search(sentence.text) is not None)
    gain += SPANS * (asked.spans and kinds.SPANNING.search(sentence.text) is not None)
    gain += FIGURES * (asked.figures and kinds.FIGURE.search(sentence.text) is not None)
    gain += REASON * (
        asked.form is Form.REASON and kinds.REASONED.search(sentence.text) is not None
    )
    gain += NAMED * any(_stage_named(one, words) for one in sentence.stages[-1:])
    return replace(sentence, score=sentence.score + gain)


def _stage_named(stage: str, words: frozenset[str]) -> bool:
    """Whether the words of a question name a stage, given as `model/stage`."""
    name = set(stage.rpartition("/")[2].split("-")) - {"mlops"}
    return bool(name) and name <= words


def _usable(sentences: Sequence[Sentence], asked: Wanted, words: frozenset[str]) -> frozenset[int]:
    """Return the places of sentences that are true outside their passage.

    What is told of a stage is true of that stage: a question has to be about it, or about stages
    or a model of them without naming one.
    """
    named = [any(_stage_named(stage, words) for stage in one.stages) for one in sentences]
    about = [
        not one.stages
        or named[at]
        or (asked.form is Form.LEVELS and not any(named))
        or (not any(named) and any(words & _model(stage) for stage in one.stages))
        for at, one in enumerate(sentences)
    ]
    told = invented(sentences)
    usable = frozenset(at for at in range(len(sentences)) if about[at] and at not in told)
    if asked.dated:
        # A sentence without a date is beside the point where another one has it.
        fitting = {at for at in usable if kinds.DATED.search(sentences[at].text)}
        usable = frozenset(fitting) or usable
    return usable or frozenset(range(len(sentences)))


def _model(stage: str) -> set[str]:
    return {one for one in stage.partition("/")[0].split("-") if not one.isdigit()}


def _listed(
    sentences: Sequence[Sentence], usable: frozenset[int], asked: Wanted, question: str
) -> tuple[int, ...]:
    """Return the places of the list that fits best, where a list is asked for and one fits."""
    if not asked.listed:
        return ()
    best = max((one.score for one in sentences), default=0.0)
    first = sentences[0].passage
    found = [
        one
        for one in listing.lists(sentences, asked.thing)
        if usable.issuperset(one)
        and not leans(sentences[one[0]].text)
        and sentences[one[0]].score
        >= best * (LISTED if asked.thing or sentences[one[0]].passage == first else NEAR)
    ]
    return listing.best(found, sentences, question)


def _chosen(
    sentences: Sequence[Sentence],
    usable: frozenset[int],
    alike: npt.NDArray[np.float64],
    asked: Wanted,
) -> list[int]:
    """Return the places of the sentences taken, best first."""
    taken: list[int] = []
    best = 0.0
    while len(taken) < MOST:
        offers: list[tuple[float, tuple[int, ...]]] = []
        for at in sorted(usable.difference(taken)):
            if listing.label(at, sentences) and not _item_wanted(sentences[at], asked):
                continue
            unit = _unit(at, taken, sentences, usable, best)
            if unit and len(taken) + len(unit) <= MOST and not _repeats(unit, taken, alike):
                each = [_worth(one, taken, sentences, alike, asked) for one in unit]
                worth = sum(each) / len(each) - LEADING * (len(unit) - 1)
                offers.append((worth, unit))
        worth, unit = max(offers, key=lambda one: (one[0], -one[1][0]), default=(0.0, ()))
        best = best or worth
        if not unit or (taken and worth < NEAR * best):
            break
        taken += unit
    return taken


def _item_wanted(sentence: Sentence, asked: Wanted) -> bool:
    """Whether an item of a list may stand without the others: compared, or the one asked about."""
    begins = {stem(one) for one in _WORD.findall(sentence.text.lower())[:1]}
    return asked.form is Form.COMPARISON or (
        asked.form is Form.DEFINITION and not asked.listed and bool(begins & asked.topic)
    )


def _followed(
    taken: Sequence[int],
    sentences: Sequence[Sentence],
    usable: frozenset[int],
    alike: npt.NDArray[np.float64],
    asked: Wanted,
) -> list[int]:
    """Return the places taken; where the first passage's opening is all, with what it goes on to.

    A passage that answers the very question says so in its first sentence, which then outdoes all
    others, and what to do stands in those after it. A date or a number is answered by itself.
    """
    pointed = asked.dated or asked.spans or asked.figures
    if pointed or len(taken) != 1 or taken[0] != 0 or sentences[0].number != 0:
        return list(taken)
    found = [0]
    for at in range(1, min(ENOUGH, len(sentences))):
        same = sentences[at].passage == sentences[0].passage and sentences[at].number == at
        fits = at in usable and not listing.label(at, sentences)
        if not same or not fits or _repeats((at,), found, alike):
            break
        if sentences[at].score < FOLLOWED * sentences[0].score:
            break
        found.append(at)
    return found


def _unit(
    at: int,
    taken: Sequence[int],
    sentences: Sequence[Sentence],
    usable: frozenset[int],
    best: float,
) -> tuple[int, ...]:
    """Return a place with the one it leans on, if that is not taken yet; empty if it cannot be."""
    leading = needed(at, sentences)
    if not leading or set(leading) & set(taken):
        return (at,)
    before = leading[-1]
    fits = before != at and before in usable and not needed(before, sentences)
    return (before, at) if fits and sentences[before].score >= LED * best else ()


def _repeats(unit: Sequence[int], taken: Sequence[int], alike: npt.NDArray[np.float64]) -> bool:
    return any(alike[one, other] >= SAME for one in unit for other in taken)


def _ordered(taken: Sequence[int], sentences: Sequence[Sentence], asked: Wanted) -> list[int]:
    """Return the places taken in reading order; the passage that defines first, where asked."""
    defining = [
        sentences[at].passage
        for at in sorted(taken)
        if sentences[at].number == 0 and sentences[at].aspect in DEFINING
    ]
    first = defining[0] if asked.form is Form.DEFINITION and defining else ""
    return sorted(taken, key=lambda at: (sentences[at].passage != first, at))


def _names(sentence: Sentence, side: str) -> bool:
    """Whether a sentence has all words of a side, in any form of theirs."""
    text = sentence.text.lower()
    return all(stem(word) in text for word in side.split())


def _worth(
    at: int,
    taken: Sequence[int],
    sentences: Sequence[Sentence],
    alike: npt.NDArray[np.float64],
    asked: Wanted,
) -> float:
    sentence = sentences[at]
    worth = sentence.score
    named = {side for one in taken for side in asked.sides if _names(sentences[one], side)}
    if any(side not in named and _names(sentence, side) for side in asked.sides):
        worth += SIDE
    if sentence.number == 0 and (
        len(sentence.text.split()) <= SHORT or (asked.listed and listing.counts(sentence.text))
    ):
        worth -= HOOK
    if taken:
        worth -= REPEATED * max(0.0, float(alike[at, list(taken)].max()) - 0.5)
    if at - 1 in taken and sentences[at - 1].passage == sentence.passage:
        worth += FOLLOWING
    return worth
