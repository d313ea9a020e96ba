"""Asks the language model about statements that were not placed: in the background, kept, bounded.

As with the wording of answers, what a model gives does not follow from anything, so it is never
part of a turn or a conversation: a suggestion stands beside a statement until the person taps it.
Only the statements that were not placed are sent, and only where the settings ask for it.
"""

import hashlib
import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import Template

from assistant import grounding
from assistant.domain.findings import Reading, Stated
from assistant.domain.knowledge import Activity, Suggesting
from assistant.domain.suggestion import Suggestion
from assistant.service.admission import Admission
from assistant.wording import Busy, Failed, Suggester

KEPT = 512
AFTER = 1.0
"""Seconds in which an answer, or a failure, is taken in once the model's time is up."""
log = logging.getLogger("assistant")


@dataclass(slots=True, eq=False)
class _Asked:
    """What the model was asked about statements of one message: running until `done`."""

    statements: frozenset[tuple[int, int]]
    done: threading.Event = field(default_factory=threading.Event)
    found: tuple[Suggestion, ...] = ()
    failed: bool = False

    def covers(self, statements: Sequence[Stated]) -> bool:
        """Whether it was asked about all of these, or is being asked."""
        asked = self.statements.issuperset((one.start, one.end) for one in statements)
        return asked and not (self.failed and self.done.is_set())

    def about(self, statements: Sequence[Stated]) -> tuple[Suggestion, ...]:
        """Return what was found for these statements."""
        return tuple(
            one
            for one in self.found
            if any(two.start <= one.start and one.end <= two.end for two in statements)
        )


class Suggestions:
    """The suggestions of one model. Safe to share between threads."""

    def __init__(
        self, suggester: Suggester, prompt: Suggesting, activities: Mapping[str, Activity]
    ) -> None:
        self._suggester = suggester
        self._prompt = prompt
        self._activities = activities
        self._system = _rules(prompt, activities)
        self._kept: OrderedDict[bytes, _Asked] = OrderedDict()
        self._admission = Admission()
        self._lock = threading.Lock()

    @property
    def resting(self) -> bool:
        """Whether the model failed a moment ago, and is left alone."""
        return self._admission.resting

    def kept(self, text: str, reading: Reading) -> tuple[Suggestion, ...] | None:
        """Return what the model suggested for a text; None where it is not known, or not yet."""
        statements = grounding.unplaced(text, reading)
        if not statements:
            return ()
        with self._lock:
            asked = self._kept.get(_key(text))
        if asked is None or not asked.done.is_set():
            return None
        return asked.about(statements) if asked.failed or asked.covers(statements) else None

    def make(self, text: str, reading: Reading, most: float | None) -> tuple[Suggestion, ...]:
        """Return what the model suggests for a text, or nothing where it has not by then.

        It is asked once, whoever waits for it, and goes on by itself after `most` seconds. When
        some of the statements have been placed since, it is not asked again about the others.
        """
        statements = grounding.unplaced(text, reading)
        if not statements:
            return ()
        asked = self._begun(text, statements)
        asked.done.wait(self._suggester.seconds + AFTER if most is None else most)
        return asked.about(statements)

    def _begun(self, text: str, statements: tuple[Stated, ...]) -> _Asked:
        key = _key(text)
        with self._lock:
            before = self._kept.get(key)
            if before is not None and before.covers(statements):
                return before
            asked = _Asked(frozenset((one.start, one.end) for one in statements))
            self._kept[key] = asked
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        if self._admission.admitted():
            arguments = (asked, text, statements)
            threading.Thread(target=self._run, args=arguments, name="suggest", daemon=True).start()
        else:
            asked.failed = True
            asked.done.set()
        return asked

    def _run(self, asked: _Asked, text: str, statements: tuple[Stated, ...]) -> None:
        try:
            written = self._suggester.ask(self._system, *self._told(text, statements))
            asked.found = grounding.suggested(text, statements, self._activities, written)
        except Busy:
            asked.failed = True
        except Failed as failure:
            asked.failed = True
            log.warning("the language model suggests nothing: %s", failure)
            self._admission.rest()
        finally:
            asked.done.set()

    def _told(self, text: str, statements: Sequence[Stated]) -> tuple[str, ...]:
        """Return what is said to the model: examples, and apart from the rules the statements.

        They go as JSON, so that no word of theirs can end the list or begin another message.
        """
        listed = [
            {"number": number, "text": grounding.visible(text[one.start : one.end])}
            for number, one in enumerate(statements, start=1)
        ]
        data = json.dumps(listed, ensure_ascii=False)
        return (
            *(said for one in self._prompt.examples for said in (one.question, one.answer)),
            Template(self._prompt.statements).substitute(statements=data),
        )


def _rules(prompt: Suggesting, activities: Mapping[str, Activity]) -> str:
    one_line = Template(prompt.activity)
    lines = (
        one_line.substitute(id=one.id, name=one.name, summary=one.summary)
        for one in activities.values()
    )
    return Template(prompt.system).substitute(activities="\n".join(lines))


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
