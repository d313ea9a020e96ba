"""The small windows: one activity, to change it; words, to say what they are about; a passage."""

import streamlit as st

from assistant.domain.knowledge import Activity, Citation, Passage
from assistant.domain.levels import OPEN, Origin, Status, level_word
from assistant.domain.session import Turn, TurnKind
from assistant.phrases.standing import summarised
from assistant.ui import access, acts, marks


def edit(activity: str) -> None:
    """Open the window in which one activity is looked at and changed."""
    item = access.catalogue().items[activity]
    st.dialog(item.name)(_edit)(item)


def _edit(item: Activity) -> None:
    standing = access.conversation().profile.get(item.id, OPEN)
    st.caption(item.summary)
    if standing.words:
        st.markdown(f"**{access.text('edit.your-words')}**")
        for one in standing.words:
            st.text(f"“{marks.shortened(one.quote, 400)}”")
    if standing.origin is Origin.DEDUCED:
        st.markdown(access.text("edit.deduced", because=standing.because))
    if standing.status is Status.OPEN and standing.origin is Origin.NONE:
        st.markdown(access.text("edit.none"))
    exact = standing.lo if standing.known and not standing.waived else None
    level = st.radio(
        access.text("edit.level"),
        [0, 1, 2, 3],
        index=exact,
        format_func=lambda one: item.replies[one].label,
        captions=[level_word(one, item.scale) for one in range(4)],
        key=f"edit-level-{item.id}",
    )
    with st.container(horizontal=True):
        if st.button(access.text("edit.save"), disabled=level is None):
            _done(Turn(kind=TurnKind.EDIT, activity=item.id, level=level))
        if st.button(access.text("edit.not-applicable")):
            mark = Status.NOT_APPLICABLE.value
            _done(Turn(kind=TurnKind.MARK, activity=item.id, mark=mark))
        if standing.status is not Status.OPEN and st.button(access.text("edit.forget")):
            _done(Turn(kind=TurnKind.FORGET, activity=item.id))


def place(text: str, span: tuple[int, int]) -> None:
    """Open the window in which the user tells what words are about, out of everything."""
    st.dialog(access.text("place.title"))(_place)(text, span)


def _place(text: str, span: tuple[int, int]) -> None:
    items = access.catalogue().items
    st.text(f"“{marks.shortened(text, 400)}”")
    about = st.selectbox(
        access.text("place.about"),
        list(items),
        index=None,
        format_func=lambda one: items[one].name,
        placeholder=access.text("place.choose"),
        key=f"place-{span[0]}-{span[1]}",
    )
    if about is not None:
        st.caption(items[about].summary)
    if st.button(access.text("place.save"), disabled=about is None) and about is not None:
        _done(Turn(kind=TurnKind.PLACE, activity=about, span=span))


def _done(turn: Turn) -> None:
    acts.take(turn, access.visit().seen)
    st.rerun()


def read(passage: str) -> None:
    """Open the window that shows one passage with its sources."""
    record = access.catalogue().passages[passage]
    st.dialog(record.title, width="medium")(show_passage)(record)


def show_passage(passage: Passage) -> None:
    """Show a passage's text and where it comes from."""
    st.markdown(passage.text)
    citations(passage.sources)


def citations(cited: tuple[Citation, ...]) -> None:
    """Show the sources in a row, each with its basis; our own reading is named as such."""
    sources = access.catalogue().sources
    parts = []
    for one in cited:
        source = sources.get(one.source)
        line = source.linked(source.label) if source else ""
        if one.basis == "summarised":
            line += ", " + summarised(access.catalogue(), one)
        if one.basis == "reading":
            ours = access.text("result.reading")
            line = f"{line}, {ours}" if line else ours.capitalize()
        parts.append(f"{line}: {one.why}" if one.why else line)
    st.caption(" · ".join(parts))


def passage_links(passages: tuple[str, ...], key: str) -> None:
    """Show a quiet button for each passage that opens it in a window."""
    known = access.catalogue().passages
    with st.container(horizontal=True, gap="small"):
        for number, passage in enumerate(passages):
            if st.button(
                known[passage].title,
                key=f"{key}-{number}-{passage}",
                type="tertiary",
                icon=":material/menu_book:",
                wrap=True,
            ):
                read(passage)
