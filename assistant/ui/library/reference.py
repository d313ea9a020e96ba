"""The bibliography: all sources, and for each its citation, address, licence and who cites it."""

from functools import lru_cache

import streamlit as st

from assistant.domain.knowledge import Catalogue, Source
from assistant.ui import access
from assistant.ui.library import cards
from assistant.ui.library.relations import citing, further


def show(name: str) -> None:
    """Show one source and all that cites it."""
    catalogue = access.service().catalogue
    one = catalogue.sources[name]
    cards.back(view="sources", label=access.text("library.view.sources"))
    st.title(one.label, anchor=False)
    _details(one)
    st.caption(access.text("library.source-read", read=one.read))
    if name in further(catalogue):
        st.markdown(access.text("library.source-further-one"))
        return
    cited = citing(catalogue, name)
    st.header(access.text("library.source-cited"), anchor=False)
    for heading, rows in (
        ("library.passages-found", [(each.title, {"passage": each.id}) for each in cited.passages]),
        ("library.activities", [(each.name, {"activity": each.id}) for each in cited.activities]),
        (
            "library.stages",
            [
                (f"{each.model.label}: {each.index} · {each.stage.name}", {"stage": each.key})
                for each in cited.stages
            ],
        ),
    ):
        if rows:
            st.subheader(f"{access.text(heading)} ({len(rows)})", anchor=False)
            with st.container(gap="xsmall"):
                for number, (label, to) in enumerate(rows):
                    cards.link(label, f"{heading}-{number}", **to)


def bibliography() -> None:
    """Show all sources by name, and after them those that nothing rests on."""
    catalogue = access.service().catalogue
    counts, apart = _counts(catalogue), further(catalogue)
    ordered = sorted(catalogue.sources.values(), key=lambda each: each.label.casefold())
    st.markdown(access.text("library.source-lead"))
    for one in ordered:
        if one.id not in apart:
            _entry(one, _counted(counts[one.id]))
    if apart:
        st.header(access.text("library.source-further"), anchor=False)
        st.markdown(access.text("library.source-further-lead"))
        for one in ordered:
            if one.id in apart:
                _entry(one)


def _entry(one: Source, counted: str = "") -> None:
    with st.container(gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            cards.link(one.label, f"source-{one.id}", source=one.id)
            if counted:
                st.caption(counted, width="content")
        _details(one)


def _details(one: Source) -> None:
    # Links to other sites open in a new tab, and tell them nothing of this one.
    st.markdown(one.linked(one.citation))
    if one.licence:
        st.caption(access.text("library.source-licence", licence=one.licence))
    else:
        st.caption(access.text("library.source-no-licence"))


def _counted(count: int) -> str:
    key = {0: "library.source-count-none", 1: "library.source-count-one"}.get(count)
    return access.text(key or "library.source-count", count=count)


@lru_cache(maxsize=2)
def _counts(catalogue: Catalogue) -> dict[str, int]:
    return {one: len(citing(catalogue, one).passages) for one in catalogue.sources}
