"""How a page reaches the service and this visitor's session; holds nothing of its own.

The service is shared by all visitors; the token of the session lives in the visitor's cookie, or,
where cookies do not reach us, in this page's own state.
"""

import secrets

import streamlit as st

from assistant.conversation import Conversation
from assistant.domain.session import Turn, TurnKind
from assistant.service import Refused, Service
from assistant.ui import arrival
from assistant.ui.server import COOKIE


def service() -> Service:
    """Return the service, built at the first call of the process."""
    return arrival.service()


def token() -> str:
    """Return the token of this visitor's session, beginning one where there is none."""
    found = _token()
    arrival.begin(found)
    return found


def _token() -> str:
    """Return the token of this visitor, whose session may not be begun yet."""
    if "token" not in st.session_state:
        sent = str(st.context.cookies.get(COOKIE, ""))
        good = arrival.is_new(sent) or (sent != "" and service().sessions.knows(sent))
        st.session_state["token"] = sent if good else arrival.admit("")
    return str(st.session_state["token"])


def turns() -> tuple[Turn, ...]:
    """Return what this visitor did so far, read anew from storage."""
    found = _token()
    return () if arrival.is_new(found) else service().sessions.turns(found)


def conversation() -> Conversation:
    """Return the conversation as it stands in storage."""
    return service().conversation(turns())


def submit(turn: Turn) -> bool:
    """Keep a turn and reload the page; on refusal keep a sentence for the page to show.

    The turn is stored before anything slow happens, under a key of its own, so that sending it
    again cannot count it twice. Returns whether it was kept.
    """
    seen = int(st.session_state.get("seen", len(turns())))
    try:
        service().sessions.add(token(), turn, key=secrets.token_hex(16), expected=seen)
    except Refused as refusal:
        st.session_state["refusal"] = str(refusal)
        st.session_state["refused-text"] = turn.text if turn.kind is TurnKind.SAY else ""
        return False
    st.session_state.pop("refusal", None)
    st.session_state.pop("refused-text", None)
    return True


def send(turn: Turn) -> None:
    """Keep the turn that a button carries, before the page is drawn, so that it is drawn once."""
    submit(turn)


def text(name: str, **values: object) -> str:
    """Return one of the texts of the knowledge, filled in."""
    words = service().catalogue.texts[name]
    return words.format(**values) if values else words
