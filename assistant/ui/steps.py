"""The next steps in order: what to do, why now, done when, with sources that open."""

import streamlit as st

from assistant.domain.levels import level_word
from assistant.domain.results import Report, Step
from assistant.phrases.outcome import condition, not_planned, without_steps
from assistant.phrases.standing import stage_name
from assistant.ui import access, dialogs

OPEN_AT_FIRST = 1


def show(report: Report) -> None:
    """Show the plan: the steps of the next stage first, then what leads on to the target."""
    catalogue = access.catalogue()
    st.header(access.text("result.steps"), anchor=False)
    if report.now.open:
        _find_out(report)
    if not report.steps:
        st.markdown(without_steps(catalogue, report))
    stage = None
    for number, step in enumerate(report.steps, start=1):
        if step.stage != stage:
            stage = step.stage
            name = stage_name(report.now, stage)
            st.caption(access.text("result.towards", stage=name).upper())
        _step(number, step, report)
    left_out = not_planned(catalogue, report)
    if left_out:
        st.markdown(left_out)


def _find_out(report: Report) -> None:
    """Name the questions whose answers the next stage hangs on."""
    items = access.catalogue().items
    st.markdown(f"**{access.text('result.find-out')}**")
    st.markdown(access.text("result.find-out-lead"))
    asked = [items[one.requirement.activity] for one in report.now.open]
    st.markdown("\n".join(f"- **{one.name}**: {one.question}" for one in asked))


def _step(number: int, step: Step, report: Report) -> None:
    catalogue = access.catalogue()
    advice = step.advice
    item = catalogue.items[advice.activity]
    level = level_word(advice.to, item.scale)
    effort = access.text(f"result.effort.{advice.effort}")
    title = f"{number} · {item.name} → {level} · {effort}"
    if not step.known:
        title = f"{title} · {access.text('result.step-unknown')}"
    with st.expander(title, expanded=number <= OPEN_AT_FIRST, key=f"step-{advice.id}"):
        if not step.known:
            st.markdown(condition(catalogue, report, step))
        st.markdown(advice.do)
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
