"""How fast one visitor may act, and all visitors of one address together.

The limits are far above what people do; they keep one script from taking the place of all.
"""

import hashlib

import streamlit as st

from assistant.domain.session import TurnKind
from assistant.operating import METERS, Rates
from assistant.service import Refused
from assistant.ui import access

ACTS_A_MINUTE = 120
"""Taps and messages of one session."""
WORDS_A_MINUTE = 30
"""Messages of one session: each is read by models."""
SEARCHES_A_MINUTE = 60
"""Searches by meaning of one session."""
ADDRESS_A_MINUTE = 1_200
"""All of these from one address, which may be a whole company's."""

acts, words, searches = Rates(ACTS_A_MINUTE), Rates(WORDS_A_MINUTE), Rates(SEARCHES_A_MINUTE)
addresses = Rates(ADDRESS_A_MINUTE)


def check(kind: TurnKind) -> None:
    """Raise Refused where this visitor, or their address, does too much in a minute."""
    every = [acts, words] if kind is TurnKind.SAY else [acts]
    if not _admitted(*every):
        METERS.count("refused", "too-fast")
        raise Refused(access.text("too-fast"))


def may_search() -> bool:
    """Whether this visitor may search once more."""
    return _admitted(searches)


def _admitted(*rates: Rates) -> bool:
    visitor = hashlib.sha256(access.visitor().encode()).hexdigest()
    address = st.context.ip_address  # none where it is this machine's
    if address is not None and not addresses.admits(address):
        return False
    return all(one.admits(visitor) for one in rates)
