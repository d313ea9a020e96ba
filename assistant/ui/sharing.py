"""Links by which somebody shares their result: made, listed, and withdrawn by who made them."""

import streamlit as st

from assistant.domain.storing import Link, MayNotChange, StorageError
from assistant.phrases.standing import dated
from assistant.ui import access, folds, shared

MADE = "link-made"
"""Where the address of a link just made stands until the page is left: it is shown only then."""


def show() -> None:
    """Offer to share the result, in a fold."""
    folds.show(access.text("share.label"), "share", _links, icon=":material/link:")


def _links() -> None:
    st.markdown(access.text("share.lead"))
    try:
        if st.button(access.text("share.make"), icon=":material/add_link:", key="share-make"):
            token = access.service().people.share(access.key())
            st.session_state[MADE] = shared.address(token, st.context.url or "") if token else ""
        links = access.service().people.links(access.key())
        made = st.session_state.pop(MADE, None)
        if made == "":
            st.warning(access.text("share.too-many", most=len(links)), icon=":material/info:")
        elif made:
            st.markdown(access.text("share.made"))
            st.code(made, language=None, wrap_lines=True)
        for one in links:
            _one(one)
    except MayNotChange:
        st.warning(access.text("may-not-change"), icon=":material/info:")
    except StorageError:
        st.warning(access.text("not-reached"), icon=":material/info:")


def _one(link: Link) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"link-{link.id[:16]}"):
        made, until = (dated(one.astimezone().date()) for one in (link.made, link.until))
        st.text(access.text("share.link", made=made, until=until), width="content")
        label = access.text("share.withdraw")
        if st.button(label, icon=":material/link_off:", key=f"withdraw-{link.id[:16]}"):
            access.service().people.withdraw(access.key(), link.id)
            st.rerun()
