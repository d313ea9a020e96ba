"""The optional chips: those on the use case decide the target, one the terms of all questions."""

import streamlit as st

from assistant.conversation import Conversation
from assistant.domain.knowledge import ContextQuestion
from assistant.domain.session import Turn, TurnKind
from assistant.ui import access, acts


def show(conversation: Conversation, *, expanded: bool = False) -> None:
    """Show the context questions, folded, with what was picked."""
    questions = [one for one in access.service().catalogue.context if one.about == "target"]
    picked = sum(1 for question in questions if question.id in conversation.context)
    label = access.text("context.label", picked=picked, total=len(questions))
    with st.expander(label, expanded=expanded, icon=":material/tune:", key="context"):
        st.caption(access.text("context.lead"))
        for question in questions:
            ask(conversation, question)
    acts.excuse()


def team(conversation: Conversation, *, early: bool = False) -> None:
    """Show what decides in whose terms all is asked; `early` only while nobody has said it."""
    for question in access.service().catalogue.context:
        if question.about == "team" and not (early and conversation.context.get(question.id)):
            if early:
                st.caption(access.text("context.team"))
            ask(conversation, question, place="early" if early else "")


def ask(conversation: Conversation, question: ContextQuestion, place: str = "") -> None:
    """Show one question with its chips; a tap is kept at once.

    One that is shown twice on a page has a `place` of its own.
    """
    stands = conversation.context.get(question.id)
    labels = {option.id: option.label for option in question.options}
    key = f"context{place}-{question.id}-{stands}"
    turns: dict[object, Turn] = {
        one: Turn(kind=TurnKind.CONTEXT, activity=question.id, option=one or "")
        for one in (None, *labels)
    }
    picked, shown = acts.chooser(key, stands, turns)
    shown(
        st.pills(
            question.question,
            list(labels),
            default=stands,
            format_func=lambda one: labels[one],
            key=key,
            wrap=True,
            on_change=picked,
        )
    )
