"""Who may do what in a team, over SQLite and PostgreSQL; who did what; and what deleting leaves."""

import hashlib
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from assistant.domain.session import Turn, TurnKind
from assistant.domain.storing import (
    LastOwner,
    MayNotChange,
    NoSuchSession,
    Owned,
    Role,
    StorageError,
)
from assistant.storage import Linking, Owning, Store, Teaming, teaming
from assistant.storage.schema import MIGRATIONS

ADA, BEN, CAT, EVE = (hashlib.sha256(one).hexdigest() for one in (b"ada", b"ben", b"cat", b"eve"))
NAMES = {ADA: "Ada", BEN: "Ben", CAT: "Cat", EVE: "Eve"}
MONTH = timedelta(days=30)


def said(words: str) -> Turn:
    return Turn(kind=TurnKind.SAY, text=words)


def refused(act: Callable[[], object], why: type[StorageError]) -> None:
    with pytest.raises(StorageError) as caught:
        act()
    assert type(caught.value) is why


def joined(store: Store, team: str, person: str, role: Role) -> None:
    teams = Teaming(store)
    teams.join(teams.invite(team, ADA, role), person, NAMES[person])


@pytest.fixture
def team(store: Store) -> str:
    """A team in which Ada is the owner, Ben an editor, Cat a reader; and not Eve."""
    found = Teaming(store).found(ADA, "Ada", "Fraud models")
    joined(store, found, BEN, Role.EDITOR)
    joined(store, found, CAT, Role.READER)
    return found


def given(store: Store, team: str, words: str = "of the team") -> Owned:
    mine = Owning(store).begin(ADA)
    store.append(mine, said(words), "k", 0)
    Teaming(store).give(mine, team)
    return mine


def roles(store: Store, person: str) -> dict[str, Role]:
    (found,) = Teaming(store).of(person)
    return {one.name: one.role for one in found.members}


# --- who may do what


def test_readers_read_editors_change_and_owners_delete(store: Store, team: str) -> None:
    session = given(store, team).session
    ada, ben, cat, eve = (Owned(session, one) for one in (ADA, BEN, CAT, EVE))
    for one in (ada, ben, cat):
        assert store.turns(one) == (said("of the team"),)
        assert [each.key for each in Teaming(store).sessions(one.person)] == [one]
        assert Teaming(store).place(one) == ("Fraud models", roles(store, ADA)[NAMES[one.person]])
    assert store.append(ben, said("by Ben"), "b", 1) == 2
    assert len(Linking(store).make(ben, MONTH)) == 43
    for act in (
        lambda: store.append(cat, said("by Cat"), "c", 2),
        lambda: Linking(store).make(cat, MONTH),
        lambda: store.clear(cat),
        lambda: store.delete(cat),
        lambda: store.clear(ben),
        lambda: store.delete(ben),
    ):
        refused(act, MayNotChange)
    (link,) = Linking(store).of(cat)
    Linking(store).withdraw(cat, link.id)
    assert Linking(store).of(cat) == (link,), "a reader withdraws nothing"
    for stranger in (
        lambda: store.turns(eve),
        lambda: store.append(eve, said("x"), "x", 2),
        lambda: store.clear(eve),
        lambda: store.delete(eve),
        lambda: Linking(store).make(eve, MONTH),
    ):
        refused(stranger, NoSuchSession)
    assert Teaming(store).place(eve) is None
    assert Teaming(store).sessions(EVE) == ()
    assert Teaming(store).notes(team, EVE) == ()
    assert [one.text for one in store.turns(ada)] == ["of the team", "by Ben"]
    store.delete(ada)
    refused(lambda: store.turns(ben), NoSuchSession)


def test_only_owners_say_who_is_in_and_what_they_may(store: Store, team: str) -> None:
    teams = Teaming(store)
    for person in (BEN, CAT, EVE):
        for act in (
            lambda person=person: teams.invite(team, person, Role.READER),
            lambda person=person: teams.change(team, person, ADA, None),
            lambda person=person: teams.change(team, person, person, Role.OWNER),
            lambda person=person: teams.delete(team, person),
        ):
            refused(act, MayNotChange)
    refused(lambda: teams.change(team, EVE, EVE, None), MayNotChange)
    teams.change(team, ADA, BEN, Role.READER)
    teams.change(team, ADA, CAT, Role.OWNER)
    assert roles(store, ADA) == {"Ada": Role.OWNER, "Ben": Role.READER, "Cat": Role.OWNER}
    session = given(store, team).session
    refused(lambda: store.append(Owned(session, BEN), said("x"), "x", 1), MayNotChange)
    teams.change(team, CAT, BEN, None)
    refused(lambda: store.turns(Owned(session, BEN)), NoSuchSession)
    assert teams.of(BEN) == ()


def test_a_team_keeps_an_owner(store: Store, team: str) -> None:
    teams = Teaming(store)
    for act in (
        lambda: teams.change(team, ADA, ADA, None),
        lambda: teams.change(team, ADA, ADA, Role.READER),
        lambda: teams.forget(ADA),
    ):
        refused(act, LastOwner)
    assert roles(store, ADA)["Ada"] is Role.OWNER
    teams.change(team, ADA, BEN, Role.OWNER)
    teams.change(team, ADA, ADA, None)
    assert roles(store, BEN) == {"Ben": Role.OWNER, "Cat": Role.READER}


def test_two_owners_who_leave_at_once_leave_one_behind(store: Store, team: str) -> None:
    teams = Teaming(store)
    teams.change(team, ADA, BEN, Role.OWNER)
    start = threading.Barrier(2)
    stayed: list[str] = []

    def leave(person: str) -> None:
        start.wait()
        try:
            teams.change(team, person, person, None)
        except LastOwner:
            stayed.append(person)

    threads = [threading.Thread(target=leave, args=(one,)) for one in (ADA, BEN)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(stayed) == 1
    assert Role.OWNER in roles(store, CAT).values()


def test_an_invitation_is_taken_once_and_not_too_late(
    store: Store, team: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams = Teaming(store)
    token = teams.invite(team, ADA, Role.EDITOR)
    teams.join(token, EVE, "Eve")
    for used in (token, "x" * 43, "", "' OR 1 --"):
        refused(lambda used=used: teams.join(used, "f" * 64, "Fay"), NoSuchSession)
    assert roles(store, EVE)["Eve"] is Role.EDITOR
    again = teams.invite(team, ADA, Role.OWNER)
    teams.join(again, EVE, "Eve")
    assert roles(store, EVE)["Eve"] is Role.EDITOR, "who is in stays what they are"
    monkeypatch.setattr(teaming, "LASTS", timedelta(0))
    late = teams.invite(team, ADA, Role.READER)
    refused(lambda: teams.join(late, "f" * 64, "Fay"), NoSuchSession)


def test_only_what_is_ones_own_is_given_and_only_where_one_may(store: Store, team: str) -> None:
    teams, owning = Teaming(store), Owning(store)
    cats, bens = owning.begin(CAT), owning.begin(BEN)
    refused(lambda: teams.give(cats, team), MayNotChange)
    refused(lambda: teams.give(Owned(cats.session, BEN), team), NoSuchSession)
    teams.give(bens, team)
    assert store.turns(Owned(bens.session, CAT)) == ()
    assert owning.of(BEN) == ()
    other = teams.found(BEN, "Ben", "Another team")
    refused(lambda: teams.give(bens, other), NoSuchSession)


# --- who did what


def test_every_change_is_noted_with_who_made_it(store: Store, team: str) -> None:
    session = given(store, team).session
    store.append(Owned(session, BEN), said("by Ben"), "b", 1)
    refused(lambda: store.append(Owned(session, CAT), said("by Cat"), "c", 2), MayNotChange)
    Linking(store).make(Owned(session, BEN), MONTH)
    Linking(store).withdraw(Owned(session, ADA), Linking(store).of(Owned(session, ADA))[0].id)
    teams = Teaming(store)
    teams.change(team, ADA, CAT, Role.EDITOR)
    teams.change(team, ADA, CAT, None)
    teams.change(team, BEN, BEN, None)
    store.clear(Owned(session, ADA))
    store.delete(Owned(session, ADA))
    noted = [(one.who, one.what, one.about) for one in reversed(teams.notes(team, ADA))]
    assert noted == [
        ("Ada", "founded", ""),
        ("Ada", "invited", "editor"),
        ("Ben", "joined", "editor"),
        ("Ada", "invited", "reader"),
        ("Cat", "joined", "reader"),
        ("Ada", "gave", session),
        ("Ben", "changed", session),
        ("Ben", "shared", session),
        ("Ada", "withdrew", session),
        ("Ada", "editor", "Cat"),
        ("Ada", "removed", "Cat"),
        ("Ben", "left", ""),
        ("Ada", "emptied", session),
        ("Ada", "deleted", session),
    ]


# --- deleting


def test_of_a_team_that_is_deleted_no_byte_is_left(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'sessions.sqlite3'}")
    team = Teaming(store).found(ADA, "Ada Lovelace", "Fraud models")
    joined(store, team, BEN, Role.EDITOR)
    session = given(store, team, "a marker that must go").session
    link = Linking(store).make(Owned(session, ADA), MONTH)
    invitation = Teaming(store).invite(team, ADA, Role.READER)
    stays = Owning(store).begin(BEN)
    store.append(stays, said("a marker that stays"), "k", 0)

    def on_disk(words: str) -> bool:
        return any(words.encode() in one.read_bytes() for one in tmp_path.iterdir())

    hashes = [hashlib.sha256(one.encode()).hexdigest() for one in (link, invitation)]
    gone = ["a marker that must go", "Fraud models", "Ada Lovelace", team, session, ADA, *hashes]
    assert all(map(on_disk, gone))
    assert not any(map(on_disk, (link, invitation)))
    Teaming(store).delete(team, ADA)
    assert [one for one in gone if on_disk(one)] == []
    assert on_disk("a marker that stays")
    store.close()


def test_of_a_person_who_is_forgotten_no_name_is_left_and_the_team_keeps_what_is_its(
    tmp_path: Path,
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'sessions.sqlite3'}")
    teams = Teaming(store)
    team = teams.found(ADA, "Ada", "Fraud models")
    teams.join(teams.invite(team, ADA, Role.EDITOR), BEN, "Benjamin Franklin")
    teams.change(team, ADA, BEN, Role.READER)
    teams.change(team, ADA, BEN, Role.EDITOR)
    session = given(store, team).session
    store.append(Owned(session, BEN), said("by Ben"), "b", 1)
    alone = teams.found(BEN, "Benjamin Franklin", "Ben alone")
    teams.forget(BEN)
    Owning(store).forget(BEN)
    for gone in (BEN, "Benjamin Franklin", "Ben alone", alone):
        assert not any(gone.encode() in one.read_bytes() for one in tmp_path.iterdir())
    assert [one.text for one in store.turns(Owned(session, ADA))] == ["of the team", "by Ben"]
    assert ("", "changed", session) in [
        (one.who, one.what, one.about) for one in teams.notes(team, ADA)
    ]
    store.close()


def test_teams_are_there_again_after_the_tables_went_down_and_up(store: Store, url: str) -> None:
    team = Teaming(store).found(ADA, "Ada", "Fraud models")
    session = given(store, team).session
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
    store.close()
    again = Store.open(url)
    assert again.turns(Owned(session, ADA)) == (said("of the team"),)
    assert [one.name for one in Teaming(again).of(ADA)] == ["Fraud models"]
    again.close()
