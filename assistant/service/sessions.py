"""The sessions of visitors, by token, in a database that is opened when it is first needed.

Opening it takes longer than a first page may wait, and that page needs no database yet.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant import conversation as talk
from assistant.domain.knowledge import Catalogue
from assistant.domain.session import MOST_TURNS, Turn, Version, version
from assistant.domain.storing import (
    ChangedElsewhere,
    Key,
    MayNotChange,
    NoSuchSession,
    StorageError,
)
from assistant.operating import METERS, event
from assistant.service.refused import Refused

if TYPE_CHECKING:
    from assistant.storage import Store

UNSEEN = timedelta(days=30)
"""How long a session without a word in it is kept; as long as the cookie that names it."""
DAY = 24 * 3600.0
KEPT = 512
"""Sessions whose turns stay in memory; what falls out is read from its beginning again."""


@dataclass(frozen=True, slots=True)
class Held:
    """The turns of a session as they were read, with their version.

    `key` is that of the last turn. It names all before it, so that by it alone a session which was
    emptied and filled anew, by another process too, is known to be another.
    """

    turns: tuple[Turn, ...] = ()
    version: Version = field(default_factory=Version)
    key: str = ""

    def after(self, newer: Sequence[tuple[Turn, str]]) -> "Held":
        """Return this session when turns with these keys follow."""
        if not newer:
            return self
        turns = [turn for turn, _ in newer]
        return Held((*self.turns, *turns), self.version.after(turns), newer[-1][1])


class Sessions:
    """Sessions, each a list of turns. Safe to share between threads."""

    def __init__(self, url: str, catalogue: Catalogue, keep_days: int = 0) -> None:
        self._url = url
        self._catalogue = catalogue
        self._keep_days = keep_days
        self._opening = threading.Lock()
        self._opened: Store | None = None
        self._writing = 0
        self._rested = threading.Condition()
        self._held: OrderedDict[Key, Held] = OrderedDict()
        self._remembering = threading.Lock()

    @property
    def store(self) -> "Store":
        """The database, opened when it is first needed. Raises StorageError."""
        with self._opening:
            if self._opened is None:
                from assistant.storage import Store

                self._opened = Store.open(self._url)
            return self._opened

    @property
    def _texts(self) -> Mapping[str, str]:
        return self._catalogue.texts

    def check(self) -> None:
        """Do nothing where sessions can be kept. Raises StorageError with the reason otherwise."""
        self.store.check()

    def begin(self, token: str = "") -> str:
        """Begin a session and return its token; one drawn elsewhere is taken if given.

        Raises StorageError.
        """
        return self.store.new_session(token)

    def knows(self, key: Key) -> bool:
        """Whether a key opens a session of ours; a corrupt or foreign token does not."""
        return self.store.knows(key)

    def turns(self, key: Key) -> tuple[Turn, ...]:
        """Return the turns of a session, oldest first; none where the session is gone."""
        return self.held(key).turns

    def held(self, key: Key) -> Held:
        """Return the turns of a session with their version; none where the session is gone."""
        try:
            return self._read(key)
        except NoSuchSession:
            return Held()

    def _read(self, key: Key) -> Held:
        """Read what is new in a session, after what was read of it before. Raises NoSuchSession."""
        known = self._recall(key)
        newer = self.store.since(key, len(known.turns), known.key)
        if newer is None:
            known = Held()
            newer = self.store.since(key) or ()
        return self._remember(key, known.after(newer))

    def _recall(self, key: Key) -> Held:
        with self._remembering:
            return self._held.get(key, Held())

    def _remember(self, key: Key, held: Held) -> Held:
        with self._remembering:
            self._held[key] = held
            self._held.move_to_end(key)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return held

    def forget(self, key: Key) -> None:
        """Keep nothing of a session in memory."""
        with self._remembering:
            self._held.pop(key, None)

    def add(self, session: Key, turn: Turn, *, seen: str) -> str:
        """Store one turn after those its author saw, and return the version of the session then.

        `seen` is the version (see `domain.session`) of what the page was drawn from. The same act
        sent twice is stored once; anything else said to a page that is behind raises Refused.
        """
        with self._busy(), METERS.timing("save"), self._aloud():
            talk.check(self._catalogue, turn)
            held = self._read(session)
            now = held.turns
            if held.version.name != seen:
                if now and now[-1] == turn and version(now[:-1]) == seen:
                    return held.version.name
                raise ChangedElsewhere
            if len(now) >= MOST_TURNS:
                raise self._refused("too-much")
            talk.check(self._catalogue, turn, now)
            key = f"{seen}-{version((turn,))}"
            self.store.append(session, turn, key, len(now), self._catalogue.hash)
            held = self._remember(session, held.after([(turn, key)]))
        METERS.count("acts", turn.kind.value)
        return held.version.name

    @contextmanager
    def _busy(self) -> Iterator[None]:
        with self._rested:
            self._writing += 1
        try:
            yield
        finally:
            with self._rested:
                self._writing -= 1
                self._rested.notify_all()

    def finish(self, most: float) -> bool:
        """Wait until nothing is being stored, no longer than `most` seconds; close the database.

        Returns whether all was stored.
        """
        with self._rested:
            done = self._rested.wait_for(lambda: self._writing == 0, most)
        if done and self._opened is not None:
            self._opened.close()
        return done

    @contextmanager
    def _aloud(self) -> Iterator[None]:
        """Say in one plain sentence why something could not be stored. Raises Refused."""
        try:
            yield
        except talk.IllegalTurn as error:
            METERS.count("refused", "illegal")
            raise Refused(str(error)) from error
        except ChangedElsewhere as error:
            raise self._refused("changed-elsewhere") from error
        except MayNotChange as error:
            raise self._refused("may-not-change") from error
        except StorageError as error:
            event("not saved", level=logging.WARNING, why=str(error))
            raise self._refused("not-saved") from error

    def _refused(self, reason: str) -> Refused:
        METERS.count("refused", reason)
        return Refused(self._texts[reason])

    def clear(self, key: Key) -> None:
        """Delete everything a session holds; the session itself stays open."""
        self.store.clear(key)
        self.forget(key)

    def day(self, key: Key) -> date | None:
        """Return the day on which something was last done in a session, None where nothing was.

        Raises StorageError.
        """
        try:
            told = self.store.document(key).turns
        except NoSuchSession:
            return None
        return told[-1].at.astimezone().date() if told else None

    def take_out(self, key: Key) -> bytes:
        """Return a session as one JSON document. Raises Refused when there is no such session."""
        from assistant.storage import written

        try:
            return written(self.store.document(key))
        except StorageError as error:
            raise Refused(str(error)) from error

    def bring_in(self, data: bytes, into: Key = "") -> Key:
        """Keep the session of such a document as a new one, or as the still empty one of a key.

        A result in JSON becomes a session that took its answers over. Returns its key. Raises
        Refused.
        """
        from assistant.service import files
        from assistant.storage import parsed

        try:
            document = files.session_of(self._catalogue, data) or parsed(data)
            return self.store.restore(document, into)
        except StorageError as error:
            raise Refused(self._texts["import-failed"], str(error)) from error

    def keep_tidy(self) -> None:
        """Delete what is not kept any longer, now and once a day; one day later does no harm."""
        self.tidy()
        again = threading.Timer(DAY, self.keep_tidy)
        again.daemon = True
        again.start()

    def tidy(self) -> None:
        """Delete sessions in which nothing was ever said, and those kept long enough."""
        kept_for = timedelta(days=self._keep_days) if self._keep_days else None
        with suppress(StorageError):
            self.store.purge(UNSEEN, kept_for)
