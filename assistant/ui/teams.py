"""A person's teams: who is in them and may do what, who did what, and how one comes and goes."""

from collections.abc import Mapping
from functools import partial
from itertools import groupby

import streamlit as st

from assistant.domain.storing import Member, Note, Owned, Role, Team
from assistant.phrases.standing import dated
from assistant.ui import access, doing, identity

LONGEST_NAME = 80
SHOWN = 40
"""Lines of who did what; what somebody did at a stretch is one."""
OF_SESSIONS = {"changed", "emptied", "deleted", "shared", "withdrew", "gave"}
"""What is done with an assessment; all else is about people."""


def show(person: str, firsts: Mapping[str, str], giving: Owned | None) -> None:
    """Show every team of a person.

    `firsts` are the first words of assessments, by their names; `giving` is one that can be given.
    """
    st.header(access.text("team.title"), anchor=False)
    st.markdown(access.text("team.lead"))
    for number, team in enumerate(access.service().people.teams(person), start=1):
        with st.container(key=f"team-{number}", border=True, gap="small"):
            role = access.text(f"team.role.{team.role}")
            st.text(access.text("team.label", team=team.name, role=role))
            _members(team, person, number)
            _invite(team, person, number)
            _notes(team, person, firsts, number)
            _ways(team, person, giving, number)
    _begin(person)
    _join(person)


def _members(team: Team, person: str, number: int) -> None:
    change = access.service().people.change
    label = access.text("team.members", count=len(team.members))
    with st.expander(label, icon=":material/group:", key=f"members-{number}"):
        for place, one in enumerate(team.members, start=1):
            st.text(_told(one))
            if team.role is not Role.OWNER:
                continue
            others: list[Role | None] = [other for other in Role if other is not one.role]
            if one.person != person:
                others.append(None)
            with st.container(horizontal=True, gap="small"):
                for other in others:
                    key = f"make-{other or 'nothing'}-{number}-{place}"
                    words = access.text(f"team.make.{other}" if other else "team.remove")
                    if st.button(words, key=key):
                        act = partial(change, person, team.id, one.person, other)
                        doing.do(act, "team.changed", "not-done")


def _told(one: Member) -> str:
    since, role = dated(one.since.astimezone().date()), access.text(f"team.role.{one.role}")
    return access.text("team.member", who=one.name, role=role, since=since)


def _invite(team: Team, person: str, number: int) -> None:
    if team.role is not Role.OWNER:
        return
    label = access.text("team.invite")
    with st.expander(label, icon=":material/person_add:", key=f"invite-{number}"):
        st.markdown(access.text("team.invite-lead"))
        code = ""
        with st.container(horizontal=True, gap="small"):
            for role in reversed(Role):
                words = access.text(f"team.invite.{role}")
                if st.button(words, key=f"invite-{role}-{number}"):
                    code = access.service().people.invite(person, team.id, role)
        if code:
            st.markdown(access.text("team.invited"))
            st.code(code, language=None, wrap_lines=True)


def _notes(team: Team, person: str, firsts: Mapping[str, str], number: int) -> None:
    label = access.text("team.notes")
    with st.expander(label, icon=":material/history:", key=f"notes-{number}"):
        st.text("\n".join(lines(access.service().people.notes(person, team.id), firsts)))


def _ways(team: Team, person: str, giving: Owned | None, number: int) -> None:
    people = access.service().people
    with st.container(horizontal=True):
        if giving is not None and team.role is not Role.READER:
            words = access.text("team.give")
            if st.button(words, icon=":material/group_add:", key=f"give-{number}"):
                doing.give(partial(people.give, giving, team.id))
        leave = access.text("team.leave")
        if st.button(leave, type="tertiary", icon=":material/logout:", key=f"leave-{number}"):
            act = partial(people.change, person, team.id, person, None)
            doing.do(act, "team.left", "not-done")
        end, key = access.text("team.delete"), f"delete-team-{number}"
        if team.role is Role.OWNER and st.button(
            end, type="tertiary", icon=":material/delete:", key=key
        ):
            act = partial(people.disband, person, team.id)
            doing.delete(access.text("team.delete-ask"), act)


def _begin(person: str) -> None:
    with st.form("found-team", clear_on_submit=True):
        name = st.text_input(access.text("team.name"), max_chars=LONGEST_NAME, key="team-name")
        label = access.text("team.found")
        if st.form_submit_button(label, icon=":material/group_add:") and name.strip():
            act = partial(access.service().people.found, person, identity.called(), name.strip())
            doing.do(act, "team.founded", "not-done")


def _join(person: str) -> None:
    with st.form("join-team", clear_on_submit=True):
        code = st.text_input(access.text("team.code"), max_chars=LONGEST_NAME, key="team-code")
        label = access.text("team.join")
        if st.form_submit_button(label, icon=":material/group:") and code.strip():
            act = partial(access.service().people.join, person, identity.called(), code.strip())
            doing.do(act, "team.joined", "not-done")


def lines(notes: tuple[Note, ...], firsts: Mapping[str, str]) -> list[str]:
    """Return who did what, the newest first; what somebody did at a stretch is one line."""
    told = []
    for (who, what, about), stretch in groupby(notes, lambda one: (one.who, one.what, one.about)):
        at = next(stretch).at.astimezone()
        if what in OF_SESSIONS:
            named = firsts.get(about) or access.text("team.one")
        else:
            role = access.text(f"team.role.{about}") if about in set(Role) else about
            named = role or access.text("team.somebody")
        did = access.text(f"team.did.{what}", who=who or access.text("team.somebody"), about=named)
        told.append(f"{dated(at.date())}, {at:%H:%M}: {did}")
    return told[:SHOWN]
