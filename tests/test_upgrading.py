"""A database of every release is brought up with all that is in it, and down again.

`released/` holds one database of each release as SQL, written by that release. With a release comes
its own: a file for each kind of database, and a line in RELEASED.
"""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from postgres import emptied
from sqlalchemy import create_engine, text

from assistant.domain.session import Turn, TurnKind
from assistant.storage import Store
from assistant.storage.schema import MIGRATIONS

HERE = Path(__file__).parent
RELEASED = {"0.1.0": "0001"}
"""The migration that each release stood at."""
LONG, SHORT, EMPTY = (letter * 43 for letter in "abc")
"""The tokens of the three sessions in it."""
KINDS = ["continue", "say", "reply", "mark", "edit", "forget", "context", "model", "undo"]
WORDS = 'It\'s all "by hand"; `DROP TABLE turns;` — naïve, 日本語, 🙂\nand a second line.'
OLD = {
    "sessions": "SELECT token_hash, created_at, last_seen FROM sessions ORDER BY token_hash",
    "turns": "SELECT session, seq, key, payload, knowledge, created_at FROM turns"
    " ORDER BY session, seq",
}
NEW = Turn(kind=TurnKind.SAY, text="Said after the upgrade.")


def test_every_release_is_here_with_its_database() -> None:
    changes = (HERE.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"(?m)^## (\d+\.\d+\.\d+)", changes)
    assert sorted(released) == sorted(RELEASED)
    files = {one.name for one in (HERE / "released").iterdir()}
    assert files == {f"{one}.{kind}.sql" for one in RELEASED for kind in ("sqlite", "postgresql")}


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=RELEASED)
def url(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database as that release left it."""
    left = (HERE / "released" / f"{request.param}.{kind}.sql").read_text(encoding="utf-8")
    if kind == "sqlite":
        file = tmp_path / "sessions.sqlite3"
        sqlite3.connect(file).executescript(left)
        yield f"sqlite:///{file}"
        return
    with emptied(request.getfixturevalue("postgres")) as address:
        engine = create_engine(address)
        with engine.begin() as connection:
            connection.connection.cursor().execute(left)
        engine.dispose()
        yield address


def rows(url: str, table: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(one) for one in connection.execute(text(OLD[table]))]
    engine.dispose()
    return found


def down(url: str, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)
    engine.dispose()


def test_a_database_comes_up_with_all_that_is_in_it_and_goes_on(url: str) -> None:
    store = Store.open(url)
    turns = store.turns(LONG)
    assert [one.kind.value for one in turns] == KINDS
    assert turns[1].text == WORDS
    assert (turns[2].activity, turns[2].level) == ("model-training", 2)
    assert (turns[3].activity, turns[3].mark) == ("rollback", "not-applicable")
    assert (turns[6].activity, turns[6].option) == ("regulated", "yes")
    assert [len(store.turns(one)) for one in (SHORT, EMPTY)] == [1, 0]
    store.append(LONG, NEW, "new", len(turns))
    assert store.turns(LONG) == (*turns, NEW)
    store.close()


def test_it_goes_down_and_up_again_without_a_change(
    url: str, request: pytest.FixtureRequest
) -> None:
    release = next(one for one in RELEASED if one in request.node.callspec.id)
    before = {table: rows(url, table) for table in OLD}
    store = Store.open(url)
    turns = store.turns(LONG)
    store.close()
    down(url, RELEASED[release])
    assert {table: rows(url, table) for table in OLD} == before
    again = Store.open(url)
    assert again.turns(LONG) == turns
    again.close()
