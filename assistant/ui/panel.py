"""The side panel of the assessment: where you stand so far, and what was understood."""

import html
from collections.abc import Sequence
from functools import partial

import streamlit as st

from assistant.conversation import Conversation, Phase
from assistant.domain.knowledge import Activity
from assistant.domain.levels import Origin, Profile, Standing, Status
from assistant.domain.results import Assessment, Remaining
from assistant.domain.session import Turn, TurnKind
from assistant.ui import access, acts, context, dialogs, folds, marks

WIDEST = 5
"""How far apart the fewest and the most questions left may be to be told both."""
PIPELINES = ("data", "modeling", "release", "cross-cutting", "process")


def show(conversation: Conversation) -> None:
    """Show the panel. It is there from the first moment, so that nothing moves when it fills."""
    with st.sidebar:
        st.header(access.text("panel.where"), anchor=False)
        if not conversation.exchanges and conversation.phase is Phase.OPENING:
            st.markdown(access.text("panel.start"))
            ladder(conversation.assessment, begun=False)
            return
        if len(access.catalogue().models) > 1:
            _model(conversation)
        st.markdown(standing_line(conversation))
        ladder(conversation.assessment, begun=conversation.phase is not Phase.OPENING)
        context.team(conversation)
        st.header(access.text("panel.understood"), anchor=False)
        catalogue = access.catalogue()
        every, counted = len(catalogue.items), len(catalogue.activities)
        st.caption(access.text("panel.counts", activities=counted, ways=every - counted))
        for pipeline in PIPELINES:
            _pipeline(conversation, pipeline)
        st.space("small")
        with st.container(horizontal=True):
            undo, restart = access.text("panel.undo"), access.text("panel.restart")
            acts.button(undo, Turn(kind=TurnKind.UNDO), icon=":material/undo:", quiet=True)
            again = Turn(kind=TurnKind.RESTART)
            acts.button(restart, again, icon=":material/restart_alt:", quiet=True)


def standing_line(conversation: Conversation) -> str:
    """Return "Between stage 1 and 2 · 3–5 questions left" for the model being settled."""
    now = conversation.assessment
    if conversation.phase is Phase.OPENING:
        return access.text("panel.start")
    if conversation.certain:
        where = access.text("panel.certain", stage=now.place)
    elif now.certain:
        where = access.text("panel.as-heard", stage=now.lo)
    else:
        where = access.text("panel.between", low=now.lo, high=now.hi)
    return f"**{where}** · {left(conversation)}"


def left(conversation: Conversation) -> str:
    """Return how many questions are left, and what for.

    First those to the stage, unless that is too uncertain to say, and how many it is with the aims
    beside it.
    """
    question, now = conversation.question, conversation.assessment
    least, most = conversation.promise.least, conversation.promise.most
    if question is None:
        return access.text("left.none")
    if conversation.detail:
        return _aims(conversation) or access.text("left.detail")
    whole = conversation.whole
    if whole.most and most - least > WIDEST and not now.certain:
        return access.text("left.whole", count=_count(whole.least, whole.most))
    most = max(least, min(most, whole.most or most))
    count = _count(least, most)
    if now.certain:
        key = "left.blockers"
        if conversation.doubtful:
            key = "left.to-renew" if conversation.earlier else "left.to-be-sure"
        count = access.text(key, count=count, stage=now.lo + 1)
    if whole.most <= most:
        return count
    return access.text("left.with", count=count, whole=_number(whole))


def _aims(conversation: Conversation) -> str:
    """Return what each aim still takes once the stage is certain; "" where all are reached."""
    said = [
        one.aim.left.format(count=_count(one.left.least, one.left.most))
        for one in conversation.ahead
    ]
    words = said[-1] if said else ""
    for one in reversed(said[:-1]):
        words = access.text("left.then", first=one, more=words)
    return words


def _count(least: int, most: int) -> str:
    if most <= 1:
        return access.text("left.one")
    if most - least > WIDEST:
        return access.text("left.most", most=most)
    return access.text("left.same" if least == most else "left.some", least=least, most=most)


def _number(one: Remaining) -> str:
    if one.least == one.most:
        return str(one.most)
    return access.text("left.number", least=one.least, most=one.most)


def ladder(assessment: Assessment, *, begun: bool) -> None:
    """Show the stages from top to bottom, each with a mark and a word for how it stands.

    Before anything is known (`begun` is false) nothing is reached either, not even the first.
    A list of our own, because the symbols of Streamlit are read aloud by their names.
    """
    rows = []
    for stage in reversed(assessment.trace):
        standing = stage.reached.value if begun else "unknown"
        here = ' aria-current="step"' if begun and stage.index == assessment.lo else ""
        name = html.escape(f"{stage.index} {stage.stage.name}")
        word = html.escape(access.text(f"ladder.{standing}"))
        rows.append(f'<li class="{standing}"{here}><span>{name}</span> <small>{word}</small></li>')
    st.html(f'<ol class="ladder" role="list">{"".join(rows)}</ol>')


def _model(conversation: Conversation) -> None:
    models = access.catalogue().models
    ordered = sorted(models, key=lambda one: (models[one].order, one))
    key = f"model-{conversation.model}"
    turns: dict[object, Turn] = {one: Turn(kind=TurnKind.MODEL, option=one) for one in ordered}
    picked, shown = acts.chooser(key, conversation.model, turns)
    shown(
        st.selectbox(
            access.text("panel.model"),
            ordered,
            index=ordered.index(conversation.model),
            format_func=lambda one: models[one].label,
            label_visibility="collapsed",
            key=key,
            on_change=picked,
        )
    )


def _pipeline(conversation: Conversation, pipeline: str) -> None:
    items = [item for item in access.catalogue().items.values() if item.pipeline == pipeline]
    heard = [item for item in items if _heard(conversation.profile.get(item.id))]
    name = access.text(f"pipeline.{pipeline}")
    label = access.text("panel.coverage", pipeline=name, known=len(heard), total=len(items))
    folds.show(label, f"panel-{pipeline}", partial(_items, heard, conversation.profile))


def _items(heard: Sequence[Activity], profile: Profile) -> None:
    for item in heard:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(item.name, key=f"panel-{item.id}", type="tertiary"):
                dialogs.edit(item.id)
            marks.level_badge(item, profile[item.id])
    if not heard:
        st.caption(access.text("standing.open").capitalize())


def _heard(standing: Standing | None) -> bool:
    """Whether anything was said of an activity, or follows for it from what was."""
    return standing is not None and (
        standing.status is not Status.OPEN or standing.origin is Origin.DEDUCED
    )
