"""The conversation: what was said and heard, the next question, and one box for everything."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from assistant.conversation import Conversation, Exchange, Phase
from assistant.domain.session import TurnKind
from assistant.service import Refused
from assistant.ui import (
    access,
    acts,
    exchanges,
    folds,
    opening,
    panel,
    polished,
    question,
    spoken,
    suggested,
    waiting,
)

FOLDED_AFTER = 3
"""Exchanges that stay open; older ones fold."""
FOLLOWS = {
    "undo": (TurnKind.UNDO, TurnKind.UNDO),
    "restart": (TurnKind.UNDO, TurnKind.RESTART),
    "more": (TurnKind.UNDO, TurnKind.CONTINUE),
}
"""What words that ask for something lead to; the first takes the words themselves back."""


def show() -> None:
    """Show the page for this visitor's conversation."""
    polished.begin()
    suggested.begin()
    if not access.visit().reached:
        st.warning(access.text("not-reached"), icon=":material/info:")
        acts.box(access.text("input"))
        return
    if access.waits():
        waiting.show()
        acts.excuse()
        below = st.container()
        acts.box(access.text("input"))
        with below:
            waiting.hold()
    try:
        conversation = _followed(access.conversation())
    except Refused as reason:
        waiting.show()
        st.text(str(reason))
        acts.box(access.text("input"))
        return
    access.speak_to(conversation.context)
    panel.show(conversation)
    # A place of its own, emptied when the conversation begins: what comes pushes nothing down.
    start = st.empty()
    if conversation.phase is Phase.OPENING and not conversation.exchanges:
        with start.container():
            opening.show()
    else:
        _conversation(conversation)
    acts.excuse()
    pending = conversation.question.activity if conversation.question else ""
    acts.box(access.text(_placeholder(conversation)), pending)
    polished.write()
    suggested.write()


def _followed(conversation: Conversation) -> Conversation:
    """Do what the last words asked of the page: undo, start afresh, go on, show the result."""
    wants = conversation.exchanges[-1].wants if conversation.exchanges else ""
    if wants == "result" and access.visit().sent:
        st.switch_page(st.session_state["pages"]["result"])
    if wants in FOLLOWS:
        acts.follow(FOLLOWS[wants])
        return access.conversation()
    return conversation


def _placeholder(conversation: Conversation) -> str:
    named = {Phase.OPENING: "input.opening", Phase.RESULT: "input.result"}
    return named.get(conversation.phase, "input")


def _conversation(conversation: Conversation) -> None:
    folded = conversation.exchanges[:-FOLDED_AFTER]
    if folded:
        folds.show(access.text("earlier", count=len(folded)), "earlier", partial(_still, folded))
    recent = conversation.exchanges[-FOLDED_AFTER:]
    for exchange in recent:
        exchanges.show(exchange, live=exchange is recent[-1])
    if conversation.notice:
        st.text(conversation.notice)
    question.show(conversation)
    announce(conversation)


def _still(folded: Sequence[Exchange]) -> None:
    for exchange in folded:
        exchanges.show(exchange, live=False)


def announce(conversation: Conversation) -> None:
    """Tell screen readers, once a turn, what came of it and what is asked now."""
    words = spoken.of(conversation, panel.left(conversation).capitalize())
    spoken.tell(words, turn=len(conversation.exchanges))
