"""Lets a visitor in: gives the page its session token before any session is begun.

Opening knowledge and database takes longer than sending the page, and the browser has enough to do
with it meanwhile. So nothing heavy is imported here until it is needed, and a session is begun
when something is said in it.
"""

import math
import re
import secrets
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from assistant.domain.storing import StorageError

if TYPE_CHECKING:
    from assistant.service import Service

TOKEN_BYTES = 32
_FORM = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # 32 bytes as base64
REMEMBERED = 100_000
"""Tokens given to visitors who have said nothing yet; the oldest is forgotten first."""
FRESH = 10.0
"""Seconds after a token was given in which who comes with it sees the first words first."""
UNUSED = 1.0
"""Seconds after a token was given in which no session is looked for: its page comes sooner."""
_one_at_a_time = threading.Lock()
_all_there = threading.Event()
_failed = threading.Event()
_opened: "list[Service]" = []
_preparing = threading.Lock()
_openers: list[threading.Timer] = []
_given: OrderedDict[str, float] = OrderedDict()
_giving = threading.Lock()


def open_soon(after: float) -> None:
    """Begin, so many seconds from now, to load what pages are made of; once is enough.

    What goes wrong shows when it is needed.
    """
    opener = threading.Timer(after, _prepare)
    _openers.append(opener)
    opener.start()


def _prepare() -> None:
    with _preparing:
        if opened():
            return
        try:
            service()
            import_module("assistant.ui.site")
            _all_there.set()
        except Exception:
            _failed.set()
            raise


def opened(within: float = 0.0) -> bool:
    """Whether all that pages are made of is loaded, or is within so many seconds."""
    return _all_there.wait(within)


def failed() -> bool:
    """Whether loading it went wrong, so that a page that needs it says why."""
    return _failed.is_set()


def service() -> "Service":
    """Return the service, opened at the first call of the process.

    Raises KnowledgeError; the next call then tries anew.
    """
    with _one_at_a_time:
        if not _opened:
            # Imported here, not above: these take longer than all the server needs to answer.
            from assistant import settings
            from assistant.service import Service

            _opened.append(Service.open(settings.read()))
        return _opened[0]


def forget() -> None:
    """Open the service anew at the next call, with the settings of then."""
    _let_go()
    _opened.clear()
    _all_there.clear()
    _failed.clear()


def finish(most: float) -> bool:
    """Wait until all that was acknowledged is stored, at most so many seconds, and close.

    Opens nothing: a service that nobody needed has nothing to store.
    """
    _let_go()
    return all(one.sessions.finish(most) for one in _opened)


def _let_go() -> None:
    """Begin nothing by itself any more."""
    for opener in _openers:
        opener.cancel()
    for one in _opened:
        one.put_off()


def admit(sent: str) -> str:
    """Return the token a visitor is to get; an empty text when the one they sent is good.

    Raises KnowledgeError and StorageError.
    """
    if sent and (is_new(sent) or service().sessions.knows(sent)):
        return ""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with _giving:
        _given[token] = time.monotonic()
        if len(_given) > REMEMBERED:
            _given.popitem(last=False)
    return token


def formed(token: str) -> bool:
    """Whether a token looks like one of ours, given by this process or by another."""
    return _FORM.fullmatch(token) is not None


def is_new(token: str) -> bool:
    """Whether a token was given by this process, and no session is begun with it here yet."""
    return token in _given


def is_fresh(token: str) -> bool:
    """Whether a token was given a moment ago, so that who has it is most likely new."""
    return _age(token) < FRESH


def is_unused(token: str) -> bool:
    """Whether a token was given just now, so that nobody can have said anything under it yet.

    Later another process, behind the same address, may hold what was said.
    """
    return _age(token) < UNUSED


def _age(token: str) -> float:
    return time.monotonic() - _given.get(token, -math.inf)


def begin(token: str) -> None:
    """Begin the session of a token, unless it is begun; a failure shows when it is used.

    A token that an earlier process gave, and with which nothing was said until now, is one that
    nobody remembers; what is said now must be kept under it, since the browser holds no other.
    """
    with _giving, suppress(StorageError):
        if not service().sessions.knows(token):
            service().sessions.begin(token)
        _given.pop(token, None)
