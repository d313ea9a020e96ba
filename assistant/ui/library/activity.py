"""The page of one activity: what it is, its levels, the way up, its neighbours, its sources."""

import streamlit as st

from assistant.domain.knowledge import Activity, Advice
from assistant.domain.levels import HIGHEST, OPEN, Standing, level_word
from assistant.domain.session import Turn, TurnKind
from assistant.phrases.standing import inline
from assistant.ui import access, acts, marks
from assistant.ui.library import cards
from assistant.ui.library.relations import asking, followers, in_order, passages_on


def show(name: str) -> None:
    """Show the page of an activity."""
    catalogue = access.service().catalogue
    item = catalogue.items[name]
    standing = cards.profile().get(item.id, OPEN)
    cards.back(view="pipelines", label=access.text(f"pipeline.{item.pipeline}"))
    st.title(item.name, anchor=False)
    st.caption(_place(item))
    st.markdown(item.summary)
    _yours(item, standing)
    _ask(item)
    st.header(access.text("library.why"), anchor=False)
    st.markdown(item.why)
    st.header(access.text("library.levels"), anchor=False)
    for level, sentence in enumerate(item.rubric):
        here = f" *({access.text('library.levels-here')})*" if _at(standing, level) else ""
        st.markdown(f"{cards.level_mark(item, level)} {sentence}{here}")
    st.header(access.text("library.next"), anchor=False)
    for level in range(1, HIGHEST + 1):
        advice = catalogue.advice.get(f"{item.id}-{level}")
        if advice is not None:
            step(advice, opened=_at(standing, level - 1), key="step")
    _around(item)
    _passages(item)
    st.header(access.text("library.sources"), anchor=False)
    cards.citations(item.sources, "source")
    _neighbours(item)


def _at(standing: Standing, level: int) -> bool:
    return standing.known and not standing.waived and standing.lo == level


def _place(item: Activity) -> str:
    known = {"cross-cutting", "process"}
    words = access.text(
        "library.place-across" if item.pipeline in known else "library.place",
        pipeline=access.text(f"pipeline.{item.pipeline}"),
        dimension=access.text(f"dimension.{item.dimension}").lower(),
    )
    if item.phase:
        phase = access.text(f"phase.{item.phase}")
        words += " · " + access.text("library.place-phase", phase=phase)
    return words


def _yours(item: Activity, standing: Standing) -> None:
    if not cards.heard(standing):
        return
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{access.text('library.yours')}**", width="content")
            marks.level_badge(item, standing)
        marks.words(standing)


def _ask(item: Activity) -> None:
    """Offer a prepared question; the one that is open in the conversation stays open."""
    question = access.text("library.question", activity=inline(item.name))
    label = access.text("library.ask", question=question)
    if st.button(label, key="ask", icon=":material/forum:", wrap=True):
        acts.now(Turn(kind=TurnKind.SAY, text=question))
        st.switch_page(st.session_state["pages"]["assessment"])


def step(advice: Advice, *, opened: bool, key: str) -> None:
    """Show one step up: what to do, done when, why, pitfall, tools, what comes first."""
    catalogue = access.service().catalogue
    item = catalogue.items[advice.activity]
    before, after = (level_word(one, item.scale) for one in (advice.to - 1, advice.to))
    effort = access.text(f"result.effort.{advice.effort}")
    title = access.text("library.next-step", before=before, after=after, effort=effort)
    with st.expander(title, expanded=opened, key=f"{key}-{advice.id}"):
        details(advice, f"{key}-{advice.id}")


def details(advice: Advice, key: str) -> None:
    """Show what a step consists of."""
    catalogue = access.service().catalogue
    st.markdown(advice.do)
    st.markdown(f"**{access.text('result.done-when')}:** {advice.done_when}")
    st.markdown(f"**{access.text('result.why-now')}:** {advice.why}")
    st.markdown(f"**{access.text('result.pitfall')}:** {advice.pitfall}")
    if advice.tools:
        st.markdown(f"**{access.text('result.tools')}:** {', '.join(advice.tools)}")
    if advice.first:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{access.text('library.first')}:**", width="content")
            for need in advice.first:
                other = catalogue.items[need.activity]
                cards.link(other.name, f"{key}-{other.id}", activity=other.id)
                st.markdown(cards.level_mark(other, need.level), width="content")
    cards.citations(advice.sources, f"{key}-source")


def _around(item: Activity) -> None:
    """Show what comes before, what comes after, and which stages ask for it."""
    catalogue = access.service().catalogue
    st.header(access.text("library.builds"), anchor=False)
    before = in_order(catalogue, (catalogue.items[one] for one in item.presupposes))
    if not before:
        st.markdown(access.text("library.builds-none"))
    _row(before, "before")
    after = followers(catalogue, item.id)
    if after:
        st.header(access.text("library.followers"), anchor=False)
        _row(after, "after")
    st.header(access.text("library.asking"), anchor=False)
    found = asking(catalogue, item.id)
    if not found:
        st.markdown(access.text("library.asking-none"))
    for one, need in found:
        with st.container(gap=None):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                label = f"{one.model.label}: {one.index} · {one.stage.name}"
                cards.link(label, f"asking-{one.key}", stage=one.key)
                level = cards.level_mark(item, need.level)
                st.markdown(access.text("library.asks", level=level), width="content")
                for number, each in enumerate(need.sources):
                    cards.source_link(each, f"asking-{one.key}-{number}")
            st.caption(" ".join(cards.capital(cards.basis(each)) for each in need.sources))


def _row(items: tuple[Activity, ...], key: str) -> None:
    with st.container(horizontal=True, gap="small"):
        for one in items:
            cards.pill(one.name, f"{key}-{one.id}", activity=one.id)


def _passages(item: Activity) -> None:
    found = passages_on(access.service().catalogue, item.id)
    if not found:
        return
    st.header(access.text("library.passages"), anchor=False)
    cards.passage_list(found, "passage")


def _neighbours(item: Activity) -> None:
    """Show the activities before and after this one in its pipeline."""
    catalogue = access.service().catalogue
    same = (one for one in catalogue.items.values() if one.pipeline == item.pipeline)
    row = in_order(catalogue, same)
    at = row.index(item)
    st.divider()
    with st.container(horizontal=True, gap="medium", horizontal_alignment="distribute"):
        if at > 0:
            label = access.text("library.previous", other=row[at - 1].name)
            cards.link(label, "previous", cards.BACK, activity=row[at - 1].id)
        if at + 1 < len(row):
            label = access.text("library.following", other=row[at + 1].name)
            cards.link(label, "following", cards.ONWARD, activity=row[at + 1].id)
