"""The words that `static/page.js` shows or says, handed to it as attributes of a hidden element."""

import html
import json

import streamlit as st

from assistant.domain.results import Verdict
from assistant.ui import access, identity, marks

WORDS = ("offline", "online", "menu")


def show() -> None:
    """Put the words on the page; they stay there when the server is gone.

    Where people sign in, also a mark of who it is, by which one tab learns that another signed out.
    """
    ours = {
        **{name: access.text(f"page.{name}") for name in WORDS},
        "panel": access.text("panel.where"),
        **({"person": identity.person()[:16]} if identity.on() else {}),
        "signs": json.dumps({_symbol(verdict): _name(verdict) for verdict in Verdict}),
    }
    given = " ".join(f'data-{name}="{html.escape(value)}"' for name, value in ours.items())
    st.html(f'<div class="page-words" {given} hidden></div>')


def _symbol(verdict: Verdict) -> str:
    """Return the name of a symbol as Streamlit has it read aloud."""
    return marks.SIGNS[verdict].removeprefix(":material/").removesuffix(":")


def _name(verdict: Verdict) -> str:
    return access.text(f"sign.{verdict.value}")
