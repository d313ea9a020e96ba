"""Asks a chat model for data instead of text, within a deadline, and trusts nothing of it.

The data comes through LangChain's structured output, each provider's own way. A model or a server
that has none is asked once more in plain words, and JSON is looked for in what it writes. As in
`writer`, the model runs in a thread of its own that is left alone when the time is up, and as many
as may be left so are counted.
"""

import queue
import threading
import time
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.utils.json import parse_json_markdown
from langsmith import tracing_context
from pydantic import BaseModel, Field

from assistant.wording.writer import AT_ONCE, Busy, Failed, taking_turns


class Placement(BaseModel):
    """A practice that a statement tells of."""

    statement: int = Field(description="number of the statement")
    activity: str = Field(description="id of the practice, from the list")
    level: str = Field(description="absent, manual, partial, automated or unclear")
    quote: str = Field(description="words of that statement, copied letter by letter")


class Placements(BaseModel):
    """The practices that the statements tell of; none where they tell of none."""

    placements: list[Placement]


class Suggester:
    """A chat model that is asked for placements. Safe to share between threads."""

    def __init__(self, model: BaseChatModel, seconds: float, characters: int) -> None:
        """`seconds` bound one request with its retry, `characters` what is read of plain words."""
        self.seconds = seconds
        self._model = model
        self._characters = characters
        self._room = threading.BoundedSemaphore(AT_ONCE)

    def ask(self, system: str, *turns: str) -> object:
        """Return what the model gave, as plain values of any shape; None where it gave no data.

        `turns` are what was said, as for a `Writer`. Raises Failed when the model fails or the time
        is up, Busy when there is no room for another call.
        """
        if not self._room.acquire(blocking=False):
            raise Busy("no room for another call")
        ended: queue.Queue[object] = queue.Queue(1)
        arguments = (taking_turns(system, turns), time.monotonic() + self.seconds, ended)
        threading.Thread(target=self._run, args=arguments, name="suggesting", daemon=True).start()
        try:
            given = ended.get(timeout=self.seconds)
        except queue.Empty:
            raise Failed("the time was up") from None
        if isinstance(given, BaseException):
            raise Failed(type(given).__name__) from given
        return given

    def _run(self, messages: list[BaseMessage], until: float, ended: "queue.Queue[object]") -> None:
        given: object = None
        try:
            # Whatever the environment says: words go to the model that was named, nowhere else.
            with tracing_context(enabled=False):
                given = self._asked(messages, until)
        except BaseException as error:  # a thread has nobody else to tell
            given = error
        finally:
            self._room.release()
            ended.put(given)

    def _asked(self, messages: Sequence[BaseMessage], until: float) -> object:
        try:
            model = self._model.with_structured_output(Placements, include_raw=True)
            found = model.invoke(list(messages))
        except Exception:  # it has no such thing, or its server refuses it
            if time.monotonic() >= until:
                raise
            return self._data(self._model.invoke(list(messages)))
        parsed, raw = (found["parsed"], found["raw"]) if isinstance(found, dict) else (found, None)
        if isinstance(parsed, BaseModel):
            return parsed.model_dump()
        return self._data(raw)

    def _data(self, message: object) -> object:
        """Return the data of a message, whatever it is: what it calls a tool with, or its JSON."""
        if not isinstance(message, AIMessage):
            return None
        if message.tool_calls:
            return message.tool_calls[0]["args"]
        try:
            return parse_json_markdown(str(message.text)[: self._characters])
        except (ValueError, RecursionError):
            return None
