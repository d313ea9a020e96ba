"""Splits a folded text into sentences and clauses, the reach of a level word."""

import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    ["e.g", "i.e", "etc", "vs", "approx", "dr", "mr", "mrs", "ms", "fig", "no", "st", "inc", "ltd", "al", "cf", "resp", "incl", "max", "min", "est"]
)
_END = re.compile(r"[.!?]+[\"')\]]*(?=\s)|\n+|(?<=[a-z])[.](?=this|we |it |there )")
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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the folded text [start, end) with its clauses; `asks` when it is a question."""

    start: int
    end: int
    asks: bool
    clauses: tuple[tuple[int, int], ...]


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a folded text, without the white space around them."""
    found = []
    at = 0
    for match in _END.finditer(text):
        if match.group()[0] == "." and _abbreviates(text, match.start()):
            continue
        _add(found, text, at, match.end())
        at = match.end()
    _add(found, text, at, len(text))
    return tuple(found)


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
    return word is not None and word.group() in _ABBREVIATIONS and word.group() != "no"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",;–"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;–"):
        end -= 1
    return start, end
