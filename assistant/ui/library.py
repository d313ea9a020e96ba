"""The library: search, and one page for each activity with its levels, advice and passages."""

import streamlit as st

from assistant.domain.knowledge import Activity
from assistant.domain.levels import level_word
from assistant.service import Readiness
from assistant.ui import access, dialogs
from assistant.ui.panel import PIPELINES


def show() -> None:
    """Show a search box, then what it found, the activity asked for, or all of them."""
    catalogue = access.service().catalogue
    st.title(access.text("library.title"), anchor=False)
    words = st.text_input(access.text("library.search"), max_chars=300, key="library-search")
    if words.strip():
        _found(words)
        return
    activity = st.query_params.get("activity", "")
    if activity in catalogue.items:
        _activity(catalogue.items[activity])
        return
    for pipeline in PIPELINES:
        st.header(access.text(f"pipeline.{pipeline}"), anchor=False)
        for item in catalogue.items.values():
            if item.pipeline == pipeline:
                _entry(item)


def _found(words: str) -> None:
    if access.service().state is Readiness.LOADING:
        with st.spinner(access.text("state.loading"), show_time=False):
            access.service().wait()
    found = access.service().find(words)
    if not found.answerable:
        st.markdown(access.text("library.none"))
        return
    passages = access.service().catalogue.passages
    for hit in found.hits:
        with st.container(border=True):
            st.markdown(f"**{passages[hit.passage].title}**")
            dialogs.show_passage(passages[hit.passage])


def _entry(item: Activity) -> None:
    with st.container(gap=None):
        if st.button(f"**{item.name}**", key=f"library-{item.id}", type="tertiary"):
            st.query_params["activity"] = item.id
            st.rerun()
        st.markdown(item.summary)


def _activity(item: Activity) -> None:
    catalogue = access.service().catalogue
    all_of_it = access.text("library.all")
    if st.button(all_of_it, icon=":material/arrow_back:", type="tertiary", key="library-all"):
        del st.query_params["activity"]
        st.rerun()
    st.header(item.name, anchor=False)
    st.markdown(item.summary)
    st.markdown(item.why)
    st.subheader(access.text("library.levels"), anchor=False)
    for level, sentence in enumerate(item.rubric):
        st.markdown(f"**{level_word(level, item.scale).capitalize()}.** {sentence}")
    st.subheader(access.text("library.next"), anchor=False)
    for level in (1, 2, 3):
        advice = catalogue.advice.get(f"{item.id}-{level}")
        if advice is None:
            continue
        before, after = level_word(level - 1, item.scale), level_word(level, item.scale)
        with st.expander(f"{before} → {after}".capitalize(), key=f"library-step-{level}"):
            st.markdown(advice.do)
            st.markdown(f"**{access.text('result.done-when')}:** {advice.done_when}")
            dialogs.citations(advice.sources)
    st.subheader(access.text("library.passages"), anchor=False)
    about = tuple(one.id for one in catalogue.passages.values() if item.id in one.activities)
    for passage in about:
        dialogs.passage_links((passage,), key="library")
    st.subheader(access.text("library.sources"), anchor=False)
    dialogs.citations(item.sources)
