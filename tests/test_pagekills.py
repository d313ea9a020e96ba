"""The server is killed under open pages: what they acknowledged is kept once, where it belongs."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made import real
from postgres import emptied

from tests.measuring import kills, pagekills


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'sessions.sqlite3'}"
        return
    with emptied(request.getfixturevalue("postgres")) as address:
        yield address


def test_killed_under_open_pages_nothing_is_lost_twice_or_misfiled(
    url: str, tmp_path: Path
) -> None:
    rounds = int(os.environ.get("KILLS", "5"))
    found = pagekills.killed(real().texts, tmp_path, url, rounds, seed=7)
    sys.stdout.write(kills.table({url.partition(":")[0]: found}) + "\n")
    assert found.acknowledged > found.kills
    assert found.on_their_way > 0
    assert (found.lost, found.twice, found.under_another_question) == (0, 0, 0)
