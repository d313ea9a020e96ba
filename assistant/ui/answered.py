"""An answer as the library has it: what decides, its parts as lists, and what is near."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

import streamlit as st

from assistant.domain.entry import Share
from assistant.domain.findings import Answer, Piece
from assistant.domain.session import Turn, TurnKind
from assistant.ui import access, acts

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:-])")
FEW = 1
"""Parts that stand below what decides even where the others are folded."""
HEADED = frozenset({Share.IF, Share.UNLESS})
"""Parts whose list says under which heading it stands."""
SAID_FIRST = frozenset({Share.CAUTION, Share.EXAMPLE})
"""Parts that say what they are before they say it."""


def show(given: Answer, order: Mapping[str, int], *, folded: bool) -> None:
    """Show the verdict, and below it the parts by what they bring; `order` numbers the sources."""
    verdict, *rest = given.pieces
    st.text(f"{_with_ours(verdict)} [{_numbers(verdict, order)}]")
    parts(rest, folded=folded)


def parts(rest: Sequence[Piece], *, folded: bool) -> None:
    """Show parts of an answer as lists, by what they bring.

    Where they are `folded` and more than a few, what decides stays in view with the open question.
    """
    if folded and len(rest) > FEW:
        with st.expander(access.text("answer.rest")):
            _parts(rest)
    else:
        _parts(rest)


def _parts(rest: Sequence[Piece]) -> None:
    for kind, group in groupby(rest, key=_group):
        pieces = list(group)
        if kind in HEADED:
            st.caption(access.text(f"answer.{kind.value}"))
        mark = "1." if kind is Share.STEP else "-"
        st.markdown("\n".join(f"{mark} {_line(one)}" for one in pieces))


def further(
    given: Answer, order: Mapping[str, int], sources: Callable[[], None], *, folded: bool
) -> None:
    """Show the neighbouring questions, each with what decides it; a tap asks it.

    `sources` shows what they alone cite.
    """
    if not given.further:
        return
    label = access.text("answer.further")
    if not folded:
        st.caption(label)
    with st.expander(label) if folded else st.container():
        for one in given.further:
            with st.container(gap=None):
                turn = Turn(kind=TurnKind.SAY, text=one.question)
                acts.button(one.question, turn, icon=":material/chat_bubble:", quiet=True)
                st.text(f"{_with_ours(one.piece)} [{_numbers(one.piece, order)}]")
        sources()


def _group(piece: Piece) -> Share | None:
    """Return what pieces that stand in one list have in common."""
    return piece.kind if piece.kind in HEADED | {Share.STEP} else None


def _line(piece: Piece) -> str:
    """Return a part as one line of Markdown, its own words taken as they are."""
    text = _plain(_with_ours(piece))
    if piece.kind in SAID_FIRST:
        return f"**{access.text(f'answer.{piece.kind.value}')}** {text}"
    return f"**{_plain(piece.of)}**: {text}" if piece.of else text


def _with_ours(piece: Piece) -> str:
    return f"{piece.text} {access.text('answer.ours')}" if piece.ours else piece.text


def _numbers(piece: Piece, order: Mapping[str, int]) -> str:
    return ", ".join(str(order[one]) for one in piece.passages)


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
