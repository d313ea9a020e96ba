"""Lets a visitor in: gives the page its session token, even before the service is open.

Opening knowledge and database takes longer than sending the page, and the browser has enough to do
with it meanwhile. So nothing heavy is imported here until it is needed.
"""

import secrets
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.service import Service

TOKEN_BYTES = 32
_opener = ThreadPoolExecutor(max_workers=1, thread_name_prefix="service")
_one_at_a_time = threading.Lock()
_opened: "list[Service]" = []
_beginning: dict[str, Future[str]] = {}


def open_soon() -> None:
    """Begin to open knowledge and sessions; what goes wrong shows when they are needed."""
    _opener.submit(service)


def service() -> "Service":
    """Return the service, opened at the first call of the process.

    Raises KnowledgeError and StorageError; the next call then tries anew.
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
    _opened.clear()


def admit(sent: str) -> str:
    """Return the token a visitor is to get; an empty text when the one they sent is good.

    While the service is being opened, a first visit gets its token at once; its session is begun
    right after, and `settle` waits for that. Raises KnowledgeError and StorageError.
    """
    if sent or _opened:
        return "" if sent and service().knows(sent) else service().begin()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    begun = _opener.submit(lambda: service().begin(token))
    _beginning[token] = begun
    begun.add_done_callback(lambda _: _beginning.pop(token, None))
    return token


def settle(token: str) -> None:
    """Wait until the session of a token just given is begun; a failure shows when it is used."""
    begun = _beginning.get(token)
    if begun is not None:
        begun.exception()
