"""What a visitor does on a page becomes one turn, or a sentence that says why not.

Every page is drawn from the session at one version. Whatever is tapped or typed there carries that
version, so that an answer counts only for the question its author saw: where the session went on
meanwhile, nothing is stored, the page says so, and what was typed is back in the box.
"""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote, unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from assistant.domain.session import LONGEST_TEXT, Turn, TurnKind
from assistant.service import Refused
from assistant.ui import access, pace

BOX = "box"
"""The key of the one box for words."""
ACT = "act~"
"""How the keys of buttons that carry a turn begin; see `key`."""


def take(turn: Turn, seen: str, name: str = "") -> bool:
    """Keep a turn whose author saw this version of the session; return whether it was kept.

    Otherwise the reason is kept for `excuse`. `name` is the key of what was tapped.
    """
    if name:
        st.session_state.setdefault("acts", set()).add(name)
    st.session_state.pop("refusal", None)
    try:
        pace.check(turn.kind)
        access.service().sessions.add(access.key(), turn, seen=seen)
    except Refused as refusal:
        st.session_state["refusal"] = str(refusal)
        return False
    return True


def now(turn: Turn) -> bool:
    """Keep a turn in the middle of a run, and go on with the session as it is then."""
    kept = take(turn, access.visit().seen)
    access.renew()
    return kept


def key(turn: Turn, seen: str) -> str:
    """Return the key of a button that carries this turn, and all there is to know of it.

    After a restart such keys are all that is left of the page in somebody's browser.
    """
    value = turn.mark or ("" if turn.level is None else str(turn.level))
    if turn.kind is TurnKind.SAY:
        value = quote(turn.text, safe="").replace("~", "%7E")
    if turn.span is not None:
        value = "{}-{}".format(*turn.span)
    return ACT + "~".join((seen, turn.kind.value, turn.activity, value))


def button(label: str, turn: Turn, *, icon: str | None = None, quiet: bool = False) -> None:
    """Show a button that carries a turn, which is kept before the page is drawn anew."""
    seen = access.visit().seen
    name = key(turn, seen)
    st.button(
        label,
        key=name,
        icon=icon,
        type="tertiary" if quiet else "secondary",
        wrap=True,
        on_click=_tapped,
        args=(turn, seen, name),
    )


def _tapped(turn: Turn, seen: str, name: str) -> None:
    take(turn, seen, name)


def late() -> None:
    """Take what was tapped on a page that an earlier process drew, or that has since moved on."""
    context = get_script_run_ctx()
    done = st.session_state.setdefault("acts", set())
    for state in context.session_state.get_widget_states() if context else ():
        _, mark, rest = state.id.partition(ACT)
        if state.trigger_value and mark and mark + rest not in done:
            turn, seen = meant(rest)
            take(turn, seen, mark + rest)


def meant(rest: str) -> tuple[Turn, str]:
    """Return the turn, and the version of the session, that such a key holds after ACT."""
    seen, kind, activity, value = rest.split("~")
    act: dict[str, object] = {"kind": kind, "activity": activity}
    if kind == TurnKind.MARK:
        act["mark"] = value
    elif kind == TurnKind.PLACE:
        act["span"] = value.split("-")
    elif kind == TurnKind.SAY:
        act["text"] = unquote(value)
    elif value:
        act["level"] = int(value)
    return Turn.of(act), seen


def chooser(
    name: str, stands: object, turns: Mapping[object, Turn]
) -> tuple[Callable[[], None], Callable[[object], None]]:
    """Return what keeps a choice: for the widget with this key, and for what it shows.

    The first is called when something else is picked than what `stands`; it puts the widget back
    where that is refused. The second takes what was picked on a page of an earlier process.
    """
    seen = access.visit().seen

    def picked() -> None:
        chosen = st.session_state[name]
        if chosen != stands and not take(turns[chosen], seen):
            st.session_state[name] = stands

    def shown(chosen: object) -> None:
        if chosen != stands and now(turns[chosen]):
            st.rerun()

    return picked, shown


def box(placeholder: str, pending: str = "") -> None:
    """Show the one box for words, on a page whose open question is `pending`."""
    if "returned" in st.session_state:
        st.session_state[BOX] = st.session_state.pop("returned")
    seen = access.visit().seen
    # Put there by us; where Streamlit puts it, it scrolls to the end at every turn.
    with st.bottom:
        text = st.chat_input(
            placeholder, key=BOX, submit_mode="disable", on_submit=sent, args=(seen, pending)
        )
    if text is not None and not access.visit().sent:
        # Sent from a page that an earlier process drew: nobody here knows what it asked.
        _hand_back(access.text("drawn-afresh"), text)
        st.rerun()


def sent(seen: str, pending: str) -> None:
    """Take the words in the box, whose author saw this version and this question open."""
    text = str(st.session_state[BOX] or "")
    st.session_state["sent"] = True
    if len(text) > LONGEST_TEXT or not text.strip():
        name = "refused-long" if text.strip() else "empty"
        _hand_back(access.text(name, given=f"{len(text):,}", most=f"{LONGEST_TEXT:,}"), text)
    elif not take(Turn(kind=TurnKind.SAY, text=text, activity=pending), seen):
        reason = str(st.session_state["refusal"])
        if not seen and reason == access.text("changed-elsewhere"):
            reason = access.text("drawn-afresh")  # that page had only failed to reach the session
        _hand_back(reason, text)


def follow(kinds: Sequence[TurnKind]) -> None:
    """Take the turns that words just kept ask for, one after the other."""
    for kind in kinds:
        if not now(Turn(kind=kind)):
            return


def excuse() -> None:
    """Say, once on a page, why the last thing done was not taken."""
    refusal = st.session_state.get("refusal")
    if refusal and not access.visit().excused:
        access.visit().excused = True
        st.warning(refusal, icon=":material/info:")


def _hand_back(reason: str, text: str) -> None:
    """Keep the reason for `excuse`, and the words for the box."""
    st.session_state["refusal"] = reason
    st.session_state["returned"] = text
