"""The profile at a glance: a table of dimensions by stages, signs and words beside the colours."""

import html

import streamlit as st

from assistant.domain.results import Report
from assistant.phrases.reaching import Cell, reaches
from assistant.ui import access

SIGNS = {Cell.MET: "✓", Cell.UNMET: "✗", Cell.OPEN: "?", Cell.NOTHING: "·"}


def show(report: Report) -> None:
    """Show how far each dimension reaches by itself, with what it is asked for next."""
    rows = list(reaches(access.catalogue(), report))
    if not rows:
        return
    st.header(access.text("result.reaches"), anchor=False)
    st.markdown(access.text("result.reaches-lead"))
    stages = range(1, len(report.now.model.stages))
    head = "".join(f'<th scope="col">{stage}</th>' for stage in stages)
    body = "".join(
        f'<tr><th scope="row">{html.escape(row.name)}</th>'
        + "".join(_cell(cell) for cell in row.cells)
        + f'<td class="next"><b>{html.escape(row.reach)}</b> {html.escape(row.next)}</td></tr>'
        for row in rows
    )
    area, stage = access.text("reach.area"), access.text("reach.stage")
    following = html.escape(access.text("reach.next"))
    st.html(
        f'<table class="reach of-{len(stages)}"><thead><tr><th scope="col">{html.escape(area)}'
        f' <small>{html.escape(stage)}</small></th>{head}<th scope="col">{following}</th></tr>'
        f"</thead><tbody>{body}</tbody></table>"
    )


def _cell(cell: Cell) -> str:
    word = html.escape(access.text(f"reach.{cell.value}"))
    return (
        f'<td class="{cell.value}"><span aria-hidden="true">{SIGNS[cell]}</span>'
        f'<span class="unseen">{word}</span></td>'
    )
