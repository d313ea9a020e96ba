"""A team over time: its earlier assessments, what changed since the last, and another one."""

import html

import streamlit as st

from assistant.domain.results import Report
from assistant.domain.session import Turn, TurnKind
from assistant.domain.storing import StorageError
from assistant.phrases.changing import changes, rest, rows, since_when, stages
from assistant.service import Refused
from assistant.ui import access, acts, drawn

SPLIT = (3, 2)
"""How wide the picture is beside its table."""


def show(report: Report) -> None:
    """Show how the team stood at each point and what changed; the quotes are plain text."""
    since, catalogue = report.trend.since, access.catalogue()
    if since is None:
        return
    st.header(access.text("trend.title"), anchor=False)
    head = "".join(
        f'<th scope="col">{html.escape(access.text(key))}</th>'
        for key in ("trend.when", "trend.place", "trend.known")
    )
    body = "".join(
        f'<tr><th scope="row">{html.escape(when)}</th><td>{html.escape(place)}</td>'
        f"<td>{html.escape(known)}</td></tr>"
        for when, place, known in rows(catalogue, report)
    )
    picture, table = st.columns(SPLIT, gap="large")
    with picture:
        drawn.climb(report)
    with table:
        st.html(
            f'<table class="points"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        )
    st.markdown(f"**{since_when(catalogue, since)}**")
    with st.container(key="since", gap="small"):
        for one in (*stages(catalogue, report, since), *changes(catalogue, since)):
            st.markdown(f"{one.name}: **{one.text}**")
            if one.quote:
                st.text(f"“{one.quote}”")
        for sentence in rest(catalogue, since):
            st.caption(sentence)


def again() -> None:
    """Offer to assess again: what stands is kept as a point of the day it was last told."""
    label, tip = access.text("again"), access.text("again.help")
    if not st.button(label, icon=":material/update:", key="again", help=tip):
        return
    try:
        day = access.service().sessions.day(access.key())
    except (Refused, StorageError):
        st.session_state["refusal"] = access.text("not-saved")
        st.rerun()
    if day is not None and acts.now(Turn(kind=TurnKind.AGAIN, option=day.isoformat())):
        st.switch_page(st.session_state["pages"]["assessment"])
    st.rerun()
