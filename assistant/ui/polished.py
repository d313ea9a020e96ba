"""The words of an answer: the library's, or a language model's as they are checked, one by one."""

from collections.abc import Iterable, Mapping

import streamlit as st

from assistant.domain.findings import Answer
from assistant.domain.worded import WORDED, Wording, WordingMode, WordingState
from assistant.ui import access, answered, line

Sentences = Iterable[tuple[str, tuple[str, ...]]]
NEWEST = "verdict"
"""Key of the newest answer's words, by which our script keeps what decides in view."""


def show(given: Answer, order: Mapping[str, int], *, live: bool) -> None:
    """Show an answer's sentences with one quiet line on who worded them.

    Where the newest answer is still to be worded, its place is kept for `write`.
    """
    slot = st.empty()
    folded = live and access.conversation().question is not None
    worded = access.service().worded(given)
    if worded is None and live and access.service().wording_mode is WordingMode.ON:
        st.session_state["to-word"] = (given, order, slot, folded)
        return
    with slot.container(gap="small", key=NEWEST if live else None):
        _final(given, order, worded, folded=folded)


def begin() -> None:
    """Forget a place kept in an earlier run of the page, which was cut short before it was used."""
    st.session_state.pop("to-word", None)


def write() -> None:
    """Let the model word the newest answer in the place kept for it, if there is one.

    Called when all else is on the page, so that nobody waits for a model to go on; whoever taps
    something meanwhile leaves the answer as the library has it. Only what was checked is shown, as
    plain text.
    """
    kept = st.session_state.pop("to-word", None)
    if kept is None:
        return
    line.runs.leave()
    given, order, slot, folded = kept
    _writing(slot, (), order)
    wording = None
    for wording in access.service().word(given):
        if wording.state is WordingState.WRITING:
            _writing(slot, wording.sentences, order)
    with slot.container(gap="small", key=NEWEST):
        _final(given, order, wording, folded=folded)


def _writing(
    slot: "st.delta_generator.DeltaGenerator", sentences: Sentences, order: Mapping[str, int]
) -> None:
    with slot.container(gap="small"):
        if text := _line(sentences, order):
            st.text(text)
        st.caption(access.text("answer.writing"))


def _final(
    given: Answer, order: Mapping[str, int], worded: Wording | None, *, folded: bool
) -> None:
    shown = worded if worded is not None and worded.shown else None
    if shown is None and given.pieces:
        answered.show(given, order, folded=folded)
    else:
        st.text(_line(shown.sentences if shown else given.sentences, order))
        answered.parts(given.pieces[WORDED:], folded=folded)
    st.caption(_who(worded))


def _who(worded: Wording | None) -> str:
    """Return the quiet line: who worded the answer, and how much of a model's was left out."""
    if worded is None:
        failed = access.service().wording_mode is WordingMode.FAILED
        return access.text("answer.mode-failed" if failed else "answer.mode")
    if worded.state is WordingState.FAILED:
        return access.text("answer.mode-failed")
    if worded.state is WordingState.UNSUPPORTED:
        return access.text("answer.mode-unsupported")
    line = access.text("answer.mode-model")
    if worded.left_out:
        key = "answer.left-out-one" if worded.left_out == 1 else "answer.left-out"
        line += " " + access.text(key, count=worded.left_out)
    return line


def _line(sentences: Sentences, order: Mapping[str, int]) -> str:
    parts = []
    for sentence, passages in sentences:
        numbers = ", ".join(str(order[one]) for one in passages)
        parts.append(f"{sentence} [{numbers}]")
    return " ".join(parts)
