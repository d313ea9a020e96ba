"""The roadmap drawn: its tracks side by side, each step where it leads; and how far a team is."""

import html
from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.domain.milestone import LONGEST_OWNER, NOTHING, Milestone, Note, Progress
from assistant.domain.results import Report, Step
from assistant.domain.session import Turn, TurnKind
from assistant.phrases.along import (
    course,
    described,
    due,
    gone,
    numbers,
    status,
    then,
    title,
    track,
)
from assistant.phrases.along import waits as waited
from assistant.ui import access, acts

SIGNS = {Progress.TODO: "○", Progress.DOING: "◐", Progress.DONE: "●"}
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""The days the calendar offers; one from elsewhere that lies outside widens it."""


def show(report: Report, shown: Sequence[Milestone], key: str) -> None:
    """Draw these steps by track, a column each; on a phone one below the other.

    The track with the first step comes first, so that reading begins there.
    """
    catalogue = access.catalogue()
    lanes: dict[str, list[Milestone]] = {one.id: [] for one in catalogue.tracks.tracks}
    for one in shown:
        lanes.setdefault(one.track, []).append(one)
    order = numbers(report)
    taken = sorted((each for each in lanes.values() if each), key=lambda one: order[one[0].step])
    if not taken:
        return
    with st.container(key=f"lanes-{key}", gap="small"):
        for column, lane in zip(st.columns(len(taken)), taken, strict=True):
            with column, st.container(gap="small"):
                name = track(catalogue, lane[0])
                if name:
                    st.html(f'<h3 class="lane">{html.escape(name)}</h3>')
                for one in lane:
                    _card(report, one)


def path(report: Report) -> None:
    """Say where the plan leads, stage after stage."""
    first, *others = (html.escape(one) for one in course(access.catalogue(), report))
    later = "".join(f'<li class="unmet"><span>{one}</span></li>' for one in others)
    today = f'<li class="met" aria-current="step"><span>{first}</span></li>'
    st.html(f'<ol class="ladder course" role="list">{today}{later}</ol>')
    st.caption(access.text("road.done-in-order"))


def _card(report: Report, one: Milestone) -> None:
    """Draw one step; who takes care of it is the user's own text, so it is never markup."""
    catalogue, note = access.catalogue(), report.notes.get(one.step, NOTHING)
    advice = catalogue.advice[one.step]
    number = numbers(report)[one.step]
    effort = access.text(f"result.effort.{advice.effort}")
    small = " · ".join(each for each in (effort, waited(catalogue, report, one)) if each)
    there = then(catalogue, report, one)
    state = " · ".join(each for each in (status(catalogue, note), due(catalogue, note)) if each)
    sign = f'<span aria-hidden="true">{SIGNS[note.status]}</span>'
    leads = f'<p class="then">{html.escape(there)}</p>' if there else ""
    with st.container(key=f"card-{one.step}", gap=None):
        st.html(
            f'<div class="card {note.status.value}"><p><b>{number}</b> '
            f"{html.escape(title(catalogue, advice))}</p>"
            f"<p><small>{html.escape(small)}</small></p>{leads}"
            f'<p class="state">{sign} {html.escape(state)}</p></div>'
        )
        if note.owner:
            st.text(note.owner)


def form(step: Step, note: Note) -> None:
    """Ask who takes care of a step, by when, and how far it is; all of it is kept as one turn."""
    advice = step.advice
    keys = {part: f"road-{part}-{advice.id}" for part in ("owner", "due", "status")}
    drawn: dict[str, Note] = st.session_state.setdefault("road-drawn", {})
    if drawn.get(advice.id) != note or keys["owner"] not in st.session_state:
        # What is kept, not what the boxes last held: it may have been undone, or set elsewhere.
        st.session_state[keys["owner"]] = note.owner
        st.session_state[keys["due"]] = note.due
        st.session_state[keys["status"]] = note.status.value
        drawn[advice.id] = note
    with st.form(f"road-form-{advice.id}", border=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            owner = st.text_input(
                access.text("road.owner"), max_chars=LONGEST_OWNER, key=keys["owner"]
            )
            day = st.date_input(
                access.text("road.due"),
                min_value=min(note.due or EARLIEST, EARLIEST),
                max_value=max(note.due or LATEST, LATEST),
                format="YYYY-MM-DD",
                key=keys["due"],
            )
        state = st.radio(
            access.text("road.status"),
            [one.value for one in Progress],
            format_func=lambda one: access.text(f"road.status.{one}"),
            horizontal=True,
            key=keys["status"],
        )
        sent = st.form_submit_button(access.text("road.save"), key=f"road-save-{advice.id}")
    if sent:
        given = Note(" ".join(owner.split()), day, Progress(state or Progress.TODO))
        if given != note:
            _keep(step, given)
    if note.status is Progress.DONE:
        st.markdown(access.text("road.done"))
        acts.button(
            access.text("road.say"),
            Turn(kind=TurnKind.EDIT, activity=advice.activity, level=advice.to),
            icon=":material/edit_note:",
        )


def _keep(step: Step, given: Note) -> None:
    turn = Turn(
        kind=TurnKind.STEP,
        activity=step.advice.activity,
        level=step.advice.to,
        owner=given.owner,
        due=given.due,
        status=given.status,
    )
    acts.now(turn)
    st.rerun()


def left_over(report: Report) -> None:
    """Show what is noted of steps that are not in the plan any more; it is plain text."""
    found = gone(report)
    if found:
        st.caption(access.text("road.gone"))
    for one in found:
        st.text(described(access.catalogue(), one, report.notes[one]))
