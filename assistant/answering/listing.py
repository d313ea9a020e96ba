"""Finds lists told in a passage: a sentence that announces them, and the sentences that follow.

A list that is asked for is given whole or not at all. It may stand in one sentence, after a colon
or after "they are"; in sentences with a label or a number of their own; or, for kinds of a thing,
in sentences that each begin with one of them.
"""

import re
from collections.abc import Sequence

from assistant.domain.sentences import Sentence

LONGEST = 9
"""Sentences of a list, with the one that announces it."""
KINDS = 3
"""Sentences in a row that begin with a kind of the same thing make a list of its kinds."""
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(rf"\b({'|'.join(_NUMBERS)})\b", re.IGNORECASE)
_ITEM = re.compile(
    r"\(\d\)|In the \w+ (?:phase|stage|step)\b"
    r"|(?!(In short|Our|A good|Common|Put)\b)[A-Z][^.,:;?!]{1,60}: "
)
_THEY_ARE = re.compile(r"(they|these) are\b|(they|these): ", re.IGNORECASE)
_IN_ONE = re.compile(
    r"(?:: |\b(?:they|these|phases|kinds|ways) are )[^.:?]*?,[^.:?]*?(?:,| and | or )"
)
_STEPS = re.compile(r"\b(stage|level|phase)s?\b", re.IGNORECASE)
"""Names of steps; a list of the ones is no answer to a question for the others."""


def lists(sentences: Sequence[Sentence], thing: str = "") -> list[tuple[int, ...]]:
    """Return the places of each list told in the sentences, the announcing one first.

    `thing` is what kinds are asked of, in lower case, or empty.
    """
    found = [_list(at, sentences) for at in range(len(sentences))]
    if thing:
        found += [_kinds(at, sentences, thing) for at in range(len(sentences))]
    return [one for one in found if one]


def best(
    found: Sequence[tuple[int, ...]], sentences: Sequence[Sentence], question: str
) -> tuple[int, ...]:
    """Return the list that fits a question best, of those that are near enough; empty if none is.

    A list of the number that is asked for goes first, then the passage that search put first.
    """
    asked = _counts(question)
    steps = _named_steps(question)
    fits = [one for one in found if steps <= _named_steps(sentences[one[0]].text)]
    passages = list(dict.fromkeys(one.passage for one in sentences))

    def rank(one: tuple[int, ...]) -> tuple[bool, int, float]:
        lead = sentences[one[0]]
        counted = bool(asked & _counts(lead.text))
        return (not counted, passages.index(lead.passage), -lead.score)

    return min(fits, key=rank, default=())


def label(at: int, sentences: Sequence[Sentence]) -> bool:
    """Tell whether a sentence is one of several with a label or a number of their own."""
    near = [one for one in (at - 1, at + 1) if 0 <= one < len(sentences)]
    return _ITEM.match(sentences[at].text) is not None and any(
        sentences[one].passage == sentences[at].passage and _ITEM.match(sentences[one].text)
        for one in near
    )


def announced(at: int, sentences: Sequence[Sentence]) -> int:
    """Return the place of the sentence that announces a labelled one."""
    first = at - sentences[at].number
    while at > max(first, 0) and (label(at, sentences) or label(at - 1, sentences)):
        at -= 1
    return at


def counts(text: str) -> bool:
    """Tell whether a sentence says how many of something there are."""
    return bool(_counts(text))


def _named_steps(text: str) -> set[str]:
    return {one.lower() for one in _STEPS.findall(text)}


def _counts(text: str) -> set[str]:
    return {one.lower() for one in _NUMBER.findall(text)}


def _list(at: int, sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """Return the list that the sentence at a place announces or holds; empty if there is none."""
    announcing = sentences[at]
    if _ITEM.match(announcing.text) and at and _ITEM.match(sentences[at - 1].text):
        return ()
    rest = _rest(at, sentences)
    if _NUMBER.search(announcing.text) and _IN_ONE.search(announcing.text):
        return (at,)
    if rest and _THEY_ARE.match(sentences[rest[0]].text):
        return (at, rest[0])
    items = [one for one in rest if _ITEM.match(sentences[one].text)]
    if at + 1 not in items:
        return ()
    numbers = [one.lower() for one in _NUMBER.findall(announcing.text)]
    counts = [_NUMBERS.index(one) + 2 for one in numbers]
    count = max((one for one in counts if one <= len(items)), default=0)
    # What stands between two items belongs to the first of them.
    return tuple(range(at, items[count - 1] + 1)) if count else ()


def _kinds(at: int, sentences: Sequence[Sentence], thing: str) -> tuple[int, ...]:
    first = sentences[at]

    def one_of(place: int) -> bool:
        start = " ".join(sentences[place].text.lower().split()[:2])
        return thing in start and not start.startswith(thing)

    run = [at] if one_of(at) else []
    for place in _rest(at, sentences):
        if not run or not one_of(place):
            break
        run.append(place)
    before = at > 0 and sentences[at - 1].passage == first.passage and one_of(at - 1)
    return tuple(run) if len(run) >= KINDS and not before else ()


def _rest(at: int, sentences: Sequence[Sentence]) -> list[int]:
    """Return the places after one in its passage, as far as a list may go on."""
    rest = range(at + 1, min(at + LONGEST, len(sentences)))
    return [one for one in rest if sentences[one].passage == sentences[at].passage]
