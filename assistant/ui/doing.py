"""What a person does with what is theirs: asked where nothing takes it back, and told after."""

from collections.abc import Callable

import streamlit as st

from assistant.domain.storing import LastOwner, MayNotChange, NoSuchSession, StorageError
from assistant.ui import access

DONE = "done-told"
"""What the page says, once, of what was just done or refused."""


def tell() -> None:
    """Say what was just done, or why it was not."""
    if told := st.session_state.pop(DONE, ""):
        st.info(told, icon=":material/info:")


def do(act: Callable[[], object], done: str, otherwise: str) -> None:
    """Do something and draw the page anew, which says so; the last two are names of texts."""
    try:
        act()
    except LastOwner:
        done = "team.last-owner"
    except MayNotChange:
        done = "may-not-change"
    except NoSuchSession:
        done = "not-there"
    except StorageError:
        done = otherwise
    st.session_state[DONE] = access.text(done)
    st.rerun()


def delete(question: str, act: Callable[[], object]) -> None:
    """Ask before something is deleted: nothing brings it back."""
    _ask(question, act, "account.delete-title", "history.delete-yes", "account.deleted")


def give(act: Callable[[], object]) -> None:
    """Ask before something is given away: nobody gives it back."""
    _ask(access.text("team.give-ask"), act, "team.give-title", "team.give-yes", "team.given")


def _ask(question: str, act: Callable[[], object], title: str, yes: str, done: str) -> None:
    def dialog() -> None:
        st.markdown(question)
        with st.container(horizontal=True):
            if st.button(access.text(yes), key="yes"):
                do(act, done, "not-done")
            if st.button(access.text("history.delete-no"), type="primary", key="no"):
                st.rerun()

    st.dialog(access.text(title))(dialog)()
