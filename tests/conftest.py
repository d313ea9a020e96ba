"""Draws more examples for every property when asked to: pytest --examples 2000."""

import pytest
from hypothesis import is_hypothesis_test, settings

GIVEN = "_hypothesis_internal_use_settings"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--examples", type=int, help="examples for each property, instead of its own number"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    count = config.getoption("--examples")
    for item in items if count else ():
        test = getattr(item, "obj", None)
        if is_hypothesis_test(test):
            own = getattr(test, GIVEN)  # hypothesis has no public way to say this from outside
            setattr(test, GIVEN, settings(own, max_examples=count, deadline=None))
