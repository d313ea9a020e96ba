"""What kind of answer a question asks for: a definition, steps, a comparison, a level, a reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.stems import stem


class Form(StrEnum):
    """The kind of answer that is asked for."""

    DEFINITION = "definition"
    STEPS = "steps"
    COMPARISON = "comparison"
    LEVELS = "levels"
    REASON = "reason"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The form asked for, and for a comparison the words of its two sides, in lower case.

    `listed` says that a list is asked for, of kinds of `thing` if that is named; `dated` that a
    date is, `spans` a length of time and `figures` a number. `topic` are the beginnings of the
    words that say what the question is about.
    """

    form: Form
    sides: tuple[str, ...] = ()
    listed: bool = False
    thing: str = ""
    dated: bool = False
    spans: bool = False
    figures: bool = False
    topic: frozenset[str] = frozenset()


WELCOME: Mapping[Form, Mapping[str, float]] = {
    Form.DEFINITION: {"in-short": 0.12, "concept": 0.08, "levels": -0.4, "measures": -0.35,
                      "next": -0.08, "stage": -0.05, "transition": -0.1},
    Form.STEPS: {"next": 0.15, "practice": 0.05, "transition": 0.05, "levels": -0.4,
                 "measures": -0.35, "in-short": -0.05, "stage": -0.1},
    Form.COMPARISON: {"levels": -0.15, "measures": -0.1, "stage": -0.05},
    Form.LEVELS: {"levels": 0.1},
    Form.REASON: {"in-short": 0.08, "concept": 0.05, "failures": 0.08, "pitfall": 0.08,
                  "levels": -0.4, "measures": -0.35, "next": -0.1, "stage": -0.1,
                  "transition": -0.1},
    Form.OPEN: {"levels": -0.25, "measures": -0.2, "stage": -0.12, "transition": -0.05},
}  # fmt: skip
"""What a sentence gains by the aspect of its passage, for each form; others gain nothing."""

_LEVELS = re.compile(
    r"\b(levels?|stages?|matur\w+|partial\w*|how (?:good|far|advanced)|measure|metrics? for)\b"
)
_SIDES = re.compile(
    r"(?:difference|differences|compare|comparison|choose|choice)\b.*?\b(?:between|of)?\b\s*"
    r"(?P<one>[\w /&-]+?) (?:and|with|or|from) (?P<other>[\w /&-]+)"
    r"|(?P<first>[\w /&-]+?),? (?:vs\.?|versus|or|compared (?:to|with)) (?P<second>[\w /&-]+)"
)
_BEFORE = re.compile(r"^.*\b(?:between|of|choose|compare)\b")
_COMPARES = re.compile(r"\b(difference|differ|vs\.?|versus|compared?|comparison|better|rather)\b")
_EITHER = re.compile(r"^[\w /&-]{2,40} or [\w /&-]{2,40}$")
_STEPS = re.compile(
    r"\b(how (?:do|can|should|would|could|might|to)|where (?:do|should|to)|what should|what can|"
    r"what (?:do|would) (?:we|i|you) (?:do|need)|first step|next step|get(?:ting)? started|begin|"
    r"set ?up|start with|steps?|improve|introduce|avoid|prevent|fix|what now|way (?:to|out))\b"
)
_DEFINES = re.compile(
    r"\b(what(?: even)?(?: is|'s|s| are)|what does .* mean|define|definition|meaning of|explain|"
    r"what is meant|tell us what)\b|^[\w -]{2,30}$"
)


_LISTS = re.compile(
    r"\b(?:what|which) (?:are|were) (?:the|all|these|your)\b|\b(?:name|list|enumerate)\b(?! of)"
    r"|\b(?:what|which) (?:\w+ ){0,3}?(?!does|is|was|has)\w+s (?:are|do|does|did|can|should|decide"
    r"|exist|count|matter|speak|drive|follow|belong|come)\b|\b(?:kinds|types|sorts|ways|forms) of\b"
)
_KINDS = re.compile(
    r"\b(?:kinds|types|sorts|forms) of (?:[\w-]+ )*?(?P<thing>[\w-]+)"
    r"(?= (?:are|is|do|does|can|exist)\b|$)"
)
_DATES = re.compile(
    r"\b(?:when|from when|since when|by when|until when)\b.*\b(?:apply|applies|applied|starts?|"
    r"started|begin|begins|began|force|effect|due|expires?|published|introduced|come|comes|enters?)\b"
    r"|\b(?:what|which) (?:date|day|year)\b|\bdeadlines?\b"
)
_SPANS = re.compile(r"\bhow long\b|\bhow (?:soon|late|old)\b")
_FIGURES = re.compile(
    r"\b(?:thresholds?|limits?|cut-?offs?|how (?:much|many|large|high|low|big))\b"
)
_WORD = re.compile(r"[a-z][\w-]{3,}")
_ASKING = frozenset(
    stem(one)
    for one in (
        *("what", "does", "matter", "important", "this", "that", "with", "your", "mean", "when"),
        *("which", "worth", "reason", "explain", "tell", "about", "even", "have", "need", "should"),
        *("would", "could", "they", "there", "from", "exactly", "actually", "really", "define"),
        *("meaning", "meant", "people", "teams", "team", "main", "most", "some"),
    )
)
_REASON = re.compile(r"\b(?:why|reasons?|matters?|important|what for|point of|worth)\b")
FIGURE = re.compile(r"\d")
DATED = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r" (?:\d{1,2}, )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
SPANNING = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|ten|twelve|few|several|a) "
    r"(?:hour|day|week|month|quarter|year)s?\b",
    re.IGNORECASE,
)
REASONED = re.compile(
    r"\b(?:because|so that|since|matters?|otherwise|without|cannot)\b", re.IGNORECASE
)


def wanted(question: str) -> Wanted:
    """Return what kind of answer a question asks for."""
    text = " ".join(question.lower().split()).rstrip(" ?.!")
    found = _SIDES.search(text) if _COMPARES.search(text) or _EITHER.match(text) else None
    if found is not None:
        named = [_BEFORE.sub("", one).strip() for one in found.groups() if one]
        return Wanted(Form.COMPARISON, tuple(named[:2]))
    kinds = _KINDS.search(text)
    return Wanted(
        _form(text),
        listed=_LISTS.search(text) is not None,
        thing=kinds["thing"] if kinds else "",
        dated=_DATES.search(text) is not None,
        spans=_SPANS.search(text) is not None,
        figures=_FIGURES.search(text) is not None,
        topic=frozenset(stem(one) for one in _WORD.findall(text)) - _ASKING,
    )


def _form(text: str) -> Form:
    if _LEVELS.search(text):
        return Form.LEVELS
    if _REASON.search(text):
        return Form.REASON
    if _STEPS.search(text):
        return Form.STEPS
    return Form.DEFINITION if _DEFINES.search(text) else Form.OPEN
