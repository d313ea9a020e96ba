"""Makes plain text of what a language model wrote: no markup, link, image or hidden character."""

import html
import re
import unicodedata

_FENCE = re.compile(r"^\s*(`{3,}|~{3,}).*$", re.MULTILINE)
_HIDDEN_ELEMENT = re.compile(
    r"<(script|style|iframe|object|svg|template)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[!/?]?[A-Za-z][^<>]{0,2000}>|<!--.*?(-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\](\([^()\s]{0,2000}[^()]{0,500}\)|\[[^\[\]]{0,200}\])?")
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")
_ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:|javascript:|data:)\S+", re.I)
_LINE_START = re.compile(
    r"^[ \t]*(#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+|\d{1,2}[.)][ \t]+)", re.MULTILINE
)
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3}|~~|`+)(?=\S)([^*_~`\n]{1,400})(?<=\S)\1(?!\w)")
_LEFT_OVER = re.compile(r"[<>{}|\\`~^*#=_$@]|!\[|\]\(|:[a-z_]+:")


def plain(text: str) -> str:
    """Return a text without markup; line breaks stay, other runs of space become one.

    Removed are elements and tags of HTML, images, addresses, code fences, marks of headings, lists
    and emphasis, and characters that cannot be seen. A link keeps its words. What this leaves
    behind is caught by `marked_up`, so nothing here has to be perfect.
    """
    seen = visible(html.unescape(text))
    for pattern in (_FENCE, _HIDDEN_ELEMENT, _TAG, _IMAGE):
        seen = pattern.sub(" ", seen)
    seen = _ADDRESS.sub("", _LINK.sub(r"\1", seen))
    seen = _EMPHASIS.sub(r"\2", _LINE_START.sub("", seen))
    return "\n".join(" ".join(line.split()) for line in seen.split("\n")).strip()


def visible(text: str) -> str:
    """Return a text without the characters that cannot be seen; nothing else is changed."""
    return "".join(one for one in text if one == "\n" or _visible(one))


def marked_up(text: str) -> bool:
    """Return whether a text still holds anything that looks like markup, code or data."""
    return _LEFT_OVER.search(text) is not None


def _visible(character: str) -> bool:
    """Return whether a character shows: spaces do; controls, joiners, tags and selectors do not."""
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0000" <= character <= "\U000e0fff":
        return False
    return character.isspace() or not unicodedata.category(character).startswith("C")
