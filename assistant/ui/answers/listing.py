"""Today's answers, row by row and pipeline by pipeline, with what can be answered at once."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import streamlit as st

from assistant.domain.knowledge import Activity
from assistant.domain.session import Turn, TurnKind
from assistant.sheet import How, Row, Sure
from assistant.ui import access, acts, marks
from assistant.ui.answers import altering
from assistant.ui.panel import PIPELINES

FILTERS = ("all", "unknown", "doubtful")
MARKS = ("unknown", "not-applicable")
SAID = {How.UNKNOWN, How.SKIPPED, How.NOT_ASKED, How.WAIVED}
"""Where the word for how it stands says already how that is known, and how sure it is."""


def show(table: Sequence[Row]) -> None:
    """Show the rows that the filter lets by; those not known or in doubt with their replies."""
    if not any(row.turn for row in table):
        st.caption(access.text("answers.empty"))
    shown = _filtered(table)
    left = [row for row in table if _passes(row, shown)]
    if not left:
        st.markdown(access.text(f"answers.none.{shown}"))
    for here in by_pipeline(left):
        for row in here:
            _row(row.item, row, replies=shown != "all")


def by_pipeline(table: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each pipeline that has any, with its heading shown and a box around."""
    for pipeline in PIPELINES:
        here = [row for row in table if row.item.pipeline == pipeline]
        if here:
            st.header(access.text(f"pipeline.{pipeline}"), anchor=False)
            with st.container(gap="xsmall", key=f"rows-{pipeline}"):
                yield here


def _filtered(table: Sequence[Row]) -> str:
    counts = {one: sum(1 for row in table if _passes(row, one)) for one in FILTERS}
    return st.segmented_control(
        access.text("answers.filter"),
        FILTERS,
        default=FILTERS[0],
        required=True,
        format_func=lambda one: access.text(f"answers.filter.{one}", count=counts[one]),
        key="answers-filter",
    )


def _passes(row: Row, name: str) -> bool:
    return {"all": True, "unknown": not row.known, "doubtful": row.doubtful}[name]


def _row(item: Activity, row: Row, *, replies: bool) -> None:
    with st.container(key=f"answer-{item.id}", gap="xxsmall"):
        badges = partial(marks.level_badge, item, row.standing)
        head(item, badges, " · ".join(_told(row)), altering.change)
        if row.quote:
            st.text(f"“{marks.shortened(row.quote)}”")
        if replies:
            _replies(item)


def head(
    item: Activity, badges: Callable[[], None], told: str, change: Callable[[str], None]
) -> None:
    """Show what a row is about, which opens the window to change it, how it stands, and why."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(item.name, key=f"row-{item.id}", type="tertiary", icon=":material/edit:"):
            change(item.id)
        badges()
        if told:
            st.caption(told, width="content")


def _told(row: Row) -> Iterator[str]:
    """Yield how it is known, when that was, and how sure it is; each where it says more."""
    if row.how not in SAID:
        yield access.text(f"answers.how.{row.how.value}")
    if row.how is How.DEDUCED and row.standing.because:
        yield row.standing.because.removesuffix(".")
    if row.turn:
        yield access.text("answers.turn", number=row.turn)
    if row.how not in {*SAID, How.PLANNED} or row.sure is Sure.CONTRADICTED:
        yield access.text(f"answers.sure.{row.sure.value}")


def _replies(item: Activity) -> None:
    """Show the question with the quick replies of the interview; a tap is kept at once."""
    # The names of its buttons say which question they are for: see `name` in static/page.js.
    with st.container(key=f"open-answer-{item.id}", gap="xxsmall"):
        st.text(item.question)
        with st.container(horizontal=True, gap="small"):
            for reply in item.replies:
                turn = Turn(kind=TurnKind.REPLY, activity=item.id, level=reply.level)
                acts.button(reply.label, turn)
            for mark in MARKS:
                turn = Turn(kind=TurnKind.MARK, activity=item.id, mark=mark)
                acts.button(access.text(f"pill.{mark}"), turn, quiet=True)
