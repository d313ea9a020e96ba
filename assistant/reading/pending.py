"""Reads a text as the answer to the question just asked, also when it does not name the subject.

The open question is the subject of a short text up to the first clause that names another one: a
clause with a verb and a strong cue of another activity, that holds no word of the question and does
not point back to it. What stands behind that clause is about the question only if it names it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.findings import Command, Finding
from assistant.domain.knowledge import Activity
from assistant.reading.autonomy import Verdict, finding, judge, settled
from assistant.reading.clauses import Sentence
from assistant.reading.cues import Hit
from assistant.reading.folding import Folded, fold
from assistant.reading.gathered import Span
from assistant.reading.prepared import Prepared, stems
from assistant.reading.vocabulary import WORD

SHORT = 14
"""Words of an answer that is taken to be about the question although it names something else."""
LONG = 60
"""Words up to which a text that names nothing is taken to be about the question."""
SHARED = 0.6
"""Share of a quick reply's words that an answer has to hold to be that reply."""
SURE, GUESSED = 0.9, 0.5
CLEARLY = 0.3
"""Score of practice from which a text without a subject is taken to answer the question."""
_OPENING = re.compile(r"[,.;:!]| (?:because|but|as|since|so) ")
_WORD = re.compile(r"[a-z0-9]+")
_MARKUP = re.compile(r"</?[a-z]|[{}]", re.IGNORECASE)
_I_MEAN = re.compile(r"^(?:i mean(?:t)?|that is|i said)\b[, ]*")
_EMPTY = frozenset(
    ["a", "an", "the", "we", "it", "is", "are", "i", "our", "of", "to", "and", "for", "in", "on"]
)
_POINTS_BACK = re.compile(
    r"^(?:(?:and|but|so|well|yes|yeah|no|nope|at the moment|for now|today),? )*"
    r"(?:it|it's|they|they're|those|these|(?:this|that)(?: one)?"
    r"(?='s| is| are| was| has| gets?| goes| runs?| happens?| comes| works?| depends)|that's)\b"
    r"|\b(?:do|does|did|done|doing|handles?|manages?|runs?|starts?|triggers?|calls?|for|of|about)"
    r" (?:all (?:of )?)?(?:it|so|them|that|this|those)\b"
    r"(?! (?:model|team|project|data|code|pipeline|job|script|system|tool|service)s?\b)"
    r"|\b(?:do|does|did)(?=$|[.,;!])"
)
_HAS_VERB = re.compile(
    r"\b(?:we|i|they|you|it|nobody|no one|someone|somebody|everyone|everybody|there)(?:'\w+)? \w+"
    r"|\b(?:(?:is|are|was|were|has|have|had|does|do)(?:n't)?|gets?|goes|go|runs?|takes?|makes?|"
    r"happens?|comes?|arrives?|starts?|lives?|sits?|keeps?|uses?|needs?|writes?|looks?|works?|"
    r"stays?|lands?|sends?|triggers?|deploys?|trains?|retrains?|validates?|decides?|approves?|"
    r"scales?)\b|:|^(?:no|zero) \w"
)
"""A verb that is hardly ever a noun as well (after the tests), a colon, or a denial of a thing."""


def shared_out(
    prepared: Prepared,
    plain: str,
    told: tuple[Sentence, ...],
    hits: Sequence[Hit],
    question: str,
) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Return what of a folded text is said in answer to the question, and what of other things.

    Both are all of it unless a short text names another subject.
    """
    clauses = [clause for one in told for clause in one.clauses]
    if sum(len(plain[slice(*one)].split()) for one in clauses) > SHORT:
        return told, told
    named = [
        names(prepared, plain, one, hits, question)
        or bool(prepared.levels.quality(plain[slice(*one)], prepared.items[question]))
        for one in clauses
    ]
    apart = [
        not known and _apart(plain, one, hits, question)
        for one, known in zip(clauses, named, strict=True)
    ]
    if not any(apart):
        return told, told
    first = apart.index(True)
    if first == 0:
        return only(told, [one for one, known in zip(clauses, named, strict=True) if known]), told
    led = clauses[:first]
    if any(hit.strong and _inside(hit, one) for hit in hits for one in led):
        return only(told, led), told
    return only(told, led), only(told, clauses[first:])


def names(prepared: Prepared, plain: str, clause: Span, hits: Sequence[Hit], question: str) -> bool:
    """Tell whether a clause holds a word of the question, not just as a part of another subject."""
    here = [hit for hit in hits if _inside(hit, clause)]
    others = [hit for hit in here if hit.strong and hit.activity != question]
    for hit in here:
        part = any(one.start < hit.end and hit.start < one.end for one in others)
        if hit.activity == question and (hit.strong or not (hit.tool or part)):
            return True
    left = "".join(
        " " if any(one.start <= at < one.end for one in others) else plain[at]
        for at in range(*clause)
    )
    for pattern in prepared.levels.words():
        left = pattern.sub(" ", left)  # "by hand" may stand in a reply, and is said of anything
    return bool(stems(left) & prepared.stems[question])


def _apart(plain: str, clause: Span, hits: Sequence[Hit], question: str) -> bool:
    """Tell whether a clause without a word of the question says by itself what it is about.

    The name of a tool does not: it may be what the question is answered with.
    """
    cued = any(
        hit.strong and not hit.tool and hit.activity != question and _inside(hit, clause)
        for hit in hits
    )
    said = plain[slice(*clause)]
    return cued and bool(_HAS_VERB.search(said)) and not _POINTS_BACK.search(said)


def _inside(hit: Hit, clause: Span) -> bool:
    return clause[0] <= hit.start < clause[1]


def only(told: Sequence[Sentence], clauses: Sequence[Span]) -> tuple[Sentence, ...]:
    """Return the sentences with these of their clauses."""
    kept = []
    for one in told:
        held = tuple(clause for clause in one.clauses if clause in clauses)
        if held:
            kept.append(replace(one, start=held[0][0], end=held[-1][1], clauses=held))
    return tuple(kept)


def answer_to(
    prepared: Prepared,
    folded: Folded,
    text: str,
    told: tuple[Sentence, ...],
    question: str,
    found: tuple[Finding, ...],
    practice: float,
) -> Finding | None:
    """Return what a text says of the item asked about, None when it says nothing of it.

    A finding that already gives a level for the item stands; one without a level is improved.
    `practice` is how clearly the text tells of practice: with little of it, level words alone may
    be about anything, and what they say is only a guess to be asked back.
    """
    item = prepared.items[question]
    before = next((one for one in found if one.activity == question), None)
    if not told:
        return None
    span = told[0].start, told[-1].end
    plain = folded.text[span[0] : span[1]]
    typed = replied(plain, item) is not None
    if not typed and before is not None and (before.level is not None or before.planned):
        return None
    words = len(plain.split())
    others = [one for one in found if one.activity != question]
    if not typed and before is None and (words > SHORT if others else words > LONG):
        return None
    verdict = _level(prepared, plain, item)
    if verdict is None or (verdict.level is None and before is not None):
        return None
    outright = typed or _bare(prepared, plain) is not None
    doubtful = practice < 0 and not _plainly(prepared, plain, item)
    if not outright and (doubtful or _MARKUP.search(text)):
        return None
    score = SURE if outright or practice >= CLEARLY else GUESSED
    return finding(text, folded.original(*span), question, verdict, score, "answers the question")


def declined(prepared: Prepared, plain: str) -> Command:
    """Return the command that a text opens with, where it then only says why.

    "I have no idea, ask the data team" is no level, whatever the rest denies.
    """
    opening = _OPENING.split(plain, maxsplit=1)
    command = prepared.intents.command(opening[0])
    if len(opening) == 1 or command not in {Command.UNKNOWN, Command.NOT_APPLICABLE}:
        return Command.NONE
    rest = opening[1]
    return Command.NONE if any(hit.strong for hit in prepared.finder.find(rest)) else command


def _level(prepared: Prepared, plain: str, item: Activity) -> Verdict | None:
    reply = replied(plain, item)
    if reply is not None:
        return Verdict(reply, reply, reply, why="in the words of a reply")
    if item.pipeline == "process":
        return settled(prepared.levels.quality(plain, item)) or _bare(prepared, plain)
    verdict = judge(prepared.levels.find(plain, item))
    if verdict.level is not None or verdict.planned:
        return verdict
    return _bare(prepared, plain)


def _plainly(prepared: Prepared, plain: str, item: Activity) -> bool:
    """Tell whether a text opens with a bare yes or no, or is made of words of level alone."""
    if _bare(prepared, _OPENING.split(plain, maxsplit=1)[0]) is not None:
        return True
    left = _I_MEAN.sub("", plain)
    for hit in prepared.levels.find(left, item):
        left = left[: hit.start] + " " * (hit.end - hit.start) + left[hit.end :]
    return all(prepared.vocabulary.says_nothing(word) for word in WORD.findall(left))


def _bare(prepared: Prepared, plain: str) -> Verdict | None:
    """Read a bare yes or no."""
    words = plain.strip(" .!,")
    if prepared.intents.deny.fullmatch(words):
        return Verdict(0, 0, 0, why="a plain no")
    if prepared.intents.agree.fullmatch(words):
        return Verdict(None, 1, 3, why="a plain yes")
    return None


def replied(plain: str, item: Activity) -> int | None:
    """Return the level of the quick reply that an answer repeats."""
    said = set(_WORD.findall(plain)) - _EMPTY
    best = (SHARED, -1)
    for reply in item.replies:
        words = set(_WORD.findall(fold(reply.label).text)) - _EMPTY
        share = len(said & words) / max(1, len(said | words))
        best = max(best, (share, reply.level))
    return best[1] if best[0] > SHARED else None
