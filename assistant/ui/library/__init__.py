"""The library: browsed, searched and read without the conversation; each view has a link."""

import time

import streamlit as st

from assistant.ui.library import (
    activity,
    finding,
    overview,
    passage,
    places,
    source,
    stage,
    topic,
)

__all__ = ["show"]

BLANK_SECONDS = 0.05
"""How long a view that is left stays blank: what follows then begins at its top, like a page."""

VIEWS = {
    "activity": activity.show,
    "stage": stage.show,
    "passage": passage.show,
    "topic": topic.show,
    "source": source.show,
}


def show() -> None:
    """Show the view that the address names, or the overview."""
    place = places.current()
    with _fresh() if places.moved(place) else st.container():
        if place.known and place.kind:
            VIEWS[place.kind](place.id)
        elif not finding.box(place):
            overview.show(place)


def _fresh() -> st.delta_generator.DeltaGenerator:
    slot = st.empty()
    time.sleep(BLANK_SECONDS)
    return slot.container()
