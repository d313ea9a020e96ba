"""What was heard in a message, statement by statement, in the words and order they were said in."""

import streamlit as st

from assistant.conversation import Exchange, Noted, Part
from assistant.domain.session import Turn, TurnKind
from assistant.ui import access, acts, dialogs, marks, suggested


def anything(exchange: Exchange) -> bool:
    """Whether something was heard in an exchange."""
    return bool(exchange.noted) or any(part.heard for part in exchange.parts)


def says_more(exchange: Exchange) -> bool:
    """Whether there is more to show of a message than it shows by itself."""
    return anything(exchange) or any(part.likely for part in exchange.parts)


def show(exchange: Exchange, *, live: bool) -> None:
    """Show a message part by part. Only in the newest (`live`) it can be tapped."""
    if live and anything(exchange):
        st.markdown(access.text("heard"))
    shown = {one.activity for part in exchange.parts for one in part.heard}
    # A box of its own: see `unplaced` in static/page.js.
    with st.container(border=True, gap="small", key=f"said-{exchange.number}"):
        for part in exchange.parts:
            with st.container(gap=None):
                _part(exchange, part, live=live)
        for noted in exchange.noted:
            if noted.activity not in shown:
                with st.container(gap=None):
                    _entry(noted, f"heard-{exchange.number}", live=live)
                    marks.words(noted.standing)
        if live:
            suggested.keep(exchange)


def _part(exchange: Exchange, part: Part, *, live: bool) -> None:
    for noted in part.heard:
        key = f"heard-{exchange.number}-{part.start}"
        _entry(noted, key, live=live, placed=part.placed)
    text = exchange.said[part.start : part.end]
    if not part.open or not (live or part.likely):
        st.text(_quoted(text))
    elif live:
        _open(exchange, part, text)
    else:
        st.text(_quoted(text))
        st.caption(access.text("heard.left"))


def _entry(noted: Noted, key: str, *, live: bool, placed: bool = False) -> None:
    item = access.catalogue().items[noted.activity]
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        if not live:
            st.markdown(f"**{item.name}**", width="content")
        elif st.button(item.name, key=f"{key}-{item.id}", type="tertiary", icon=":material/edit:"):
            dialogs.edit(item.id)
        marks.level_badge(item, noted.standing)
        if placed:
            st.caption(access.text("grounds.placed"), width="content")


def _open(exchange: Exchange, part: Part, text: str) -> None:
    """Show words that are not placed, and what they may be about, a tap each."""
    items = access.catalogue().items
    span = (part.start, part.end)
    # The names of its buttons say which words they are for: see `name` in static/page.js.
    with st.container(gap="xxsmall", key=f"open-{exchange.number}-{part.start}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.text(_quoted(text), width="content")
            if part.likely:
                st.caption(access.text("heard.open"), width="content")
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            for one in part.likely:
                turn = Turn(kind=TurnKind.PLACE, activity=one, span=span)
                acts.button(items[one].name, turn)
            label = access.text("heard.else" if part.likely else "heard.place")
            key = f"else-{exchange.number}-{part.start}"
            if st.button(label, key=key, type="tertiary"):
                dialogs.place(text, span)


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"
