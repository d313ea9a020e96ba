"""A person's own page: sign in, sign out, go from one of their assessments to another, delete."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from assistant.conversation import taken
from assistant.domain.session import TurnKind
from assistant.domain.storing import Mine, Owned, Role, StorageError, Team
from assistant.phrases.standing import dated
from assistant.ui import access, doing, identity, marks, teams

LISTED = 50
"""Assessments that are listed; of more, those used last."""


def show() -> None:
    """Show the page of who is signed in, or let them sign in."""
    person = identity.person()
    if not person:
        sign_in()
        return
    st.title(access.text("account.title"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", key="who"):
        st.text(access.text("account.who", who=identity.called() or "…"), width="content")
        if st.button(access.text("account.out"), icon=":material/logout:", key="sign-out"):
            st.logout()
            st.stop()
    st.markdown(access.text("account.lead"))
    doing.tell()
    try:
        _list(person)
    except StorageError:
        st.warning(access.text("not-reached"), icon=":material/info:")


def sign_in() -> None:
    """Say what signing in is good for, and offer it."""
    must = identity.required()
    if must:
        st.caption(access.text("product"))
    st.title(access.text("account.in-title"), anchor=False)
    st.markdown(access.text("account.must" if must else "account.may"))
    st.caption(access.text("account.kept"))
    if st.button(access.text("account.in"), icon=":material/login:", key="sign-in"):
        st.login()


def greet() -> None:
    """Say whose this is: once, that what was done before is now theirs; always, which team's."""
    if st.session_state.pop("claimed", False):
        st.info(access.text("account.claimed"), icon=":material/info:")
    if place := access.team():
        team, role = place
        st.text(access.text("team.of-read" if role is Role.READER else "team.of", team=team))


def _list(person: str) -> None:
    """Show every assessment of a person, with what one can do with it."""
    people = access.service().people
    own = people.own(person)
    current = access.key()
    inside = {one.id: one for one in people.teams(person)}
    firsts: dict[str, str] = {}
    for number, one in enumerate(own[:LISTED], start=1):
        with st.container(key=f"mine-{number}", border=True, gap="small"):
            firsts[one.key.session] = _one(one, number, inside, here=one.key == current)
    with st.container(horizontal=True):
        if st.button(access.text("account.new"), icon=":material/add:", key="another"):
            access.open_session(people.begin(person))
            st.switch_page(st.session_state["pages"]["assessment"])
        if st.button(access.text("account.delete-all"), icon=":material/delete:", key="delete-all"):
            count = sum(1 for one in own if not one.team)
            all_of_it = access.text("account.delete-all-ask", count=count)
            doing.delete(all_of_it, partial(people.forget, person))
    alone = next((one.key for one in own if one.key == current and not one.team), None)
    teams.show(person, firsts, alone)


def _one(mine: Mine, number: int, inside: Mapping[str, Team], *, here: bool) -> str:
    """Show one assessment, with what one can do with it, and return its first words."""
    turns = access.service().sessions.turns(mine.key)
    kept = taken(access.service().catalogue, turns)
    first = next((one.text for one in kept if one.kind is TurnKind.SAY), "")
    said = f"“{marks.shortened(first)}”" if first else access.text("account.nothing-said")
    st.text(said)
    team = inside.get(mine.team)
    if team is not None:
        st.text(access.text("team.of", team=team.name))
    begun, last = (dated(one.astimezone().date()) for one in (mine.begun, mine.last))
    st.caption(access.text("account.when", begun=begun, last=last, count=len(kept)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if here:
            st.caption(access.text("account.here"), width="content")
        elif st.button(access.text("account.open"), key=f"go-on-{number}"):
            _go(mine.key)
        label, key = access.text("account.delete"), f"delete-mine-{number}"
        may = team is None or team.role is Role.OWNER
        if may and st.button(label, type="tertiary", icon=":material/delete:", key=key):
            act = partial(access.service().people.delete, mine.key)
            doing.delete(access.text("account.delete-ask"), act)
    return said


def _go(key: Owned) -> None:
    access.open_session(key)
    st.switch_page(st.session_state["pages"]["assessment"])
