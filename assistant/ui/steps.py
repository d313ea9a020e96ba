"""The next steps in order: what to do, why now, done when, with sources that open."""

import streamlit as st

from assistant.domain.levels import level_word
from assistant.domain.results import Report, Step
from assistant.ui import access, dialogs

OPEN_AT_FIRST = 1


def show(report: Report) -> None:
    """Show the plan: the steps of the next stage first, then what leads on to the target."""
    st.header(access.text("result.steps"), anchor=False)
    now = report.assessments[report.primary]
    if not report.steps:
        st.markdown(access.text("result.steps-later" if now.open else "result.steps-none"))
        return
    stages = report.assessments[report.primary].model.stages
    stage = None
    for number, step in enumerate(report.steps, start=1):
        if step.stage != stage:
            stage = step.stage
            name = f"{stage}, {stages[stage].name}"
            st.caption(access.text("result.towards", stage=name).upper())
        _step(number, step, report)


def _step(number: int, step: Step, report: Report) -> None:
    catalogue = access.service().catalogue
    advice = step.advice
    item = catalogue.items[advice.activity]
    level = level_word(advice.to, item.scale)
    effort = access.text(f"result.effort.{advice.effort}")
    title = f"{number} · {item.name} → {level} · {effort}"
    with st.expander(title, expanded=number <= OPEN_AT_FIRST, key=f"step-{advice.id}"):
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
