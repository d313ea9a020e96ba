"""The open question: its words, why it is asked, the quick replies; or that all is known."""

from functools import partial

import streamlit as st

from assistant.conversation import Conversation, Phase, ask, hangs_on, plainly
from assistant.domain.knowledge import Activity
from assistant.domain.results import Question
from assistant.domain.session import Turn, TurnKind
from assistant.ui import access, acts, context, dialogs, exchanges, folds, panel, several

EARLY = 2
"""Exchanges in which it is still early to ask what kind of team it is; the panel always does."""
MARKS = ("unknown", "not-applicable", "skipped")


def show(conversation: Conversation) -> None:
    """Show the open question with its replies, or the way to the result."""
    with st.chat_message("assistant", avatar=exchanges.ASSISTANT):
        if conversation.question is not None:
            if len(conversation.exchanges) < EARLY:
                context.team(conversation, early=True)
            st.caption(panel.standing_line(conversation))
            _question(conversation, conversation.question)
        elif conversation.phase is Phase.OPENING:
            st.caption(access.text("opening.begin"))
            acts.button(access.text("opening.questions"), Turn(kind=TurnKind.CONTINUE), quiet=True)
        else:
            _settled(conversation)


def _question(conversation: Conversation, question: Question) -> None:
    catalogue = access.catalogue()
    item = catalogue.items[question.activity]
    words = ask(catalogue, conversation, question)
    turn = len(conversation.exchanges)
    with st.container(key=f"question-{turn}-{item.id}"):
        if words == plainly(conversation, item):
            exchanges.question(words)
        else:
            st.text(words)  # quotes the user, so it is never markup
        with st.container(key="replies"):
            _replies(item, question.offered, f"reply-{turn}-{item.id}")
    # Below the replies, so that unfolding it moves neither them nor the question.
    why = partial(_why, conversation, question)
    folds.show(access.text("why"), f"why-{turn}-{item.id}", why, icon=":material/info:")
    if conversation.detail:
        with st.container(key="enough", horizontal=True, vertical_alignment="center"):
            st.markdown(access.text("result.enough"))
            if st.button(access.text("result.show"), key="show-result"):
                st.switch_page(st.session_state["pages"]["result"])
    if question.companions:
        several.show((question.activity, *question.companions), turn)


def _replies(item: Activity, offered: tuple[int, ...], key: str) -> None:
    """Show the quick replies. Buttons, because the labels of pills are cut off on a phone.

    Offered is what is still open; whoever was misunderstood finds the others behind one more tap.
    """
    every = f"{key}-every"
    narrowed = len(offered) < len(item.replies) and not st.session_state.get(every)
    with st.container(horizontal=True, gap="small", key=key):
        for reply in item.replies:
            if not narrowed or reply.level in offered:
                turn = Turn(kind=TurnKind.REPLY, activity=item.id, level=reply.level)
                acts.button(reply.label, turn)
    # Apart from the levels: these say nothing of how it is done.
    with st.container(horizontal=True, gap="small", key=f"{key}-marks"):
        if narrowed and st.button(access.text("pill.else"), type="tertiary", key=f"{key}-else"):
            st.session_state[every] = True
            st.rerun()
        for mark in MARKS:
            turn = Turn(kind=TurnKind.MARK, activity=item.id, mark=mark)
            acts.button(access.text(f"pill.{mark}"), turn, quiet=True)


def _why(conversation: Conversation, question: Question) -> None:
    catalogue = access.catalogue()
    item = catalogue.items[question.activity]
    now = conversation.assessment
    moving = {(one.lo, one.hi) for one in question.consequences} - {(now.lo, now.hi)}
    st.markdown(hangs_on(catalogue, conversation, question))
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
    certain = conversation.assessment.complete and conversation.certain
    with st.container(key=f"question-{len(conversation.exchanges)}-settled"):
        st.header(access.text("result.ready" if certain else "result.ready-range"), anchor=False)
        st.markdown(panel.standing_line(conversation))
        with st.container(horizontal=True, key="replies"):
            if st.button(access.text("result.show"), key="show-result"):
                st.switch_page(st.session_state["pages"]["result"])
            acts.button(access.text("result.more"), Turn(kind=TurnKind.CONTINUE))
    context.show(conversation)
