"""The page of one passage: its text, what it is about, what to read next, its sources."""

import streamlit as st

from assistant.ui import access
from assistant.ui.library import cards
from assistant.ui.library.relations import stages


def show(name: str) -> None:
    """Show the page of a passage."""
    catalogue = access.service().catalogue
    one = catalogue.passages[name]
    cards.back(view="topics", label=access.text("library.view.topics"))
    st.title(one.title, anchor=False)
    kind = access.text(f"passages.{one.kind}")
    cards.link(kind, "kind", ":material/label:", topic=one.kind)
    st.markdown(one.text)
    st.header(access.text("library.sources"), anchor=False)
    cards.citations(one.sources, "source")
    at = [each for each in stages(catalogue) if f"{each.model.id}/{each.stage.id}" in one.stages]
    if one.activities or at:
        st.header(access.text("library.on"), anchor=False)
        with st.container(horizontal=True, gap="small"):
            for item in (catalogue.items[each] for each in one.activities):
                cards.pill(item.name, f"on-{item.id}", activity=item.id)
            for each in at:
                label = f"{each.model.label}: {each.stage.name}"
                cards.pill(label, f"at-{each.key}", stage=each.key)
    if one.related:
        st.header(access.text("library.related"), anchor=False)
        for other in one.related:
            cards.passage_entry(catalogue.passages[other], "related")
