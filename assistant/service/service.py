"""What pages and commands call: sessions, conversations, reports, reading, search and answers.

What is light (knowledge, storage) is there at once. What is slow (encoder, trained head, index) is
loaded in the background, so that a page can show and replies can be tapped meanwhile.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Self

from assistant import catalogue as knowledge
from assistant import export
from assistant.conversation import Conversation, hear
from assistant.domain.findings import Answer, Found, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Profile
from assistant.domain.results import Report
from assistant.domain.sayings import NOBODY, About
from assistant.domain.session import READ_AT_MOST, Turn
from assistant.domain.storing import StorageError
from assistant.domain.suggestion import Suggestion
from assistant.domain.worded import Wording, WordingMode
from assistant.operating import METERS
from assistant.service import reporting, retaining
from assistant.service.models import Models
from assistant.service.people import People
from assistant.service.refused import Refused
from assistant.service.sessions import Sessions
from assistant.service.talks import Talks
from assistant.service.warming import Loading, Readiness
from assistant.settings import Settings
from assistant.specialising import spoken_to

if TYPE_CHECKING:
    from assistant.service.engine import Engine
    from assistant.wording import Suggester, Writer

PARTS = ("knowledge", "storage", "reading", "search")
"""What a running server needs; see `Service.check`."""


class Service:
    """All parts, joined. Safe to share between threads; holds no visitor's state but a cache."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        sessions: Sessions | None,
        writer: "Writer | None" = None,
        suggester: "Suggester | None" = None,
    ) -> None:
        """Join the parts; a `writer` words answers, and without one the settings may name one.

        In the same way a `suggester` suggests placements.
        """
        self.settings = settings
        self.catalogue = catalogue
        self._sessions = sessions
        self._talks = Talks(catalogue, self._unheard, lambda busy, text: self.answer(text, busy))
        self._models = Models(settings, catalogue, lambda: self.engine, writer, suggester)
        tidy = None if sessions is None else sessions.keep_tidy
        self.loading = Loading(self._load, self._models.open, tidy)

    @classmethod
    def open(cls, settings: Settings, *, sessions: bool = True) -> Self:
        """Load knowledge; with `sessions`, visitors' sessions are kept. Raises KnowledgeError."""
        catalogue = retaining.told(knowledge.load(settings.knowledge), settings.keep_days)
        kept = Sessions(settings.database_url, catalogue, settings.keep_days) if sessions else None
        return cls(settings, catalogue, kept)

    # --- loading

    def warm(self, after: float = 0.0) -> None:
        """Begin to load the slow parts in the background, no sooner than `after` seconds."""
        self.loading.warm(after)

    def put_off(self) -> None:
        """Do not begin to load the slow parts by itself any more: this service is done with."""
        self.loading.put_off()

    def wait(self, most: float | None = None) -> bool:
        """Wait until the slow parts are loaded or have failed; return whether text can be read.

        No longer than `most` seconds, where that is given.
        """
        return self.loading.wait(most)

    @property
    def state(self) -> Readiness:
        """Whether free text can be read yet."""
        return self.loading.state

    @property
    def searchable(self) -> bool:
        """Whether a search need not wait: the library is loaded, which comes last."""
        return self.loading.searchable

    @property
    def failure(self) -> str:
        """Why the slow parts could not be loaded, in one sentence; empty otherwise."""
        return self.loading.failure

    def check(self, part: str) -> str:
        """Try one of PARTS, and return "ready", "loading", or what is wrong in one sentence.

        Each is asked to do what it is there for. Raises StorageError, ValueError and whatever else
        comes of that.
        """
        self.warm()
        if part in {"reading", "search"}:
            return self.loading.check(part)
        if part == "storage":
            self.sessions.check()
        return Readiness.READY.value

    @property
    def engine(self) -> "Engine":
        """The slow parts, waiting for them. Raises Refused when they could not be loaded."""
        self.wait()
        if self.loading.engine is None:
            raise Refused(self.catalogue.texts["state.failed"].format(reason=self.failure))
        return self.loading.engine

    def _load(self) -> "Engine":
        # Imported here: the libraries behind it take seconds, and the page does not wait.
        from assistant.service.engine import Engine

        return Engine.load(self.settings, self.catalogue)

    # --- sessions and reports

    @property
    def sessions(self) -> Sessions:
        """The sessions; a service opened without them has none. Raises StorageError."""
        if self._sessions is None:
            raise StorageError("This service was opened without a database.")
        return self._sessions

    @property
    def people(self) -> People:
        """Who owns sessions, and the links to results. Raises StorageError as `sessions` does."""
        return People(self.sessions)

    def conversation(self, turns: Sequence[Turn]) -> Conversation:
        """Return the conversation the turns lead to."""
        return self._talks.conversation(turns)

    def report(self, now: Conversation) -> Report:
        """Return the report on a conversation, with what hangs on a reading to be confirmed."""
        return reporting.of_conversation(self.catalogue, now)

    def assess(
        self, profile: Profile, model: str = "", context: Mapping[str, str] | None = None
    ) -> Report:
        """Return the report on a profile that was not talked about; `model` leads, if named.

        What was read in words and is not sure counts as still to be confirmed, as it does in a
        conversation.
        """
        return reporting.of_profile(self.catalogue, profile, model, context)

    def sample(self, name: str = "") -> Report:
        """Return the report on the invented team of the sample, or of another one by its id."""
        return reporting.of_sample(self.catalogue, name)

    def write(self, one: Report, form: str, about: About = NOBODY) -> bytes:
        """Return a report as bytes in one of `export.FORMATS`, for whom and of which day it is."""
        return export.write(spoken_to(self.catalogue, one.context), one, form, about)

    # --- reading, search and answers

    def read(self, text: str, question: str | None = None) -> Reading:
        """Take in a text as a conversation does, with the activity just asked about.

        Raises Refused when reading failed.
        """
        return hear(self.catalogue.wants, text[:READ_AT_MOST], question, self._unheard).reading

    def _unheard(self, text: str, question: str | None) -> Reading:
        """Read a text, whatever it wants."""
        engine = self.engine  # waiting for it is no part of reading
        with METERS.timing("read"):
            return engine.read(text, question)

    def find(self, text: str, k: int = 5) -> Found:
        """Return the passages for a query, at most `k`. Raises Refused when search failed."""
        engine = self.engine
        with METERS.timing("search"):
            return engine.find(text, k)

    def answer(self, text: str, favoured: Collection[str] = ()) -> Answer:
        """Answer a question from the library; of equal passages, those on `favoured` come first.

        Raises Refused when search failed.
        """
        engine = self.engine
        with METERS.timing("answer"):
            return engine.answer(text, favoured)

    # --- answers in the words of a language model

    @property
    def wording_mode(self) -> WordingMode:
        """Whether a language model words the answers."""
        return self._models.wording(loaded=self.loading.over.is_set())

    @property
    def wording_failure(self) -> str:
        """Why the language model cannot be opened, in one sentence; empty otherwise."""
        return self._models.failure

    def worded(self, given: Answer) -> Wording | None:
        """Return an answer in the model's words, where it was worded before and is still kept."""
        wordings = self._models.wordings
        return None if wordings is None else wordings.kept(given)

    def word(self, given: Answer, *, limited: bool = True) -> Iterator[Wording]:
        """Yield an answer in the model's words as they are checked; nothing where there are none.

        Only sentences of the library can be worded: an answer without passages stays as it is. All
        visitors together are `limited` to so many in a minute; a measurement need not be.
        """
        library = set(self.catalogue.passages)
        known = all(passages and set(passages) <= library for _, passages in given.sentences)
        wordings = self._models.wordings
        if wordings is not None and given.sentences and known:
            yield from wordings.write(given, limited=limited)

    # --- placements that a language model suggests

    @property
    def suggesting(self) -> WordingMode:
        """Whether a language model may suggest placements."""
        return self._models.suggesting(loaded=self.loading.over.is_set())

    def suggest(
        self, text: str, reading: Reading, most: float | None = None
    ) -> tuple[Suggestion, ...]:
        """Return what the model suggests for the statements of a text that were not placed.

        It waits until the model has answered or its time is up, and no longer than `most` seconds
        where that is given; the model goes on by itself then. Nothing is sent where it is off. A
        suggestion counts for nothing until the person takes it.
        """
        suggestions = self._models.suggestions
        return () if suggestions is None else suggestions.make(text, reading, most)

    def suggested(self, text: str, reading: Reading) -> tuple[Suggestion, ...] | None:
        """Return what was suggested for a text before; None where the model has not answered.

        Asks nobody. Where suggestions are off there are none.
        """
        suggestions = self._models.suggestions
        return () if suggestions is None else suggestions.kept(text, reading)
