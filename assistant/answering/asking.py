"""What kind of answer a question asks for: a definition, steps, a comparison, a level, a reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The kind of answer that is asked for."""

    DEFINITION = "definition"
    STEPS = "steps"
    COMPARISON = "comparison"
    LEVELS = "levels"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The form asked for, and for a comparison the words of its two sides, in lower case."""

    form: Form
    sides: tuple[str, ...] = ()


WELCOME: Mapping[Form, Mapping[str, float]] = {
    Form.DEFINITION: {"in-short": 0.12, "concept": 0.08, "levels": -0.4, "measures": -0.15,
                      "next": -0.08, "stage": -0.05, "transition": -0.1},
    Form.STEPS: {"next": 0.15, "practice": 0.05, "transition": 0.05, "levels": -0.4,
                 "measures": -0.1, "in-short": -0.05, "stage": -0.1},
    Form.COMPARISON: {"levels": -0.15, "measures": -0.1, "stage": -0.05},
    Form.LEVELS: {"levels": 0.1},
    Form.OPEN: {"levels": -0.25, "measures": -0.1, "stage": -0.12, "transition": -0.05},
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


def wanted(question: str) -> Wanted:
    """Return what kind of answer a question asks for."""
    text = " ".join(question.lower().split()).rstrip(" ?.!")
    found = _SIDES.search(text) if _COMPARES.search(text) or _EITHER.match(text) else None
    if found is not None:
        named = [_BEFORE.sub("", one).strip() for one in found.groups() if one]
        return Wanted(Form.COMPARISON, tuple(named[:2]))
    if _LEVELS.search(text):
        return Wanted(Form.LEVELS)
    if _STEPS.search(text):
        return Wanted(Form.STEPS)
    return Wanted(Form.DEFINITION if _DEFINES.search(text) else Form.OPEN)
