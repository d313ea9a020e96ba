"""The proof of a stage: every requirement, met or not, by which words, and where it comes from."""

import streamlit as st

from assistant.domain.levels import level_word
from assistant.domain.results import Assessment, Check, Report, StageCheck, Verdict
from assistant.phrases.outcome import reason, stage_tally, standing_in_the_way
from assistant.phrases.standing import grounds, names, stage_name, tally, where
from assistant.ui import access, dialogs, marks, ruling

SHOWN = 4
"""Blockers that are shown at once; more of them fold."""


def blockers(report: Report) -> None:
    """Show the smallest set that keeps the next stage away, and what is not known of it."""
    now = report.now
    if not now.following:
        return
    heading, lead = standing_in_the_way(access.catalogue(), report)
    st.header(heading, anchor=False)
    stage = now.trace[now.lo + 1]
    with st.container(gap="small"):
        for check in now.blockers[:SHOWN]:
            _line(check, key="blocker", stage=stage)
    rest = now.blockers[SHOWN:]
    if rest:
        more = access.text("told.more-clauses", count=len(rest))
        with st.expander(more.capitalize(), key="blockers-more"):
            for check in rest:
                _line(check, key="blocker", stage=stage)
    st.markdown(lead)


def show(now: Assessment) -> None:
    """Show every stage of the model with its requirements, folded."""
    st.header(access.text("result.proof"), anchor=False)
    for stage in now.trace[1:]:
        _stage(stage, now)


def models(report: Report) -> None:
    """Show what each model makes of the same answers, folded, below the picture of them all."""
    catalogue = access.catalogue()
    for one in sorted(report.assessments.values(), key=lambda one: one.model.order):
        found = where(catalogue, one, doubtful=one.model.id in report.doubts)
        with st.expander(f"{one.model.label}: {found}", key=f"model-{one.model.id}"):
            st.markdown(one.model.summary)
            goal = report.goals.get(one.model.id)
            if goal is not None:
                st.markdown(access.text("result.target", stage=stage_name(one, goal.stage)))
            if one.following:
                towards = access.text("result.towards", stage=stage_name(one, one.lo + 1))
                st.markdown(f"{towards}: {tally(catalogue, one.following)}")
            if one.model.id != report.primary:
                for check in one.blockers:
                    _line(check, key=f"other-{one.model.id}")
                if one.open:
                    open_ones = names(catalogue, one.open)
                    st.markdown(access.text("result.blockers-open", open=open_ones))
            dialogs.citations(one.model.sources)


def _stage(stage: StageCheck, now: Assessment) -> None:
    sign, model = marks.SIGNS[stage.sign], now.model.id
    counts = stage_tally(access.catalogue(), now, stage)
    label = f"{sign} {stage.index} {stage.stage.name} · {counts}"
    with st.expander(label, key=f"proof-{model}-{stage.index}"):
        st.markdown(access.text("result.in-general", summary=stage.stage.summary))
        for check in stage.checks:
            _line(check, key=f"proof-{model}-{stage.index}")
            dialogs.citations(check.requirement.sources)
        dialogs.passage_links((stage.stage.passage,), key=f"stage-{model}-{stage.index}")


def _line(check: Check, key: str, stage: StageCheck | None = None) -> None:
    """Show one requirement: sign, activity, what is needed, how it stands, and by what.

    With the stage that asks for it, the name opens its rule.
    """
    catalogue = access.catalogue()
    item = catalogue.items[check.requirement.activity]
    needed = level_word(check.requirement.level, item.scale)
    with st.container(gap=None, key=f"{key}-{item.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if stage is not None:
                ruling.button(check, stage, key)
            else:
                st.markdown(f"{marks.SIGNS[check.verdict]} **{item.name}**", width="content")
            marks.level_badge(item, check.standing)
            if check.verdict is not Verdict.MET:
                st.caption(access.text("result.needs", level=needed), width="content")
            known_by = grounds(catalogue, check.standing)
            # On the first screen there is room for what is in doubt alone.
            if known_by and not (stage is not None and check.standing.sure):
                st.caption(", ".join(known_by), width="content")
        marks.words(check.standing)
        rests_on = reason(catalogue, check.standing)
        if rests_on:
            st.text(rests_on)  # a reason may be the user's own, so it is never markup
