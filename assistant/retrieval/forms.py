"""What a question wants to be told, by its words: one of the kinds of `domain.entry`, or none."""

import re

from assistant.domain.entry import Asks

_FORMS = {
    Asks.HOW_MUCH: r"\bhow (?:much|many|long|often|big|large|fast|high|low|small|soon|far|old)\b"
    r"|\bhow good\b|\bcosts?\b",
    Asks.VERSUS: r"\b(?:vs\.?|versus|difference|differ|compared?|comparison)\b"
    r"|^[\w /-]{2,30} or [\w /-]{2,30}\??$|\b(?:rather than|instead of)\b",
    Asks.WHY: r"\b(?:why|reasons?|point of)\b",
    Asks.SHOULD_WE: r"\bshould (?:we|i|you|one|it|the)\b|\bdo (?:we|i|you) (?:really )?need\b"
    r"|\b(?:worth|overkill|necessary|must|enough)\b|\b(?:is|are) (?:it|there|this|that|we)\b"
    r"|\bdo(?:es)? .* (?:require|need)|\b(?:can|may) (?:we|i)\b",
    Asks.WHEN: r"\b(?:when|at what point|deadline)\b",
    Asks.WHO: r"\b(?:who|whose)\b",
    Asks.HOW: r"\b(?:how|steps?|strateg\w+|best (?:way|practices?)|avoid|reduce|set ?up|start)\b",
    Asks.WHICH: r"\bwhich\b|\btools? for\b"
    r"|\bwhat (?:tools?|metrics?|kinds?|types?|services?|frameworks?|checks?|tests?)\b",
    Asks.WHAT: r"\b(?:what(?:'s)?|define|explain|meaning)\b",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _FORMS.items()}
FORMS: tuple[Asks | None, ...] = (*_FORMS, None)
"""All that `form_of` may return, in a fixed order."""


def form_of(text: str) -> Asks | None:
    """Return what a question wants to be told; None where its words do not say."""
    plain = " ".join(text.lower().split())
    return next((kind for kind, one in _PATTERNS.items() if one.search(plain)), None)
