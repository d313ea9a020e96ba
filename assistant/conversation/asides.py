"""Answers what is asked about the conversation itself: our own words, and how much is left."""

import re

from assistant.conversation.state import Conversation, Phase
from assistant.domain.knowledge import Catalogue

LONGEST = 120
"""Letters of a question on the conversation itself."""
_EDGE = " \t\n.?!,;:\"'“”‘’()"
_ARTICLE = re.compile(r"^(?:an?|the|this|that|your|any|word|term) ")


def about_talk(catalogue: Catalogue, before: Conversation, text: str) -> tuple[str, ...]:
    """Return what to say to a question on our own words or on how much is left; else nothing."""
    said = plain(text)
    if len(said) > LONGEST:
        return ()
    if any(one.fullmatch(said) for one in catalogue.glossary.left):
        return (left(catalogue, before),)
    return _meaning(catalogue, said)


def in_our_words(catalogue: Catalogue, text: str) -> tuple[str, ...]:
    """Return what a word of ours means, where a plain "what is" asks for it; else nothing."""
    said = re.sub(r"^(?:what(?: is|'s|s| are)|define|explain) ", "", plain(text))
    return _says(catalogue, said)


def _meaning(catalogue: Catalogue, said: str) -> tuple[str, ...]:
    for pattern in catalogue.glossary.means:
        found = pattern.fullmatch(said)
        if found is not None:
            word = next((one for one in found.groups() if one), "")
            return _says(catalogue, re.sub(r" (?:here|in (?:this|your) \w+)$", "", word))
    return ()


def _says(catalogue: Catalogue, word: str) -> tuple[str, ...]:
    term = catalogue.glossary.find(_ARTICLE.sub("", word.strip(_EDGE)).strip(_EDGE))
    return () if term is None else (term.says,)


def left(catalogue: Catalogue, before: Conversation) -> str:
    """Return how many questions are left, as far as that may be said."""
    texts, promise = catalogue.texts, before.promise
    if before.phase is Phase.OPENING:
        return texts["aside.length"]
    if before.question is None or not (promise.most or before.whole.most):
        return texts["aside.none-left"]
    whole = before.whole if before.whole.most else promise
    least, most = max(1, whole.least), max(1, whole.most)
    key = "aside.same-left" if least == most else "aside.some-left"
    said = texts["aside.one-left" if most == 1 else key].format(least=least, most=most)
    if not promise.most or promise.most >= most:
        return said
    return f"{said} {texts['aside.stage-left'].format(count=promise.most)}"


def plain(text: str) -> str:
    """Return a text in small letters, on one line, without marks at its ends."""
    return " ".join(text.lower().replace("’", "'").split()).strip(_EDGE)
