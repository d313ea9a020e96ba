"""The framework as a picture drawn from the knowledge, and the same in words."""

from collections.abc import Iterable, Mapping

import streamlit as st

from assistant.domain.knowledge import Activity
from assistant.domain.levels import OPEN, Profile
from assistant.phrases.standing import inline, standing_word
from assistant.ui import access, marks
from assistant.ui.library import cards, drawing

Row = dict[str, str | float | bool | int]
"""One thing to draw: its kind, its places, its words."""


def show() -> None:
    """Show the picture, and all that it says in words."""
    # Imported here: the charting library takes a moment that no other page needs to wait for.
    from assistant.ui.library import chart

    catalogue = access.service().catalogue
    profile = cards.profile()
    names = {one: access.text(f"pipeline.{one}") for one in (*drawing.FLOWING, drawing.ACROSS)}
    st.markdown(access.text("library.map-lead"))
    if any(cards.heard(one) for one in profile.values()):
        st.caption(access.text("library.map-levels"))
    rows = [
        *_rows(drawing.wide(catalogue, names), profile, broad=True),
        *_rows(drawing.narrow(catalogue, names), profile, broad=False),
    ]
    drawn = chart.draw(rows, len(drawing.columns(catalogue)), _description(names))
    st.altair_chart(drawn, theme=None)
    _words(names, profile)


def _rows(one: drawing.Drawing, profile: Profile, *, broad: bool) -> Iterable[Row]:
    """Yield one row for each thing drawn, with its places and what it is coloured by."""
    catalogue = access.service().catalogue
    for number, panel in enumerate(one.panels):
        last = number >= len(drawing.FLOWING) - 1
        yield {**_rectangle("panel", panel, broad=broad), "word": "" if last else "→"}
    for box in one.boxes:
        item = catalogue.items[box.activity]
        standing = profile.get(item.id, OPEN)
        word = standing_word(catalogue, item, standing) if cards.heard(standing) else ""
        exact = bool(word) and standing.known and not standing.waived
        colour = marks.COLOURS[standing.lo] if exact else "none"
        row = _rectangle("box", box, broad=broad)
        yield {**row, "word": word, "colour": colour, "href": f"?activity={item.id}"}
    for number, loop in enumerate(one.loops):
        source, target = (catalogue.items[each].name for each in (loop.source, loop.target))
        for at, ((share, more), height) in enumerate(loop.corners):
            point: Row = {"kind": "loop", "broad": broad, "loop": number, "at": at}
            yield {**point, "left": share, "left_more": more, "top": height}
        (share, more), height = loop.corners[-1]
        tip: Row = {"kind": "tip", "broad": broad, "angle": 90 if loop.points_right else 270}
        shift = -4 if loop.points_right else 4
        yield {**tip, "left": share, "left_more": more + shift, "top": height}
        if loop.label is not None:
            (share, more), height = loop.label
            label: Row = {
                "kind": "label",
                "broad": broad,
                "name": f"{source} → {inline(target)}",
            }
            yield {**label, "left": share, "left_more": more, "top": height}


def _rectangle(kind: str, one: drawing.Box, *, broad: bool) -> Row:
    return {
        "kind": kind, "broad": broad, "name": one.name, "activity": one.activity,
        "left": one.left[0], "left_more": one.left[1],
        "right": one.right[0], "right_more": one.right[1],
        "top": one.top, "bottom": one.bottom,
    }  # fmt: skip


def _description(names: Mapping[str, str]) -> str:
    catalogue = access.service().catalogue
    pairs = ", ".join(f"{one.name} → {other.name}" for one, other in drawing.loops(catalogue))
    pipelines = ", ".join(names[one] for one in drawing.FLOWING)
    return access.text("library.map-alt", pipelines=pipelines, loops=pairs)


def _words(names: Mapping[str, str], profile: Profile) -> None:
    catalogue = access.service().catalogue
    st.header(access.text("library.map-words"), anchor=False)
    flow: dict[str, list[Activity]] = {}
    for pipeline, items in drawing.columns(catalogue):
        flow.setdefault(pipeline, []).extend(items)
    flow[drawing.ACROSS] = list(drawing.across(catalogue))
    for pipeline, listed in flow.items():
        st.subheader(names[pipeline], anchor=False)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            for item in listed:
                standing = profile.get(item.id, OPEN)
                known = cards.standing_mark(item, standing) if cards.heard(standing) else ""
                cards.pill(item.name, f"map-{item.id}", known, activity=item.id)
    st.subheader(access.text("library.map-loops"), anchor=False)
    targets: dict[str, list[str]] = {}
    for one, other in drawing.loops(catalogue):
        targets.setdefault(one.name, []).append(inline(other.name))
    for source, names_of in targets.items():
        st.markdown(access.text("library.map-loop", source=source, targets=" and ".join(names_of)))
