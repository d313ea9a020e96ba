"""What is kept is told, deleted when it is due, and comes back from a copy."""

import hashlib
import re
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from made import small
from postgres import program
from sqlalchemy import create_engine, text, update

from assistant.domain.session import Turn, TurnKind
from assistant.service import retaining
from assistant.service.sessions import Sessions
from assistant.storage import Store
from assistant.storage.schema import sessions

WORDS = "Our zeppelins are released by hand."
SAID = Turn(kind=TurnKind.SAY, text=WORDS)


def aged(store: Store, token: str, days: int) -> None:
    mine = sessions.c.token_hash == hashlib.sha256(token.encode()).hexdigest()
    with store._engine.begin() as connection:
        then = datetime.now(UTC) - timedelta(days=days)
        connection.execute(update(sessions).where(mine).values(last_seen=then))


def said(store: Store) -> str:
    token = store.new_session()
    store.append(token, SAID, key="a", expected_count=0)
    return token


@pytest.mark.parametrize(("keep_days", "left"), [(0, [True, True]), (30, [False, True])])
def test_sessions_go_when_they_are_due_and_not_before(
    tmp_path: Path, keep_days: int, left: list[bool]
) -> None:
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    store = Store.open(url)
    old, young = said(store), said(store)
    aged(store, old, 31)
    aged(store, young, 29)
    Sessions(url, small(), keep_days).tidy()
    assert [store.knows(one) for one in (old, young)] == left


def test_of_what_was_kept_long_enough_no_byte_is_left(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    aged(store, said(store), 31)
    assert WORDS.encode() in _bytes(tmp_path)
    assert store.purge(timedelta(days=30), timedelta(days=30)) == 1
    store.close()
    assert WORDS.encode() not in _bytes(tmp_path)


def _bytes(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(folder.iterdir()))


@pytest.mark.parametrize(("days", "words"), [(1, "one day"), (30, "30 days")])
def test_visitors_are_told_wherever_they_are_told_what_is_kept(days: int, words: str) -> None:
    known = retaining.told(small(), days)
    for key in retaining.TOLD:
        assert words in known.texts[key].removeprefix(small().texts[key])
    others = {key: known.texts[key] for key in known.texts if key not in retaining.TOLD}
    assert others == {key: small().texts[key] for key in others}
    assert retaining.told(small(), 0) is small()


# --- the copies that docs/operating.md tells of

COMMANDS = (Path(__file__).parents[1] / "docs" / "operating.md").read_text(encoding="utf-8")


def test_a_copy_of_a_file_taken_while_it_is_written_to_holds_all_that_was_stored(
    tmp_path: Path,
) -> None:
    assert "VACUUM INTO" in COMMANDS
    kept, copy = tmp_path / "sessions.sqlite3", tmp_path / "copy.sqlite3"
    store = Store.open(f"sqlite:///{kept}")
    token = said(store)
    with sqlite3.connect(kept) as connection:  # the store stays open, its last pages in the log
        connection.execute("VACUUM INTO ?", (str(copy),))
    store.append(token, SAID, key="b", expected_count=1)
    assert Store.open(f"sqlite:///{copy}").turns(token) == (SAID,)


def test_a_dump_of_a_server_brings_every_session_back(postgres: str, tmp_path: Path) -> None:
    dump, restore = program("pg_dump"), program("pg_restore")
    assert dump is not None
    assert restore is not None
    assert re.search(r"pg_dump .*--format=custom", COMMANDS)
    for name in ("before", "after"):
        admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}copied"))
        admin.dispose()
    first, second = (
        postgres.removesuffix("postgres") + f"{one}copied" for one in ("before", "after")
    )
    store = Store.open(first)
    token = said(store)
    file = tmp_path / "sessions.dump"
    plain = [one.replace("+psycopg", "") for one in (first, second)]
    subprocess.run([dump, "--format=custom", "--file", file, plain[0]], check=True)
    store.delete(token)
    subprocess.run([restore, "--no-owner", f"--dbname={plain[1]}", file], check=True)
    again = Store.open(second)
    assert again.turns(token) == (SAID,)
    again.append(token, SAID, key="b", expected_count=1)
    assert again.turns(token) == (SAID, SAID)
