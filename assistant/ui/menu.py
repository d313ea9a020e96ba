"""The pages with their titles and addresses, and the menu of them."""

from collections.abc import Callable, Mapping
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

TITLES = {
    "assessment": "Assessment",
    "result": "Result",
    "answers": "Answers",
    "library": "Library",
    "history": "History",
}
FIRST = "assessment"


def show(
    shows: Mapping[str, Callable[[], None]], account: Callable[[], None] | None = None
) -> StreamlitPage:
    """Show the menu and return the page that is open; `shows` has what draws each of TITLES.

    Pages carry no symbols: Streamlit would make each one the tab's icon, fetched from elsewhere.
    """
    pages = {
        name: st.Page(
            shows[name], title=title, url_path="" if name == FIRST else name, default=name == FIRST
        )
        for name, title in TITLES.items()
    }
    if account is not None:
        pages["account"] = st.Page(account, title="Account", url_path="account")
    return _shown(pages, "top")


def only(account: Callable[[], None]) -> StreamlitPage:
    """Return the page on which to sign in, at every address, without a menu."""
    page = st.Page(account, title="Sign in", url_path="", default=True)
    return _shown({"account": page}, "hidden")


def _shown(pages: dict[str, StreamlitPage], position: Literal["top", "hidden"]) -> StreamlitPage:
    st.session_state["pages"] = pages
    return st.navigation(list(pages.values()), position=position)
