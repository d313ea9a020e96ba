"""The history: every turn in order, from which all else was recomputed, and the way back."""

import streamlit as st

from assistant.conversation import taken
from assistant.domain.session import Turn, TurnKind
from assistant.service import Refused
from assistant.ui import access, marks


def show() -> None:
    """Show the turns that hold, newest last, with undo."""
    st.title(access.text("history.title"), anchor=False)
    turns = access.turns()
    st.session_state["seen"] = len(turns)
    kept = taken(access.service().catalogue, turns)
    if not turns:
        st.markdown(access.text("history.empty"))
        _bring_in()
        return
    st.markdown(access.text("history.lead"))
    for number, turn in enumerate(kept, start=1):
        with st.container(horizontal=True, gap="small"):
            st.caption(str(number), width=28)
            st.text(_line(turn))
    with st.container(horizontal=True):
        if st.button(access.text("panel.undo"), icon=":material/undo:", key="history-undo"):
            access.submit(Turn(kind=TurnKind.UNDO))
            st.rerun()
        st.download_button(
            access.text("history.keep"),
            lambda: access.service().sessions.take_out(access.token()),
            file_name="mlops-assessment-session.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            key="keep",
        )
        if st.button(access.text("history.delete"), icon=":material/delete:", key="delete"):
            access.service().sessions.clear(access.token())
            st.rerun()


def _bring_in() -> None:
    """Take back a session that was kept as a file, into this one, which is empty."""
    with st.expander(access.text("history.bring"), icon=":material/upload:", key="bring"):
        given = st.file_uploader(access.text("history.bring-file"), type="json", key="bring-file")
        if given is None:
            return
        try:
            access.service().sessions.bring_in(given.getvalue(), access.token())
        except Refused as refusal:
            st.text(str(refusal))  # names fields of the file, so it is never markup
            return
    st.rerun()


def _line(turn: Turn) -> str:
    """Return one turn as plain text."""
    catalogue = access.service().catalogue
    name = catalogue.items[turn.activity].name if turn.activity in catalogue.items else ""
    match turn.kind:
        case TurnKind.SAY:
            return f"“{marks.shortened(turn.text, 300)}”"
        case TurnKind.REPLY | TurnKind.EDIT:
            return f"{name}: {catalogue.items[turn.activity].replies[turn.level or 0].label}"
        case TurnKind.MARK:
            return f"{name}: {access.text(f'mark.{turn.mark}')}"
        case TurnKind.FORGET:
            return f"{name}: {access.text('mark.forget')}"
        case TurnKind.CONTEXT:
            return _context(turn)
        case TurnKind.MODEL:
            return f"{access.text('panel.model')}: {catalogue.models[turn.option].label}"
        case TurnKind.CONTINUE:
            return access.text("result.more")
        case TurnKind.UNDO | TurnKind.RESTART:
            return access.text("panel.restart")


def _context(turn: Turn) -> str:
    for question in access.service().catalogue.context:
        if question.id == turn.activity:
            labels = {option.id: option.label for option in question.options}
            return f"{question.question} {labels.get(turn.option, '–')}"
    return ""
