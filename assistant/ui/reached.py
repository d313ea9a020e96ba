"""How far each area reaches by itself, in words: what it is asked for next."""

import streamlit as st

from assistant.domain.results import Report
from assistant.phrases.reaching import reaches
from assistant.ui import access


def show(report: Report) -> None:
    """Show a line for each area; the ladder above draws the same."""
    rows = list(reaches(access.catalogue(), report))
    if rows:
        st.markdown(f"**{access.text('result.reaches')}**")
        st.markdown("\n".join(f"- **{row.name}**: {row.reach} {row.next}" for row in rows))
