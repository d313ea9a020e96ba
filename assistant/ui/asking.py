"""The open question: its words, why it is asked, the quick replies; or that all is known."""

import streamlit as st

from assistant.conversation import Conversation, Phase, ask
from assistant.domain.knowledge import Activity
from assistant.domain.results import Question
from assistant.domain.session import Turn, TurnKind
from assistant.ui import access, checklist, context, dialogs, exchanges, panel

MARKS = ("unknown", "not-applicable", "skipped")


def show(conversation: Conversation) -> None:
    """Show the open question with its replies, or the way to the result."""
    with st.chat_message("assistant", avatar=exchanges.ASSISTANT):
        if conversation.question is not None:
            st.caption(panel.standing_line(conversation))
            _question(conversation, conversation.question)
        elif conversation.phase is Phase.OPENING:
            st.markdown(access.text("opening.how"))
        else:
            _settled(conversation)


def _question(conversation: Conversation, question: Question) -> None:
    catalogue = access.service().catalogue
    item = catalogue.items[question.activity]
    words = ask(catalogue, conversation, question)
    turn = len(conversation.exchanges)
    with st.container(key=f"question-{turn}-{item.id}"):
        if words == item.question:
            exchanges.question(item)
        else:
            st.text(words)  # quotes the user, so it is never markup
        with st.container(key="replies"):
            _replies(item, f"reply-{turn}-{item.id}")
    # Below the replies, so that unfolding it moves neither them nor the question.
    with st.expander(access.text("why"), icon=":material/info:", key=f"why-{turn}-{item.id}"):
        _why(conversation, question)
    if question.companions:
        checklist.show((question.activity, *question.companions), turn)


def _replies(item: Activity, key: str) -> None:
    """Show the quick replies. Buttons, because the labels of pills are cut off on a phone."""
    with st.container(horizontal=True, gap="small", key=key):
        for reply in item.replies:
            turn = Turn(kind=TurnKind.REPLY, activity=item.id, level=reply.level)
            st.button(
                reply.label,
                key=f"{key}-{reply.level}",
                wrap=True,
                on_click=access.send,
                args=(turn,),
            )
    # Apart from the levels: these say nothing of how it is done.
    with st.container(horizontal=True, gap="small", key=f"{key}-marks"):
        for mark in MARKS:
            turn = Turn(kind=TurnKind.MARK, activity=item.id, mark=mark)
            label = access.text(f"pill.{mark}")
            st.button(
                label, key=f"{key}-{mark}", type="tertiary", on_click=access.send, args=(turn,)
            )


def _why(conversation: Conversation, question: Question) -> None:
    catalogue = access.service().catalogue
    item = catalogue.items[question.activity]
    stages = catalogue.models[question.model].stages
    now = conversation.assessment
    moving = {(one.lo, one.hi) for one in question.consequences} - {(now.lo, now.hi)}
    if conversation.detail or not (question.needed or moving):
        pipeline = access.text(f"pipeline.{item.pipeline}").lower()
        st.markdown(access.text("why.detail", pipeline=pipeline))
    elif question.needed:
        name = f"{question.stage}, {stages[question.stage].name}"
        key = "why.blocker" if now.certain else "why.stage"
        needed = item.replies[question.needed].label.lower()
        st.markdown(access.text(key, activity=item.name, stage=name, needed=f"“{needed}”"))
    st.markdown(item.why)
    for one in question.consequences if moving else ():
        reply = item.replies[one.level].label
        if (one.lo, one.hi) == (now.lo, now.hi):
            st.markdown("- " + access.text("why.reply-same", reply=reply))
        else:
            key = "range.one" if one.lo == one.hi else "range.two"
            where = access.text(key, stage=one.lo, low=one.lo, high=one.hi)
            st.markdown("- " + access.text("why.reply", reply=reply, range=where))
    passage = f"{item.id}-in-short"
    if passage in catalogue.passages:
        dialogs.passage_links((passage,), key=f"why-{item.id}")


def _settled(conversation: Conversation) -> None:
    certain = conversation.assessment.complete
    with st.container(key=f"question-{len(conversation.exchanges)}-settled"):
        st.header(access.text("result.ready" if certain else "result.ready-range"), anchor=False)
        st.markdown(panel.standing_line(conversation))
        with st.container(horizontal=True, key="replies"):
            if st.button(access.text("result.show"), key="show-result"):
                st.switch_page(st.session_state["pages"]["result"])
            go_on = Turn(kind=TurnKind.CONTINUE)
            st.button(access.text("result.more"), key="go-on", on_click=access.send, args=(go_on,))
    context.show(conversation)
