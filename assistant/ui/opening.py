"""The first thing a visitor sees: what to expect, openings to start from, side doors."""

import streamlit as st

from assistant.domain.session import Turn, TurnKind
from assistant.domain.worded import WordingMode
from assistant.ui import access, acts, identity


def show() -> None:
    """Show the opening above the box."""
    st.title(access.text("opening.title"), anchor=False)
    st.markdown(access.text("opening.lead"))
    st.markdown(access.text("opening.how"))
    st.caption(_what_leaves())
    asking = st.session_state.get("just-ask", False)
    st.space("small")
    kind = "question" if asking else "team"
    every = sorted(access.service().catalogue.openings.values(), key=lambda one: one.order)
    starts: dict[object, Turn] = {
        one.label: Turn(kind=TurnKind.SAY, text=one.text) for one in every if one.kind == kind
    }
    label = access.text("opening.examples-ask" if asking else "opening.examples")
    key = f"opening-{asking}"
    picked, shown = acts.chooser(key, None, starts)
    shown(st.pills(label, list(starts), key=key, on_change=picked, wrap=True))
    st.space("small")
    with st.container(horizontal=True, gap="small"):
        questions = access.text("opening.questions")
        acts.button(questions, Turn(kind=TurnKind.CONTINUE), icon=":material/forum:", quiet=True)
        sample = access.text("opening.sample")
        if st.button(sample, type="tertiary", icon=":material/stairs:", key="sample"):
            st.session_state["show-sample"], st.session_state["sample-of"] = True, ""
            st.switch_page(st.session_state["pages"]["result"])
        ask = access.text("opening.tell" if asking else "opening.ask")
        if st.button(ask, type="tertiary", icon=":material/help:", key="just-ask-button"):
            st.session_state["just-ask"] = not asking
            st.rerun()
        if identity.on() and not identity.person():
            sign_in = access.text("account.in-here")
            if st.button(sign_in, type="tertiary", icon=":material/login:", key="to-sign-in"):
                st.switch_page(st.session_state["pages"]["account"])
    if asking:
        st.markdown(access.text("opening.ask-hint"))


def _what_leaves() -> str:
    """Return how long it takes, and what of the visitor's words leaves the machine."""
    if access.service().suggesting is not WordingMode.OFF:
        return access.text("opening.time-suggests")
    if access.service().wording_mode is not WordingMode.OFF:
        return access.text("opening.time-model")
    return access.text("opening.time")
