"""Where to train and where to predict when devices play a part, with the reasons."""

import streamlit as st

from assistant import splitting
from assistant.conversation import Conversation
from assistant.domain.comparing import Split
from assistant.domain.results import Report
from assistant.phrases import comparison
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
            supposed = splitting.suppose(access.service().catalogue, conversation.context)
            _split(supposed or split)
            _chips(conversation)


def _split(split: Split) -> None:
    known = access.service().catalogue
    st.markdown(f"**{comparison.split_title(known, split)}**")
    st.markdown(split.reason)
    if split.option is not None:
        st.markdown(split.option.summary)
    for heading, sentences in comparison.grounds(known, split):
        if heading:
            st.markdown(f"**{heading}**")
        st.markdown("\n".join(f"- {one}" for one in sentences))
    for sentence in comparison.unsettled(known, split):
        st.markdown(sentence)
    st.caption(access.text("edge.note"))
    leading = (split.option,) if split.option else tuple(one.option for one in split.ways)
    dialogs.passage_links(tuple(one.passage for one in leading), key="edge")


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
