"""The conversation: what was said and heard, the next question, and one box for everything."""

import streamlit as st

from assistant.conversation import Conversation, Exchange, Phase
from assistant.domain.session import LONGEST_TEXT, Turn, TurnKind
from assistant.service import Readiness
from assistant.ui import access, asking, exchanges, opening, panel, spoken, wordings

FOLDED_AFTER = 3
"""Exchanges that stay open; older ones fold."""


def show() -> None:
    """Show the page for this visitor's conversation."""
    wish = st.session_state.pop("wish", "")
    if wish == "result":
        st.switch_page(st.session_state["pages"]["result"])
    wordings.begin()
    turns = access.turns()
    st.session_state["seen"] = len(turns)
    slow = any(turn.kind is TurnKind.SAY for turn in turns)
    if slow and access.service().state is Readiness.LOADING:
        with st.spinner(access.text("state.loading"), show_time=False):
            access.service().wait()
    conversation = access.service().conversation(turns)
    panel.show(conversation)
    # Emptied first, and what is sent takes its place: nothing is pushed down by what comes.
    start = st.empty()
    begun = conversation.phase is not Phase.OPENING or bool(conversation.exchanges)
    if begun:
        _conversation(conversation)
    else:
        with start.container():
            opening.show()
    _refusal()
    slot = st.empty() if begun else start
    _box(conversation, slot)
    wordings.write()


def _conversation(conversation: Conversation) -> None:
    folded = conversation.exchanges[:-FOLDED_AFTER]
    if folded:
        with st.expander(access.text("earlier", count=len(folded)), key="earlier"):
            for exchange in folded:
                exchanges.show(exchange, live=False)
    recent = conversation.exchanges[-FOLDED_AFTER:]
    for exchange in recent:
        exchanges.show(exchange, live=exchange is recent[-1])
    if conversation.notice:
        st.text(conversation.notice)
    asking.show(conversation)
    announce(conversation)


def announce(conversation: Conversation) -> None:
    """Tell screen readers, once a turn, what came of it and what is asked now."""
    words = spoken.of(conversation, panel.left(conversation).capitalize())
    spoken.tell(words, turn=len(conversation.exchanges))


def _refusal() -> None:
    """Show why the last message was not taken, with the message, so that nothing is lost."""
    refusal = st.session_state.get("refusal")
    if not refusal:
        return
    st.warning(refusal, icon=":material/info:")
    text = st.session_state.get("refused-text", "")
    if text.strip():
        st.text_area(access.text("refused-text"), value=text, height=160, key="refused-area")


def _box(conversation: Conversation, slot: "st.delta_generator.DeltaGenerator") -> None:
    """Show the one box for answers and questions, and take what is sent."""
    key = {Phase.OPENING: "input.opening", Phase.RESULT: "input.result"}.get(
        conversation.phase, "input"
    )
    # Put there by us; where Streamlit puts it, it scrolls to the end at every turn.
    with st.bottom:
        text = st.chat_input(access.text(key), key="box", submit_mode="disable")
    if text is None:
        return
    pending = conversation.question.activity if conversation.question else ""
    if len(text) > LONGEST_TEXT or not text.strip():
        st.session_state["refusal"] = access.text(
            "refused-long" if text.strip() else "empty",
            given=f"{len(text):,}",
            most=f"{LONGEST_TEXT:,}",
        )
        st.session_state["refused-text"] = text
        st.rerun()
    if access.submit(Turn(kind=TurnKind.SAY, text=text, activity=pending)):
        slot.empty()
        with slot.container():
            exchanges.said(text)
            _read(len(conversation.exchanges))
    st.rerun()


def _read(number: int) -> None:
    """Read the message that was just kept, showing that it takes a moment when it does."""
    loading = access.service().state is Readiness.LOADING
    words = access.text("state.loading" if loading else "state.reading")
    with st.spinner(words, show_time=False):
        access.service().wait()
        after = access.conversation()
    if len(after.exchanges) > number:
        _follow(after.exchanges[-1])


def _follow(exchange: Exchange) -> None:
    """Do what a command asked of the page: undo, start afresh, show the result, go on."""
    kinds = {"undo": TurnKind.UNDO, "restart": TurnKind.RESTART, "more": TurnKind.CONTINUE}
    if exchange.wants in kinds:
        access.submit(Turn(kind=TurnKind.UNDO))
        access.submit(Turn(kind=kinds[exchange.wants]))
    elif exchange.wants == "result":
        st.session_state["wish"] = "result"
