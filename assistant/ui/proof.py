"""The proof of a stage: every requirement, met or not, by which words, and where it comes from."""

import streamlit as st

from assistant.domain.levels import level_word
from assistant.domain.phrases import inline
from assistant.domain.results import Assessment, Check, Report, StageCheck, Verdict
from assistant.ui import access, dialogs, marks


def blockers(now: Assessment) -> None:
    """Show the smallest set that keeps the next stage away."""
    top = len(now.model.stages) - 1
    if now.lo == top:
        st.markdown(access.text("result.top"))
        return
    following = f"{now.lo + 1}, {now.model.stages[now.lo + 1].name}"
    st.header(access.text("result.blockers", stage=following), anchor=False)
    if now.blockers and not now.open:
        st.markdown(access.text("result.blockers-lead"))
    with st.container(border=bool(now.blockers), gap="small"):
        for check in now.blockers:
            _line(check, key="blocker")
    if now.open:
        st.markdown(access.text("result.blockers-open", open=open_names(now)))


def open_names(now: Assessment) -> str:
    """Return the names of what the next stage asks for and is not known, in a row."""
    items = access.service().catalogue.items
    return ", ".join(inline(items[check.requirement.activity].name) for check in now.open)


def show(now: Assessment) -> None:
    """Show every stage of the model with its requirements, folded; the next one is open."""
    st.header(access.text("result.proof"), anchor=False)
    for stage in now.trace[1:]:
        _stage(stage, expanded=False, model=now.model.id)


def models(report: Report) -> None:
    """Show where the same answers stand in every model."""
    st.header(access.text("result.other-models"), anchor=False)
    for one in sorted(report.assessments.values(), key=lambda one: one.model.order):
        stages = one.model.stages
        if one.certain:
            where = f"{one.lo} · {stages[one.lo].name}"
        else:
            where = access.text("range.two", low=one.lo, high=one.hi)
        top = access.text("result.of", top=len(stages) - 1)
        with st.expander(f"{one.model.label}: {where} ({top})", key=f"model-{one.model.id}"):
            st.markdown(one.model.summary)
            goal = report.goals.get(one.model.id)
            if goal is not None:
                name = f"{goal.stage}, {stages[goal.stage].name}"
                st.markdown(access.text("result.target", stage=name))
            if one.model.id != report.primary:
                for check in one.blockers:
                    _line(check, key=f"other-{one.model.id}")
            dialogs.citations(one.model.sources)


def _stage(stage: StageCheck, *, expanded: bool, model: str) -> None:
    met = sum(1 for one in stage.checks if one.verdict in {Verdict.MET, Verdict.WAIVED})
    sign = marks.SIGNS[stage.reached]
    label = f"{sign} {stage.index} {stage.stage.name} · {met} of {len(stage.checks)}"
    with st.expander(label, expanded=expanded, key=f"proof-{model}-{stage.index}"):
        st.markdown(stage.stage.summary)
        for check in stage.checks:
            _line(check, key=f"proof-{model}-{stage.index}")
            dialogs.citations(check.requirement.sources)
        dialogs.passage_links((stage.stage.passage,), key=f"stage-{model}-{stage.index}")


def _line(check: Check, key: str) -> None:
    """Show one requirement: sign, activity, what is needed, how it stands, by which words."""
    item = access.service().catalogue.items[check.requirement.activity]
    needed = level_word(check.requirement.level, item.scale)
    with (
        st.container(gap=None, key=f"{key}-{item.id}"),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        st.markdown(f"{marks.SIGNS[check.verdict]} **{item.name}**", width="content")
        marks.level_badge(item, check.standing)
        if check.verdict is not Verdict.MET:
            st.caption(access.text("result.needs", level=needed), width="content")
    marks.words(check.standing)
