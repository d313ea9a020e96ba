"""A result that somebody shared by a link, as a page of its own that can change nothing.

The token of a link stands behind the `#` of its address, which browsers send to no server; so it is
in no log, neither ours nor that of what stands in front. The page's own script sends it as the body
of a request, and is answered with the report as it would be downloaded: no session is opened, no
cookie given, and no connection on which anything could be said.
"""

import datetime
import html
from collections.abc import Iterator
from contextlib import contextmanager

import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.domain.storing import NoSuchSession, StorageError
from assistant.operating import METERS
from assistant.ui import arrival, line, shell

SCRIPT = shell.STATIC / "shared.js"
LONGEST = 200
"""Bytes that are read of what is sent; a token has 43."""
KEPT_NOWHERE = {"cache-control": "no-store", "x-robots-tag": "noindex"}


def routes() -> list[Route]:
    """Return the routes of the page, of what it asks for, and of its script."""
    base = shell.base()
    return [
        Route(f"{base}{shell.SHARED}", _page),
        Route(f"{base}{shell.SHARED}", _result, methods=["POST"]),
        Route(f"{base}/{SCRIPT.name}", shell.file(SCRIPT)),
    ]


def address(token: str, of: str) -> str:
    """Return the address of a link, at the server that a page `of` this address came from."""
    scheme, parted, rest = of.partition("://")
    return f"{scheme}{parted}{rest.partition('/')[0]}{shell.base()}{shell.SHARED}#{token}"


def _page(_: Request) -> Response:
    """Answer with the page that asks for the result; it is the same for every link."""
    said = {
        name: html.escape(arrival.service().catalogue.texts[f"shared.{name}"])
        for name in ("title", "wait", "gone", "later", "note")
    }
    told = " ".join(f'data-{name}="{said[name]}"' for name in ("gone", "later", "note"))
    return HTMLResponse(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{said['title']}</title><style>{STYLE}</style></head>\n"
        f'<body><main><h1>{said["title"]}</h1><p role="status">{said["wait"]}</p></main>'
        f'<script src="{shell.named(SCRIPT)}" {told}></script></body></html>\n',
        headers=KEPT_NOWHERE,
    )


async def _result(request: Request) -> Response:
    """Answer with the result that a link opens, or say that it opens none."""
    sent = b""
    try:
        async for chunk in request.stream():
            sent += chunk
            if len(sent) > LONGEST:
                return _refusal(404)
    except ClientDisconnect:
        return _refusal(404)
    return await anyio.to_thread.run_sync(_written, sent.decode("latin-1"))


def _written(token: str) -> Response:
    service = arrival.service()
    try:
        turns = service.people.shared(token)
    except NoSuchSession:
        return _refusal(404)
    except StorageError:
        return _refusal(503)
    from assistant.domain.sayings import About
    from assistant.domain.session import TurnKind
    from assistant.service import Refused

    typed = any(turn.kind is TurnKind.SAY for turn in turns)  # all else needs no reader
    if typed and not service.wait(WAIT):
        return _refusal(503)
    try:
        with line.runs.place(_quietly), METERS.timing("page"):
            report = service.report(service.conversation(turns))
            today = datetime.datetime.now().astimezone().date()
            return HTMLResponse(service.write(report, "html", About("", today)), 200, KEPT_NOWHERE)
    except Refused:
        return _refusal(503)


WAIT = 60.0
"""Seconds in which the reader must be loaded."""
STYLE = (
    ":root { color-scheme: light dark } body { font: 1rem/1.55 sans-serif; max-width: 44rem; "
    "margin: 4rem auto; padding: 0 1rem }"
)


def _refusal(status: int) -> Response:
    METERS.count("turned_away", "link")
    return PlainTextResponse("", status, KEPT_NOWHERE)


@contextmanager
def _quietly() -> Iterator[None]:
    """Say nothing to who waits for their turn: the page says already that it takes a moment."""
    yield
