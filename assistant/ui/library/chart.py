"""The chart of the framework: rows with their places in, a Vega-Lite chart out."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import streamlit as st

from assistant.ui import marks
from assistant.ui.library import drawing

BROAD = 600
"""Pixels of width from which the columns stand side by side."""


def _colours() -> Mapping[str, str]:
    """Return the colours of the theme that is shown, by name."""
    theme = "dark" if st.context.theme.type == "dark" else "light"

    def option(name: str) -> str:
        return str(st.get_option(f"theme.{theme}.{name}"))

    found = {"page": option("backgroundColor"), "panel": option("secondaryBackgroundColor")}
    found |= {"ink": option("textColor"), "line": option("borderColor")}
    found |= {"loop": option("primaryColor"), "quiet": option("grayTextColor")}
    for colour in marks.COLOURS:
        found[f"{colour}-fill"] = option(f"{colour}BackgroundColor")
        found[f"{colour}-ink"] = option(f"{colour}TextColor")
    return found


def draw(
    rows: Sequence[Mapping[str, str | float | bool | int]], columns: int, description: str
) -> alt.LayerChart:
    """Return the chart of rows as `assistant.ui.library.diagram` makes them.

    It fits itself to any width: from `BROAD` on, rows that are `broad` are shown, else the others.
    `columns` is how many of them share the width; `description` is for who cannot see it.
    """
    colours = _colours()
    font = "Commissioner, sans-serif"
    base = alt.Chart(alt.InlineData(values=list(rows))).transform_filter(
        f"datum.broad == (width >= {BROAD})"
    ).transform_calculate(
        x="datum.left * width + datum.left_more",
        x2="datum.right * width + datum.right_more",
        middle="(datum.top + datum.bottom) / 2",
    )  # fmt: skip

    def only(kind: str, more: str = "true") -> alt.Chart:
        return base.transform_filter(f"datum.kind == '{kind}' && ({more})")

    def at(name: str) -> alt.X:
        return alt.X(f"{name}:Q").scale(None).axis(None)

    def down(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q").scale(None).axis(None)

    def by_level(part: str, otherwise: str) -> alt.Color:
        names = [*marks.COLOURS, "none"]
        values = [*(colours[f"{one}-{part}"] for one in marks.COLOURS), otherwise]
        return alt.Color("colour:N").scale(domain=names, range=values).legend(None)

    def text(size: float, *, weight: int = 400, **more: Any) -> dict[str, Any]:
        return {"font": font, "fontSize": size, "fontWeight": weight, "baseline": "middle",
                "align": "left", **more}  # fmt: skip

    spans = {"x": at("x"), "x2": "x2", "y": down("top"), "y2": "bottom"}
    panels = only("panel").mark_rect(fill=colours["panel"], cornerRadius=8).encode(**spans)
    heads = only("panel").transform_calculate(row="datum.top + 18").mark_text(
        **text(14, weight=600, dx=12, color=colours["ink"])
    ).encode(x=at("x"), y=down("row"), text="name:N")  # fmt: skip
    arrows = only("panel", "datum.broad").transform_calculate(row="datum.top + 18").mark_text(
        **text(15, dx=-22, color=colours["quiet"])
    ).encode(x=at("x2"), y=down("row"), text="word:N")  # fmt: skip
    boxes = (
        only("box")
        .mark_rect(cornerRadius=5, stroke=colours["line"], cursor="pointer")
        .encode(
            **spans,
            fill=by_level("fill", colours["page"]).title(None),
            href="href:N",
        )
    )
    written = []
    room = f"width / {columns} - {2 * drawing.GUTTER + 9}"
    for broad, size, limit in ((True, 12, room), (False, 13, "width")):
        own = "datum.broad" if broad else "!datum.broad"
        line = "datum.word && datum.broad ? datum.middle - 8 : datum.middle"
        written.append(
            only("box", own).transform_calculate(row=line)
            .mark_text(**text(
                size, dx=7, color=colours["ink"], cursor="pointer", limit=alt.ExprRef(limit)
            ))
            .encode(x=at("x"), y=down("row"), text="name:N", href="href:N")
        )  # fmt: skip
        word = text(11.5, dx=7) if broad else {**text(12, dx=-8), "align": "right"}
        written.append(
            only("box", own).transform_calculate(row="datum.middle + (datum.broad ? 9 : 0)")
            .mark_text(**word)
            .encode(x=at("x" if broad else "x2"), y=down("row"), text="word:N",
                    color=by_level("ink", colours["quiet"]))
        )  # fmt: skip
    lines = only("loop").mark_line(
        color=colours["loop"], strokeWidth=1.4, strokeJoin="round", interpolate="linear"
    ).encode(x=at("x"), y=down("top"), order="at:Q", detail="loop:N")  # fmt: skip
    tips = only("tip").mark_point(
        shape="triangle", filled=True, size=46, color=colours["loop"], opacity=1
    ).encode(x=at("x"), y=down("top"), angle=alt.Angle("angle:Q").scale(None))  # fmt: skip
    labels = (
        only("label")
        .mark_text(**text(11.5, color=colours["quiet"]))
        .encode(x=at("x"), y=down("top"), text="name:N")
    )
    layers = (panels, heads, arrows, boxes, *written, lines, tips, labels)
    drawn: alt.LayerChart = (
        alt.layer(*layers, description=description)
        .resolve_scale(color="independent", fill="independent")
        # The height is not set: it follows from what is drawn, and that from the width.
        .properties(height=10, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure(
            background=colours["page"], font=font, padding=0, view=alt.ViewConfig(stroke=None)
        )
    )
    return drawn
