"""Why the models differ on the same answers, pair by pair, in sentences."""

import streamlit as st

from assistant.domain.comparing import Pair
from assistant.domain.results import Report
from assistant.ui import access, dialogs


def show(report: Report) -> None:
    """Show the leading model beside each other one, and the other pairs folded away."""
    pairs = report.crosswalk.pairs
    if not pairs:
        return
    st.header(access.text("crosswalk.title"), anchor=False)
    st.markdown(access.text("crosswalk.lead"))
    st.markdown("\n".join(f"- {one.short}" for one in pairs))
    first = [one for one in pairs if report.primary in {one.first, one.second}]
    for one in first:
        with st.expander(_title(one), key=_key(one)):
            _pair(one)
    others = [one for one in pairs if one not in first]
    if others:
        with st.expander(access.text("crosswalk.others"), key="crosswalk-others"):
            for one in others:
                st.markdown(f"**{_title(one)}**")
                _pair(one)


def _pair(pair: Pair) -> None:
    st.markdown("\n".join(f"- {sentence}" for sentence in pair.sentences))
    dialogs.passage_links(_passages(pair), key=_key(pair))


def _passages(pair: Pair) -> tuple[str, ...]:
    """Return the passages that compare just these two models, citing no third party."""
    catalogue = access.catalogue()
    wanted = {pair.first, pair.second}
    theirs = {"", *(one.source for key in wanted for one in catalogue.models[key].sources)}
    return tuple(
        one.id
        for one in catalogue.passages.values()
        if one.kind == "crosswalk"
        and {name.partition("/")[0] for name in one.stages} == wanted
        and {source.source for source in one.sources} <= theirs
    )


def _title(pair: Pair) -> str:
    models = access.catalogue().models
    labels = {"first": models[pair.first].label, "second": models[pair.second].label}
    return access.text("crosswalk.pair", **labels)


def _key(pair: Pair) -> str:
    return f"crosswalk-{pair.first}-{pair.second}"
