"""Every model side by side: one picture of all ladders, and its table."""

import html

import streamlit as st

from assistant.domain.results import Report
from assistant.phrases.beside import Ladder, Rung, ladders
from assistant.ui import access


def show(report: Report) -> None:
    """Draw the ladders, with the same in a table."""
    found = list(ladders(access.catalogue(), report))
    st.header(access.text("ladders.title"), anchor=False)
    st.markdown(access.text("ladders.lead"))
    st.html(f'<ul class="ladders" role="list">{"".join(_drawn(one) for one in found)}</ul>')
    with st.expander(access.text("ladders.table"), key="ladders-table"):
        st.html(_table(found))


def _drawn(one: Ladder) -> str:
    rungs = "".join(_rung(each) for each in one.rungs)
    return (
        f"<li><p><b>{html.escape(one.label)}</b> <small>{html.escape(one.place)}</small></p>"
        f'<ol role="list" class="of-{len(one.rungs)}">{rungs}</ol></li>'
    )


def _rung(one: Rung) -> str:
    marks = [one.reached.value, *(["here"] if one.here else []), *(["aim"] if one.target else [])]
    words = "".join(f"<small>{html.escape(each)}</small> " for each in one.words)
    return (
        f'<li class="{" ".join(marks)}"><b>{one.index}</b> <span>{html.escape(one.name)}</span> '
        f"{words}</li>"
    )


def _table(found: list[Ladder]) -> str:
    head = "".join(
        f'<th scope="col">{html.escape(access.text(f"ladders.{one}"))}</th>'
        for one in ("model", "place", "fits", "next")
    )
    body = "".join(
        f'<tr><th scope="row">{html.escape(one.label)}</th>'
        + "".join(f"<td>{html.escape(each)}</td>" for each in (one.place, one.fits, one.next))
        + "</tr>"
        for one in found
    )
    return f'<table class="plain"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
