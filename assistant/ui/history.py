"""The history: every turn in order, from which all else was recomputed, and the way back."""

from contextlib import suppress
from datetime import date
from functools import partial

import streamlit as st

from assistant.conversation import taken
from assistant.domain.session import Turn, TurnKind
from assistant.domain.storing import MayNotChange, StorageError
from assistant.phrases.along import noted
from assistant.phrases.shifting import supposed
from assistant.phrases.standing import dated
from assistant.service import Refused
from assistant.ui import access, acts, marks, meeting, overtime


def show() -> None:
    """Show the turns that hold, newest last, with undo."""
    st.title(access.text("history.title"), anchor=False)
    if not access.visit().reached:
        st.warning(access.text("not-reached"), icon=":material/info:")
        return
    acts.excuse()
    if told := st.session_state.pop("history-told", ""):
        st.info(told, icon=":material/info:")
    turns = access.turns()
    if not turns:
        st.markdown(access.text("history.empty"))
        _bring_in()
        meeting.show()
        return
    st.markdown(access.text("history.lead"))
    kept = taken(access.service().catalogue, turns)
    if not access.waits():
        with suppress(Refused):
            access.speak_to(access.conversation().context)
    said = ""
    for number, turn in enumerate(kept, start=1):
        said = turn.text if turn.kind is TurnKind.SAY else said
        with st.container(horizontal=True, gap="small", key=f"turn-{number}"):
            st.caption(str(number), width=28)
            st.text(_line(turn, said))
    with st.container(horizontal=True):
        acts.button(access.text("panel.undo"), Turn(kind=TurnKind.UNDO), icon=":material/undo:")
        # Written when it is asked for, outside the run of any page: the token must come along.
        st.download_button(
            access.text("history.keep"),
            partial(access.service().sessions.take_out, access.key()),
            file_name="mlops-assessment-session.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            key="keep",
        )
        if st.button(access.text("history.delete"), icon=":material/delete:", key="delete"):
            st.dialog(access.text("history.delete-title"))(_delete)(len(kept))
        if kept:
            overtime.again()
    meeting.show()


def _delete(count: int) -> None:
    """Ask before everything is deleted: nothing brings it back but a copy that was kept."""
    one = "history.delete-ask-one" if count == 1 else "history.delete-ask"
    st.markdown(access.text(one, count=count))
    with st.container(horizontal=True):
        if st.button(access.text("history.delete-yes"), icon=":material/delete:"):
            try:
                access.service().sessions.clear(access.key())
            except MayNotChange:
                st.session_state["refusal"] = access.text("may-not-change")
            except StorageError:
                st.session_state["refusal"] = access.text("not-deleted")
            else:
                st.session_state["history-told"] = access.text("history.deleted")
            st.rerun()
        if st.button(access.text("history.delete-no"), type="primary"):
            st.rerun()


def _bring_in() -> None:
    """Take back a session that was kept as a file, into this one, which is empty."""
    with st.expander(access.text("history.bring"), icon=":material/upload:", key="bring"):
        given = st.file_uploader(access.text("history.bring-file"), type="json", key="bring-file")
        if given is None:
            return
        try:
            access.service().sessions.bring_in(given.getvalue(), access.key())
        except Refused as refusal:
            st.text(str(refusal))  # names fields of the file, so it is never markup
            return
    access.renew()
    count = len(taken(access.service().catalogue, access.turns()))
    one = "history.brought-one" if count == 1 else "history.brought"
    st.session_state["history-told"] = access.text(one, count=count)
    st.rerun()


def _line(turn: Turn, said: str) -> str:
    """Return one turn as plain text; `said` is what was typed last."""
    catalogue = access.catalogue()
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
        case TurnKind.PLACE:
            words = marks.shortened(said[slice(*turn.span or (0, 0))], 300)
            return access.text("history.placed", words=words, activity=name)
        case TurnKind.STEP:
            return noted(catalogue, turn)
        case TurnKind.CONTEXT:
            return _context(turn)
        case TurnKind.MODEL:
            return f"{access.text('panel.model')}: {catalogue.every_model[turn.option].label}"
        case TurnKind.SCENARIO:
            return _scenario(turn)
        case TurnKind.AGAIN:
            return access.text("history.again", day=dated(date.fromisoformat(turn.option)))
        case TurnKind.GIVEN:
            count = len(turn.given)
            return access.text("given.one" if count == 1 else "given", count=count)
        case TurnKind.CONTINUE:
            return access.text("result.more")
        case TurnKind.UNDO | TurnKind.RESTART:
            return access.text("panel.restart")


def _scenario(turn: Turn) -> str:
    levels = supposed(access.catalogue(), turn.levels)
    key = "history.scenario-dropped" if turn.mark else "history.scenario-new"
    return access.text("history.scenario" if levels else key, called=turn.text, levels=levels)


def _context(turn: Turn) -> str:
    for question in access.service().catalogue.context:
        if question.id == turn.activity:
            labels = {option.id: option.label for option in question.options}
            return f"{question.question} {labels.get(turn.option, '–')}"
    return ""
