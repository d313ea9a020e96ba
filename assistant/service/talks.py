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

KEPT = 768
"""Conversations kept, up to four of each session; what falls out is folded anew from its turns."""
EVERY = 8
"""Turns from one place in a conversation that is kept to the next."""
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
        stands = _stands(len(turns))
        size, now = self._nearest(turns, stands)
        for number in range(size, len(turns)):
            reply = partial(self._reply, _busy_with(now))
            now = talk.advance(self._catalogue, now, turns[number], self._read, reply)
            if number + 1 in stands:
                self._remember(turns[: number + 1], now)
        return now

    def _nearest(self, turns: tuple[Turn, ...], stands: Sequence[int]) -> tuple[int, Conversation]:
        """Return the longest part of these turns that is folded already, and its length."""
        for size in stands:
            found = self._recall(turns[:size])
            if found is not None:
                return size, found
        return 0, talk.begin(self._catalogue)

    def _recall(self, turns: tuple[Turn, ...]) -> Conversation | None:
        with self._lock:
            found = self._kept.get(turns)
            if found is not None:
                self._kept.move_to_end(turns)
            return found

    def _remember(self, turns: tuple[Turn, ...], now: Conversation) -> None:
        with self._lock:
            # The turns before lead to this one only: keep of them what `_stands` names.
            size = len(turns)
            for old in set(_stands(size - 1)) - set(_stands(size)):
                self._kept.pop(turns[:old], None)
            self._kept[turns] = now
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _stands(size: int) -> tuple[int, ...]:
    """Return after how many of `size` turns a conversation is kept, the most first.

    All of them; all but the last, which are kept when the last comes; and two round numbers before,
    from which little is folded again after an undo.
    """
    last = (size - 1) // EVERY * EVERY
    return tuple(one for one in dict.fromkeys((size, size - 1, last, last - EVERY)) if one > 0)


def _busy_with(now: Conversation) -> frozenset[str]:
    """Return the activities that keep the next stage away, or may."""
    found = now.assessment
    return frozenset(one.requirement.activity for one in (*found.blockers, *found.open))
