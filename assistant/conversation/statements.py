"""Splits a text into statements, and tells what each wants: only what is told may move a level."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from assistant.domain.lexicon import CueList
from assistant.domain.wants import Wants

TOPIC = 9
"""Words of a text that may be a subject and no statement."""
SHORT = 30
"""Words of a text that is about one thing, so that a don't know is about all of it."""
_SENTENCE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\betc)[.!?…]+[\"')\]]*(?=\s|$)|\n+")
_JOINT = re.compile(
    r"\s*;\s*|\s+-{1,2}\s+|\s*[–—]\s*|\s*\(|\)\s*|\.\.\.+\s*"
    r"|,\s+|,?\s+(?=(?:but|however|although|though|whereas|except)\b)"
    r"|\s+(?=(?:and|so|because|since) (?:we|i|i'm|i've|i'd|they|it|it's|he|she|our|my|the|nobody|"
    r"no one|someone|somebody|there|that|that's|this|everything|everyone|nothing|don't|no idea|how|"
    r"what|why|who|is|are|do|does|can|should|would|tell|explain|better|best)\b)"
)
_TURN = re.compile(r"(?:but|however|although|though|whereas|except|otherwise|instead)\b")
_SELF_ASKED = re.compile(
    r"(?:and |so |but )?(?:how|where|who|when|what) (?:do|does|is|are) (?:we|our)\b"
)
_FRAGMENT = 3
"""Words of a question that the speaker may answer at once: "Monitoring? None."."""
_SPELT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "\t": " "})
_EDGE = " \t\n,;:.!?…\"'()[]–—-*•"


class Want(StrEnum):
    """What a statement wants."""

    TELL = "tell"
    ASK = "ask"  # also for help, an example, or a subject to be told about
    UNKNOWN = "unknown"
    SUPPOSE = "suppose"
    OTHERS = "others"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Statement:
    """The stretch [start, end) of a text and what it wants."""

    start: int
    end: int
    want: Want


@dataclass(slots=True)
class _Clause:
    start: int
    end: int
    text: str
    turns: bool
    want: Want | None = None


class _Words:
    """The phrases of the record, each list as one expression."""

    def __init__(self, wants: Wants) -> None:
        self._lists = {name: _joined(getattr(wants, name)) for name in type(wants).model_fields}

    def begins(self, name: str, said: str) -> bool:
        return self._lists[name].match(said) is not None

    def has(self, name: str, said: str) -> bool:
        return self._lists[name].search(said) is not None

    def is_all(self, name: str, said: str) -> bool:
        return self._lists[name].fullmatch(said) is not None

    def bare(self, clause: str) -> str:
        """Return a clause without the words before it that tell nothing."""
        said = clause.strip(_EDGE)
        while said and (found := self._lists["filler"].match(said)) is not None:
            said = said[found.end() :].strip(_EDGE)
        return said


def statements(wants: Wants, text: str) -> tuple[Statement, ...]:
    """Return the statements of a text in their order; what lies between them is punctuation."""
    words = _words(wants)
    small = plain(text)
    sentences = [
        (clauses, mark) for span, mark in _sentences(small) if (clauses := _clauses(small, *span))
    ]
    for number, (clauses, mark) in enumerate(sentences):
        following = number + 1 < len(sentences) and not sentences[number + 1][1]
        asked = mark and not (following and _answers_itself(small, clauses))
        _judge(words, clauses, asked=asked)
    _doubt(words, sentences)
    for clauses, _ in sentences:  # "Well, …" and "Sorry, no, …" belong to what is told
        if any(one.want is None for one in clauses):
            for one in clauses:
                one.want = None if one.want is Want.TALK else one.want
    found = [one for clauses, _ in sentences for one in clauses]
    if len(sentences) == 1 and _topic(words, sentences[0][0]):
        for one in found:
            one.want = Want.ASK
    return tuple(Statement(one.start, one.end, one.want or Want.TELL) for one in found)


def plain(text: str) -> str:
    """Return a text in small letters and plain quotation marks, every letter in its place."""
    return "".join(_small(one) for one in text.translate(_SPELT))


def _judge(words: _Words, clauses: list[_Clause], *, asked: bool) -> None:
    """Give every clause what it wants; one that goes on wants what it goes on with."""
    before: _Clause | None = None
    for one in clauses:
        one.want = _wanted(words, one.text, opens=before is None)
        if one.want is None and before is not None and _goes_on(words, before, one):
            one.want = before.want
        if one.want is not Want.TALK:
            before = one
    if asked and not words.is_all("tag", clauses[-1].text.strip(_EDGE)):
        _mark(words, clauses)
    for one, after in pairwise(clauses):
        chooses = after.want is Want.ASK and after.text.startswith("which")
        if one.want is None and chooses and not words.has("own", one.text):
            one.want = after.want
        if one.want is None and words.begins("unreal", one.text):
            supposes = after.want is None and not after.turns and words.has("would", after.text)
            if supposes and words.has("past", one.text):
                one.want = after.want = Want.SUPPOSE
            elif after.want in {Want.ASK, Want.SUPPOSE}:
                one.want = after.want


def _wanted(words: _Words, clause: str, *, opens: bool) -> Want | None:
    """Return what a clause wants by its own words; `opens` when nothing is told before it."""
    said = words.bare(clause)
    if not said or words.is_all("talk", said):
        return Want.TALK
    if words.has("unknown", said) or words.is_all("unknown_whole", said):
        return Want.UNKNOWN
    if words.begins("suppose", said):
        return None if words.has("missed", said) else Want.SUPPOSE
    asking = ("ask", "wonder", "request") if opens else ("aside",)
    if any(words.begins(one, said) for one in asking):
        return Want.ASK
    return Want.OTHERS if words.has("others", said) else None


def _goes_on(words: _Words, before: _Clause, one: _Clause) -> bool:
    if before.want is None or one.turns:
        return False
    if before.want in {Want.SUPPOSE, Want.OTHERS}:
        asks = before.want is Want.SUPPOSE and words.begins("ask", words.bare(one.text))
        return asks or (words.has("would", one.text) and not words.has("missed", one.text))
    return not words.begins("subject", one.text) and ":" not in one.text


def _mark(words: _Words, clauses: list[_Clause]) -> None:
    """Take a sentence with a question mark as a question, but for what it tells before it asks."""
    first = next(
        (
            at
            for at, one in enumerate(clauses)
            if one.want is Want.ASK or words.begins("ask", words.bare(one.text))
        ),
        0,
    )
    for one in clauses[first:]:
        one.want = Want.ASK
    for one in clauses[:first]:
        if one.want is None and words.has("would", one.text):
            one.want = Want.SUPPOSE


def _doubt(words: _Words, sentences: list[tuple[list[_Clause], bool]]) -> None:
    """Let not knowing reach what is only held possible, or said of the speaker, around it."""
    every = [one for clauses, _ in sentences for one in clauses]
    short = sum(len(one.text.split()) for one in every) <= SHORT
    for clauses in [every] if short else [clauses for clauses, _ in sentences]:
        if not any(one.want is Want.UNKNOWN for one in clauses):
            continue
        for at, one in enumerate(clauses):
            if one.want is not None:
                continue
            after = next((two for two in clauses[at + 1 :] if two.want is not Want.TALK), None)
            bare = after is not None and after.want is Want.UNKNOWN and not after.turns
            bare = bare or (at > 0 and clauses[at - 1].want is Want.UNKNOWN and not one.turns)
            if any(words.has(name, one.text) for name in ("hedge", "speaker")) or (
                bare and any(words.has(name, one.text) for name in ("indirect", "elsewhere"))
            ):
                one.want = Want.UNKNOWN


def _topic(words: _Words, clauses: list[_Clause]) -> bool:
    said = " ".join(one.text.strip(_EDGE) for one in clauses)
    if any(one.want is not None for one in clauses) or len(said.split()) > TOPIC:
        return False
    return words.is_all("topic", said) and not words.has("own", said)


def _answers_itself(plain: str, clauses: list[_Clause]) -> bool:
    said = plain[clauses[0].start : clauses[-1].end]
    return len(said.split()) <= _FRAGMENT or _SELF_ASKED.match(said) is not None


def _sentences(plain: str) -> list[tuple[tuple[int, int], bool]]:
    found = []
    at = 0
    for match in _SENTENCE.finditer(plain):
        found.append(((at, match.end()), "?" in match.group()))
        at = match.end()
    found.append(((at, len(plain)), False))
    return found


def _clauses(plain: str, start: int, end: int) -> list[_Clause]:
    cuts = [(match.start(), match.end()) for match in _JOINT.finditer(plain, start, end)]
    starts = [start, *(stop for _, stop in cuts)]
    stops = [*(begin for begin, _ in cuts), end]
    found = []
    for begin, stop in zip(starts, stops, strict=True):
        text = plain[begin:stop]
        if text.strip(_EDGE) or "?" in text:
            begin += len(text) - len(text.lstrip())
            text = text.strip()
            found.append(_Clause(begin, stop, text, _TURN.match(text) is not None))
    return found


def _small(one: str) -> str:
    small = one.lower()
    return small if len(small) == 1 else one


@lru_cache(maxsize=4)
def _words(wants: Wants) -> _Words:
    return _Words(wants)


def _joined(cues: CueList) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one.pattern})" for one in cues) or "(?!)")
