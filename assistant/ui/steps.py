"""The next steps in order: by track, what to do, why now, done when, who has it, with sources."""

from collections.abc import Sequence

import streamlit as st

from assistant.domain.milestone import NOTHING
from assistant.domain.results import Report, Step
from assistant.phrases.along import before, leads, title
from assistant.phrases.floor import group, serves
from assistant.phrases.outcome import (
    SHOWN_FIRST,
    condition,
    later,
    not_planned,
    settles_most,
    to_find_out,
    without_steps,
)
from assistant.ui import access, dialogs, lanes

OPEN_AT_FIRST = 1


def show(report: Report, *, sample: bool) -> None:
    """Show the plan: the steps of the next stage first, then what leads on to the target.

    Nothing can be noted of the steps of a sample.
    """
    catalogue = access.catalogue()
    st.header(access.text("result.steps"), anchor=False)
    _find_out(report)
    if not report.steps:
        st.markdown(without_steps(catalogue, report))
    else:
        st.markdown(access.text("road.lead"))
        lanes.path(report)
    numbered = list(enumerate(report.steps, start=1))
    _steps(numbered[:SHOWN_FIRST], report, "first", sample=sample)
    rest = numbered[SHOWN_FIRST:]
    if rest and st.toggle(later(catalogue, report), key="steps-later"):
        st.caption(access.text("result.later-lead"))
        _steps(rest, report, "later", sample=sample)
    for line in (not_planned(catalogue, report), settles_most(catalogue, report)):
        if line:
            st.markdown(line)
    lanes.left_over(report)


def _steps(numbered: Sequence[tuple[int, Step]], report: Report, key: str, *, sample: bool) -> None:
    lanes.show(report, [report.road[number - 1] for number, _ in numbered], key)
    heading = ""
    for number, step in numbered:
        above = group(access.catalogue(), report, step)
        if above != heading:
            heading = above
            st.caption(heading.upper())
        _step(number, step, report, sample=sample)


def _find_out(report: Report) -> None:
    """Name the questions whose answers the next stage, or the use case, hangs on."""
    catalogue = access.catalogue()
    found = tuple(to_find_out(catalogue, report))
    if found:
        st.markdown(f"**{access.text('result.find-out')}**")
    for lead, checks in found:
        st.markdown(lead)
        asked = [catalogue.items[one.requirement.activity] for one in checks]
        st.markdown("\n".join(f"- **{one.name}**: {one.question}" for one in asked))


def _step(number: int, step: Step, report: Report, *, sample: bool) -> None:
    catalogue = access.catalogue()
    advice, milestone = step.advice, report.road[number - 1]
    effort = access.text(f"result.effort.{advice.effort}")
    label = f"{number} · {title(catalogue, advice)} · {effort}"
    if not step.known:
        label = f"{label} · {access.text('result.step-unknown')}"
    with st.expander(label, expanded=number <= OPEN_AT_FIRST, key=f"step-{advice.id}"):
        if not step.known:
            st.markdown(condition(catalogue, report, step))
        st.markdown(advice.do)
        if why := serves(catalogue, report, step):
            st.markdown(why)
        st.markdown(f"**{access.text('result.done-when')}:** {advice.done_when}")
        st.markdown(" ".join(leads(catalogue, report, milestone)))
        st.markdown(f"**{access.text('result.why-now')}:** {advice.why}")
        st.markdown(f"**{access.text('result.pitfall')}:** {advice.pitfall}")
        if advice.tools:
            st.markdown(f"**{access.text('result.tools')}:** {', '.join(advice.tools)}")
        st.caption(" ".join(before(catalogue, report, milestone)))
        if not sample:
            lanes.form(step, report.notes.get(advice.id, NOTHING))
        dialogs.passage_links(advice.passages, key=f"step-{advice.id}")
        dialogs.citations(advice.sources)
