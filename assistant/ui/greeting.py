"""What a new visitor sees before the knowledge is read: the first words, and the box.

A server that has just been started has read nothing, and reading takes longer than all that its
page needs to come. Who is new sees the opening in any case, and that needs a few texts only; so
they come first, what is written in the box waits, and the rest follows in the same places.
"""

import os
from functools import cache

import streamlit as st

from assistant.packaged import default_folder
from assistant.ui import arrival, menu
from assistant.ui.server import token_in

OTHERS = ("KNOWLEDGE", "LANGUAGE_MODEL", "SIGN_IN")
"""Settings, or how they begin, under which the opening has other words than ours."""
LOOK = 0.1
"""Seconds between two looks at whether all is read; whatever is sent cuts them short."""
AFTER = 0.2
"""Seconds that the first words have to reach the browser before the rest is read."""


def due() -> bool:
    """Whether this visitor is new and the rest is not read yet."""
    if arrival.opened() or arrival.failed():
        return False
    prefix = "MLOPS_ASSISTANT_"
    other = tuple(prefix + one for one in OTHERS)
    return not any(one.upper().startswith(other) for one in os.environ) and arrival.is_fresh(
        token_in(st.context.cookies)
    )


@cache
def texts() -> dict[str, str]:
    """Return our texts, unchecked: `service` checks them in a moment."""
    import yaml  # while the browser is on its way; the server would answer later by it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    words: dict[str, str] = yaml.load((default_folder() / "texts.yaml").read_text("utf-8"), loader)  # noqa: S506 -- a SafeLoader
    return words


def show() -> None:
    """Show the first words, then stay until all is read, and draw the whole page."""
    st.set_page_config(page_title=texts()["product"], layout="centered")
    nothing = dict.fromkeys(menu.TITLES, _nothing)
    opened = menu.show({**nothing, menu.FIRST: _opening})
    opened.run()
    arrival.open_soon(AFTER)
    while not arrival.opened(LOOK) and not arrival.failed():
        st.session_state.get("visit")  # where Streamlit sees that something was sent
    st.rerun()


def _nothing() -> None:
    """Show nothing: what stands on this page is not read yet."""


def _opening() -> None:
    """Show what `opening` and `panel` begin with, and the box."""
    words = texts()
    with st.sidebar:
        st.header(words["panel.where"], anchor=False)
        st.markdown(words["panel.start"])
    with st.empty().container():  # where the opening will be, so that nothing is taken down for it
        st.title(words["opening.title"], anchor=False)
        st.markdown(words["opening.lead"])
        st.markdown(words["opening.how"])
        st.caption(words["opening.time"])
    with st.bottom:
        st.chat_input(words["input.opening"], key="box", submit_mode="disable", on_submit=_sent)


def _sent() -> None:
    """Take what was written before all was read."""
    from assistant.ui import access, acts  # which waits until it is

    access.begin()
    acts.sent(access.visit().seen, "")
