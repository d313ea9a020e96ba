"""The next steps in order: what to do, why now, done when, with sources that open."""

from collections.abc import Sequence

import streamlit as st

from assistant.domain.levels import level_word
from assistant.domain.results import Report, Step
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
from assistant.ui import access, dialogs

OPEN_AT_FIRST = 1


def show(report: Report) -> None:
    """Show the plan: the steps of the next stage first, then what leads on to the target."""
    catalogue = access.catalogue()
    st.header(access.text("result.steps"), anchor=False)
    _find_out(report)
    if not report.steps:
        st.markdown(without_steps(catalogue, report))
    numbered = list(enumerate(report.steps, start=1))
    _steps(numbered[:SHOWN_FIRST], report)
    rest = numbered[SHOWN_FIRST:]
    if rest and st.toggle(later(catalogue, report), key="steps-later"):
        st.caption(access.text("result.later-lead"))
        _steps(rest, report)
    for line in (not_planned(catalogue, report), settles_most(catalogue, report)):
        if line:
            st.markdown(line)


def _steps(numbered: Sequence[tuple[int, Step]], report: Report) -> None:
    heading = ""
    for number, step in numbered:
        above = group(access.catalogue(), report, step)
        if above != heading:
            heading = above
            st.caption(heading.upper())
        _step(number, step, report)


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


def _step(number: int, step: Step, report: Report) -> None:
    catalogue = access.catalogue()
    advice = step.advice
    item = catalogue.items[advice.activity]
    level = level_word(advice.to, item.scale)
    effort = access.text(f"result.effort.{advice.effort}")
    to = access.text("result.step-to", level=level)
    title = f"{number} · {item.name}: {to} · {effort}"
    if not step.known:
        title = f"{title} · {access.text('result.step-unknown')}"
    with st.expander(title, expanded=number <= OPEN_AT_FIRST, key=f"step-{advice.id}"):
        if not step.known:
            st.markdown(condition(catalogue, report, step))
        st.markdown(advice.do)
        if why := serves(catalogue, report, step):
            st.markdown(why)
        st.markdown(f"**{access.text('result.done-when')}:** {advice.done_when}")
        st.markdown(f"**{access.text('result.why-now')}:** {advice.why}")
        st.markdown(f"**{access.text('result.pitfall')}:** {advice.pitfall}")
        if advice.tools:
            st.markdown(f"**{access.text('result.tools')}:** {', '.join(advice.tools)}")
        if step.after:
            st.caption(access.text("result.after", steps=_names(step, report)))
        dialogs.passage_links(advice.passages, key=f"step-{advice.id}")
        dialogs.citations(advice.sources)


def _names(step: Step, report: Report) -> str:
    numbers = {one.advice.id: number for number, one in enumerate(report.steps, start=1)}
    return ", ".join(f"step {numbers[one]}" for one in step.after if one in numbers)
