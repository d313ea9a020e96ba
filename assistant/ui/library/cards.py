"""The pieces all views of the library are made of: ways back, entries, badges and sources."""

import re
from collections.abc import Iterable, Sequence

import streamlit as st

from assistant.domain.knowledge import Activity, Citation, Passage
from assistant.domain.levels import OPEN, Profile, Standing, Status, level_word
from assistant.domain.session import TurnKind
from assistant.phrases.standing import standing_word, summarised
from assistant.service import Readiness, Refused
from assistant.ui import access, marks
from assistant.ui.library import places
from assistant.ui.library.relations import StageOf

SHOWN = 6
"""Passages shown with a line on each before the rest folds."""
BACK, ONWARD = ":material/arrow_back:", ":material/arrow_forward:"
_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z“\"])")


def back(*, view: str = "", label: str = "") -> None:
    """Show the way back to the overview, and to the part of it that this belongs to."""
    with st.container(horizontal=True, gap="medium"):
        home = access.text("library.home")
        st.button(home, key="home", type="tertiary", icon=BACK, on_click=places.home)
        if view:
            st.button(label, key="up", type="tertiary", on_click=places.go, kwargs={"view": view})


def entry(label: str, summary: str, key: str, **to: str) -> None:
    """Show what can be opened, with one line on it."""
    with st.container(gap=None):
        link(label, key, **to)
        st.caption(summary)


def link(label: str, key: str, icon: str | None = None, **to: str) -> None:
    """Show a quiet button in the colour of a link that leads to a place of the library."""
    st.button(
        f":primary[**{_plain(label)}**]",
        key=key,
        type="tertiary",
        icon=icon,
        icon_position="right" if icon == ONWARD else "left",
        wrap=True,
        on_click=places.go,
        kwargs=to,
    )


def pill(label: str, key: str, mark: str = "", **to: str) -> None:
    """Show a button in a row of its like that leads to a place of the library.

    `mark` is the markup of a badge to stand in it.
    """
    st.button(f"{_plain(label)} {mark}".strip(), key=key, on_click=places.go, kwargs=to)


def _plain(label: str) -> str:
    return label.replace("[", "\\[").replace("]", "\\]")


def activity_entry(item: Activity, profile: Profile, key: str) -> None:
    """Show an activity with its summary's first sentence, and the level where it is known."""
    with st.container(gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            link(item.name, f"{key}-{item.id}", activity=item.id)
            standing = profile.get(item.id, OPEN)
            if heard(standing):
                marks.level_badge(item, standing)
        st.caption(opening(item.summary))


def grid() -> st.delta_generator.DeltaGenerator:
    """Return a place for entries: two beside each other where there is room."""
    return st.grid(2, min_column_width=290, gap=("medium", "large"))


def stage_entry(one: StageOf, key: str) -> None:
    """Show a stage with its summary's first sentence."""
    label = f"{one.index} · {one.stage.name}"
    entry(label, opening(one.stage.summary), f"{key}-{one.key}", stage=one.key)


def passage_entry(one: Passage, key: str) -> None:
    """Show a passage with its first sentence."""
    entry(one.title, opening(one.text), f"{key}-{one.id}", passage=one.id)


def opening(text: str) -> str:
    """Return the first sentence of a text."""
    return _END.split(text, maxsplit=1)[0]


def level_mark(item: Activity, level: int) -> str:
    """Return the markup of a level's word in its colour, to stand within a line."""
    return f":{marks.COLOURS[level]}-badge[{level_word(level, item.scale)}]"


def standing_mark(item: Activity, standing: Standing) -> str:
    """Return the markup of how an activity stands, to stand within a line."""
    if standing.known and not standing.waived:
        return level_mark(item, standing.lo)
    return f":gray-badge[{standing_word(access.service().catalogue, item, standing)}]"


def heard(standing: Standing) -> bool:
    """Return whether anything is known of an activity, or was said of it."""
    return standing.status is not Status.OPEN or standing != OPEN


def profile() -> Profile:
    """Return this visitor's levels; none while their words cannot be read yet."""
    turns = access.turns()
    typed = any(turn.kind is TurnKind.SAY for turn in turns)
    if not turns or (typed and access.service().state is not Readiness.READY):
        return {}
    try:
        return access.service().conversation(turns).profile
    except Refused:
        return {}


def passage_list(passages: Sequence[Passage], key: str) -> None:
    """Show the first passages with a line on each; further ones are folded, by their titles."""
    for one in passages[:SHOWN]:
        passage_entry(one, key)
    rest = passages[SHOWN:]
    if rest:
        label = access.text("library.passages-more", count=len(rest))
        with st.expander(label, key=f"{key}-more"), st.container(gap="xsmall"):
            for one in rest:
                link(one.title, f"{key}-{one.id}", passage=one.id)


def basis(one: Citation) -> str:
    """Return how sure a citation is, in words, with its reason."""
    if one.basis == "summarised":
        words = summarised(access.service().catalogue, one)
    else:
        stated = one.basis == "stated"
        words = access.text("library.basis.stated" if stated else "result.reading")
    return f"{words}. {one.why}" if one.why else f"{words}."


def citations(cited: Iterable[Citation], key: str) -> None:
    """Show each source with its basis; its name leads to the bibliography."""
    with st.container(gap="xsmall"):
        for number, one in enumerate(cited):
            with st.container(gap=None):
                source_link(one, f"{key}-{number}")
                st.caption(capital(basis(one)))


def source_link(one: Citation, key: str) -> None:
    """Show the name of a citation's source, which leads to the bibliography."""
    source = access.service().catalogue.sources.get(one.source)
    if source is not None:
        link(source.label, key, ":material/book_2:", source=source.id)


def capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
