"""How a page reaches the service and this visitor's session; holds nothing of its own.

The service is shared by all visitors; the token of the session lives in the visitor's cookie, or,
where cookies do not reach us, in this page's own state. Who is signed in opens their own instead.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import streamlit as st

from assistant.conversation import Conversation
from assistant.domain.knowledge import Catalogue
from assistant.domain.session import Turn, TurnKind
from assistant.domain.storing import Key, Owned, Role, StorageError
from assistant.service import Held, Readiness, Refused, Service
from assistant.specialising import spoken_to
from assistant.ui import arrival, identity, line
from assistant.ui.server import token_in


@dataclass(slots=True)
class Visit:
    """One run of the page: the turns it is drawn from and their version.

    `reached` is False where sessions cannot be read just now. `sent` tells that words were sent in
    this very run, `excused` that the page has said why it did not take something.
    """

    turns: tuple[Turn, ...]
    seen: str
    reached: bool = True
    sent: bool = False
    excused: bool = False
    context: Mapping[str, str] = field(default_factory=dict)


def service() -> Service:
    """Return the service, built at the first call of the process."""
    return arrival.service()


def key() -> Key:
    """Return what opens this visitor's session, beginning one where there is none.

    Raises Refused where that cannot be found out just now.
    """
    try:
        found = _key()
    except StorageError as error:
        raise Refused(text("not-saved")) from error
    if isinstance(found, str):
        arrival.begin(found)
    return found


def visitor() -> str:
    """Return one name for this visitor, the same for all their pages; asks no database."""
    return identity.person() or _token()


def team() -> tuple[str, Role] | None:
    """Return the team that this visitor's session belongs to, and their role there, if any."""
    mine = st.session_state.get("mine")
    with suppress(StorageError):
        return service().people.team_of(mine) if isinstance(mine, Owned) else None
    return None


def open_session(mine: Owned | None) -> None:
    """Go on with this session of the person; without one, with that which they used last."""
    if mine is None:
        st.session_state.pop("mine", None)
    else:
        st.session_state["mine"] = mine
    for one in ("refusal", "returned", "about"):
        st.session_state.pop(one, None)


def _key() -> Key:
    """Return what opens this visitor's session, which may not be begun yet. Raises StorageError."""
    person = identity.person()
    if not person:
        return _token()
    mine = st.session_state.get("mine")
    if not isinstance(mine, Owned) or mine.person != person:
        mine = _mine(person)
        st.session_state["mine"] = mine
    return mine


def _mine(person: str) -> Owned:
    """Return the session that a person goes on with, theirs from now on if it was this browser's.

    Otherwise it is the last used that they may change, on whatever device, or by whomever in their
    teams.
    """
    people = service().people
    claimed = people.claim(_token(), person)
    st.session_state["claimed"] = claimed is not None
    if claimed is not None:
        return claimed
    own = [one.key for one in people.own(person) if one.role is not Role.READER]
    return own[0] if own else people.begin(person)


def _token() -> str:
    """Return the token of this browser, whose session may not be begun yet.

    The cookie came from us, since the page itself is never sent without a good one; it may have
    been given by an earlier process, or by another one behind the same address.
    """
    if "token" not in st.session_state:
        sent = str(token_in(st.context.cookies))
        st.session_state["token"] = sent if arrival.formed(sent) else arrival.admit("")
    return str(st.session_state["token"])


def begin() -> None:
    """Read the session for a run of the page that just began."""
    st.session_state["visit"] = Visit((), "", sent=bool(st.session_state.pop("sent", False)))
    mine = st.session_state.get("mine")
    with suppress(StorageError):
        if mine is not None and not service().sessions.knows(mine):
            open_session(None)  # it was deleted, or is no longer theirs to read
    renew()


def renew() -> None:
    """Read the session anew, in the middle of a run too."""
    now = visit()
    try:
        held = stored()
    except StorageError:
        now.reached = False
    else:
        now.turns, now.seen = held.turns, held.version.name


def visit() -> Visit:
    """Return what this run of the page is drawn from."""
    found: Visit = st.session_state["visit"]
    return found


def stored() -> Held:
    """Return what this visitor did so far, as it stands in storage now. Raises StorageError."""
    found = _key()
    if isinstance(found, str) and arrival.is_unused(found):
        return Held()
    return service().sessions.held(found)


def turns() -> tuple[Turn, ...]:
    """Return what this visitor did so far, as this run of the page shows it."""
    return visit().turns


def waits() -> bool:
    """Whether the conversation holds words that cannot be read before the reader is loaded."""
    typed = any(turn.kind is TurnKind.SAY for turn in turns())
    return typed and service().state is Readiness.LOADING


def conversation() -> Conversation:
    """Return the conversation as this run shows it, saying so where that takes a moment.

    Raises Refused when words cannot be read at all.
    """
    if waits():
        line.runs.leave()
        with st.spinner(service().catalogue.texts["state.loading-result"], show_time=False):
            service().wait()
    return service().conversation(turns())


def speak_to(context: Mapping[str, str]) -> None:
    """Let this run of the page speak in the terms of who made these choices on the use case."""
    visit().context = context


def catalogue() -> Catalogue:
    """Return the knowledge in the terms that this run of the page speaks in."""
    return spoken_to(service().catalogue, visit().context)


def text(name: str, **values: object) -> str:
    """Return one of the texts of the knowledge, filled in."""
    words = service().catalogue.texts[name]
    return words.format(**values) if values else words
