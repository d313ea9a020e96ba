"""Ends the server as asked: what is being stored is stored, and the exit code is 0.

The web server would end itself by the very signal it was sent, once it has shut down, which tells
whoever watches over it that it died.
"""

import signal
import threading
from types import FrameType

import uvicorn

from assistant.operating import event

GRACE = 8
"""Seconds that requests under way may take to end; watchers often kill after ten."""


def politely() -> uvicorn.Server | None:
    """Make SIGTERM end the server with exit code 0; a second one does not wait any longer.

    Return the server. Does nothing where another server, or a test, runs the pages.
    """
    if threading.current_thread() is not threading.main_thread():
        return None
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    if not isinstance(server, uvicorn.Server):
        return None
    server.config.timeout_graceful_shutdown = GRACE

    def stop(_signal: int, _frame: FrameType | None) -> None:
        event("asked to stop")
        server.force_exit = server.should_exit
        server.should_exit = True

    signal.signal(signal.SIGTERM, stop)
    return server
