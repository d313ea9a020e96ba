"""The window in which one answer is changed: it says what a change would do before it counts."""

from collections.abc import Sequence

import streamlit as st

from assistant.conversation import Conversation
from assistant.domain.knowledge import Activity
from assistant.domain.levels import OPEN, Standing, Status, level_word
from assistant.domain.scenario import Scenario
from assistant.domain.session import Turn, TurnKind
from assistant.phrases.shifting import lines
from assistant.preview import preview
from assistant.ui import access, acts, marks

FORGET = "forget"
MARKS = (Status.UNKNOWN.value, Status.NOT_APPLICABLE.value)


def change(activity: str) -> None:
    """Open the window for one activity."""
    item = access.catalogue().items[activity]
    st.dialog(item.name, width="medium")(_change)(item)


def _change(item: Activity) -> None:
    conversation = access.conversation()
    standing = conversation.profile.get(item.id, OPEN)
    st.caption(item.summary)
    for one in standing.words[-1:]:
        st.text(f"“{marks.shortened(one.quote, 400)}”")
    exact = standing.lo if standing.known and not standing.waived else None
    others = (*MARKS, *((FORGET,) if item.id in conversation.told else ()))
    choice = levels(item, others, exact, key=f"change-{item.id}")
    turn = None if choice is None else _turn(item.id, choice)
    with st.container(key="would", gap="small"):
        _would(conversation, item.id, turn, same=_same(standing, choice))
    _decide(turn, item.name)


def levels(item: Activity, others: Sequence[str], stands: int | None, key: str) -> int | str | None:
    """Ask for a level of an activity, or one of a few other things, and return what is chosen."""
    words = {
        FORGET: access.text("answers.forget"),
        **{mark: access.text(f"mark.{mark}") for mark in MARKS},
        "today": access.text("whatif.as-today"),
    }
    choices: list[int | str] = [0, 1, 2, 3, *others]
    return st.radio(
        access.text("edit.level"),
        choices,
        index=stands,
        format_func=lambda one: words[one] if isinstance(one, str) else item.replies[one].label,
        captions=[*(level_word(one, item.scale) for one in range(4)), *("" for _ in others)],
        key=key,
    )


def _turn(activity: str, choice: int | str) -> Turn:
    if isinstance(choice, int):
        return Turn(kind=TurnKind.EDIT, activity=activity, level=choice)
    if choice == FORGET:
        return Turn(kind=TurnKind.FORGET, activity=activity)
    return Turn(kind=TurnKind.MARK, activity=activity, mark=choice)


def _same(standing: Standing, choice: int | str | None) -> bool:
    """Whether just what is known for certain is chosen again."""
    level = standing.lo if standing.known and not standing.waived else None
    return choice is None or (choice == level and standing.sure)


def _would(conversation: Conversation, activity: str, turn: Turn | None, *, same: bool) -> None:
    """Say what a turn would lead to."""
    st.markdown(f"**{access.text('answers.what')}**")
    if turn is None or same:
        st.markdown(access.text("answers.choose"))
        return
    shift = preview(access.service().catalogue, conversation, turn)
    bullets(lines(access.catalogue(), shift, (activity,)))


def bullets(said: Sequence[str]) -> None:
    """Show sentences of ours as a list."""
    st.markdown("\n".join(f"- {one}" for one in said))


def _decide(turn: Turn | None, name: str) -> None:
    with st.container(horizontal=True):
        apply = st.button(access.text("answers.apply"), type="primary", disabled=turn is None)
        if apply and turn is not None:
            done(turn, access.text("answers.applied", activity=name))
        if st.button(access.text("answers.leave")):
            st.rerun()


def done(turn: Turn, told: str) -> None:
    """Keep a turn, have `told` said to whoever hears the page, and draw it anew."""
    if acts.take(turn, access.visit().seen):
        st.session_state["answers-told"] = told
    st.rerun()


def stated(scenario: Scenario) -> Turn:
    """Return the turn that states a what-if as a whole."""
    return Turn(kind=TurnKind.SCENARIO, text=scenario.name, levels=scenario.levels)
