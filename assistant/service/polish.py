"""Words a composed answer by the language model: prompted, streamed, checked, kept.

The composed answer is the state: it follows from the turns alone, so a session replays to the same
bytes with a model, without one, or with another. What a model wrote does not follow from anything,
so it is never part of a turn or a conversation. It is kept here, bounded and in memory, by question
and passages, and shown in place of the composed answer while it is there.
"""

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from string import Template
from typing import TYPE_CHECKING

from assistant import grounding
from assistant.domain.findings import Answer
from assistant.domain.knowledge import Passage, Prompt
from assistant.domain.worded import WORDED, Wording, WordingState
from assistant.service.admission import Admission
from assistant.wording import Busy, Failed, Writer

if TYPE_CHECKING:
    from assistant.service.engine import Engine

MOST, LEAST = 9, 2
"""Sentences of an answer; of one that breaks off, this many must have passed."""
LONGEST_QUESTION = 2_000
KEPT = 512
log = logging.getLogger("assistant")


class Wordings:
    """The answers as one model put them. Safe to share between threads."""

    def __init__(
        self,
        writer: Writer,
        prompt: Prompt,
        passages: Mapping[str, Passage],
        engine: "Callable[[], Engine]",
    ) -> None:
        self._writer = writer
        self._prompt = prompt
        self._passages = passages
        self._engine = engine
        self._kept: OrderedDict[bytes, Wording] = OrderedDict()
        self._admission = Admission()
        self._lock = threading.Lock()

    @property
    def resting(self) -> bool:
        """Whether the model failed a moment ago, and is left alone."""
        return self._admission.resting

    def kept(self, answer: Answer) -> Wording | None:
        """Return the wording of an answer that was made before, while it is kept."""
        with self._lock:
            return self._kept.get(_key(answer))

    def write(self, answer: Answer, *, limited: bool = True) -> Iterator[Wording]:
        """Yield the wording of an answer as it grows; the last is final, and kept if it can be.

        Closing the iterator stops the model. Any trouble ends in a wording that is not shown. Only
        a measurement, which no visitor can start, is not `limited` to so many in a minute.
        """
        before = self.kept(answer)
        if before is not None or not self._admission.admitted(limited=limited):
            yield before or Wording(WordingState.FAILED)
            return
        now = Wording(WordingState.WRITING)
        broken = False
        try:
            for now in self._written(answer):
                yield now
        except Busy:
            broken = True
        except Failed as failure:
            broken = True
            log.warning("the language model failed: %s", failure)
            if len(now.sentences) < LEAST:
                self._admission.rest()
        final = replace(now, state=_outcome(now, broken=broken))
        if final.state is not WordingState.FAILED:
            self._keep(answer, final)
        yield final

    def _written(self, answer: Answer) -> Iterator[Wording]:
        engine = self._engine()
        sources = engine.sources(answer.passages)
        given = dict(enumerate(sources, start=1))
        now = Wording(WordingState.WRITING)
        rest = ""
        for piece in self._writer.stream(*self._told(answer)):
            claims, rest = grounding.split(rest + piece, ended=False)
            for claim in claims:
                now = _taken(now, claim, given, engine.vector)
                yield now
                if len(now.sentences) == MOST:
                    return
        for claim in grounding.split(rest, ended=True)[0]:
            # What the limit cut off is no sentence, so it is not counted as one left out either.
            if claim.numbers or claim.text.endswith((".", "?", "!")):
                now = _taken(now, claim, given, engine.vector)
                yield now

    def _told(self, answer: Answer) -> tuple[str, ...]:
        """Return what the model is told: our rules and passages, examples, and the question.

        Both sides take turns in the examples: some servers refuse two of the same in a row. The
        question comes last and apart from the rules, with the composed answer as notes to it.
        """
        numbers = {one: number for number, one in enumerate(answer.passages, start=1)}
        parts = [
            Template(self._prompt.passage).substitute(
                number=number, title=self._passages[one].title, text=self._passages[one].text
            )
            for one, number in numbers.items()
        ]
        notes = [
            Template(self._prompt.note).substitute(
                text=text.removesuffix("."), number=numbers[passages[0]]
            )
            for text, passages in answer.sentences[:WORDED]
        ]
        asked = grounding.plain(answer.question[:LONGEST_QUESTION])
        return (
            Template(self._prompt.system).substitute(passages="\n\n".join(parts)),
            *(text for one in self._prompt.examples for text in (one.question, one.answer)),
            Template(self._prompt.question).substitute(question=asked, notes="\n".join(notes)),
        )

    def _keep(self, answer: Answer, wording: Wording) -> None:
        with self._lock:
            self._kept[_key(answer)] = wording
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _taken(
    now: Wording,
    claim: grounding.Claim,
    given: Mapping[int, grounding.Source],
    vector: Callable[[str], grounding.Vectors],
) -> Wording:
    """Return the wording with one more sentence, or with one more left out."""
    checked = grounding.check(claim, given, vector, (text for text, _ in now.sentences))
    if checked.fault is not None:
        return replace(now, left_out=now.left_out + 1)
    return replace(now, sentences=(*now.sentences, (checked.text, checked.passages)))


def _outcome(now: Wording, *, broken: bool) -> WordingState:
    """Return how a wording ended: most of it must have held, or the composed answer is better."""
    if broken and len(now.sentences) < LEAST:
        return WordingState.FAILED
    good = now.sentences and len(now.sentences) >= now.left_out
    return WordingState.DONE if good else WordingState.UNSUPPORTED


def _key(answer: Answer) -> bytes:
    words = "\0".join((answer.question, *answer.passages))
    return hashlib.sha256(words.encode("utf-8", "replace")).digest()
