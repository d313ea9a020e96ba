"""A conversation whose words cannot be read yet: what was said, as it was, and a quiet line."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from assistant.conversation import taken
from assistant.domain.session import Turn, TurnKind
from assistant.ui import access, exchanges, line

SHOWN = 6
"""Turns shown while the reader loads; the whole conversation follows in a moment."""


def show() -> None:
    """Show the last turns as still text; nothing of them needs a reader."""
    for turn in taken(access.service().catalogue, access.turns())[-SHOWN:]:
        _still(turn)


def hold() -> None:
    """Stay until the reader is loaded, then draw the page anew; whatever is sent comes first."""
    line.runs.leave()
    with st.spinner(access.text("state.loading"), show_time=False):
        # To look at the session between the waits lets a tap, or a message, cut them short.
        while access.waits():
            access.service().wait(0.2)
    st.rerun()


@contextmanager
def busy() -> Iterator[None]:
    """Say by the box, while the block runs, that others come first."""
    with st.bottom, st.spinner(access.text("state.busy"), show_time=False):
        yield


def _still(turn: Turn) -> None:
    catalogue = access.service().catalogue
    if turn.kind is TurnKind.SAY:
        exchanges.said(turn.text)
    elif turn.kind in {TurnKind.REPLY, TurnKind.MARK}:
        item = catalogue.items[turn.activity]
        with st.chat_message("assistant", avatar=exchanges.ASSISTANT):
            st.markdown(f"**{item.question}**")
        marked = access.text(f"mark.{turn.mark}") if turn.mark else ""
        exchanges.said(marked or item.replies[turn.level or 0].label)
