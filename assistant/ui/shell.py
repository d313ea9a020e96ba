"""The page's HTML: what Streamlit sends, with our stylesheet and our script named in its head."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
SHARED = "/shared"
"""Where a result is read that somebody shared."""
STYLE, SCRIPT = STATIC / "page.css", STATIC / "page.js"
PLACE = b"</title>"
"""What our tags follow: ahead of Streamlit's own script, which reads what ours sets."""
PARTIAL = {b"accept-encoding", b"if-modified-since", b"if-none-match", b"if-range", b"range"}
"""Request headers that would be answered with less than the plain text of the whole page."""
OF_ANOTHER = {b"content-length", b"etag", b"last-modified"}
"""Response headers that hold for the page as it was before something was added."""


def fetches_page(scope: Scope) -> bool:
    """Whether a request is a browser's for the page itself, at any of its addresses."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    accepts = dict(scope["headers"]).get(b"accept", b"")
    path = str(scope["path"])
    return b"text/html" in accepts and not path.startswith("/_stcore") and not shares(path)


def shares(path: str) -> bool:
    """Whether a path is that of results shared by a link, a page apart: see `shared`."""
    return path.rstrip("/").endswith(SHARED)


def base() -> str:
    """Return what all addresses of this server begin with: nothing, or a path without its end."""
    return ("/" + str(st.get_option("server.baseUrlPath")).strip("/")).rstrip("/")


def routes() -> list[Route]:
    """Return the routes of the files that the page's head names, under the page's own address."""
    return [Route(f"{base()}/{one.name}", file(one)) for one in (STYLE, SCRIPT)]


def file(path: Path) -> Callable[[Request], FileResponse]:
    """Return the handler for a file whose address changes with its content."""
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return lambda _: FileResponse(path, headers=headers)


def tags() -> bytes:
    """Return what is put into the page's head."""
    # Without the hint ours would come last, and Streamlit's own waits for it.
    script = f'<script defer fetchpriority="high" src="{named(SCRIPT)}"></script>'
    return f'<link rel="stylesheet" href="{named(STYLE)}">{script}'.encode()


def named(path: Path) -> str:
    """Return the address of a file, which changes with it. Relative, as all others there are."""
    return f"./{path.name}?{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


class Shell:
    """Adds our tags to the page on its way out; all else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.tags = tags()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and put the tags into a page that comes back."""
        if not fetches_page(scope):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def with_tags(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    for one in self._with_tags(start, bytes(body)):
                        await send(one)
            else:
                await send(message)

        asked = [one for one in scope["headers"] if one[0] not in PARTIAL]
        await self.app({**scope, "headers": asked}, receive, with_tags)

    def _with_tags(self, start: Message, body: bytes) -> tuple[Message, Message]:
        headers = start["headers"]
        if PLACE in body:
            body = body.replace(PLACE, PLACE + self.tags, 1)
            headers = [one for one in headers if one[0].lower() not in OF_ANOTHER]
            headers = [*headers, (b"content-length", str(len(body)).encode())]
        return {**start, "headers": headers}, {"type": "http.response.body", "body": body}
