"""The formats of a report that are text, and the words in them as their readers see them."""

from html import unescape

from assistant.export import FORMATS

DATA = ("csv", "json")
"""The formats for other programs."""
PEOPLE = tuple(form for form in FORMATS if form not in {*DATA, "pdf"})
"""The formats for people, but for the one that is no text."""


def as_read(content: bytes) -> str:
    """Return a report on one line, with what Markdown, HTML or JSON escapes as it was written."""
    return " ".join(unescape(content.decode().replace("\\", "")).split())
