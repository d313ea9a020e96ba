"""What a language model suggests for words that were not placed: said so, and taken by a tap only.

Off unless the settings ask for it. Asked when all else is on the page, so that nobody waits for it.
"""

import time
from collections.abc import Iterable

import streamlit as st

from assistant.conversation import Exchange, Part
from assistant.domain.findings import Intent, Reading, Stated
from assistant.domain.levels import level_word
from assistant.domain.session import Turn, TurnKind
from assistant.domain.suggestion import Suggestion
from assistant.domain.worded import WordingMode
from assistant.ui import access, acts, line

LOOK = 0.3
"""Seconds between two looks; whoever taps something meanwhile ends the waiting."""


def begin() -> None:
    """Forget a place kept in an earlier run of the page, which was cut short before it was used."""
    st.session_state.pop("to-suggest", None)


def keep(exchange: Exchange) -> None:
    """Keep a place under the newest message for what a model may suggest."""
    if access.service().suggesting is not WordingMode.OFF and any(
        part.open for part in exchange.parts
    ):
        st.session_state["to-suggest"] = (exchange, st.empty())


def write() -> None:
    """Show what the model suggests in the place kept for it, if there is one."""
    kept = st.session_state.pop("to-suggest", None)
    if kept is None:
        return
    line.runs.leave()
    exchange, slot = kept
    open_parts = [part for part in exchange.parts if part.open]
    reading = Reading(
        Intent.ANSWER, statements=tuple(Stated(one.start, one.end) for one in open_parts)
    )
    text, service = exchange.turn.text, access.service()
    found = service.suggest(text, reading, 0) or service.suggested(text, reading)
    until = time.monotonic() + service.settings.language_model_seconds
    while found is None and time.monotonic() < until:
        slot.caption(access.text("suggest.asking"))
        time.sleep(LOOK)
        found = service.suggested(text, reading)
    if found:
        with slot.container(gap="xsmall"):
            _offer(open_parts, found)
    elif service.suggesting is WordingMode.FAILED:
        slot.caption(access.text("suggest.failed"))
    else:
        slot.empty()


def _offer(parts: Iterable[Part], found: Iterable[Suggestion]) -> None:
    items = access.catalogue().items
    st.caption(access.text("suggest.sent"))
    for one in found:
        part = next((two for two in parts if two.start <= one.start < two.end), None)
        if part is None:
            continue
        item = items[one.activity]
        level = "" if one.level is None else f", {level_word(one.level, item.scale)}"
        said = f"{access.text('suggest.by')}: {item.name}{level}"
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.text(f"“{' '.join(one.quote.split())}”", width="content")
            if one.activity in part.likely:  # which has a button of its own above
                st.caption(said, width="content")
                continue
            span = (part.start, part.end)
            acts.button(said, Turn(kind=TurnKind.PLACE, activity=one.activity, span=span))
