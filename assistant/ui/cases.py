"""Who else is here: published teams near the result, and what they do differently."""

import streamlit as st

from assistant.domain.comparing import Neighbour
from assistant.domain.comparing_phrases import differing, distance, levels_apart, read_where
from assistant.domain.phrases import where
from assistant.domain.results import Report
from assistant.ui import access


def show(report: Report) -> None:
    """Show the nearest cases, each folded under its name and how far away it stands."""
    if not report.neighbours:
        return
    st.header(access.text("cases.title"), anchor=False)
    st.markdown(access.text("cases.lead"))
    catalogue = access.service().catalogue
    for one in report.neighbours:
        title = f"{one.case.name} · {distance(catalogue, one)}"
        with st.expander(title, key=f"case-{one.case.id}"):
            _case(one)


def _case(one: Neighbour) -> None:
    catalogue = access.service().catalogue
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
    lines = [f"- {place.model.label}: {where(catalogue, place)}" for place in one.placed]
    st.markdown("\n".join(lines))
    st.markdown(read_where(catalogue, one.case))  # a link in a caption would be too pale
