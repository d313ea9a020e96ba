"""Composes an answer out of the library's own sentences, without a language model.

The sentences most relevant to the question are taken one by one; what repeats a sentence already
taken counts less, and what suits the kind of question (see `asking`) counts more. They are then put
in the order of the passages, and of the text within one, so that the answer reads as it was
written; a definition comes first where one is asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.answering.asking import WELCOME, Form, Wanted, wanted
from assistant.domain.findings import Answer, Found
from assistant.domain.sentences import Sentence

MOST = 4
LEAST = 2
NEAR = 0.75
"""A further sentence must reach this share of the best one's score."""
REPEATED = 0.4
"""How much being the same as a sentence already taken costs."""
FOLLOWING = 0.06
"""What a sentence gains by continuing one already taken."""
DANGLING = 0.12
"""What a sentence loses that asks, or that leans on one before it which is not in the answer."""
DEFINING = frozenset({"in-short", "concept"})
SIDE = 0.2
"""What a sentence gains by naming a side of a comparison that no sentence taken names yet."""
_LEANS = re.compile(
    r"\(|(what is missing|in short|to leave|with the (second|third)|at this stage|which one"
    r"|turn that|next,|the same|each of|all of|only then|if (it|they|nobody knows|that|not)|or"
    r"|it|its|this|that|these|those|they|their|them|he|she|both|neither|either|such|so|then|but"
    r"|and|otherwise|instead|without it|because of (this|that|it)|with (none|nothing)|by hand"
    r"|half-?way|automated|here|there|also|therefore|hence|one|another"
    r"|the (first|second|third|latter|former|other))\b",
    re.IGNORECASE,
)


def compose(
    question: str,
    found: Found,
    sentences: Sequence[Sentence],
    vectors: npt.NDArray[np.float32],
) -> Answer:
    """Return an answer of two to four sentences, each with its passage; none if not covered.

    `sentences` are those of the passages found, in their order, and `vectors` (one of length 1 for
    each) their meaning.
    """
    if not found.answerable or not sentences:
        return Answer(question)
    if len(vectors) != len(sentences):
        raise ValueError(f"{len(sentences)} sentences need as many vectors, not {len(vectors)}")
    asked = wanted(question)
    sentences = [_welcomed(one, asked) for one in sentences]
    alike = np.asarray(vectors, dtype=np.float64) @ np.asarray(vectors, dtype=np.float64).T
    taken: list[int] = []
    best = max(sentence.score for sentence in sentences)
    while len(taken) < MOST:
        worth = [_worth(at, taken, sentences, alike, asked) for at in range(len(sentences))]
        left = [at for at in range(len(sentences)) if at not in taken]
        if not left:
            break
        at = max(left, key=lambda one: (worth[one], -one))
        if len(taken) >= LEAST and worth[at] < NEAR * best:
            break
        taken.append(at)
    chosen = [sentences[at] for at in _ordered(taken, sentences, asked)]
    return Answer(
        question,
        tuple((sentence.text, (sentence.passage,)) for sentence in chosen),
        tuple(dict.fromkeys(sentence.passage for sentence in chosen)),
    )


def _welcomed(sentence: Sentence, asked: Wanted) -> Sentence:
    return replace(sentence, score=sentence.score + WELCOME[asked.form].get(sentence.aspect, 0.0))


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
    return all(word[:6] in text for word in side.split())


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
    if taken:
        worth -= REPEATED * max(0.0, float(alike[at, list(taken)].max()) - 0.5)
    if at - 1 in taken and sentences[at - 1].passage == sentence.passage:
        worth += FOLLOWING
    elif _LEANS.match(sentence.text) or sentence.text.endswith("?"):
        worth -= DANGLING
    return worth
