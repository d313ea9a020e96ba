"""The page with all its parts: shows the page that is open, after what was done on it is taken."""

import streamlit as st

from assistant.operating import METERS
from assistant.ui import (
    access,
    account,
    acts,
    answers,
    assessment,
    history,
    identity,
    library,
    line,
    menu,
    pruning,
    result,
    scripted,
    waiting,
)

SHOWS = {
    "assessment": assessment.show,
    "result": result.show,
    "answers": answers.show,
    "library": library.show,
    "history": history.show,
}


def show() -> None:
    """Show the page that is open."""
    st.set_page_config(page_title=access.text("product"), layout="centered")
    let_in = not identity.required() or bool(identity.person())
    if let_in:
        opened = menu.show(SHOWS, account.show if identity.on() else None)
    else:
        opened = menu.only(account.sign_in)
    with line.runs.place(waiting.busy):
        if let_in:
            acts.late()
            access.begin()
            account.greet()
        with METERS.timing("page"):
            opened.run()
        scripted.show()
        pruning.prune()
    # Loading at once would keep the server from sending the rest of this very page.
    access.service().warm(after=1.0)
