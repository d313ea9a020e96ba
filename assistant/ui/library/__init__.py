"""The library: browsed, searched and read without the conversation; each view has a link."""

import streamlit as st

from assistant.ui.library import (
    activity,
    finding,
    overview,
    passage,
    places,
    reference,
    stage,
    topic,
)

__all__ = ["show"]

TURN_SECONDS = 0.1
"""How long the page stays blank between two views."""

VIEWS = {
    "activity": activity.show,
    "stage": stage.show,
    "passage": passage.show,
    "topic": topic.show,
    "source": reference.show,
}


def show() -> None:
    """Show the view that the address names, or the overview."""
    place = places.current()
    if places.moved(place):
        st.session_state["library-turning"] = True
        _turn()
    elif place.known and place.kind:
        VIEWS[place.kind](place.id)
    elif not finding.box(place):
        overview.show(place)


@st.fragment(run_every=TURN_SECONDS)
def _turn() -> None:
    """Leave the page blank until the browser has drawn it so, then show the new view.

    Without that the browser would keep its scroll position, and open the new view half-way down.
    The second run of this comes from the browser, which is what makes sure.
    """
    if not st.session_state.pop("library-turning", False):
        st.rerun()
