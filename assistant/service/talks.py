"""Conversations in memory, so that a page folds only the turns that are new."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from functools import partial

from assistant import conversation as talk
from assistant.conversation import Conversation
from assistant.domain.findings import Answer, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.session import Turn

KEPT = 256
"""Conversations kept; what falls out is folded anew from its turns."""
Read = Callable[[str, str | None], Reading]
Reply = Callable[[Collection[str], str], Answer]
"""Answers a question; passages on the activities given first are preferred among equals."""


class Talks:
    """Folds turns into conversations. Safe to share between threads."""

    def __init__(self, catalogue: Catalogue, read: Read, reply: Reply) -> None:
        self._catalogue = catalogue
        self._read = read
        self._reply = reply
        self._kept: OrderedDict[tuple[Turn, ...], Conversation] = OrderedDict()
        self._lock = threading.Lock()

    def conversation(self, turns: Sequence[Turn]) -> Conversation:
        """Return the conversation the turns lead to, folding only what is not yet folded."""
        folded = self._folded(talk.taken(self._catalogue, turns))
        return talk.with_notice(self._catalogue, folded, turns)

    def _folded(self, turns: tuple[Turn, ...]) -> Conversation:
        size = len(turns)
        now = None
        while now is None:
            now = self._recall(turns[:size]) if size else talk.begin(self._catalogue)
            size -= now is None
        for number in range(size, len(turns)):
            reply = partial(self._reply, _busy_with(now))
            now = talk.advance(self._catalogue, now, turns[number], self._read, reply)
            self._remember(turns[: number + 1], now)
        return now

    def _recall(self, turns: tuple[Turn, ...]) -> Conversation | None:
        with self._lock:
            found = self._kept.get(turns)
            if found is not None:
                self._kept.move_to_end(turns)
            return found

    def _remember(self, turns: tuple[Turn, ...], now: Conversation) -> None:
        with self._lock:
            # The turns before lead to this one only: keep one entry for each conversation.
            self._kept.pop(turns[:-1], None)
            self._kept[turns] = now
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _busy_with(now: Conversation) -> frozenset[str]:
    """Return the activities that keep the next stage away, or may."""
    found = now.assessment
    return frozenset(one.requirement.activity for one in (*found.blockers, *found.open))
