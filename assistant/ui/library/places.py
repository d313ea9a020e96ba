"""Where in the library a visitor is: read from the address, and written to it."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from assistant.domain.knowledge import Catalogue
from assistant.ui import access
from assistant.ui.library.relations import find_stage

OVERVIEWS = ("pipelines", "dimensions", "stages", "phases", "topics", "map", "sources")
KINDS = ("concept", "practice", "pitfall", "trade-off", "example", "regulation", "crosswalk",
         "stage", "transition")  # fmt: skip
"""Kinds of passages, in the order they are shown."""

_EXISTS: dict[str, Callable[[Catalogue, str], bool]] = {
    "activity": lambda catalogue, name: name in catalogue.items,
    "stage": lambda catalogue, name: find_stage(catalogue, name) is not None,
    "passage": lambda catalogue, name: name in catalogue.passages,
    "topic": lambda catalogue, name: name in catalogue.shelves or name in KINDS,
    "source": lambda catalogue, name: name in catalogue.sources,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A view of the library: one record of a kind, or (empty kind) the overview by `view`.

    `known` is false when the address names a record that is not there.
    """

    kind: str
    id: str
    view: str
    known: bool = True


def current() -> Place:
    """Return the place that the address names."""
    asked = st.query_params
    view = asked.get("view", OVERVIEWS[0])
    for kind, exists in _EXISTS.items():
        if kind in asked:
            name = asked[kind]
            known = exists(access.service().catalogue, name)
            return Place(kind, name, OVERVIEWS[0], known)
    if view not in OVERVIEWS:
        return Place("view", view, OVERVIEWS[0], known=False)
    return Place("", "", view)


def moved(place: Place) -> bool:
    """Return whether another place was shown before, and remember this one."""
    here = (place.kind, place.id)
    before = st.session_state.get("library-place", here)
    st.session_state["library-place"] = here
    return bool(before != here)


def go(**to: str) -> None:
    """Go to a place; the browser's back button leads back. For `on_click` of a button."""
    st.query_params.from_dict(to)


def home() -> None:
    """Go to the overview as it was left, with its choice and its search."""
    go(**st.session_state.get("library-home", {}))


def remember(**overview: str) -> None:
    """Keep how the overview is shown, for the way back."""
    st.session_state["library-home"] = {key: one for key, one in overview.items() if one}
