"""Search as you type: where the words stand at once, and by meaning as soon as that is loaded."""

import streamlit as st

from assistant.domain.findings import Found
from assistant.domain.knowledge import Activity, Passage
from assistant.service import Refused
from assistant.ui import access, pace, spoken
from assistant.ui.library import cards, places
from assistant.ui.library.mentions import mentions

PAUSE = "250ms"
"""The pause in typing after which is searched."""
HITS = 8
MOST = 6
"""Activities and stages shown."""
MOST_MENTIONS = 12
"""Passages shown that only mention the words."""


def box(place: places.Place) -> bool:
    """Show title and search field, and what was found; return whether anything was."""
    catalogue = access.service().catalogue
    st.title(access.text("library.title"), anchor=False)
    if not place.known:
        kind = access.text(f"library.kind.{place.kind}")
        st.text(access.text("library.unknown", kind=kind, given=place.id[:80]))
    st.markdown(
        access.text(
            "library.lead",
            activities=len(catalogue.activities),
            stages=sum(len(one.stages) for one in catalogue.every_model.values()),
            models=len(catalogue.every_model),
            passages=len(catalogue.passages),
        )
    )
    words = st.text_input(
        access.text("library.search"),
        type="search",
        placeholder=access.text("library.search-hint"),
        max_chars=300,
        live=PAUSE,
        bind="query-params",
        key="q",
    )
    searched = words.strip()
    places.remember(view=place.view, q=searched)
    if searched:
        return _show(searched)
    spoken.tell("")
    return False


def _show(words: str) -> bool:
    """Show what was found, and return whether there was anything."""
    catalogue = access.service().catalogue
    found = _meant(words)
    named = mentions(catalogue, words)
    hits = [catalogue.passages[one.passage] for one in found.hits] if found.answerable else []
    rest = [one for one in named.passages if one not in hits]
    activities = _activities(named.activities, hits)
    _say_how(found, loaded=access.service().searchable, mentioned=bool(named))
    profile = cards.profile()
    if activities:
        st.header(access.text("library.activities"), anchor=False)
        with cards.grid():
            for item in activities[:MOST]:
                cards.activity_entry(item, profile, "found")
    if named.stages:
        st.header(access.text("library.stages"), anchor=False)
        for stage in named.stages[:MOST]:
            label = f"{stage.model.label}: {stage.index} · {stage.stage.name}"
            line = cards.opening(stage.stage.summary)
            cards.entry(label, line, f"found-{stage.key}", stage=stage.key)
    _passages("library.passages-found", hits)
    _passages("library.mentions", rest[:MOST_MENTIONS])
    if len(rest) > MOST_MENTIONS:
        st.caption(access.text("library.more", count=len(rest) - MOST_MENTIONS))
    spoken.tell(
        access.text(
            "library.found",
            activities=len(activities),
            stages=len(named.stages),
            passages=len(hits) + len(rest),
        )
    )
    return bool(activities or named.stages or hits or rest)


def _meant(words: str) -> Found:
    """Return what is found by meaning; nothing while that is not loaded, or could not be."""
    if not access.service().searchable or not pace.may_search():
        return Found(answerable=False)
    try:
        return access.service().find(words, HITS)
    except Refused:
        return Found(answerable=False)


def _activities(named: tuple[Activity, ...], hits: list[Passage]) -> list[Activity]:
    """Return the activities that mention the words, then those the best passage is about."""
    items = access.service().catalogue.items
    meant = [items[one] for one in hits[0].activities] if hits else []
    return list({one.id: one for one in (*named, *meant)}.values())


def _say_how(found: Found, *, loaded: bool, mentioned: bool) -> None:
    """Say honestly what the results are where the library does not answer."""
    if found.answerable:
        return
    if not loaded:
        st.markdown(access.text("library.mentions-loading"))
    else:
        st.markdown(access.text("library.mentions-only" if mentioned else "library.none"))


def _passages(heading: str, passages: list[Passage]) -> None:
    if passages:
        st.header(access.text(heading), anchor=False)
        for one in passages:
            cards.passage_entry(one, "found")
