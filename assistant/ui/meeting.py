"""Several people's files put together: where they agree, what to talk about, and the outcome."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant import merging
from assistant.domain.levels import LEVEL_WORDS
from assistant.domain.merged import Disagreement, Merged, Voice
from assistant.domain.session import Turn, TurnKind
from assistant.phrases.between import agreed, apart, matters, place, quotes, says
from assistant.service import Refused, files
from assistant.ui import access, acts, folds

PEOPLE = 2
"""How many have to say something before there is anything to compare."""
LATER = -1
"""Picked where a disagreement is left open."""


def show() -> None:
    """Offer to put files together, folded."""
    folds.show(access.text("merge.title"), "meeting", _meet, icon=":material/group:")


def _meet() -> None:
    """Take several files, show what they make together, and go on with the settled version."""
    st.markdown(access.text("merge.lead"))
    label = access.text("merge.files")
    given = st.file_uploader(label, type="json", accept_multiple_files=True, key="meeting-files")
    mine = bool(access.turns()) and not access.waits()
    mine = mine and st.checkbox(access.text("merge.mine"), value=True, key="meeting-mine")
    if not given:
        return
    merged = merging.merge(access.catalogue(), list(_voices(given, mine=mine)))
    if len(merged.voices) < PEOPLE:
        st.markdown(access.text("merge.few"))
        return
    _shown(merged)


def _voices(given: Sequence[UploadedFile], *, mine: bool) -> Iterator[Voice]:
    """Yield what each file says, and what was said here; a file that says nothing is named."""
    if mine:
        now = access.conversation()
        yield Voice(access.text("merge.here"), now.told, now.context, now.model)
    for one in given:
        name = PurePath(one.name).stem
        try:
            yield files.voice(access.service(), one.getvalue(), name)
        except Refused as refusal:
            st.text(f"{refusal} {refusal.detail}".strip())  # names the file: never markup


def _shown(merged: Merged) -> None:
    catalogue = access.catalogue()
    st.text(access.text("merge.people", names=", ".join(one.name for one in merged.voices)))
    st.markdown(f"**{agreed(catalogue, merged)}** · {place(catalogue, merged)}")
    picked: dict[str, int] = {}
    if merged.disagreements:
        count = len(merged.disagreements)
        st.header(access.text("merge.agenda", count=count), anchor=False)
        st.caption(access.text("merge.agenda-lead"))
    for one in merged.disagreements:
        level = _disagreement(merged, one)
        if level != LATER:
            picked[one.activity] = level
    for question, said in apart(catalogue, merged):
        st.header(access.text("merge.apart"), anchor=False)
        st.markdown(question)
        for line in said:
            st.text(line)
    label, tip = access.text("merge.go"), access.text("merge.go-help")
    if st.button(label, type="primary", icon=":material/handshake:", key="meeting-go", help=tip):
        _go(merged, picked)


def _disagreement(merged: Merged, one: Disagreement) -> int:
    """Show what people say of one activity, and return the level picked, LATER where none is."""
    catalogue = access.catalogue()
    item = catalogue.items[one.activity]
    with st.container(border=True, gap="small", key=f"meeting-{one.activity}"):
        st.markdown(f"**{item.name}**")
        st.caption(matters(catalogue, merged, one))
        for position in one.positions:
            with st.container(gap=None):
                st.text(says(catalogue, one, position))
                for quote in quotes(position):
                    st.text(f"“{quote}”")
        words = {LATER: access.text("merge.later"), **dict(enumerate(LEVEL_WORDS[item.scale]))}
        return int(
            st.radio(
                access.text("merge.pick", activity=item.name),
                list(words),
                format_func=words.__getitem__,
                horizontal=True,
                key=f"meeting-pick-{one.activity}",
            )
        )


def _go(merged: Merged, picked: dict[str, int]) -> None:
    """Keep the settled version as this session; what was said here before is set aside."""
    begun = [Turn(kind=TurnKind.RESTART)] if access.turns() else []
    for turn in (*begun, *merging.turns(access.catalogue(), merged, picked)):
        if not acts.now(turn):
            st.rerun()
    st.switch_page(st.session_state["pages"]["result"])
