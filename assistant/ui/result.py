"""The result: the stage with its proof, what blocks the next, the steps in order, every model."""

from functools import partial

import streamlit as st

from assistant.conversation import Phase
from assistant.domain.phrases import where
from assistant.domain.results import Assessment, Report
from assistant.ui import access, cases, context, crosswalk, edge, panel, proof, steps

DOWNLOADS = (
    ("markdown", "md", "text/markdown"),
    ("json", "json", "application/json"),
    ("html", "html", "text/html"),
    ("pdf", "pdf", "application/pdf"),
)
"""Format, file ending and media type of each download; written when it is asked for."""


def show() -> None:
    """Show this visitor's result, the sample, or what is missing for one."""
    sample = bool(st.session_state.get("show-sample", False))
    conversation = access.conversation()
    if conversation.phase is Phase.OPENING and not sample:
        _nothing()
        return
    if conversation.phase is not Phase.OPENING:
        st.session_state["show-sample"] = sample = False
    report = access.service().sample() if sample else access.service().report(conversation)
    now = report.assessments[report.primary]
    if sample:
        st.info(access.text("result.this-is-sample"), icon=":material/science:")
    st.caption(now.model.name)
    st.title(where(access.service().catalogue, now), anchor=False)
    st.markdown(now.trace[now.lo].stage.summary)
    if not sample:
        st.markdown(panel.standing_line(conversation))
    _target(report)
    if not sample:
        context.show(conversation)
    _missing(report, now)
    proof.blockers(now)
    _downloads(report, sample=sample)
    steps.show(report)
    edge.show(report, None if sample else conversation)
    proof.show(now)
    proof.models(report)
    crosswalk.show(report)
    cases.show(report)
    _back(sample=sample)


def _nothing() -> None:
    st.title(access.text("result.nothing"), anchor=False)
    st.markdown(access.text("result.nothing-lead"))
    with st.container(horizontal=True):
        if st.button(access.text("result.begin"), key="begin"):
            st.switch_page(st.session_state["pages"]["assessment"])
        if st.button(access.text("opening.sample"), key="sample-here"):
            st.session_state["show-sample"] = True
            st.rerun()


def _target(report: Report) -> None:
    goal = report.goals.get(report.primary)
    if goal is None:
        st.markdown(access.text("result.target-unset"))
        return
    stage = report.assessments[report.primary].model.stages[goal.stage]
    st.markdown(f"**{access.text('result.target', stage=f'{goal.stage}, {stage.name}')}**")
    st.markdown(goal.why)
    if report.assessments[report.primary].lo >= goal.stage:
        st.markdown(access.text("result.target-met"))


def _missing(report: Report, now: Assessment) -> None:
    """Name what is not known where that leaves a range, and what does not fit together."""
    if not now.certain:
        names = proof.open_names(now)
        st.markdown(access.text("result.range-why", open=names))
    if report.conflicts:
        items = access.service().catalogue.items
        st.markdown(f"**{access.text('result.conflicts')}**")
        for one in report.conflicts:
            pair = f"{items[one.first].name}, {items[one.second].name}"
            st.markdown(f"{pair}: {one.because}")


def _downloads(report: Report, *, sample: bool) -> None:
    name = "mlops-sample" if sample else "mlops-assessment"
    st.caption(access.text("result.download").upper())
    with st.container(horizontal=True):
        for form, ending, mime in DOWNLOADS:
            st.download_button(
                access.text(f"result.{form}"),
                partial(access.service().write, report, form),
                file_name=f"{name}.{ending}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"download-{form}",
            )


def _back(*, sample: bool) -> None:
    st.space("small")
    back = access.text("result.begin" if sample else "result.back")
    if st.button(back, icon=":material/forum:", key="back"):
        st.session_state["show-sample"] = False
        st.switch_page(st.session_state["pages"]["assessment"])
