"""The slow parts (encoder, trained head, index), loaded once in the background while pages show."""

import gc
import logging
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.operating import event

if TYPE_CHECKING:
    from assistant.service.engine import Engine

log = logging.getLogger("assistant")


class Readiness(StrEnum):
    """Whether free text can be read yet."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class Loading:
    """Loads an engine when somebody first needs it. Safe to share between threads.

    `opened` runs as soon as texts can be read. With `serving` this is a server: the library is
    loaded as well, and `serving` runs at the end. A command may never need the library.
    """

    def __init__(
        self,
        load: "Callable[[], Engine]",
        opened: Callable[[], None],
        serving: Callable[[], None] | None,
    ) -> None:
        self._load = load
        self._opened = opened
        self._serving = serving
        self.engine: Engine | None = None
        """The slow parts, once they are there."""
        self.failure = ""
        """Why they could not be loaded, in one sentence; empty otherwise."""
        self.unsearchable = ""
        """Why the library could not be opened, in the same way."""
        self.over = threading.Event()
        """Set once texts can be read, or never will."""
        self._starting = threading.Lock()
        self._begun = False
        self._later: threading.Timer | None = None

    def warm(self, after: float = 0.0) -> None:
        """Begin in the background, once and no sooner than `after` seconds.

        Whoever needs the slow parts meanwhile begins at once.
        """
        with self._starting:
            if self._begun or (after and self._later is not None):
                return
            if after:
                self._later = threading.Timer(after, self.warm)
                self._later.daemon = True
                self._later.start()
                return
            self._begun = True
            # A server that is asked to stop does not wait for what it will not need.
            threading.Thread(target=self._run, name="engine", daemon=True).start()

    def put_off(self) -> None:
        """Do not begin by itself any more, if that is still to come."""
        with self._starting:
            if self._later is not None:
                self._later.cancel()

    def wait(self, most: float | None = None) -> bool:
        """Wait until texts can be read or never will; return which.

        No longer than `most` seconds, where that is given.
        """
        self.warm()
        self.over.wait(most)
        return self.engine is not None

    def use(self, engine: "Engine") -> None:
        """Take an engine that was loaded elsewhere, and load none."""
        self._begun, self.engine = True, engine
        self.over.set()

    @property
    def state(self) -> Readiness:
        """Whether free text can be read yet."""
        if self.engine is not None:
            return Readiness.READY
        return Readiness.FAILED if self.over.is_set() else Readiness.LOADING

    @property
    def searchable(self) -> bool:
        """Whether a search need not wait: the library is loaded, which comes last."""
        return self.engine is not None and self.engine.searchable

    def check(self, part: str) -> str:
        """Try "reading" or "search", and return "ready", "loading", or what is wrong.

        Raises ValueError and whatever else comes of that.
        """
        self.warm()
        engine = self.engine
        if engine is None or (part == "search" and not engine.searchable):
            return self.failure or self.unsearchable or Readiness.LOADING.value
        (engine.check_reading if part == "reading" else engine.check_search)()
        return Readiness.READY.value

    def _run(self) -> None:
        try:
            began = time.monotonic()
            self.engine = self._load()
            self._opened()
            if self._serving is not None:
                event("reading is ready", seconds=round(time.monotonic() - began, 1))
        except Exception as error:
            self.failure = _first_line(error)
            if threading.main_thread().is_alive():  # else Python ends, and lets nothing be loaded
                log.exception("texts cannot be read")
        finally:
            self.over.set()
        if self._serving is None:
            return
        if self.engine is not None:
            self.open_library(self.engine)
        self._serving()
        # None of what was loaded here is ever garbage, and to go through it takes a third of a
        # second. The second time tells Python how little is left to go through now: it waits for
        # a quarter as much again before it does so by itself.
        gc.collect()
        gc.freeze()
        gc.collect()

    def open_library(self, engine: "Engine") -> None:
        """Load the library of an engine, and note why where that fails."""
        try:
            engine.open_library()
        except Exception as error:
            # The first search tries again, and tells whoever asked; here it must only be known.
            self.unsearchable = _first_line(error)
            log.exception("the library cannot be opened")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
