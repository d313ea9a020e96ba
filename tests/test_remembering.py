"""What is kept in memory of a session: always what is stored, and never gone through again."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import small

from assistant import conversation as talk
from assistant.domain.findings import Answer, Intent, Reading
from assistant.domain.session import Turn, TurnKind, version
from assistant.service.sessions import Sessions
from assistant.service.talks import EVERY, Talks

EDITION = small()
NAMES = sorted(EDITION.activities)
ACTS = st.one_of(
    st.builds(
        Turn, kind=st.just(TurnKind.REPLY), activity=st.sampled_from(NAMES), level=st.integers(0, 3)
    ),
    st.builds(Turn, kind=st.sampled_from([TurnKind.UNDO, TurnKind.RESTART, TurnKind.CONTINUE])),
)


def edit(number: int) -> Turn:
    return Turn(kind=TurnKind.EDIT, activity=NAMES[number % len(NAMES)], level=number % 4)


def read(_text: str, _question: str | None) -> Reading:
    return Reading(Intent.OTHER)


def talks() -> Talks:
    return Talks(EDITION, read, lambda _busy, text: Answer(text))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Sessions, Sessions]:
    """Two processes, as it were, on one database."""
    url = f"sqlite:///{tmp_path / 'sessions.db'}"
    return Sessions(url, EDITION), Sessions(url, EDITION)


def say(sessions: Sessions, token: str, turns: Sequence[Turn]) -> None:
    for turn in turns:
        sessions.add(token, turn, seen=sessions.held(token).version.name)


def test_what_another_process_adds_is_seen(two: tuple[Sessions, Sessions]) -> None:
    here, there = two
    token = here.begin()
    told: list[Turn] = []
    for number in range(6):
        say(here if number % 2 else there, token, [edit(number)])
        told.append(edit(number))
        assert here.turns(token) == there.turns(token) == tuple(told)
        assert here.held(token).version.name == version(told)


def test_a_session_that_another_process_emptied_and_filled_is_read_anew(
    two: tuple[Sessions, Sessions],
) -> None:
    here, there = two
    token = here.begin()
    say(here, token, [edit(0), edit(1), edit(2)])
    there.clear(token)
    assert here.turns(token) == ()
    # As many turns, and the last of them the same: only what came before it tells them apart.
    for others in ([edit(5), edit(6), edit(2)], [edit(5)], [edit(number) for number in range(9)]):
        say(here, token, [edit(0), edit(1), edit(2)])
        there.clear(token)
        say(there, token, others)
        assert here.turns(token) == tuple(others)
        assert here.held(token).version.name == version(others)
        there.clear(token)


def test_nothing_of_a_cleared_session_stays_in_memory(two: tuple[Sessions, Sessions]) -> None:
    here, _ = two
    token = here.begin()
    say(here, token, [edit(0)])
    here.clear(token)
    assert here._recall(token).turns == ()


@given(turns=st.lists(ACTS, max_size=40))
@settings(deadline=None, max_examples=25)
def test_a_conversation_kept_on_the_way_is_that_of_its_turns(turns: list[Turn]) -> None:
    kept = talks()
    for size in range(len(turns) + 1):
        found = kept.conversation(turns[:size])
    assert found == talk.replay(EDITION, turns, read, lambda text: Answer(text))


def test_an_undo_and_a_turn_fold_little_however_long_the_conversation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folded: list[Turn] = []
    advance = talk.advance

    def counting(*given: object) -> talk.Conversation:
        folded.append(given[2])  # type: ignore[arg-type]
        return advance(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(talk, "advance", counting)
    kept = talks()
    turns = [edit(number) for number in range(100)]
    kept.conversation(turns)
    for more in range(4):
        folded.clear()
        turns.append(edit(more))
        kept.conversation(turns)
        assert len(folded) == 1
    for _ in range(EVERY):
        folded.clear()
        turns.append(Turn(kind=TurnKind.UNDO))
        kept.conversation(turns)
        assert len(folded) <= EVERY
