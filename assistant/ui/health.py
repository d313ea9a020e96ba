"""What a server says of itself: that it lives, whether it is ready, and its numbers."""

import threading
import time
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as released

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assistant.operating import METERS, event

READY = "ready"
FRESH = 1.0
"""Seconds for which an answer stands, so that asking often costs little."""
PATIENCE = 2.0
"""Seconds in which all parts must have answered; what hangs is not ready."""
METRICS = "text/plain; version=0.0.4; charset=utf-8"
Operates = Callable[[str], bool]
"""Whether an address may read numbers and reasons."""


class Part:
    """One part of the server, asked by one thread at a time however many want to know."""

    def __init__(self, check: Callable[[], str]) -> None:
        """Take what tells `READY` or what is wrong; what it raises is wrong, too."""
        self._check = check
        self._lock = threading.Lock()
        self._asking: threading.Event | None = None
        self._said, self._at = "", float("-inf")

    def ask(self) -> threading.Event:
        """Begin to ask, unless that was done a moment ago; the event is set when it is answered."""
        with self._lock:
            if self._asking is None:
                self._asking = threading.Event()
                if time.monotonic() - self._at < FRESH:
                    asking, self._asking = self._asking, None
                    asking.set()
                    return asking
                threading.Thread(target=self._ask, args=(self._asking,), daemon=True).start()
            return self._asking

    def _ask(self, asking: threading.Event) -> None:
        try:
            said = self._check()
        except Exception as error:
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
        with self._lock:
            self._said, self._at, self._asking = said, time.monotonic(), None
        asking.set()

    def said(self, asking: threading.Event, until: float) -> str:
        """Return what it answers, waiting until that moment of the clock and no longer."""
        if asking.wait(max(0.0, until - time.monotonic())):
            return self._said
        return f"no answer within {PATIENCE:g} seconds"


class Health:
    """The handlers of /livez, /readyz and /metrics."""

    def __init__(
        self,
        checks: Mapping[str, Callable[[], str]],
        operates: Operates,
        gauges: Callable[[], Mapping[str, float]],
    ) -> None:
        """Take what to ask each part, who may read more than yes or no, and numbers of now."""
        self._parts = {name: Part(check) for name, check in checks.items()}
        self._operates = operates
        self._gauges = gauges
        self._was = ""

    def alive(self, _: Request) -> Response:
        """Answer /livez: this process takes requests. Asks no part, so that none can end it."""
        return PlainTextResponse("alive\n")

    def parts(self) -> dict[str, str]:
        """Return `READY`, or what is wrong, for each part."""
        until = time.monotonic() + PATIENCE
        asked = {name: part.ask() for name, part in self._parts.items()}
        return {name: part.said(asked[name], until) for name, part in self._parts.items()}

    def ready(self, request: Request) -> Response:
        """Answer /readyz: 200 when every part does what it is there for, 503 otherwise.

        Only operators are told why, since a reason may name a folder.
        """
        found = self.parts()
        good = all(one == READY for one in found.values())
        self._note(found)
        if not self._may(request):
            found = {name: one if one == READY else "not ready" for name, one in found.items()}
        return JSONResponse(found, status_code=200 if good else 503)

    def metrics(self, request: Request) -> Response:
        """Answer /metrics, for operators; nobody else learns that it is there."""
        if not self._may(request):
            METERS.count("turned_away", "operators")
            return PlainTextResponse("Not Found", status_code=404)
        ready = {f'assistant_ready{{part="{k}"}}': v == READY for k, v in self.parts().items()}
        gauges = {**ready, **self._gauges(), f'assistant_info{{version="{_release()}"}}': 1}
        return Response(METERS.written(gauges), media_type=METRICS)

    def _may(self, request: Request) -> bool:
        return request.client is not None and self._operates(request.client.host)

    def _note(self, found: Mapping[str, str]) -> None:
        """Log when something changes, not each time somebody asks."""
        wrong = "; ".join(f"{name}: {one}" for name, one in found.items() if one != READY)
        if wrong != self._was:
            event("not ready", why=wrong) if wrong else event("ready")
            self._was = wrong


def _release() -> str:
    try:
        return released("mlops-assessment-assistant")
    except PackageNotFoundError:
        return "unknown"
