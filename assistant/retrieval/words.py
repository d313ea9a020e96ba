"""Cuts texts into what lexical search compares: words, shortened, and sentences."""

import re

from assistant.domain.stems import stem

_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    _WORD.findall(
        "a about again all an and any are as at be been being but by can could did do does doing "
        "don done down each every few for from get go got had has have having he her here him his "
        "how i if in into is isn it its just ll may me might more most must my no not now of off "
        "ok on one or our out over re s shall she should so some t than that the their them then "
        "there these they this those to too two under up us ve very was we were what when where "
        "which who why will with would you your "
    )
)
_END = re.compile(
    r"(?:(?<=[.?!])|(?<=[.?!][)\"'”’]))(?<!e\.g\.)(?<!i\.e\.)(?<!\bvs\.)(?<!\bcf\.)(?<!\bal\.)"
    r"(?<!\betc\.)\s+(?=[(\"'“‘]?[A-Z0-9])"
)


def words(text: str) -> list[str]:
    """Return the words of a text that carry meaning, in order, in lower case and shortened."""
    return [stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP]


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text in order; joined by spaces they give it back."""
    return tuple(one for one in _END.split(" ".join(text.split())) if one)
