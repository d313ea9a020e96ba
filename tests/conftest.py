"""What all tests share: the tiers and rooms of tests/README.md, and the real reader."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import is_hypothesis_test, settings
from rooms import ROOMS, TESTS, wanted

from assistant.domain.findings import Reader

if TYPE_CHECKING:
    from assistant.storage import Store

GIVEN = "_hypothesis_internal_use_settings"
FEW = 5
"""Examples for each property in the fast tier, the same in every run."""
HEAVY = {"torch", "sentence_transformers", "streamlit", "playwright"}
"""What the fast tier does without: each takes seconds to import."""


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader with the encoder and the head that are shipped."""
    from hearing import prepared

    from assistant import reading

    words = prepared()
    return cache(lambda text, question: reading.read(words, text, question))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own on a loopback port."""
    from postgres import running

    with running() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'sessions.sqlite3'}"
        return
    from postgres import emptied

    with emptied(request.getfixturevalue("postgres")) as address:
        yield address.replace("+psycopg", "")  # the short form, which people write


@pytest.fixture
def store(url: str) -> "Iterator[Store]":
    """An empty database, opened."""
    from assistant.storage import Store

    opened = Store.open(url)
    yield opened
    opened.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--examples", type=int, help="examples for each property, instead of its own number"
    )
    parser.addoption("--fast", action="store_true", help="only the fast tier, with few examples")
    known = sorted(set.union(*ROOMS.values()))
    parser.addoption("--room", choices=known, metavar="ROOM", help=f"only one of {known}")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out, and so never import, what was not asked for."""
    if TESTS not in collection_path.parents:
        return None
    fast, room = config.getoption("--fast"), config.getoption("--room")
    return None if wanted(collection_path, fast, room) else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    fast = config.getoption("--fast")
    if fast:
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]
    count = config.getoption("--examples") or (FEW if fast else None)
    for item in items if count else ():
        test = getattr(item, "obj", None)
        if is_hypothesis_test(test):
            own = getattr(test, GIVEN)  # hypothesis has no public way to say this from outside
            more = {"derandomize": True, "database": None} if fast else {}
            setattr(test, GIVEN, settings(own, max_examples=count, deadline=None, **more))


def _heavy(config: pytest.Config) -> set[str]:
    return HEAVY & set(sys.modules) if config.getoption("--fast") else set()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _heavy(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for name in sorted(_heavy(config)):
        terminalreporter.write_line(f"FAILED the fast tier has imported {name}", red=True)
