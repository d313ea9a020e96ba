"""Streams text from a chat model within a deadline that nothing the model does can stretch.

The model runs in a thread of its own, because a call that hangs, or drips one word a minute, never
comes back to look at a clock. When time is up the thread is told to stop and left alone; as many
threads as may be left so are counted, so that a dead server cannot fill the process with them.
"""

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langsmith import tracing_context

AT_ONCE = 4
"""Calls that may run, or hang, at the same time."""
TRIES = 2
WAITING = 32
"""Pieces of text that may wait to be taken, before the model has to wait."""
LOOK = 0.2
"""Seconds between looks at whether anybody still listens, while pieces wait."""


class Failed(Exception):
    """The model gave no more text: an error, or the time was up. The message is for the log."""


class Busy(Failed):
    """As many calls as allowed are running; nothing is wrong with the model."""


def taking_turns(system: str, turns: Sequence[str]) -> list[BaseMessage]:
    """Return rules, and after them what was said: the last by the user, and before it in turn."""
    messages: list[BaseMessage] = [SystemMessage(system)]
    for left, text in zip(reversed(range(len(turns))), turns, strict=True):
        messages.append(AIMessage(text) if left % 2 else HumanMessage(text))
    return messages


@dataclass(frozen=True, slots=True)
class _Ended:
    error: BaseException | None = None


class Writer:
    """A chat model behind a deadline. Safe to share between threads."""

    def __init__(self, model: BaseChatModel, seconds: float, characters: int) -> None:
        """`seconds` bound one answer with its retry, `characters` what is read of it."""
        self._model = model
        self._seconds = seconds
        self._characters = characters
        self._room = threading.BoundedSemaphore(AT_ONCE)

    def stream(self, system: str, *turns: str) -> Iterator[str]:
        """Yield what the model writes, in pieces; tried again once if it fails at the very start.

        `turns` are what was said, the last by the user, and before it the model and the user in
        turn. Raises Failed when it fails or the time is up, Busy when there is no room for another
        call.
        """
        until = time.monotonic() + self._seconds
        messages = taking_turns(system, turns)
        for left in reversed(range(TRIES)):
            started = False
            try:
                for piece in self._once(messages, until):
                    started = True
                    yield piece
            except Failed as failure:
                late = time.monotonic() >= until
                if started or late or not left or isinstance(failure, Busy):
                    raise
            else:
                return

    def _once(self, messages: Sequence[BaseMessage], until: float) -> Iterator[str]:
        if not self._room.acquire(blocking=False):
            raise Busy("no room for another call")
        pieces: queue.Queue[str | _Ended] = queue.Queue(WAITING)
        unwanted = threading.Event()
        arguments = (list(messages), pieces, unwanted)
        threading.Thread(target=self._run, args=arguments, name="wording", daemon=True).start()
        room = self._characters
        try:
            while room > 0:
                try:
                    piece = pieces.get(timeout=max(0.0, until - time.monotonic()))
                except queue.Empty:
                    raise Failed("the time was up") from None
                if isinstance(piece, _Ended):
                    if piece.error is not None:
                        raise Failed(type(piece.error).__name__) from piece.error
                    return
                if piece:
                    yield piece[:room]
                    room -= len(piece)
                if time.monotonic() >= until:
                    raise Failed("the time was up")
        finally:
            unwanted.set()

    def _run(
        self,
        messages: list[BaseMessage],
        pieces: "queue.Queue[str | _Ended]",
        unwanted: threading.Event,
    ) -> None:
        ended = _Ended()
        try:
            # Whatever the environment says: questions go to the model that was named, nowhere else.
            with tracing_context(enabled=False):
                for chunk in self._model.stream(messages):
                    if not _put(pieces, str(chunk.text)[: self._characters], unwanted):
                        return
        except BaseException as error:  # a thread has nobody else to tell
            ended = _Ended(error)
        finally:
            self._room.release()
            _put(pieces, ended, unwanted)


def _put(
    pieces: "queue.Queue[str | _Ended]", piece: str | _Ended, unwanted: threading.Event
) -> bool:
    """Hand over a piece as soon as there is room; return False when nobody wants it any more."""
    while not unwanted.is_set():
        try:
            pieces.put(piece, timeout=LOOK)
        except queue.Full:
            continue
        return True
    return False
