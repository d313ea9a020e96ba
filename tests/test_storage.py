"""The contract of storage, over SQLite and, where a server can be started, PostgreSQL."""

import logging
import os
import secrets
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import made
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from assistant.domain.session import Turn, TurnKind
from assistant.storage import ChangedElsewhere, NoSuchSession, StorageBusy, StorageError, Store
from assistant.storage import connecting as engine_module
from assistant.storage.schema import HEAD, MIGRATIONS, metadata, sessions, turns
from tests.measuring import kills

ROOT = Path(__file__).parent.parent


def said(words: str) -> Turn:
    return Turn(kind=TurnKind.SAY, text=words)


# --- the contract ---------------------------------------------------------------------------


def test_turns_come_back_as_they_were_said_in_order(store: Store) -> None:
    token = store.new_session()
    assert store.turns(token) == ()
    given = (
        said("Wir prüfen das täglich — ✓ \u0000".replace("\u0000", "")),
        Turn(kind=TurnKind.REPLY, activity="rollback", level=2),
        Turn(kind=TurnKind.MARK, activity="alerting", mark="not-applicable", reason="no users"),
        Turn(kind=TurnKind.UNDO),
    )
    for seen, turn in enumerate(given):
        assert store.append(token, turn, f"key-{seen}", seen, knowledge="a" * 64) == seen + 1
    assert store.turns(token) == given


def test_a_check_reads_and_writes_and_leaves_nothing(store: Store, url: str) -> None:
    token = store.new_session()
    store.append(token, said("kept"), "a", 0)
    for _ in range(3):
        store.check()
    with store._engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions")) == 1
    assert store.turns(token) == (said("kept"),)
    with store._engine.begin() as connection:
        connection.execute(text("DROP TABLE turns"))
    with pytest.raises(StorageError):
        store.check()


def test_sessions_do_not_see_each_other(store: Store) -> None:
    first, second = store.new_session(), store.new_session()
    store.append(first, said("mine"), "k", 0)
    store.append(second, said("yours"), "k", 0)
    assert store.turns(first) == (said("mine"),)
    assert store.turns(second) == (said("yours"),)


def test_the_same_key_stores_once_and_answers_the_same(store: Store) -> None:
    token = store.new_session()
    assert store.append(token, said("a"), "k1", 0) == 1
    assert store.append(token, said("b"), "k2", 1) == 2
    # Sent again after the answer was lost, even when the session has moved on.
    assert store.append(token, said("a"), "k1", 0) == 1
    assert store.turns(token) == (said("a"), said("b"))


def test_the_same_key_for_another_turn_is_refused(store: Store) -> None:
    token = store.new_session()
    store.append(token, said("a"), "k", 0)
    with pytest.raises(ChangedElsewhere):
        store.append(token, said("b"), "k", 1)
    assert store.turns(token) == (said("a"),)


@pytest.mark.parametrize("expected", [-1, 0, 2, 100])
def test_a_writer_that_saw_another_number_of_turns_is_refused(store: Store, expected: int) -> None:
    token = store.new_session()
    store.append(token, said("a"), "k", 0)
    with pytest.raises(ChangedElsewhere):
        store.append(token, said("b"), "other", expected)
    assert store.turns(token) == (said("a"),)


def test_of_two_writers_at_once_one_wins_and_the_other_is_told(store: Store) -> None:
    token = store.new_session()
    for seen in range(20):
        gate = threading.Barrier(2)

        def write(name: str, seen: int = seen, gate: threading.Barrier = gate) -> str:
            gate.wait()
            try:
                store.append(token, said(name), f"{name}-{seen}", seen)
            except ChangedElsewhere:
                return "refused"
            return name

        with ThreadPoolExecutor(2) as pool:
            results = sorted(pool.map(write, ["left", "right"]))
        assert results.count("refused") == 1
        assert store.turns(token)[-1].text == next(one for one in results if one != "refused")
        assert len(store.turns(token)) == seen + 1


def test_many_threads_store_every_turn_exactly_once(store: Store) -> None:
    """Eight threads add 25 turns each to one session and retry as a page would."""
    token = store.new_session()

    def add(thread: int) -> None:
        for number in range(25):
            words = f"{thread}-{number}"
            while True:
                try:
                    store.append(token, said(words), words, len(store.turns(token)))
                    break
                except ChangedElsewhere:
                    continue
            store.append(token, said(words), words, -1)  # a repeat changes nothing

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))
    stored = [turn.text for turn in store.turns(token)]
    assert sorted(stored) == sorted(f"{t}-{n}" for t in range(8) for n in range(25))
    for thread in range(8):
        own = [one for one in stored if one.startswith(f"{thread}-")]
        assert own == [f"{thread}-{number}" for number in range(25)]


def test_many_sessions_at_once_are_not_mixed_up(store: Store) -> None:
    def run(thread: int) -> bool:
        token = store.new_session()
        for number in range(10):
            store.append(token, said(f"{thread}-{number}"), str(number), number)
        return [turn.text for turn in store.turns(token)] == [f"{thread}-{n}" for n in range(10)]

    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(run, range(32)))


@pytest.mark.parametrize(
    "token",
    ["", "short", secrets.token_urlsafe(32), "a" * 44, "' OR 1=1 --".ljust(43, "x"), "é" * 43],
    ids=["empty", "short", "unknown", "long", "hostile", "not-ascii"],
)
def test_every_wrong_token_is_refused_alike(store: Store, token: str) -> None:
    for act in (
        lambda: store.turns(token),
        lambda: store.append(token, said("a"), "k", 0),
        lambda: store.clear(token),
        lambda: store.delete(token),
    ):
        with pytest.raises(NoSuchSession) as caught:
            act()
        assert str(caught.value) == "There is no such session; it may have been deleted."


def test_a_deleted_session_is_gone_and_others_stay(store: Store) -> None:
    gone, stays = store.new_session(), store.new_session()
    store.append(gone, said("a"), "k", 0)
    store.append(stays, said("b"), "k", 0)
    store.delete(gone)
    for act in (lambda: store.turns(gone), lambda: store.delete(gone)):
        with pytest.raises(NoSuchSession):
            act()
    assert store.turns(stays) == (said("b"),)


def test_a_cleared_session_is_empty_and_goes_on(store: Store) -> None:
    token, other = store.new_session(), store.new_session()
    store.append(token, said("a"), "k", 0)
    store.append(other, said("b"), "k", 0)
    store.clear(token)
    assert store.turns(token) == ()
    assert store.append(token, said("c"), "k", 0) == 1
    assert store.turns(token) == (said("c"),)
    assert store.turns(other) == (said("b"),)


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_a_length(store: Store, key: str) -> None:
    with pytest.raises(ValueError, match="1 to 200"):
        store.append(store.new_session(), said("a"), key, 0)


def test_reopening_finds_everything(url: str) -> None:
    first = Store.open(url)
    token = first.new_session()
    first.append(token, said("a"), "k", 0)
    first.close()
    second = Store.open(url)
    assert second.turns(token) == (said("a"),)
    second.close()


def test_the_database_holds_no_token_but_its_hash(store: Store) -> None:
    tokens = {store.new_session() for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) == 43 for token in tokens)  # 32 random bytes
    with store._engine.connect() as connection:
        stored = connection.scalars(text("SELECT token_hash FROM sessions")).all()
    assert len(stored) == 50
    assert not tokens & set(stored)


def test_a_turn_of_a_later_release_is_named(store: Store) -> None:
    token = store.new_session()
    store.append(token, said("a"), "k", 0)
    with store._engine.begin() as connection:
        connection.execute(text('UPDATE turns SET payload = \'{"kind": "sing"}\''))
    with pytest.raises(StorageError, match="another release"):
        store.turns(token)


def test_neither_token_nor_words_reach_the_log(
    url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    # At DEBUG the database library also logs the rows it reads, so INFO is the lowest level used.
    caplog.set_level(logging.INFO)
    logging.getLogger("sqlalchemy").setLevel(logging.INFO)
    try:
        store = Store.open(url)
        token = store.new_session()
        store.append(token, said("a marker of words"), "k", 0)
        store.turns(token)
        store.delete(token)
        store.close()
    finally:
        logging.getLogger("sqlalchemy").setLevel(logging.NOTSET)
    out, err = capfd.readouterr()
    everything = caplog.text + out + err
    assert "INSERT INTO turns" in everything, "nothing was logged, so nothing was tested"
    assert token not in everything
    assert "a marker of words" not in everything


# --- schema ---------------------------------------------------------------------------------


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_migrations_lead_to_exactly_the_tables_the_code_uses(store: Store) -> None:
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_go_down_and_up_again(store: Store, url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store._engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with pytest.raises(StorageError):
        store.new_session()
    again = Store.open(url)
    assert again.turns(again.new_session()) == ()
    again.close()


def test_a_migration_that_dies_leaves_nothing_behind(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        # The second table cannot be made; the first one was.
        from alembic import op

        real = op.create_table
        patch.setattr(
            op, "create_table", lambda name, *a: die() if name == "turns" else real(name, *a)
        )
        with pytest.raises(KeyboardInterrupt):
            Store.open(url)
    again = Store.open(url)
    assert again.turns(again.new_session()) == ()
    again.close()


def test_a_database_of_a_newer_release_is_refused(url: str) -> None:
    store = Store.open(url)
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StorageError, match="newer release"):
        Store.open(url)


def _python(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_processes_that_start_at_once_all_find_the_tables(url: str) -> None:
    code = (
        "import sys; from assistant.storage import Store; "
        "store = Store.open(sys.argv[1]); print(len(store.turns(store.new_session())))"
    )
    processes = [_python(code, url) for _ in range(4)]
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (0, "0\n"), err


WRITER = """
import sys
from assistant.domain.session import Turn, TurnKind
from assistant.storage import Store
store = Store.open(sys.argv[1])
token = store.new_session()
print(token, flush=True)
for number in range(1_000_000):
    store.append(token, Turn(kind=TurnKind.SAY, text=str(number)), str(number), number)
    print(number, flush=True)
"""


def test_killed_between_two_turns_every_acknowledged_one_is_kept_once(url: str) -> None:
    Store.open(url).close()
    for length in (1, 7, 23):
        process = _python(WRITER, url)
        assert process.stdout is not None
        token = process.stdout.readline().strip()
        acknowledged = [int(process.stdout.readline()) for _ in range(length)]
        process.kill()
        acknowledged += [int(line) for line in process.stdout.read().split("\n")[:-1]]
        process.communicate()
        store = Store.open(url)
        kept = [int(turn.text) for turn in store.turns(token)]
        # One more may have been stored than was acknowledged before the end, never one less.
        assert kept == list(range(len(kept)))
        assert len(acknowledged) <= len(kept) <= len(acknowledged) + 1
        # The page sends its last turn again, not knowing: still once.
        assert store.append(token, said(str(kept[-1])), str(kept[-1]), kept[-1]) == len(kept)
        assert len(store.turns(token)) == len(kept)
        store.close()


def test_killed_at_random_moments_nothing_acknowledged_is_lost_twice_or_misfiled(url: str) -> None:
    found = kills.killed(made.real(), url, int(os.environ.get("KILLS", "10")), seed=3)
    sys.stdout.write(kills.table({url.partition(":")[0]: found}) + "\n")
    assert found.acknowledged > found.kills
    assert (found.lost, found.twice, found.under_another_question) == (0, 0, 0)


# --- addresses, and what only SQLite has ------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://me:secret@host/base", "must start with sqlite:/// or postgresql://"),
        ("sqlite://", "must be a file"),
        ("sqlite:///:memory:", "must be a file"),
        ("nonsense secret", "cannot be read"),
        ("sqlite:////dev/null/secret/file", "cannot be made"),
        ("postgresql://me:secret@127.0.0.1:1/base", "cannot be reached"),
    ],
)
def test_an_address_that_cannot_be_used_is_named_without_its_password(url: str, said: str) -> None:
    if url.startswith("postgresql"):
        pytest.importorskip("psycopg")
    with pytest.raises(StorageError, match=said) as caught:
        Store.open(url)
    assert "me:secret" not in str(caught.value)


def test_a_missing_driver_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StorageError, match=r"mlops-assessment-assistant\[postgres\]"):
        Store.open("postgresql://me@127.0.0.1:1/base")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "made" / "sessions.sqlite3"


def test_sqlite_is_opened_with_the_settings_that_keep_turns(file: Path) -> None:
    store = Store.open(f"sqlite:///{file}")
    with store._engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        got = [connection.scalar(text(f"PRAGMA {name}")) for name in asked]
    assert got == ["wal", 2, 1, 10_000, 1]
    assert file.parent.stat().st_mode & 0o077 == 0
    store.close()


def test_nobody_else_reads_the_file_though_its_folder_was_there(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "sessions.sqlite3"
    opened = Store.open(f"sqlite:///{path}")
    opened.append(opened.new_session(), said("ours"), "a", 0)
    files = [one for one in tmp_path.iterdir() if one.name.startswith(path.name)]
    assert path in files
    assert {one.stat().st_mode & 0o077 for one in files} == {0}
    opened.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" * 300])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(StorageError, match="damaged or not a database"):
        Store.open(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_a_file_that_another_process_is_just_making_is_waited_for(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE theirs (one INTEGER)")
    other.execute("BEGIN IMMEDIATE")  # not yet with a write-ahead log
    release = threading.Timer(0.5, lambda: other.execute("COMMIT"))
    release.start()
    store = Store.open(f"sqlite:///{file}")
    assert store.turns(store.new_session()) == ()
    release.join()
    other.close()
    store.close()


def test_a_lock_held_for_a_while_is_waited_for(file: Path) -> None:
    store = Store.open(f"sqlite:///{file}")
    token = store.new_session()
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(1.5, lambda: other.execute("COMMIT"))
    release.start()
    begun = time.monotonic()
    assert store.turns(token) == ()  # readers do not wait
    assert time.monotonic() - begun < 1
    assert store.append(token, said("a"), "k", 0) == 1
    assert time.monotonic() - begun > 1
    release.join()
    other.close()
    store.close()


def test_a_lock_held_for_too_long_is_named_and_nothing_is_stored(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "WAIT", 0.3)
    store = Store.open(f"sqlite:///{file}")
    token = store.new_session()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusy, match="Please try again"):
        store.append(token, said("a"), "k", 0)
    other.execute("ROLLBACK")
    assert store.turns(token) == ()
    assert store.append(token, said("a"), "k", 0) == 1
    other.close()
    store.close()


def test_a_row_locked_for_too_long_is_named_on_postgresql(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "WAIT", 2)
    store = Store.open(postgres)
    token = store.new_session()
    engine = create_engine(postgres)
    with engine.connect() as other:
        other.execute(text("SELECT * FROM sessions FOR UPDATE"))
        with pytest.raises(StorageBusy):
            store.append(token, said("a"), "k", 0)
    assert store.append(token, said("a"), "k", 0) == 1
    engine.dispose()
    store.close()


def test_deleted_words_are_no_longer_in_any_file(file: Path) -> None:
    store = Store.open(f"sqlite:///{file}")
    token, stays = store.new_session(), store.new_session()
    store.append(token, said("a marker that must go"), "k", 0)
    store.append(stays, said("a marker that stays"), "k", 0)

    def on_disk() -> bytes:
        return b"".join(path.read_bytes() for path in file.parent.iterdir())

    assert b"a marker that must go" in on_disk()
    store.delete(token)
    assert b"a marker that must go" not in on_disk()
    assert b"a marker that stays" in on_disk()
    store.close()


def test_a_broken_constraint_is_not_hidden(file: Path) -> None:
    """The tables themselves refuse a second turn with the same key or number."""
    store = Store.open(f"sqlite:///{file}")
    token = store.new_session()
    store.append(token, said("a"), "k", 0)
    with sqlite3.connect(file) as other:
        row = other.execute("SELECT session, seq, key FROM turns").fetchone()
        for seq, key in ((row[1], "other"), (2, row[2])):
            with pytest.raises(sqlite3.IntegrityError):
                other.execute(
                    "INSERT INTO turns VALUES (?, ?, ?, '{}', '', '')", (row[0], seq, key)
                )
    store.close()
    assert {sessions.name, turns.name} == {"sessions", "turns"}
