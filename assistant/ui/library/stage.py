"""The page of one stage of a model: what it asks for, on what grounds, and how to get there."""

import streamlit as st

from assistant.domain.knowledge import Requirement
from assistant.domain.levels import OPEN, level_word
from assistant.ui import access
from assistant.ui.library import activity, cards
from assistant.ui.library.relations import StageOf, find_stage, passages_at


def show(name: str) -> None:
    """Show the page of a stage, named like "john-2021:2"."""
    one = find_stage(access.service().catalogue, name)
    if one is None:
        return
    top = len(one.model.stages) - 1
    cards.back(view="stages", label=access.text("library.view.stages"))
    st.title(one.stage.name, anchor=False)
    st.caption(access.text("library.stage", index=one.index, top=top, model=one.model.name))
    st.markdown(one.stage.summary)
    description = access.service().catalogue.passages[one.stage.passage]
    st.markdown(description.text)
    st.header(access.text("library.stage-asks"), anchor=False)
    if not one.stage.requirements:
        st.markdown(access.text("library.stage-free"))
    elif one.index > 1:
        st.caption(access.text("library.stage-asks-lead"))
    _needs(one)
    _way(one)
    about = tuple(
        each for each in passages_at(access.service().catalogue, one) if each.kind != "transition"
    )
    if about:
        st.header(access.text("library.stage-about"), anchor=False)
        cards.passage_list(about, "passage")
    st.header(access.text("library.sources"), anchor=False)
    cards.citations(description.sources, "source")
    _neighbours(one)


def _needs(one: StageOf) -> None:
    profile = cards.profile()
    for need in one.stage.requirements:
        item = access.service().catalogue.items[need.activity]
        with st.container(gap=None):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                cards.link(item.name, f"need-{item.id}", activity=item.id)
                st.markdown(cards.level_mark(item, need.level), width="content")
                standing = profile.get(item.id, OPEN)
                if cards.heard(standing):
                    yours = cards.standing_mark(item, standing)
                    st.markdown(f"{access.text('library.yours')} {yours}", width="content")
                for number, cited in enumerate(need.sources):
                    cards.source_link(cited, f"need-{item.id}-{number}")
            st.caption(" ".join(cards.capital(cards.basis(each)) for each in need.sources))


def _way(one: StageOf) -> None:
    """Show the passage on the way here from the stage before, and the step of each requirement."""
    catalogue = access.service().catalogue
    before = one.model.stages[one.index - 1].id if one.index else ""
    pair = {f"{one.model.id}/{before}", f"{one.model.id}/{one.stage.id}"}
    ways = [
        each
        for each in catalogue.passages.values()
        if each.kind == "transition" and pair <= set(each.stages)
    ]
    if not one.index or not (ways or one.stage.requirements):
        return
    st.header(access.text("library.stage-how"), anchor=False)
    for each in ways:
        st.markdown(each.text)
    if one.stage.requirements:
        st.caption(access.text("library.stage-steps"))
    for need in one.stage.requirements:
        _step(need)


def _step(need: Requirement) -> None:
    catalogue = access.service().catalogue
    advice = catalogue.advice.get(f"{need.activity}-{need.level}")
    if advice is None:
        return
    item = catalogue.items[need.activity]
    effort = access.text(f"result.effort.{advice.effort}")
    to = access.text("result.step-to", level=level_word(need.level, item.scale))
    title = f"{item.name}: {to} · {effort}"
    with st.expander(title, key=f"way-{advice.id}"):
        activity.details(advice, f"way-{advice.id}")


def _neighbours(one: StageOf) -> None:
    st.divider()
    with st.container(horizontal=True, gap="medium", horizontal_alignment="distribute"):
        if one.index > 0:
            lower = StageOf(one.model, one.index - 1)
            label = access.text("library.previous", other=lower.stage.name)
            cards.link(label, "previous", cards.BACK, stage=lower.key)
        if one.index + 1 < len(one.model.stages):
            higher = StageOf(one.model, one.index + 1)
            label = access.text("library.following", other=higher.stage.name)
            cards.link(label, "following", cards.ONWARD, stage=higher.key)
