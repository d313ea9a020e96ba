"""The answers: all that the result goes by, to check, to change, and to try out on a copy."""

from contextlib import suppress

import streamlit as st

from assistant.conversation import Conversation, taken
from assistant.service import Refused
from assistant.sheet import rows
from assistant.ui import access, acts, spoken
from assistant.ui.answers import copies, listing


def show() -> None:
    """Show the table of today's answers, or that of a what-if."""
    st.title(access.text("answers.title"), anchor=False)
    if not access.visit().reached:
        st.warning(access.text("not-reached"), icon=":material/info:")
        return
    acts.excuse()
    st.markdown(access.text("answers.lead"))
    with suppress(Refused):  # words that cannot be read: the line below says so
        _table(access.conversation())
        return
    st.text(access.text("state.failed", reason=access.service().failure))


def _table(conversation: Conversation) -> None:
    access.speak_to(conversation.context)
    turns = taken(access.service().catalogue, access.turns())
    table = rows(access.catalogue(), conversation, turns)
    scenario = copies.chosen(conversation)
    if scenario is None:
        listing.show(table)
    else:
        copies.show(conversation, scenario, table)
    spoken.tell(st.session_state.pop("answers-told", ""), turn=len(turns))
