"""One turn as still text: your words, what was heard, what changed, an answer."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from assistant.conversation import Exchange
from assistant.domain.findings import Answer, Intent, cited
from assistant.domain.session import TurnKind
from assistant.ui import access, answered, dialogs, heard, marks, polished

YOU = ":material/person:"
ASSISTANT = ":material/stairs:"
LONG = 700
"""Characters of a message shown at once; the rest unfolds."""


def show(exchange: Exchange, *, live: bool) -> None:
    """Show one exchange. Only the newest (`live`) has rows that can be tapped."""
    items = access.catalogue().items
    if exchange.asked and exchange.intent is not Intent.QUESTION:
        with st.chat_message("assistant", avatar=ASSISTANT):
            question(items[exchange.asked].question)
    quiet = {TurnKind.EDIT, TurnKind.FORGET}
    if exchange.turn.kind in quiet:
        name = items[exchange.turn.activity].name
        said(f"{name}: {exchange.said}")
    else:
        said(exchange.said)
    parts = exchange.turn.kind is TurnKind.SAY and heard.says_more(exchange)
    if not (parts or exchange.remarks or exchange.answer):
        return
    with st.chat_message("assistant", avatar=ASSISTANT):
        first = parts and heard.anything(exchange)
        if first:
            heard.show(exchange, live=live)
        for remark in exchange.remarks:
            st.text(remark)
        if parts and not first:  # that nothing was heard is said before what it may have been
            heard.show(exchange, live=live)
        if exchange.answer is not None:
            answer(exchange.answer, key=f"answer-{exchange.number}", live=live)


def question(words: str) -> None:
    """Show a question as a heading, which is how one finds the way through a long conversation.

    The words are ours; those that quote the user are no heading.
    """
    st.header(words, anchor=False)


def said(text: str) -> None:
    """Show the user's words, as plain text."""
    with st.chat_message("user", avatar=YOU):
        if len(text) <= LONG:
            st.text(text)
            return
        st.text(marks.shortened(text, LONG))
        with st.expander(access.text("said.all")):
            st.text(text)


def answer(given: Answer, key: str, *, live: bool) -> None:
    """Show an answer with its numbered sources, or a plain refusal.

    The sources, and their numbers, are those of the composed answer whoever words it. The newest
    answer (`live`) keeps its place for `polished.write`, once the rest of the page is there.
    """
    if not given.sentences:
        st.markdown(access.text("answer.refuse"))
        return
    order = {one: number for number, one in enumerate(cited(given), start=1)}
    polished.show(given, order, live=live)
    if given.closing:
        st.text(given.closing)
    own = {one: number for one, number in order.items() if one in given.passages}
    near = {one: number for one, number in order.items() if one not in own}
    if live:
        # Under an open question they are folded, so that the answer itself stays in view.
        folded = access.conversation().question is not None
        sources = partial(_sources, near, key)
        answered.further(given, order, sources, folded=folded)
    st.caption(access.text("answer.sources"))
    _sources(own, key)


def _sources(order: Mapping[str, int], key: str) -> None:
    """Show the passages an answer cites, by their numbers; a tap opens one."""
    known = access.service().catalogue.passages
    for passage, number in order.items():
        label = f"{number} · {known[passage].title}"
        icon = ":material/menu_book:"
        if st.button(label, key=f"{key}-{passage}", type="tertiary", icon=icon, wrap=True):
            dialogs.read(passage)
