"""Which sentences say something true by themselves, and which only after others.

A sentence is judged by its form alone: how it begins and ends. What is not sure to stand alone is
taken to lean, since whoever writes one that is taken wrongly can word it otherwise.
"""

import re

_OPENS = re.compile(
    r"\(|(what (is missing|helps?|hurts?|remains|still|it|they)|to leave|which one"
    r"|with the (second|third)|at (this|that) (stage|level|point)|at (the )?(top|first|best)"
    r"|on (the )?(lowest|monday)|turn that|next\b|the same|each of|all of|only then|none of|few of"
    r"|if (it|they|nobody knows|that|not|several|you (need|want) (both|neither))|or"
    r"|it|its|this|that|these|those|they|their|them|he|she|both|neither|either|such|so|then|but"
    r"|and|otherwise|instead|without it|because|with (none|nothing)|by hand"
    r"|half-?way|automated(?=,)|up to|above|below|here|there|also|therefore|hence|one|another"
    r"|first|second|third|fourth|finally|weeks?|to begin|to start|between these|other causes"
    r"|the (first|second|third|fourth|last|next|top|latter|former|other|others|two|three|four|five"
    r"|rest|price|obstacle|step|sum|list|test|remedy|reason|phase|stage|common|usual|most common"
    r"))\b",
    re.IGNORECASE,
)
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


def leans(text: str) -> bool:
    """Tell whether a sentence needs another one before it."""
    begins = any(one.match(text) for one in (_OPENS, _DONE_TO, _OF_WHOM))
    return begins or text.endswith(("?", " here.")) or _WITHIN.search(text) is not None
