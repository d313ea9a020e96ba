"""Every move the page allows, mixed for hundreds of turns: see tests/adversary.py."""

from itertools import islice

import pytest
from adversary import sessions


@pytest.mark.parametrize("seed", range(4))
def test_nobody_breaks_the_conversation(seed: int) -> None:
    assert sum(islice(sessions(seed), 8)) > 50
