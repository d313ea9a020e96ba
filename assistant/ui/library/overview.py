"""The overview of the library, by the one choice above it."""

from collections.abc import Callable

import streamlit as st

from assistant.domain.knowledge import Activity
from assistant.ui import access
from assistant.ui.library import cards, diagram, places, reference
from assistant.ui.library.relations import StageOf, in_order, models
from assistant.ui.panel import PIPELINES

DIMENSIONS = ("data", "model", "deployment", "operations", "organization")
PHASES = ("design", "integration", "deployment", "operation", "evolution")

CHOICE, DRAWN = "library-view", "library-view-drawn"


def show(place: places.Place) -> None:
    """Show the choice and what it picks."""
    if st.session_state.get(CHOICE) != place.view:
        st.session_state[CHOICE] = place.view
    st.session_state[DRAWN] = place.view
    st.segmented_control(
        access.text("library.browse"),
        places.OVERVIEWS,
        format_func=lambda one: access.text(f"library.view.{one}"),
        required=True,
        key=CHOICE,
        on_change=_chosen,
        wrap=True,
    )
    views: dict[str, Callable[[], None]] = {
        "pipelines": _pipelines,
        "dimensions": _dimensions,
        "stages": _stages,
        "phases": _phases,
        "topics": _topics,
        "map": diagram.show,
        "sources": reference.bibliography,
    }
    views[place.view]()


def _chosen() -> None:
    # On its way to another view the browser may still report the choice that was drawn last.
    if st.session_state[CHOICE] != st.session_state.get(DRAWN):
        places.go(view=st.session_state[CHOICE])


def _pipelines() -> None:
    for pipeline in PIPELINES:
        _group(f"pipeline.{pipeline}", [one for one in _items() if one.pipeline == pipeline])


def _dimensions() -> None:
    for dimension in DIMENSIONS:
        _group(f"dimension.{dimension}", [one for one in _items() if one.dimension == dimension])


def _items() -> tuple[Activity, ...]:
    catalogue = access.service().catalogue
    return in_order(catalogue, catalogue.items.values())


def _group(heading: str, items: list[Activity]) -> None:
    if not items:
        return
    profile = cards.profile()
    st.header(access.text(heading), anchor=False)
    with cards.grid():
        for item in items:
            cards.activity_entry(item, profile, "entry")


def _stages() -> None:
    for model in models(access.service().catalogue):
        st.header(model.label, anchor=False)
        st.caption(model.summary)
        with cards.grid():
            for at in range(len(model.stages)):
                cards.stage_entry(StageOf(model, at), "entry")


def _phases() -> None:
    """Show the phases of release activities, then the lists of other phases."""
    catalogue = access.service().catalogue
    shelves = sorted(catalogue.shelves.values(), key=lambda one: (one.order, one.id))
    profile = cards.profile()
    for phase in PHASES:
        lists = [one for one in shelves if one.phase == phase]
        items = [one for one in _items() if one.phase == phase]
        if not (lists or items):
            continue
        st.header(access.text(f"phase.{phase}"), anchor=False)
        for shelf in lists:
            st.markdown(shelf.lead)
            for one in shelf.passages:
                cards.passage_entry(catalogue.passages[one], "entry")
        with cards.grid():
            for item in items:
                cards.activity_entry(item, profile, "entry")
    for shelf in shelves:
        if shelf.view == "phase" and not shelf.phase:
            st.header(shelf.name, anchor=False)
            st.markdown(shelf.lead)
            for one in shelf.passages:
                cards.passage_entry(catalogue.passages[one], "entry")


def _topics() -> None:
    catalogue = access.service().catalogue
    lists = [one for one in catalogue.shelves.values() if one.view == "topic"]
    if lists:
        st.header(access.text("library.topics.lists"), anchor=False)
    with cards.grid():
        for shelf in sorted(lists, key=lambda one: (one.order, one.id)):
            _topic(shelf.name, shelf.lead, shelf.id, len(shelf.passages))
    st.header(access.text("library.topics.kinds"), anchor=False)
    with cards.grid():
        for kind in places.KINDS:
            count = sum(1 for one in catalogue.passages.values() if one.kind == kind)
            if count:
                lead = access.text(f"passages.{kind}-lead")
                _topic(access.text(f"passages.{kind}"), lead, kind, count)


def _topic(name: str, lead: str, topic: str, count: int) -> None:
    with st.container(gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            cards.link(name, f"topic-{topic}", topic=topic)
            st.caption(access.text("library.topic.count", count=count), width="content")
        st.caption(lead)
