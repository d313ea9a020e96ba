"""Tells which clauses may answer the open question: those with no subject that is foreign to it.

Who answers leaves the subject out ("by hand"), points at it ("Anna does it"), or speaks in words
that we use of the item as well. A clause with a word that we use of nothing at all ("lunch",
"elevator") is about something else, however clear its words of level are, and tells nothing.
"""

import re
from collections.abc import Sequence

from assistant.reading.autonomy import counted
from assistant.reading.clauses import Sentence
from assistant.reading.cues import Hit
from assistant.reading.folding import Folded
from assistant.reading.gathered import Span
from assistant.reading.pending import SHORT, names, only, replied
from assistant.reading.prepared import Prepared
from assistant.reading.vocabulary import WORD
from assistant.reading.wordlists import Kind

_POINTS = re.compile(
    r"\b(?:it|it's|its|them|they|they're|these|those|one|ones)\b(?!')"
    r"|\b(?:this|that)(?:'s)?(?=$|[.,;:!)]"
    r"| (?:is|are|was|gets?|has|goes|runs?|happens?|comes|works?|depends|by|in|with|for|on|at|from|"
    r"once|every|each|automatically|manually|ourselves)\b)"
    r"|\b(?:do|does|did)(?=$|[.,;!])"
)
_WRONG = re.compile(
    r"\b(?:it|that|this)(?:'s| is) "
    r"(?:wrong|incorrect|mistaken|not (?:right|correct|true))\b[\s,.;:]*"
)
"""It points at what we understood, not at what the question is about."""
_GOES_ON = re.compile(
    r"(?:(?:and|but|so|because|since|as|which) )*(?:(?:it|it's|they|they're)\b"
    r"|(?:this|that)(?:'s| (?:is|are|was|gets?|has|goes|runs?|happens?|comes|works?)\b))"
)
_ADJUNCT = re.compile(
    r"\b(?:in|on|at|by|with|from|over|under|into|onto|via|through|using|before|after|during|for|"
    r"of|to(?= (?:an?|the|our|my|all|every|each|some) )) (?:\w+ ){0,2}\Z"
)
_ACTS = re.compile(
    r"\b(?:we|i|you|they|he|she|nobody|no one|nothing|someone|"
    r"somebody|everyone|everybody|everything|there)(?:'\w+)? \w+"
    r"|\b(?:is|are|was|were|has|have|had|does|do|gets?|goes)\b"
)
_SUBJECT = re.compile(
    r"\b(?:our|my|your|his|her|their|the|this|that|these|those|all|every|each)(?: \w+){0,2} \Z"
)
_LEVELS = frozenset(Kind) - {
    Kind.PERSON,
    Kind.SYSTEM,
    Kind.ENDED,
    Kind.PAST,
    Kind.PRESENT,
    Kind.HEDGE,
}
_DENIALS = frozenset({Kind.ABSENT, Kind.WEAK_ABSENT, Kind.NO_MEANS, Kind.HINT_ABSENT})
_PUT_OFF = re.compile(
    r"(?=.*\b(?:wait|hold on|hang on|else|more)\b)"
    r"(?:(?:no|nope|nothing|none|never|nobody|not|now|oh|um|well|so|really|wait|hold on|hang on|"
    r"else|more)\b[\s,.!]*)+"
    r"|(?:please|kindly)(?: \w+){1,3}|never mind\b.*"
    r"|nothing (?:\w+ )?(?:comes|springs|occurs) to (?:me|(?:my |our )?mind)\b.*"
)
"""What is about the talk and not about a practice: "no wait", "nothing else", "please click"."""


def meant(
    prepared: Prepared,
    folded: Folded,
    original: str,
    told: tuple[Sentence, ...],
    hits: Sequence[Hit],
    question: str,
) -> tuple[Sentence, ...]:
    """Return what of a text may be said in answer to the question.

    A long text is, all of it, if any of it may be: there a strange word is to be expected.
    """
    plain = folded.text
    said = plain[told[0].start : told[-1].end] if told else ""
    if not told or _PUT_OFF.fullmatch(said):
        return ()
    if replied(said, prepared.items[question]) is not None:
        return told
    clauses = [clause for one in told for clause in one.clauses]
    kept: list[Span] = []
    strange = False
    for clause in clauses:
        told_of = _speaks_of(prepared, folded, original, clause, hits, question)
        strange = not told_of if told_of is not None else strange
        if not strange:
            kept.append(clause)
    if kept and sum(len(plain[slice(*one)].split()) for one in clauses) > SHORT:
        return told
    return only(told, kept)


def _speaks_of(
    prepared: Prepared,
    folded: Folded,
    original: str,
    clause: Span,
    hits: Sequence[Hit],
    question: str,
) -> bool | None:
    """Tell whether a clause is about the question; None if about what the one before is about."""
    said = _WRONG.sub("", folded.text[slice(*clause)])
    if names(prepared, folded.text, clause, hits, question):
        return True
    if _GOES_ON.match(said):
        return None
    if _POINTS.search(said):
        return True
    words = WORD.findall(said)
    foreign = [
        one
        for one in WORD.finditer(folded.text, *clause)
        if not prepared.vocabulary.knows(one.group(), question)
        and not any(hit.tool and hit.start <= one.start() < hit.end for hit in hits)
        and not _of_level(prepared, one.group(), question)
        and not _is_name(folded, original, one, clause)
    ]
    ours = any(prepared.vocabulary.tells(word, question) for word in words)
    process = prepared.items[question].pipeline == "process"
    if not foreign and not ours and not process and _ACTS.search(said):
        # A proposition with words of other activities and none of this one is about those.
        here = [hit for hit in hits if clause[0] <= hit.start < clause[1] and not hit.tool]
        if here and all(hit.activity != question for hit in here):
            return False
    if not foreign:
        return True if ours else None
    before = [folded.text[clause[0] : one.start()] for one in foreign]
    # What is only said of where or with what is of something left out, or of what is ours.
    apart = [one for one in before if not _ADJUNCT.search(one)]
    if not apart and ours:
        return True
    # Without a verb that is hardly a noun as well, it may be the answer in a nutshell: "a diary".
    short = not _ACTS.search(said) and not any(map(_SUBJECT.search, apart))
    return None if short and not _just_denies(prepared, said, question) else False


def _just_denies(prepared: Prepared, said: str, question: str) -> bool:
    kinds = {hit.kind for hit in counted(prepared.levels.find(said, prepared.items[question]))}
    return bool(kinds & _DENIALS) and not kinds & (_LEVELS - _DENIALS)


def _of_level(prepared: Prepared, word: str, question: str) -> bool:
    tables = prepared.levels.general, prepared.levels.hints.get(question, {})
    found = ((kind, one) for table in tables for kind, one in table.items())
    words = [one for kind, one in found if kind is not Kind.IDIOM]
    words += [one.opens for one in prepared.levels.modifiers]
    return any(one.fullmatch(word) for one in words)


def _is_name(folded: Folded, original: str, word: re.Match[str], clause: Span) -> bool:
    """Tell whether a word is written like the name of a person, a place, a product or a firm."""
    if original.upper() == original:
        return False  # all of it is shouted
    start, end = folded.original(*word.span())
    written = original[start:end]
    if written.isupper():
        return True
    first = word.start() == clause[0]
    return written[:1].isupper() and (not first or original[end : end + 1] == ",")
