"""What pages and commands call: sessions, conversations, reports, reading, search and answers.

What is light (knowledge, storage) is there at once. What is slow (encoder, trained head, index) is
loaded in the background, so that a page can show and replies can be tapped meanwhile.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Self

from assistant import catalogue as knowledge
from assistant import conversation as talk
from assistant import export, report, staging, storage
from assistant.conversation import Conversation
from assistant.domain.findings import Answer, Found, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Origin, Profile, Standing, Status
from assistant.domain.links import ANSWERING
from assistant.domain.results import Report
from assistant.domain.session import Turn
from assistant.domain.wording import Wording, WordingMode
from assistant.settings import Settings
from assistant.storage import ChangedElsewhere, NoSuchSession, StorageError, Store

if TYPE_CHECKING:
    from assistant.service.engine import Engine
    from assistant.service.wording import Wordings
    from assistant.wording import Writer

log = logging.getLogger("assistant")
UNSEEN = timedelta(days=30)
"""How long a session without a word in it is kept; as long as the cookie that names it."""
KEPT = 256
"""Conversations kept in memory, so that a page folds only what is new."""


class Readiness(StrEnum):
    """Whether free text can be read yet."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class Refused(Exception):
    """Something the user did cannot be taken; the message is one plain sentence for them."""


class Service:
    """All parts, joined. Safe to share between threads; holds no visitor's state but a cache."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        store: Store | None,
        writer: "Writer | None" = None,
    ) -> None:
        """Join the parts; a `writer` words answers, and without one the settings may name one."""
        self.settings = settings
        self.catalogue = catalogue
        self._store = store
        self._engine: Engine | None = None
        self._failure = ""
        self._loaded = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._conversations: OrderedDict[tuple[Turn, ...], Conversation] = OrderedDict()
        self._cache = threading.Lock()
        self.wording_failure = ""
        """Why the language model cannot be opened, in one sentence; empty otherwise."""
        self._wordings = None if writer is None else self._worded_by(writer)

    @classmethod
    def open(cls, settings: Settings, *, sessions: bool = True) -> Self:
        """Load knowledge and, with `sessions`, open the database.

        Raises KnowledgeError and StorageError.
        """
        catalogue = knowledge.load(settings.knowledge)
        return cls(settings, catalogue, Store.open(settings.database_url) if sessions else None)

    # --- loading

    def warm(self) -> None:
        """Begin to load the slow parts in the background; does nothing when that has begun."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._load, name="engine", daemon=True)
                self._thread.start()

    def wait(self) -> bool:
        """Wait until the slow parts are loaded or have failed; return whether text can be read."""
        self.warm()
        self._loaded.wait()
        return self._engine is not None

    @property
    def state(self) -> Readiness:
        """Whether free text can be read yet."""
        if self._engine is not None:
            return Readiness.READY
        return Readiness.FAILED if self._loaded.is_set() else Readiness.LOADING

    @property
    def searchable(self) -> bool:
        """Whether a search need not wait: the library is loaded, which comes last."""
        return self._engine is not None and self._engine.searchable

    @property
    def failure(self) -> str:
        """Why the slow parts could not be loaded, in one sentence; empty otherwise."""
        return self._failure

    def readiness(self) -> dict[str, str]:
        """Return "ready" or the trouble for each part a running server needs."""
        self.warm()
        parts = {"knowledge": "ready", "reading": self.state.value, "storage": "ready"}
        try:
            self.store.knows("")
        except StorageError as error:
            parts["storage"] = str(error)
        return parts

    @property
    def engine(self) -> "Engine":
        """The slow parts, waiting for them. Raises Refused when they could not be loaded."""
        self.wait()
        if self._engine is None:
            raise Refused(self.catalogue.texts["state.failed"].format(reason=self._failure))
        return self._engine

    def _load(self) -> None:
        try:
            # Imported here: the libraries behind it take seconds, and the page does not wait.
            from assistant.service.engine import Engine

            self._engine = Engine.load(self.settings, self.catalogue)
            self._open_writer()
        except Exception as error:
            self._failure = str(error).splitlines()[0] if str(error) else type(error).__name__
        finally:
            self._loaded.set()
        if self._engine is not None and self._store is not None:
            # A server answers questions sooner or later; a command may never need the library.
            self._engine.open_library()
        if self._store is not None:
            with suppress(StorageError):
                self._store.purge(UNSEEN)

    def _open_writer(self) -> None:
        """Open the language model where the settings name one; without it all else works."""
        if not self.settings.language_model or self._wordings is not None:
            return
        from assistant.wording import CannotOpen, open_writer

        try:
            writer = open_writer(
                self.settings.language_model,
                self.settings.language_model_url,
                self.settings.language_model_seconds,
                self.settings.language_model_tokens,
            )
        except CannotOpen as error:
            self.wording_failure = str(error)
            log.warning("%s", error)
        else:
            self._wordings = self._worded_by(writer)

    def _worded_by(self, writer: "Writer") -> "Wordings":
        # Imported here, as the engine is: most installations have no language model.
        from assistant.service.wording import Wordings

        prompt = self.catalogue.prompts[ANSWERING]
        return Wordings(writer, prompt, self.catalogue.passages, lambda: self.engine)

    # --- sessions

    @property
    def store(self) -> Store:
        """The sessions; a service opened without them has none."""
        if self._store is None:
            raise StorageError("This service was opened without a database.")
        return self._store

    def begin(self, token: str = "") -> str:
        """Begin a session and return its token; one drawn elsewhere is taken if given."""
        return self.store.new_session(token)

    def knows(self, token: str) -> bool:
        """Whether a token opens a session of ours; a corrupt or foreign one does not."""
        return self.store.knows(token)

    def turns(self, token: str) -> tuple[Turn, ...]:
        """Return the turns of a session, oldest first; none where the session is gone."""
        try:
            return self.store.turns(token)
        except NoSuchSession:
            return ()

    def add(self, token: str, turn: Turn, *, key: str, expected: int) -> None:
        """Store one turn, exactly once for a key, before anything slow. Raises Refused."""
        texts = self.catalogue.texts
        try:
            talk.check(self.catalogue, turn)
            self.store.append(token, turn, key, expected, self.catalogue.hash)
        except talk.IllegalTurn as error:
            raise Refused(str(error)) from error
        except ChangedElsewhere as error:
            raise Refused(texts["changed-elsewhere"]) from error
        except StorageError as error:
            raise Refused(texts["not-saved"]) from error

    def clear(self, token: str) -> None:
        """Delete everything a session holds; the session itself stays open."""
        self.store.clear(token)

    def take_out(self, token: str) -> bytes:
        """Return a session as one JSON document. Raises Refused when there is no such session."""
        try:
            return storage.written(self.store.document(token))
        except StorageError as error:
            raise Refused(str(error)) from error

    def bring_in(self, data: bytes, into: str = "") -> str:
        """Keep the session of such a document as a new one, or as the still empty one of a token.

        Returns its token. Raises Refused.
        """
        try:
            return self.store.restore(storage.parsed(data), into)
        except StorageError as error:
            raise Refused(self.catalogue.texts["import-failed"].format(reason=error)) from error

    # --- the conversation

    def conversation(self, turns: Sequence[Turn]) -> Conversation:
        """Return the conversation the turns lead to, folding only what is not yet folded."""
        folded = self._folded(talk.taken(self.catalogue, turns))
        return talk.with_notice(self.catalogue, folded) if talk.undone(turns) else folded

    def _folded(self, turns: tuple[Turn, ...]) -> Conversation:
        size = len(turns)
        now = None
        while now is None:
            now = self._recall(turns[:size]) if size else talk.begin(self.catalogue)
            size -= now is None
        for number in range(size, len(turns)):
            answer = partial(self.answer, favoured=_busy_with(now))
            now = talk.advance(self.catalogue, now, turns[number], self.read, answer)
            self._remember(turns[: number + 1], now)
        return now

    def _recall(self, turns: tuple[Turn, ...]) -> Conversation | None:
        with self._cache:
            found = self._conversations.get(turns)
            if found is not None:
                self._conversations.move_to_end(turns)
            return found

    def _remember(self, turns: tuple[Turn, ...], now: Conversation) -> None:
        with self._cache:
            # The turns before lead to this one only: keep one entry for each conversation.
            self._conversations.pop(turns[:-1], None)
            self._conversations[turns] = now
            while len(self._conversations) > KEPT:
                self._conversations.popitem(last=False)

    def report(self, now: Conversation) -> Report:
        """Return the report on a conversation."""
        return report.build(self.catalogue, now.closure, now.assessments, now.model, now.context)

    def assess(
        self, profile: Profile, model: str = "", context: Mapping[str, str] | None = None
    ) -> Report:
        """Return the report on a profile that was not talked about; `model` leads, if named."""
        closure = staging.close(self.catalogue, profile)
        found = {
            key: staging.assess(one, closure.profile) for key, one in self.catalogue.models.items()
        }
        leading = model or self.catalogue.primary.id
        return report.build(self.catalogue, closure, found, leading, context or {})

    def sample(self) -> Report:
        """Return the report on the invented team of the sample."""
        sample = self.catalogue.sample
        profile = {
            key: Standing(level, level, Status.LEVEL, Origin.CHOSEN)
            for key, level in sample.levels.items()
        }
        return self.assess(profile, context=sample.context)

    def write(self, one: Report, form: str) -> bytes:
        """Return a report as bytes in one of `export.FORMATS`."""
        return export.write(self.catalogue, one, form)

    # --- reading, search and answers

    def read(self, text: str, question: str | None = None) -> Reading:
        """Read a text, with the activity just asked about. Raises Refused when reading failed."""
        return self.engine.read(text, question)

    def find(self, text: str, k: int = 5) -> Found:
        """Return the passages for a query, at most `k`. Raises Refused when search failed."""
        return self.engine.find(text, k)

    def answer(self, text: str, favoured: Collection[str] = ()) -> Answer:
        """Answer a question from the library; of equal passages, those on `favoured` come first.

        Raises Refused when search failed.
        """
        return self.engine.answer(text, favoured)

    # --- answers in the words of a language model

    @property
    def wording_mode(self) -> WordingMode:
        """Whether a language model words the answers."""
        if self._wordings is None:
            if not self.settings.language_model:
                return WordingMode.OFF
            return WordingMode.FAILED if self._loaded.is_set() else WordingMode.ON
        return WordingMode.FAILED if self._wordings.resting else WordingMode.ON

    def worded(self, given: Answer) -> Wording | None:
        """Return an answer in the model's words, where it was worded before and is still kept."""
        return None if self._wordings is None else self._wordings.kept(given)

    def word(self, given: Answer) -> Iterator[Wording]:
        """Yield an answer in the model's words as they are checked; nothing where there are none.

        Only sentences of the library can be worded: an answer without passages stays as it is.
        """
        library = set(self.catalogue.passages)
        known = all(passages and set(passages) <= library for _, passages in given.sentences)
        if self._wordings is not None and given.sentences and known:
            yield from self._wordings.write(given)


def _busy_with(now: Conversation) -> frozenset[str]:
    """Return the activities that keep the next stage away, or may."""
    found = now.assessment
    return frozenset(one.requirement.activity for one in (*found.blockers, *found.open))
