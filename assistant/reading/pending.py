"""Reads a text as the answer to the question just asked, also when it does not name the subject."""

import re

from assistant.domain.findings import Finding
from assistant.domain.knowledge import Activity
from assistant.reading.clauses import Sentence
from assistant.reading.folding import Folded, fold
from assistant.reading.levels import Verdict, finding, judge, present_only, settled
from assistant.reading.prepared import Prepared

SHORT = 14
"""Words of an answer that is taken to be about the question although it names something else."""
LONG = 60
"""Words up to which a text that names nothing is taken to be about the question."""
SHARED = 0.6
"""Share of a quick reply's words that an answer has to hold to be that reply."""
SURE = 0.9
_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset(
    ["a", "an", "the", "we", "it", "is", "are", "i", "our", "of", "to", "and", "for", "in", "on"]
)


def answer_to(
    prepared: Prepared,
    folded: Folded,
    text: str,
    told: tuple[Sentence, ...],
    question: str,
    found: tuple[Finding, ...],
) -> Finding | None:
    """Return what a text says of the item asked about, None when it says nothing of it.

    A finding that already gives a level for the item stands; one without a level is improved.
    """
    item = prepared.items[question]
    before = next((one for one in found if one.activity == question), None)
    if not told:
        return None
    span = told[0].start, told[-1].end
    plain = folded.text[span[0] : span[1]]
    typed = _reply(plain, item) is not None
    if not typed and before is not None and (before.level is not None or before.planned):
        return None
    words = len(plain.split())
    others = [one for one in found if one.activity != question]
    if not typed and before is None and (words > SHORT if others else words > LONG):
        return None
    verdict = _level(prepared, plain, item)
    if verdict is None or (verdict.level is None and before is not None):
        return None
    return finding(text, folded.original(*span), question, verdict, SURE, "answers the question")


def _level(prepared: Prepared, plain: str, item: Activity) -> Verdict | None:
    reply = _reply(plain, item)
    if reply is not None:
        return Verdict(reply, reply, reply, why="in the words of a reply")
    if item.pipeline == "process":
        return settled(prepared.levels.quality(plain, item)) or _bare(prepared, plain)
    verdict = judge(present_only(prepared.levels.find(plain, item)))
    if verdict.level is not None or verdict.planned:
        return verdict
    return _bare(prepared, plain)


def _bare(prepared: Prepared, plain: str) -> Verdict | None:
    """Read a bare yes or no."""
    words = plain.strip(" .!,")
    if prepared.intents.deny.fullmatch(words):
        return Verdict(0, 0, 0, why="a plain no")
    if prepared.intents.agree.fullmatch(words):
        return Verdict(None, 1, 3, why="a plain yes")
    return None


def _reply(plain: str, item: Activity) -> int | None:
    """Return the level of the quick reply that an answer repeats."""
    said = set(_WORD.findall(plain)) - _EMPTY
    best = (SHARED, -1)
    for reply in item.replies:
        words = set(_WORD.findall(fold(reply.label).text)) - _EMPTY
        share = len(said & words) / max(1, len(said | words))
        best = max(best, (share, reply.level))
    return best[1] if best[0] > SHARED else None
