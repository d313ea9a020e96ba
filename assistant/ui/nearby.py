"""Who else is here: published teams near the result, and what they do differently."""

import streamlit as st

from assistant.domain.comparing import Neighbour
from assistant.domain.results import Assessment, Report
from assistant.phrases.comparison import (
    differing,
    distance,
    levels_apart,
    no_teams,
    read_where,
)
from assistant.phrases.standing import stage_name, tally, where
from assistant.ui import access


def show(report: Report) -> None:
    """Show the teams that can be compared with, folded, and the examples to work from apart."""
    catalogue = access.catalogue()
    if not catalogue.cases:
        return
    teams = [one for one in report.neighbours if one.team]
    examples = [one for one in report.neighbours if not one.team]
    st.header(access.text("cases.title"), anchor=False)
    st.markdown(access.text("cases.lead") if teams else no_teams(catalogue, report))
    _list(teams)
    if examples:
        st.header(access.text("cases.examples"), anchor=False)
        st.markdown(access.text("cases.examples-lead"))
        _list(examples)


def _list(found: list[Neighbour]) -> None:
    for one in found:
        title = f"{one.case.name} · {distance(access.catalogue(), one)}"
        with st.expander(title, key=f"case-{one.case.id}"):
            _case(one)


def _case(one: Neighbour) -> None:
    catalogue = access.catalogue()
    kind = access.text(f"cases.kind.{one.case.kind}")
    st.caption(access.text("cases.meta", kind=kind, year=one.case.year).capitalize())
    st.markdown(one.case.summary)
    if one.apart:
        st.markdown(f"**{access.text('cases.apart')}**")
        names = {each.activity: catalogue.items[each.activity].name for each in one.apart}
        lines = [
            f"- **{names[each.activity]}**: {levels_apart(catalogue, each)}. {each.why}"
            for each in one.apart
        ]
        st.markdown("\n".join(lines))
    st.markdown(differing(catalogue, one))
    st.markdown(f"**{access.text('cases.placed')}**")
    st.markdown("\n".join(f"- {_place(each)}" for each in one.placed))
    st.markdown(read_where(catalogue, one.case))  # a link in a caption would be too pale


def _place(one: Assessment) -> str:
    """Return where a case stands in a model, and how much of the next stage is known of it."""
    catalogue = access.catalogue()
    found = f"{one.model.label}: {where(catalogue, one)}"
    if not one.following:
        return found
    towards = access.text("result.towards", stage=stage_name(one, one.lo + 1))
    return f"{found}. {towards}: {tally(catalogue, one.following)}"
