"""What a person owns and what a link opens, over SQLite and PostgreSQL; and moves of the tables."""

import hashlib
import logging
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from assistant.domain.session import Turn, TurnKind
from assistant.domain.storing import Key, NoSuchSession, Owned
from assistant.storage import ChangedElsewhere, Linking, Owning, Store
from assistant.storage.linking import MOST
from assistant.storage.schema import HEAD, MIGRATIONS, version

ADA, BEN = (hashlib.sha256(one).hexdigest() for one in (b"ada", b"ben"))
MONTH = timedelta(days=30)


def said(words: str) -> Turn:
    return Turn(kind=TurnKind.SAY, text=words)


def told(store: Store, words: str) -> str:
    token = store.new_session()
    store.append(token, said(words), "k", 0)
    return token


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(NoSuchSession):
        act()


# --- what is a person's


def test_what_is_claimed_is_the_persons_and_the_token_opens_nothing_any_more(store: Store) -> None:
    token, other = told(store, "mine"), told(store, "somebody else's")
    mine = Owning(store).claim(token, ADA)
    assert mine is not None
    assert store.turns(mine) == (said("mine"),)
    assert mine.session != hashlib.sha256(token.encode()).hexdigest()
    assert not store.knows(token)
    refused(lambda: store.append(token, said("more"), "m", 1))
    assert store.turns(other) == (said("somebody else's"),)
    assert Owning(store).claim(token, ADA) is None, "there is nothing left to claim"
    assert store.new_session(token) == token, "what is said in that browser now begins afresh"
    assert store.turns(token) == ()
    assert store.append(mine, said("more"), "m", 1) == 2


def test_where_nothing_was_said_nothing_is_claimed(store: Store) -> None:
    token = store.new_session()
    assert Owning(store).claim(token, ADA) is None
    assert store.knows(token)
    assert Owning(store).claim(secrets.token_urlsafe(32), ADA) is None
    assert Owning(store).of(ADA) == ()


def test_nobody_opens_what_is_anothers(store: Store) -> None:
    mine = Owning(store).claim(told(store, "a secret of Ada"), ADA)
    assert mine is not None
    stranger: tuple[Key, ...] = (
        Owned(mine.session, BEN),
        Owned(mine.session, ""),
        Owned(secrets.token_hex(32), ADA),
        mine.session,
        mine.session[:43],
    )
    for key in stranger:
        assert not store.knows(key)
        for act in (store.turns, store.clear, store.delete):
            refused(lambda act=act, key=key: act(key))
        refused(lambda key=key: store.append(key, said("x"), "x", 1))
        refused(lambda key=key: Linking(store).make(key, MONTH))
    assert store.turns(mine) == (said("a secret of Ada"),)


def test_a_name_in_the_table_of_owners_is_no_way_around(store: Store) -> None:
    """Were a person's session ever stored under a token's hash, the token would not open it."""
    token = store.new_session()
    with store.writing() as connection:
        row = {"session": hashlib.sha256(token.encode()).hexdigest(), "person": ADA}
        connection.execute(text("INSERT INTO owners VALUES (:session, :person)"), row)
    assert not store.knows(token)
    refused(lambda: store.append(token, said("x"), "x", 0))


def test_the_last_used_comes_first_and_all_of_one_person_goes_at_once(store: Store) -> None:
    owning = Owning(store)
    first, second = owning.begin(ADA), owning.begin(ADA)
    bens = owning.begin(BEN)
    store.append(bens, said("Ben's"), "k", 0)
    assert [one.key for one in owning.of(ADA)] == [second, first]
    store.append(first, said("Ada's"), "k", 0)
    assert [one.key for one in owning.of(ADA)] == [first, second]
    token = Linking(store).make(first, MONTH)
    assert owning.forget(ADA) == 2
    assert owning.of(ADA) == ()
    refused(lambda: store.turns(first))
    refused(lambda: Linking(store).turns(token))
    assert store.turns(bens) == (said("Ben's"),)


@pytest.mark.parametrize("number", range(3))
def test_claimed_by_two_tabs_at_once_it_is_claimed_once_and_nothing_said_is_lost(
    store: Store, number: int
) -> None:
    token = told(store, "before")
    claims: list[Owned | None] = []
    kept: list[str] = []
    start = threading.Barrier(3)

    def claim() -> None:
        start.wait()
        claims.append(Owning(store).claim(token, ADA))

    def add() -> None:
        start.wait()
        try:
            store.append(token, said("meanwhile"), "m", 1)
        except (NoSuchSession, ChangedElsewhere):
            return
        kept.append("meanwhile")

    threads = [threading.Thread(target=one) for one in (claim, claim, add)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    (mine,) = [one for one in claims if one is not None]
    assert [one.text for one in store.turns(mine)] == ["before", *kept]
    assert len(Owning(store).of(ADA)) == 1


# --- links


def test_a_link_opens_the_result_until_it_is_withdrawn_or_too_old(store: Store) -> None:
    linking, mine = Linking(store), told(store, "shared words")
    token, short = linking.make(mine, MONTH), linking.make(mine, timedelta(0))
    assert len(token) == 43, "32 random bytes"
    assert linking.turns(token) == (said("shared words"),)
    refused(lambda: linking.turns(short))
    (listed,) = linking.of(mine)
    assert timedelta(days=29) < listed.until - datetime.now(UTC) < timedelta(days=31)
    # Somebody else can neither list nor withdraw it.
    other = told(store, "others")
    assert linking.of(other) == ()
    linking.withdraw(other, listed.id)
    assert linking.turns(token) == (said("shared words"),)
    linking.withdraw(mine, listed.id)
    refused(lambda: linking.turns(token))
    assert linking.of(mine) == ()


def test_a_link_opens_nothing_but_the_result(store: Store) -> None:
    mine = told(store, "shared words")
    token = Linking(store).make(mine, MONTH)
    assert not store.knows(token)
    for act in (store.turns, store.clear, store.delete):
        refused(lambda act=act: act(token))
    refused(lambda: store.append(token, said("x"), "x", 1))
    refused(lambda: Linking(store).make(token, MONTH))


@pytest.mark.parametrize("token", ["", "short", "unknown" * 6 + "x", "é" * 43, "' OR 1 --"])
def test_every_wrong_link_is_refused_alike(store: Store, token: str) -> None:
    Linking(store).make(told(store, "shared words"), MONTH)
    refused(lambda: Linking(store).turns(token))


def test_links_end_with_what_was_said_and_there_are_only_so_many(store: Store) -> None:
    linking = Linking(store)
    cleared, deleted = told(store, "a"), told(store, "b")
    tokens = [linking.make(cleared, MONTH), linking.make(deleted, MONTH)]
    store.clear(cleared)
    store.delete(deleted)
    for token in tokens:
        refused(lambda token=token: linking.turns(token))
    store.append(cleared, said("anew"), "n", 0)
    refused(lambda: linking.turns(tokens[0]))
    assert all(linking.make(cleared, MONTH) for _ in range(MOST))
    assert linking.make(cleared, MONTH) == ""
    assert len(linking.of(cleared)) == MOST


def test_a_link_goes_along_when_the_result_is_claimed(store: Store) -> None:
    before = told(store, "shared words")
    token = Linking(store).make(before, MONTH)
    mine = Owning(store).claim(before, ADA)
    assert mine is not None
    assert Linking(store).turns(token) == (said("shared words"),)
    assert len(Linking(store).of(mine)) == 1


def test_links_that_are_too_old_are_cleared_away(store: Store) -> None:
    mine = told(store, "a")
    Linking(store).make(mine, timedelta(0))
    stays = Linking(store).make(mine, MONTH)  # making one clears away what is too old as well
    Linking(store).make(told(store, "b"), timedelta(0))
    store.purge(MONTH)
    with store.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM links")) == 1
    assert Linking(store).turns(stays) == (said("a"),)


# --- what is in the files, and in the log


def test_the_database_holds_no_token_and_no_name_and_keeps_no_byte_of_what_is_deleted(
    tmp_path: Path,
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'sessions.sqlite3'}")
    owning, linking = Owning(store), Linking(store)
    mine, stays = owning.begin(ADA), owning.begin(BEN)
    store.append(mine, said("a marker that must go"), "k", 0)
    store.append(stays, said("a marker that stays"), "k", 0)
    withdrawn, token = linking.make(mine, MONTH), linking.make(mine, MONTH)

    def on_disk(words: str) -> bool:
        return any(words.encode() in one.read_bytes() for one in tmp_path.iterdir())

    def kept(secret: str) -> bool:
        return on_disk(hashlib.sha256(secret.encode()).hexdigest())

    assert not on_disk(token)
    assert kept(token)
    assert kept(withdrawn)
    linking.withdraw(mine, hashlib.sha256(withdrawn.encode()).hexdigest())
    assert not kept(withdrawn)
    assert on_disk(ADA)
    owning.forget(ADA)
    for gone in ("a marker that must go", ADA, mine.session):
        assert not on_disk(gone)
    assert not kept(token)
    assert on_disk("a marker that stays")
    assert on_disk(BEN)
    store.close()


def test_neither_link_nor_person_reaches_the_log(
    url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    logging.getLogger("sqlalchemy").setLevel(logging.INFO)
    try:
        store = Store.open(url)
        mine = Owning(store).begin(ADA)
        store.append(mine, said("a marker of words"), "k", 0)
        token = Linking(store).make(mine, MONTH)
        Linking(store).turns(token)
        store.close()
    finally:
        logging.getLogger("sqlalchemy").setLevel(logging.NOTSET)
    out, err = capfd.readouterr()
    everything = caplog.text + out + err
    assert "INSERT INTO links" in everything, "nothing was logged, so nothing was tested"
    for secret in (token, hashlib.sha256(token.encode()).hexdigest(), ADA, "a marker of words"):
        assert secret not in everything


# --- up and down with data


def moved(store: Store, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.writing() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if to == HEAD else command.downgrade)(config, to)
        assert version(connection) == to


def test_a_database_of_the_first_release_is_brought_up_with_all_that_is_in_it(
    store: Store, url: str
) -> None:
    token = told(store, "said to the first release")
    moved(store, "0001")
    with store.writing() as connection:  # as the first release left it: it had two tables
        connection.execute(text("DROP TABLE links"))
        connection.execute(text("DROP TABLE owners"))
    store.close()
    again = Store.open(url)
    assert again.turns(token) == (said("said to the first release"),)
    mine = Owning(again).claim(token, ADA)
    assert mine is not None
    assert again.turns(mine) == (said("said to the first release"),)
    again.close()


def test_down_and_up_again_nothing_of_anybody_is_lost_or_open_to_another(
    store: Store, url: str
) -> None:
    token, gone = told(store, "nobody's"), Owning(store).begin(BEN)
    mine = Owning(store).claim(told(store, "Ada's"), ADA)
    assert mine is not None
    link = Linking(store).make(mine, MONTH)
    moved(store, "0001")
    with store.writing() as connection:  # what the first release does meanwhile
        assert connection.scalar(text("SELECT count(*) FROM turns")) == 2
        row = {"name": gone.session}
        connection.execute(text("DELETE FROM sessions WHERE token_hash = :name"), row)
    store.close()
    again = Store.open(url)
    assert again.turns(token) == (said("nobody's"),)
    assert again.turns(mine) == (said("Ada's"),)
    assert Linking(again).turns(link) == (said("Ada's"),)
    assert Owning(again).of(BEN) == ()
    again.close()
