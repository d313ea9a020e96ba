"""Folds whose content is made only once they are opened: what nobody sees costs nobody anything."""

from collections.abc import Callable

import streamlit as st

from assistant.domain.worded import WordingMode
from assistant.ui import access


def show(label: str, key: str, draw: Callable[[], None], *, icon: str | None = None) -> None:
    """Show a fold, shut at first; `draw` is called where it is open, and shows what is in it.

    To open it runs the page once more, which would cut a language model short that is writing or
    suggesting: where there is one, the content is made at once.
    """
    service = access.service()
    if {service.wording_mode, service.suggesting} != {WordingMode.OFF}:
        with st.expander(label, icon=icon, key=key):
            draw()
        return
    if key in st.session_state:
        # Streamlit takes a fold with another label, such as one that counts, for another fold.
        st.session_state[key] = bool(st.session_state[key])
    fold = st.expander(label, icon=icon, key=key, on_change="rerun")
    if fold.open:
        with fold:
            draw()
