"""Which sentences say something true by themselves, and which only after others of their passage.

A sentence is judged by its form alone: how it begins, and whether it is one of an invented example.
What is not sure to stand alone is taken to lean, since a missing sentence does less harm than one
that speaks of something the reader has not been told.
"""

import re
from collections.abc import Sequence

from assistant.answering.listing import announced, label
from assistant.domain.sentences import Sentence

_OPENS = re.compile(
    r"\(|(what (is missing|helps?|hurts?|remains|still|it|they)|to leave|which one"
    r"|with the (second|third)|at (this|that) (stage|level|point)|at (the )?(top|first|best)"
    r"|on (the )?(lowest|monday)|turn that|next\b|the same|each of|all of|only then|none of|few of"
    r"|if (it|they|nobody knows|that|not|several|you (need|want) (both|neither))|or"
    r"|it|its|this|that|these|those|they|their|them|he|she|both|neither|either|such|so|then|but"
    r"|and|otherwise|instead|without it|because of (this|that|it)|with (none|nothing)|by hand"
    r"|half-?way|automated(?=,)|up to|above|below|here|there|also|therefore|hence|one|another"
    r"|first|second|third|fourth|finally|weeks?|to begin|to start|between these|other causes"
    r"|the (first|second|third|fourth|last|next|top|latter|former|other|others|two|three|four|five"
    r"|rest|price|obstacle|step|sum|list|test|remedy|reason|phase|stage|common|usual|most common"
    r"))\b",
    re.IGNORECASE,
)
_OF_SUBJECT = re.compile(
    r"(it (matters|comes first|pays|counts|saves) |the (next|last) stage\b"
    r"|the (common|usual|most common) (failure|mistake|trap|cause)\b)",
    re.IGNORECASE,
)
"""About what the whole passage is about, which its first sentence names."""
_DONE_TO = re.compile(
    r"(?!(is|are|was|were|has|have)\b)[a-z-]+ (it|them|this|these|those|both)\b", re.IGNORECASE
)
"""An order about something named before: "Write it into a file."."""
_OF_WHOM = re.compile(
    r"(?:as|in|for|with|by|on|at|after|before|until|among|from) [^,:;]{2,60}, "
    r"(?:it|they|he|she|this|these|those|that|both)\b",
    re.IGNORECASE,
)
"""A phrase before a comma, and then a subject that it does not name."""
_WITHIN = re.compile(
    r"\b(both (ends|sides|reactions)|the (latter|former)|these (two|three|four)|now too|after it)\b"
)
_INVENTED = re.compile(r"\b(invented|imagine|suppose)\b", re.IGNORECASE)
_EXAMPLE = "example"


def leans(text: str) -> bool:
    """Tell whether a sentence needs another of its passage."""
    begins = any(one.match(text) for one in (_OPENS, _DONE_TO, _OF_WHOM))
    return begins or text.endswith(("?", " here.")) or _WITHIN.search(text) is not None


def needed(at: int, sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """Return the places of sentences one of which a sentence leans on; none if it stands alone.

    A leaning sentence that opens its passage leans on the title, and needs its own place: it is
    never to be had.
    """
    sentence = sentences[at]
    if label(at, sentences):
        return (announced(at, sentences),)
    if not leans(sentence.text):
        return ()
    if sentence.number == 0 or at == 0 or sentences[at - 1].passage != sentence.passage:
        return (at,)
    if sentence.text.startswith("("):  # an aside may follow, but brings nothing along
        return (at - 1, at)
    opening = at - sentence.number
    if _OF_SUBJECT.match(sentence.text) and opening >= 0 and sentences[opening].number == 0:
        return (at - 1, opening)
    return (at - 1,)


def invented(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return the places of sentences that tell an invented case, which is no general fact.

    A case begins where its passage says that it is invented, and goes on to the passage's end.
    """
    told: set[int] = set()
    begun = ""
    for at, one in enumerate(sentences):
        if one.aspect == _EXAMPLE or _INVENTED.search(one.text):
            begun = one.passage
        if begun == one.passage:
            told.add(at)
    return frozenset(told)
