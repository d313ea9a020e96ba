"""The tables of tests/rooms.py name every test file and every room of `assistant/`."""

from pathlib import Path

from rooms import FAST, OTHERS, ROOMS, TESTS, place, wanted

import assistant


def test_every_test_file_stands_in_one_table() -> None:
    found = {place(path) for path in TESTS.rglob("test_*.py")}
    assert found == set(ROOMS)
    assert not set(FAST) & set(OTHERS)


def test_every_room_has_tests() -> None:
    inside = Path(assistant.__file__).parent.iterdir()
    rooms = {one.stem for one in inside if not one.name.startswith("_")}
    assert set.union(*ROOMS.values()) == rooms


def test_what_is_asked_for_is_what_runs() -> None:
    search, page = TESTS / "test_retrieval.py", TESTS / "browser" / "test_page.py"
    assert wanted(search, fast=False, room="retrieval")
    assert not wanted(search, fast=True, room="retrieval")
    assert not wanted(search, fast=False, room="advice")
    assert wanted(page, fast=False, room="ui")
    assert wanted(page.parent, fast=False, room="ui")
    assert wanted(TESTS / "test_targets.py", fast=True, room="targets")
    assert not wanted(TESTS / "test_advice.py", fast=True, room="ui")
