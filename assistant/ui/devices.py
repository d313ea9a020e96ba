"""Where to train and where to predict when devices play a part, with the reasons."""

import streamlit as st

from assistant.conversation import Conversation
from assistant.domain.comparing import Split
from assistant.domain.results import Report
from assistant.phrases.standing import inline
from assistant.ui import access, context, dialogs


def show(report: Report, conversation: Conversation | None) -> None:
    """Show the way to split the model; folded away while nothing says that devices take part.

    Without a conversation, as for the sample, there is nothing to ask.
    """
    split = report.split
    if split is None:
        return
    if split.wanted:
        st.header(access.text("edge.title"), anchor=False)
        st.markdown(access.text("edge.lead"))
        _split(split)
        if conversation is not None:
            _questions(conversation)
    elif conversation is not None:
        st.space("small")
        with st.expander(access.text("edge.other"), icon=":material/devices:", key="edge-other"):
            st.markdown(access.text("edge.other-lead"))
            _split(split)
            _chips(conversation)


def _split(split: Split) -> None:
    table = access.service().catalogue.edge
    total = len(table.options) if table is not None else 0
    name = access.text("edge.option", number=split.number, total=total, option=split.option.name)
    st.markdown(f"**{name}**")
    st.markdown(split.reason)
    st.markdown(split.option.summary)
    for key, group in (("edge.why", split.objections), ("edge.against", split.against)):
        if group:
            st.markdown(f"**{access.text(key)}**")
            st.markdown("\n".join(f"- {one.why}" for one in group))
    if split.open:
        names = ", ".join(inline(one.name) for one in split.open)
        st.markdown(access.text("edge.open", factors=names))
    st.caption(access.text("edge.note"))
    dialogs.passage_links((split.option.passage,), key="edge")


def _questions(conversation: Conversation) -> None:
    asked = [one for one in access.service().catalogue.context if one.about == "edge"]
    picked = sum(1 for one in asked if one.id in conversation.context)
    label = access.text("edge.questions", picked=picked, total=len(asked))
    with st.expander(label, icon=":material/tune:", key="edge-questions"):
        _chips(conversation)


def _chips(conversation: Conversation) -> None:
    for question in access.service().catalogue.context:
        if question.about == "edge":
            context.ask(conversation, question)
