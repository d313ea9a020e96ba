"""Draws the ladder and the profile as tables: what is seen, printed and read aloud is the same.

Tables of our own need no charting library, follow the theme, and say in words what they show.
"""

import html

import streamlit as st

from assistant.domain.levels import HIGHEST
from assistant.domain.results import Report, Verdict
from assistant.phrases import changing, glance
from assistant.phrases.glance import SIGNS, Bar, Look, Rung, Square
from assistant.ui import access


def ladder(report: Report) -> None:
    """Draw the stages from top to bottom with the team's place, the aim and every area."""
    drawn = glance.ladder(access.catalogue(), report)
    key = glance.ladder_key(access.catalogue(), drawn)
    heads = "".join(
        f'<th scope="col"><span>{_safe(area)}</span>{_unseen(reach)}</th>'
        for area, reach in zip(drawn.areas, drawn.reach, strict=True)
    )
    rows = "".join(_rung(report, one) for one in drawn.rungs)
    st.html(
        f'<table class="rungs"><caption class="unseen">{_safe(access.text("front.ladder"))}'
        f'</caption><thead><tr><th scope="col">{_safe(access.text("front.stage"))}</th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table>"
        + (f'<p class="key">{_safe(key)}</p>' if key else "")
    )


def _rung(report: Report, one: Rung) -> str:
    here = ' aria-current="step"' if one.here else ""
    tags = [f"<small>{_safe(word)}</small>" for word in _words(report, one)]
    if one.aim:
        tags.append(f'<small class="aim">{_safe(access.text("front.aim"))}</small>')
    squares = "".join(_square(square) for square in one.squares)
    kind = one.sign.value if not one.here else "here"
    return (
        f'<tr class="{kind}"{here}><th scope="row"><span><b>{one.index}</b> {_safe(one.name)}'
        f"</span> {' '.join(tags)}</th>{squares}</tr>"
    )


def _words(report: Report, one: Rung) -> list[str]:
    """Return how a stage stands, in a word or two."""
    if one.here:
        return [access.text("front.here" if report.now.certain else "front.here-least")]
    if one.sign is Verdict.OPEN:
        return [access.text("front.possible")]
    return [access.text(f"ladder.{one.sign.value}")]


def _square(one: Square) -> str:
    word = access.text(f"reach.{one.cell.value}")
    return (
        f'<td class="{one.fill.value}"><span aria-hidden="true">{SIGNS[one.cell]}</span>'
        f"{_unseen(word)}</td>"
    )


def climb(report: Report) -> None:
    """Draw how far the team was at each point in time: a column for each, as in the ladder."""
    catalogue = access.catalogue()
    drawn = changing.climb(catalogue, report)
    if not drawn.rungs:
        return
    heads = "".join(f'<th scope="col">{_safe(day)}</th>' for day in drawn.days)
    rows = "".join(
        f'<tr><th scope="row">{_safe(name)}</th>'
        + "".join(
            f'<td class="{one.value}">{_unseen(changing.filled(catalogue, one))}</td>'
            for one in fills
        )
        + "</tr>"
        for name, fills in drawn.rungs
    )
    st.html(
        f'<table class="rungs climb"><caption class="unseen">{_safe(access.text("trend.picture"))}'
        f'</caption><thead><tr><th scope="col">{_safe(access.text("front.stage"))}</th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def profile(report: Report) -> None:
    """Draw every activity by pipeline: today's level, and the one that the stage aimed at asks."""
    key = glance.profile_key(access.catalogue(), report)
    head = "".join(
        f'<th scope="col">{_safe(access.text(one))}</th>'
        for one in ("front.activity", "front.today", "front.asked")
    )
    tables = []
    for group in glance.profile(access.catalogue(), report):
        title = access.text(
            "front.group", pipeline=group.name, known=group.known, total=len(group.bars)
        )
        rows = "".join(_row(one) for one in group.bars)
        tables.append(
            f'<table class="bars"><caption>{_safe(title)}</caption>'
            f"<colgroup><col><col><col></colgroup>"
            f'<thead class="unseen"><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )
    st.html(f'<p class="key">{_safe(key)}</p><div class="profile">{"".join(tables)}</div>')


def _row(one: Bar) -> str:
    asked = ""
    if one.asked:
        asked = f'<span aria-hidden="true">◆ </span>{_safe(one.asked_word)}'
        if one.met and one.look is not Look.WAIVED:
            asked += f'<span aria-hidden="true"> ✓</span>{_unseen(access.text("reach.met"))}'
    else:
        asked = _unseen(access.text("front.asked-nothing"))
    state = "there" if one.met else "lacking"
    quiet = "quiet" if one.look is Look.UNKNOWN else ""
    return (
        f'<tr><th scope="row">{_safe(one.name)}</th>'
        f'<td class="{quiet}">{_bar(one)} {_safe(one.word)}</td>'
        f'<td class="{state}">{asked}</td></tr>'
    )


def _bar(one: Bar) -> str:
    """Return the bar, which the word beside it says again: it is there for the eye alone."""
    parts = []
    for level in range(1, HIGHEST + 1):
        kind = "empty"
        if one.look in {Look.LEVEL, Look.RANGE} and level <= one.lo:
            kind = f"level-{one.lo}" if one.look is Look.LEVEL else "sure"
        elif one.look is Look.RANGE and level <= one.hi:
            kind = "maybe"
        mark = "<b>◆</b>" if level == one.asked else ""
        parts.append(f'<i class="{kind}">{mark}</i>')
    sign = {Look.UNKNOWN: "<u>?</u>", Look.WAIVED: "<u>–</u>"}.get(one.look, "")
    return f'<span class="bar {one.look.value}" aria-hidden="true">{"".join(parts)}{sign}</span>'


def _unseen(words: str) -> str:
    return f'<span class="unseen">{_safe(words)}</span>'


def _safe(words: str) -> str:
    return html.escape(words)
