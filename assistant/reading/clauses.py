"""Splits a folded text into sentences and clauses, the reach of a level word."""

import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    {
        *("e.g", "i.e", "etc", "vs", "approx", "dr", "mr", "mrs", "ms", "fig", "st", "inc", "ltd"),
        *("al", "cf", "resp", "incl", "max", "min", "est"),
    }
)
_LEAVES_OUT = (
    r"\s(?:(?:and|but|while|whereas) )?(?!(?:and|but|if|as|so|we|i|they|you|he|she|it|that|this|"
    r"these|those|there|some|others?|many|most|which|who|nobody|everybody|people|is|are|was|were|do|does|"
    r"did|has|have|often|still|usually|certainly|probably|maybe|mostly) )"
    r"(?:(?:the|our|my|its) )?[a-z-]{4,} (?:[a-z-]{4,} )?"
    r"(?:(?:is |are |was |were )?not|(?:is|are|was|were|do|does|did|has|have)n't|"
    r"(?:do|does|did) not|(?:is |are |was |were )?(?:by hand|manual|automatic|automated))"
    r"(?=[.!;]*\s*(?:\n|\Z)|[.!;,]\s)"
)
"""The end of a sentence that tells of a second thing and leaves its verb out: rollback not."""
_END = re.compile(
    r"[.!?]+[\"')\]]*(?=\s)|\n+|(?<=[a-z]{2})[.](?=(?:this|we|it|there|the) )"
    rf"|,(?={_LEAVES_OUT})"
)
_CLAUSE = re.compile(
    r"\s*;\s*|\s+-{1,2}\s+|\s*–\s*"
    r"|,?\s+(?=(?:but|however|although|though|whereas|except|albeit|nevertheless|otherwise)\b)"
    r"|,\s+(?=(?:while|yet|so|instead|now|nor|still|then|apart from|which (?:means|meant))\b)"
    r"|,?\s+(?=(?:and|so) (?:we|i|they|it|he|she|nobody|no one|someone|somebody|there|this|that|"
    r"everything|nothing|everyone|then)\b)"
    r"|,\s+(?=(?:and )?(?:we|i|they|nobody|no one|someone|somebody|there|everything|nothing)\b)"
)
_QUESTION_WORDS = re.compile(
    r"(?:(?:and|but|so|ok|okay|well|hi|hello|hey|sorry|please|also|then)[,.]? )*"
    r"(?:what(?:'s| is| are| does| do| would| should| about| if| kind)|how (?:do|does|can|could|"
    r"should|would|to|much|many|often|is|are|come)|why (?:do|does|is|are|should|would|not)|"
    r"when (?:should|do|does|is|would)|where (?:do|does|can|should|is)|which \w+ (?:is|are|do|does|"
    r"should|would)|who (?:is|should|does)|is (?:it|there|that|this)|are (?:there|we|you)|"
    r"(?:can|could|would|will) you|do (?:you|i|we)|does (?:it|this|that)|should (?:we|i)|"
    r"(?:can|could|may) (?:i|we)|explain|define|tell me|describe)\b"
)


_SELF_ASKED = re.compile(
    r"(?:and |so |but )?(?:how|where|who|when|what) (?:do|does|is|are) (?:we|our)\b"
)
_FRAGMENT = 3
_LEADS = 2
"""Words before a comma that may be a sentence with a verb, which a second leaves out."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the folded text [start, end) with its clauses; `asks` when it is a question."""

    start: int
    end: int
    asks: bool
    clauses: tuple[tuple[int, int], ...]


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a folded text, without the white space around them."""
    found: list[Sentence] = []
    at = 0
    for match in _END.finditer(text):
        if match.group()[0] == "." and _abbreviates(text, match.start()):
            continue
        if match.group() == "," and len(text[at : match.start()].split()) < _LEADS:
            continue  # "no, our releases are automated" has a yes or no before it and no sentence
        _add(found, text, at, match.end())
        at = match.end()
    _add(found, text, at, len(text))
    return tuple(_answered(found, text))


def _answered(found: list[Sentence], text: str) -> list[Sentence]:
    """Join a question that the speaker answers at once ("Monitoring? None.") with its answer."""
    joined: list[Sentence] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and before.asks and not one.asks and _own(text, before):
            clauses = ((before.start, one.clauses[0][1]), *one.clauses[1:])
            joined[-1] = Sentence(before.start, one.end, False, clauses)
        else:
            joined.append(one)
    return joined


def _own(text: str, asked: Sentence) -> bool:
    words = text[asked.start : asked.end]
    return len(words.split()) <= _FRAGMENT or _SELF_ASKED.match(words) is not None


def opens_as_question(text: str) -> bool:
    """Tell whether a sentence starts the way questions do."""
    return _QUESTION_WORDS.match(text) is not None


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    start, end = _trim(text, start, end)
    if start < end:
        asks = text[start:end].rstrip("\"')] ").endswith("?")
        found.append(Sentence(start, end, asks, tuple(_clauses(text, start, end))))


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    at = start
    for match in _CLAUSE.finditer(text, start, end):
        spans.append(_trim(text, at, match.start()))
        at = match.end()
    spans.append(_trim(text, at, end))
    return [span for span in spans if span[0] < span[1]]


def _abbreviates(text: str, dot: int) -> bool:
    word = re.search(r"[a-z.]+\Z", text[max(0, dot - 8) : dot])
    return word is not None and word.group() in _ABBREVIATIONS


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",;–"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;–"):
        end -= 1
    return start, end
