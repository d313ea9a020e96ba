"""The first screen of a result: where a team stands and why, what is unsafe, what comes next."""

import streamlit as st

from assistant.domain.results import Report
from assistant.phrases import gist
from assistant.phrases.floor import dangers, safety_lines
from assistant.phrases.outcome import headline, without_steps
from assistant.ui import access, drawn, marks, proof

DANGERS = 2
"""What makes unsafe is named at once up to this many; the fold has all."""
SPLIT = (3, 2)
"""How wide what one looks at is beside what one reads."""


def show(report: Report, left: str = "") -> None:
    """Show what one has to know before one scrolls. `left` says how many questions are left."""
    catalogue = access.catalogue()
    with st.container(key="front"):
        st.caption(report.now.model.name)
        st.title(headline(catalogue, report), anchor=False)
        with st.container(key="why"):
            st.text(gist.why(catalogue, report))  # holds the user's words, so it is never markup
        known = gist.known(catalogue, report)
        st.caption(f"{known} · {left}" if left else known)
        _safety(report)
        picture, way = st.columns(SPLIT, gap="large")
        with picture:
            drawn.ladder(report)
            st.caption(gist.goal(catalogue, report))
        with way, st.container(key="blockers"):
            proof.blockers(report)
        steps, ahead = st.columns(SPLIT, gap="large")
        with steps:
            _steps(report)
        with ahead:
            _strengths(report)
        st.header(access.text("front.profile"), anchor=False)
        drawn.profile(report)


def _safety(report: Report) -> None:
    """Say first what makes the team unsafe, whatever its stage; else what is known of that."""
    catalogue = access.catalogue()
    found = dangers(catalogue, report)
    if not found:
        line = gist.safe(catalogue, report)
        if line:
            st.markdown(f"**{access.text('floor.safety')}** {line}")
        return
    with st.container(key="unsafe", border=True, gap="xsmall"):
        st.header(access.text("floor.title"), anchor=False)
        for column, one in zip(st.columns(DANGERS), found, strict=False):
            with column, st.container(gap=None):
                st.markdown(f"**{one.text}**")
                for quote in one.quotes[:1]:
                    st.text(f"“{marks.shortened(quote)}”")
        left = len(found) - DANGERS
        if left > 0:
            st.caption(access.text("front.dangers-more", count=left))
        with st.expander(access.text("front.safety-more"), key="unsafe-more"):
            st.markdown(access.text("floor.lead"))
            for one in found:
                st.markdown(f"**{one.text}** {one.why}")
                for stands in one.stands:
                    st.text(stands)
                st.markdown(one.enough)
            st.markdown(" ".join(safety_lines(catalogue, report)))


def _steps(report: Report) -> None:
    catalogue = access.catalogue()
    st.header(access.text("front.steps"), anchor=False)
    if not report.steps:
        st.markdown(without_steps(catalogue, report))
        return
    with st.container(key="first-steps", gap="small"):
        for one in gist.first_steps(catalogue, report):
            with st.container(gap=None):
                st.markdown(f"{one.number}\\. **{one.name}**: {one.to} · {one.effort}")
                if one.condition:
                    st.caption(one.condition)
                st.caption(f"{access.text('result.done-when')}: {one.done_when}")
    more = len(report.steps) > gist.FIRST
    words = access.text("front.steps-more", count=len(report.steps))
    st.markdown(f"[{words if more else access.text('front.steps-all')}](#all-steps)")


def _strengths(report: Report) -> None:
    if not report.now.following:
        return
    catalogue = access.catalogue()
    st.header(access.text("front.strengths"), anchor=False)
    if areas := gist.areas_ahead(report):
        st.markdown(areas)
    found = gist.strengths(catalogue, report)
    with st.container(key="strengths", gap="small"):
        for one in found[: gist.FIRST]:
            with st.container(gap=None):
                st.markdown(f"**{catalogue.items[one.activity].name}**: {one.text}")
                if one.quote:
                    st.text(f"“{marks.shortened(one.quote)}”")
    left = len(found) - gist.FIRST
    if left > 0:
        st.caption(access.text("front.strengths-more", count=left))
    if not found:
        st.markdown(access.text("front.strengths-none"))
