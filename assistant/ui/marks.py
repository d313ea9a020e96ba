"""How levels, stages and the user's words look: the same word, colour and sign everywhere."""

from typing import Literal

import streamlit as st

from assistant.domain.knowledge import Activity
from assistant.domain.levels import Standing, Status
from assistant.domain.results import Verdict
from assistant.phrases.standing import standing_word
from assistant.ui import access

Colour = Literal["gray", "orange", "blue", "green"]
COLOURS: tuple[Colour, Colour, Colour, Colour] = ("gray", "orange", "blue", "green")

SIGNS = {
    Verdict.MET: ":material/check_circle:",
    Verdict.UNMET: ":material/radio_button_unchecked:",
    Verdict.OPEN: ":material/help:",
    Verdict.WAIVED: ":material/do_not_disturb_on:",
}


def level_badge(item: Activity, standing: Standing) -> None:
    """Show how an activity stands as a word in its colour; a range and a gap stay grey."""
    word = standing_word(access.service().catalogue, item, standing)
    exact = standing.known and standing.status in {Status.LEVEL, Status.OPEN}
    st.badge(word, color=COLOURS[standing.lo] if exact else "gray")
    if standing.planned:
        st.badge(access.text("standing.planned"), color="gray", icon=":material/event:")


def words(standing: Standing) -> None:
    """Show the user's newest words for a standing, as plain text in quotation marks."""
    if standing.words:
        st.text(f"“{shortened(standing.words[-1].quote)}”")


def shortened(text: str, most: int = 140) -> str:
    """Return a text on one line, cut at a word with an ellipsis when longer than `most`."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0] + " …"
