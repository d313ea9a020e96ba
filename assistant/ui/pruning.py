"""Forgets what Streamlit remembers of buttons and boxes that are no longer on the page.

It drops their values when they are gone, but keeps their names and what they were to call. Ours
carry the version of the session, so that each turn would leave some kilobytes behind.
"""

from contextlib import suppress

from streamlit.runtime.scriptrunner import get_script_run_ctx


def prune() -> None:
    """Forget what is not on the page; to be called at the end of a run that drew all of it.

    There is no public way; where Streamlit keeps these things otherwise, they stay.
    """
    context = get_script_run_ctx()
    if context is None or context.fragment_ids_this_run:
        return
    with suppress(AttributeError):
        shown = context.shared.widget_ids_this_run.snapshot()
        state = context.session_state._state
        known, names = state._new_widget_state.widget_metadata, state._key_id_mapper
        for gone in [one for one in known if one not in shown]:
            del known[gone]
        left = {key: one for one, key in names.id_key_mapping.items() if one in shown}
        names.set_key_id_mapping(left)
