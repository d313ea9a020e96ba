"""What a screen reader is told once a turn: what was heard, answered and changed, what comes next.

A live region must outlast what is said in it, which nothing does that Streamlit draws anew. So the
words are put on the page hidden, and `static/page.js` says them in a region of its own.
"""

import streamlit as st

from assistant.conversation import Conversation, Exchange, Noted, Phase, ask
from assistant.domain.results import Question
from assistant.phrases.standing import inline, standing_word
from assistant.ui import access


def tell(words: str, turn: int = 0) -> None:
    """Say these words once; words that were just said are said again only in another `turn`."""
    with st.container(key=f"spoken-{turn}"):
        st.text(words)  # may quote the user, so it is never markup


def of(conversation: Conversation, left: str) -> str:
    """Return what to say of the last turn, with how many questions are `left`."""
    parts = [_last(conversation), _next(conversation, left)]
    return " ".join(part for part in parts if part)


def _last(conversation: Conversation) -> str:
    if conversation.notice or not conversation.exchanges:
        return conversation.notice
    exchange = conversation.exchanges[-1]
    parts = [_heard(exchange), _open(exchange)]
    if exchange.answer is not None:
        refusal = ((access.text("answer.refuse"), ()),)
        parts.append((exchange.answer.sentences or refusal)[0][0])
    return " ".join(part for part in (*parts, *exchange.remarks) if part)


def _heard(exchange: Exchange) -> str:
    if not exchange.noted:
        return ""
    # What was just placed is noted last, and all else was said when it was heard.
    placed = any(part.placed for part in exchange.parts)
    entries = "; ".join(_entry(one) for one in exchange.noted[-1 if placed else 0 :])
    return access.text("announce.heard", entries=entries)


def _open(exchange: Exchange) -> str:
    count = sum(1 for part in exchange.parts if part.open and part.likely)
    key = "announce.open-one" if count == 1 else "announce.open"
    return access.text(key, count=count) if count else ""


def _entry(noted: Noted) -> str:
    catalogue = access.catalogue()
    item = catalogue.items[noted.activity]
    return f"{inline(item.name)}, {standing_word(catalogue, item, noted.standing)}"


def _next(conversation: Conversation, left: str) -> str:
    """Return the next question; or that all is known, which says nothing of a mere question."""
    question = conversation.question
    if isinstance(question, Question):
        words = ask(access.catalogue(), conversation, question)
        return access.text("announce.question", left=left, question=words)
    if conversation.phase is Phase.OPENING:
        return ""
    settled = conversation.assessment.complete and conversation.certain
    return access.text("result.ready" if settled else "result.ready-range")
