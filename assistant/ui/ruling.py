"""The window that opens from one blocker: its rule, the words behind it, and when it is done."""

import streamlit as st

from assistant.domain.levels import level_word
from assistant.domain.results import Check, StageCheck
from assistant.phrases.outcome import reason
from assistant.ui import access, dialogs, marks


def button(check: Check, stage: StageCheck, key: str) -> None:
    """Show the name of an activity; a tap opens the rule that a stage has for it."""
    item = access.catalogue().items[check.requirement.activity]
    icon = marks.SIGNS[check.verdict]
    if st.button(item.name, key=f"{key}-rule-{item.id}", type="tertiary", icon=icon):
        st.dialog(item.name, width="medium")(_rule)(check, stage)


def _rule(check: Check, stage: StageCheck) -> None:
    """Show what the stage asks for and why, what was said, and how one can tell that it is done."""
    catalogue, need = access.catalogue(), check.requirement
    item = catalogue.items[need.activity]
    asks = access.text("front.rule", stage=f"{stage.index}, {stage.stage.name}")
    st.markdown(f"**{asks}**: {level_word(need.level, item.scale)}. {item.rubric[need.level]}")
    dialogs.citations(need.sources)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{access.text('front.today')}**", width="content")
        marks.level_badge(item, check.standing)
    marks.words(check.standing)
    if rests_on := reason(catalogue, check.standing):
        st.text(rests_on)  # a reason may be the user's own, so it is never markup
    advice = catalogue.advice.get(f"{item.id}-{need.level}")
    if advice is not None:
        st.markdown(f"**{access.text('result.done-when')}**: {advice.done_when}")
        dialogs.passage_links(advice.passages, key=f"rule-{item.id}")
