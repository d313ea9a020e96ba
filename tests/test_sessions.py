"""A session leaves as one document and comes back the same, through store, service and commands."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import real
from sqlalchemy import update

from assistant.domain.session import Turn, TurnKind
from assistant.settings import DATABASE_FILE
from assistant.storage import (
    ChangedElsewhere,
    SessionDocument,
    StorageError,
    Store,
    parsed,
    written,
)
from assistant.storage.document import StoredTurn
from assistant.storage.schema import sessions

ROOT = Path(__file__).parents[1]
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
names = st.sampled_from(sorted(real().items))
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
acts = st.one_of(
    st.builds(Turn, kind=st.just(TurnKind.SAY), text=words, activity=st.just("") | names),
    st.builds(Turn, kind=st.just(TurnKind.REPLY), activity=names, level=st.integers(0, 3)),
    st.builds(Turn, kind=st.just(TurnKind.MARK), activity=names, mark=st.just("unknown")),
    st.builds(Turn, kind=st.just(TurnKind.PLACE), activity=names, span=st.just((3, 40))),
    st.builds(Turn, kind=st.sampled_from([TurnKind.UNDO, TurnKind.RESTART, TurnKind.CONTINUE])),
)
documents = st.builds(
    lambda begun, turns: SessionDocument(
        begun=begun,
        turns=tuple(
            StoredTurn(key=f"key {number}", at=at, knowledge="k" * 64, turn=turn)
            for number, (at, turn) in enumerate(turns)
        ),
    ),
    moments,
    st.lists(st.tuples(moments, acts), max_size=8),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.open(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'sessions.db'}")


@pytest.mark.holds(property=5)
@given(document=documents)
def test_out_and_in_and_out_again_gives_the_same_bytes(store: Store, document: SessionDocument):
    token = store.restore(parsed(written(document)))
    assert store.turns(token) == tuple(one.turn for one in document.turns)
    assert written(store.document(token)) == written(document)


HAPPENS = st.sampled_from(
    ["sent again", "stale", "another turn by its key", "another session", "reopened", "copied"]
)


@pytest.mark.holds(property=5)
@given(told=st.lists(st.tuples(acts, st.lists(HAPPENS, max_size=4)), max_size=6))
@settings(deadline=None, max_examples=40)
def test_an_acknowledged_turn_is_stored_once_whatever_happens_next(
    store: Store, told: list[tuple[Turn, list[str]]]
):
    token, other = store.new_session(), store.new_session()
    open_now, acknowledged = store, list[Turn]()
    for number, (turn, happens) in enumerate(told):
        key = f"key {number}"
        assert open_now.append(token, turn, key, number) == number + 1
        acknowledged.append(turn)
        for one in happens:
            match one:
                case "sent again":
                    assert open_now.append(token, turn, key, number) == number + 1
                case "stale":
                    with pytest.raises(ChangedElsewhere):
                        open_now.append(token, turn, f"late {number}", number)
                case "another turn by its key":
                    with pytest.raises(ChangedElsewhere):
                        open_now.append(token, Turn(kind=TurnKind.SAY, text="?!"), key, number + 1)
                case "another session":
                    seen = len(open_now.turns(other))
                    open_now.append(other, turn, f"key {seen}", seen)
                    open_now.clear(other)
                case "reopened":
                    open_now = Store.open(str(store._engine.url))
                case "copied":
                    copy = open_now.restore(parsed(written(open_now.document(token))))
                    assert open_now.turns(copy) == tuple(acknowledged)
                    open_now.delete(copy)
            assert open_now.turns(token) == tuple(acknowledged)
    assert store.turns(token) == tuple(acknowledged)


def test_a_document_holds_what_was_appended_and_no_token(store: Store):
    token = store.new_session()
    turn = Turn(kind=TurnKind.SAY, text="We train by hand. ü 🤖")
    store.append(token, turn, key="a", expected_count=0, knowledge="h")
    data = written(store.document(token))
    told = json.loads(data)
    assert [one["turn"]["text"] for one in told["turns"]] == [turn.text]
    assert told["turns"][0]["key"] == "a"
    assert token.encode() not in data


def test_a_copy_comes_back_into_an_empty_session_only(store: Store):
    first, second = store.new_session(), store.new_session()
    turn = Turn(kind=TurnKind.CONTINUE)
    store.append(first, turn, key="a", expected_count=0)
    kept = store.document(first)
    assert store.restore(kept, second) == second
    assert store.turns(second) == (turn,)
    with pytest.raises(ChangedElsewhere):
        store.restore(kept, second)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[]", "object"),
        (b'{"format": "other"}', "format"),
        (b'{"begun": "yesterday", "turns": []}', "begun"),
        (b'{"begun": "2026-01-01T00:00:00Z", "turns": [], "more": 1}', "more"),
        (b'{"begun": "2026-01-01T00:00:00Z", "turns": [{"key": ""}]}', "turns.0.key"),
        (b"\xff\xfe", "JSON"),
    ],
)
def test_what_is_no_document_is_refused_with_its_field(data: bytes, named: str):
    with pytest.raises(StorageError, match=named):
        parsed(data)


def test_a_key_that_stands_twice_and_endless_nesting_are_refused():
    good = written(SessionDocument(begun=datetime(2026, 1, 1, tzinfo=UTC), turns=()))
    assert parsed(good).turns == ()
    for bad in (good.replace(b'"version"', b'"version": 1, "version"'), b"[" * 100_000):
        with pytest.raises(StorageError, match="each key stands once"):
            parsed(bad)


def test_two_turns_with_one_key_are_refused():
    one = {"key": "a", "at": "2026-01-01T00:00:00Z", "knowledge": "", "turn": {"kind": "undo"}}
    told = {"begun": "2026-01-01T00:00:00Z", "turns": [one, one]}
    with pytest.raises(StorageError, match="same key"):
        parsed(json.dumps(told).encode())


def test_the_schema_in_the_package_is_that_of_the_document():
    kept = (ROOT / "assistant" / "storage" / "session.schema.json").read_text(encoding="utf-8")
    assert json.loads(kept) == SessionDocument.model_json_schema()


def test_only_old_sessions_without_a_word_are_purged(store: Store):
    old, written_to, fresh = (store.new_session() for _ in range(3))
    store.append(written_to, Turn(kind=TurnKind.CONTINUE), key="a", expected_count=0)
    long_ago = datetime.now(UTC) - timedelta(days=90)
    with store._engine.begin() as connection:
        for token in (old, written_to):
            mine = sessions.c.token_hash == hashlib.sha256(token.encode()).hexdigest()
            connection.execute(update(sessions).where(mine).values(last_seen=long_ago))
    assert store.purge(timedelta(days=30)) >= 1
    assert [store.knows(one) for one in (old, written_to, fresh)] == [False, True, True]


@pytest.mark.parametrize("begins", ["-", "--", "-h", "a"])
def test_the_commands_take_a_session_out_and_bring_it_in(tmp_path: Path, begins: str):
    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        environment = {"MLOPS_ASSISTANT_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}
        command = [sys.executable, "-m", "assistant", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True)

    first = Store.open(f"sqlite:///{tmp_path / DATABASE_FILE}")
    token = first.new_session(begins.ljust(43, "x"))
    first.append(token, Turn(kind=TurnKind.SAY, text="By hand."), key="a", expected_count=0)
    out = run("export", token)
    assert out.returncode == 0, out.stderr
    kept = tmp_path / "kept.json"
    kept.write_bytes(out.stdout)
    brought = run("import", str(kept))
    assert brought.returncode == 0, brought.stderr
    again = run("export", brought.stdout.decode().strip())
    assert again.stdout == out.stdout
    unknown = run("export", "0" * 43)
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    kept.write_text("{}")
    refused = run("import", str(kept))
    assert refused.returncode == 2
    assert refused.stderr.decode().count("\n") == 1
