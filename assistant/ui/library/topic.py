"""The page of one topic: a reading list put together by hand, or all passages of one kind."""

from collections.abc import Iterable

import streamlit as st

from assistant.domain.knowledge import Passage
from assistant.ui import access
from assistant.ui.library import cards
from assistant.ui.panel import PIPELINES

GROUPED_FROM = 30
"""A longer list is put under the pipelines its passages are about first."""


def show(name: str) -> None:
    """Show the page of a topic: the id of a shelf, or a kind of passages."""
    catalogue = access.service().catalogue
    shelf = catalogue.shelves.get(name)
    view = "phases" if shelf is not None and shelf.view == "phase" else "topics"
    cards.back(view=view, label=access.text(f"library.view.{view}"))
    if shelf is not None:
        st.title(shelf.name, anchor=False)
        st.markdown(shelf.lead)
        _entries(catalogue.passages[one] for one in shelf.passages)
        return
    st.title(access.text(f"passages.{name}"), anchor=False)
    st.markdown(access.text(f"passages.{name}-lead"))
    found = [one for one in catalogue.passages.values() if one.kind == name]
    if len(found) < GROUPED_FROM:
        _entries(found)
        return
    for pipeline in PIPELINES:
        group = [one for one in found if _pipeline(one) == pipeline]
        if group:
            st.header(access.text(f"pipeline.{pipeline}"), anchor=False)
            _entries(group)


def _pipeline(one: Passage) -> str:
    items = access.service().catalogue.items
    return items[one.activities[0]].pipeline if one.activities else PIPELINES[-2]


def _entries(passages: Iterable[Passage]) -> None:
    for one in passages:
        cards.passage_entry(one, "topic")
