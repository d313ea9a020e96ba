"""Checks what passages answer: each text stands alone, and no question is answered twice."""

import re
from collections.abc import Iterator, Mapping

from assistant.answering.leaning import leans
from assistant.domain.entry import Asks
from assistant.domain.knowledge import Passage

SHORTEST, LONGEST = 3, 60
"""Words of a verdict or a part."""
ASKED = 40
"""Words of a question at most."""

_YES_OR_NO = re.compile(r"(yes|no)[,;:.]", re.IGNORECASE)
_WORD = re.compile(r"[\w'+/&-]+")


def entry_faults(passages: Mapping[str, Passage]) -> Iterator[str]:
    """Yield a line for each text that cannot stand alone and each question answered twice."""
    owner: dict[tuple[str, ...], str] = {}
    for one in passages.values():
        for number, entry in enumerate(one.answers, start=1):
            where = f"passages/{one.id}.yaml: answers: {number}"
            yield from _text_faults(entry.verdict, f"{where}: verdict")
            if entry.kind is not Asks.SHOULD_WE and _YES_OR_NO.match(entry.verdict):
                yield f"{where}: yes or no answers no '{entry.kind.value}': name what is decided"
            for place, part in enumerate(entry.parts, start=1):
                yield from _text_faults(part.text, f"{where}: part {place}")
                if part.of and part.text.lower().startswith(f"{part.of.lower()}:"):
                    yield f"{where}: part {place}: is shown after '{part.of}:', so leave it out"
            if not entry.asks[0].endswith("?") or not entry.asks[0][0].isupper():
                yield f"{where}: the first of 'asks' is shown: begin with a capital, end with '?'"
            for ask in entry.asks:
                words = tuple(_WORD.findall(ask.lower()))
                if not words or len(words) > ASKED:
                    yield f"{where}: a question has 1 to {ASKED} words: {ask}"
                if words in owner:
                    yield f"{where}: '{ask}' is asked in {owner[words]} too"
                owner[words] = f"passages/{one.id}.yaml, answer {number}"


def _text_faults(text: str, where: str) -> Iterator[str]:
    count = len(text.split())
    if not SHORTEST <= count <= LONGEST:
        yield f"{where}: must have {SHORTEST} to {LONGEST} words (found {count})"
    if leans(text):
        yield f"{where}: leans on something not shown; name what it is about: {text}"
