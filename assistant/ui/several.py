"""The open question with up to two more on the same subject, to answer all in one go."""

from collections.abc import Sequence

import streamlit as st

from assistant.domain.levels import Status
from assistant.domain.session import Turn, TurnKind
from assistant.ui import access, acts

UNKNOWN = Status.UNKNOWN.value


def show(activities: Sequence[str], turn: int) -> None:
    """Show the questions folded, the open one first; what is picked is kept as one answer each."""
    items = [access.catalogue().items[one] for one in activities]
    more = len(items) - 1
    label = access.text("checklist.one" if more == 1 else "checklist", count=more)
    with (
        st.expander(label, icon=":material/checklist:", key=f"checklist-{turn}"),
        st.form(f"checklist-form-{turn}", border=False),
    ):
        picked: dict[str, str | None] = {}
        for item in items:
            labels = {str(reply.level): reply.label for reply in item.replies}
            labels[UNKNOWN] = access.text(f"pill.{UNKNOWN}")
            picked[item.id] = st.radio(
                item.question,
                list(labels),
                format_func=labels.__getitem__,
                index=None,
                key=f"checklist-{turn}-{item.id}",
            )
        if st.form_submit_button(access.text("checklist.send")):
            _send({item: chosen for item, chosen in picked.items() if chosen})


def _send(picked: dict[str, str]) -> None:
    for item, chosen in picked.items():
        if chosen == UNKNOWN:
            turn = Turn(kind=TurnKind.MARK, activity=item, mark=UNKNOWN)
        else:
            turn = Turn(kind=TurnKind.REPLY, activity=item, level=int(chosen))
        if not acts.now(turn):
            break
    st.rerun()
