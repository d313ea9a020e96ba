"""What-ifs: the table on a copy, and where it would lead beside today."""

import html
from collections.abc import Sequence
from functools import partial

import streamlit as st

from assistant.conversation import Conversation
from assistant.conversation.turns import DROPPED, LONGEST_NAME
from assistant.domain.knowledge import Activity
from assistant.domain.levels import OPEN, Standing
from assistant.domain.scenario import Scenario, Shift
from assistant.domain.session import Turn, TurnKind
from assistant.phrases.shifting import in_the_way, stands, steps
from assistant.phrases.standing import standing_word
from assistant.preview import between, outcome, suppose
from assistant.sheet import Row
from assistant.ui import access, acts, marks
from assistant.ui.answers import altering, listing, pricing

TODAY = ""


def chosen(conversation: Conversation) -> Scenario | None:
    """Ask for today or one of the what-ifs, offer a new one, and return the one chosen."""
    names = [one.name for one in conversation.scenarios]
    if wanted := st.session_state.pop("what-if-next", ""):
        st.session_state["what-if"] = wanted if wanted in names else TODAY
    if st.session_state.get("what-if", TODAY) not in {TODAY, *names}:
        st.session_state["what-if"] = TODAY  # deleted, or taken back
    picked = TODAY
    if names:
        st.session_state.setdefault("what-if", TODAY)
        # A list to choose from shows names as they are; other choices would read them as markup.
        picked = st.selectbox(
            access.text("whatif.choose"),
            [TODAY, *names],
            format_func=lambda one: one or access.text("whatif.today"),
            key="what-if",
        )
    label = access.text("whatif.new")
    if st.button(label, type="tertiary", icon=":material/alt_route:", key="what-if-new"):
        st.dialog(access.text("whatif.title"))(_begin)(names)
    return next((one for one in conversation.scenarios if one.name == picked), None)


def _begin(names: Sequence[str]) -> None:
    st.markdown(access.text("whatif.lead"))
    with st.form("what-if-form", clear_on_submit=True, border=False):
        given = st.text_input(
            access.text("whatif.name"),
            max_chars=LONGEST_NAME,
            placeholder=access.text("whatif.name-hint"),
            key="what-if-name",
        )
        sent = st.form_submit_button(access.text("whatif.begin"))
    name = " ".join(given.split()) or access.text("whatif.name-hint")
    if sent:
        if name in names or acts.take(altering.stated(Scenario(name)), access.visit().seen):
            st.session_state["what-if-next"] = name
        st.rerun()


def show(conversation: Conversation, scenario: Scenario, table: Sequence[Row]) -> None:
    """Show one what-if: where it leads, the cheapest steps, and its own table of answers."""
    st.info(access.text("whatif.here"), icon=":material/alt_route:")
    knowledge = access.service().catalogue
    then = suppose(knowledge, conversation, scenario)
    shift = between(outcome(knowledge, conversation), then)
    st.header(access.text("whatif.table"), anchor=False)
    _difference(shift, begun=bool(scenario.levels))
    pricing.show(conversation, scenario)
    for here in listing.by_pipeline(table):
        for row in here:
            _row(scenario, row.item, row, then.profile.get(row.item.id, OPEN))
    st.space("small")
    if st.button(access.text("whatif.drop"), icon=":material/delete:", key="what-if-drop"):
        altering.done(
            Turn(kind=TurnKind.SCENARIO, text=scenario.name, mark=DROPPED),
            access.text("whatif.today"),
        )


def _difference(shift: Shift, *, begun: bool) -> None:
    """Show every model today and then, what no longer stands in the way, and the steps left."""
    catalogue = access.catalogue()
    if not begun:
        st.markdown(access.text("whatif.empty"))
        return
    head = [access.text(f"whatif.{one}") for one in ("model", "today", "then")]
    body = "".join(
        f'<tr><th scope="row">{html.escape(move.after.model.label)}</th>'
        f"<td>{html.escape(stands(catalogue, move.before))}</td>"
        f'<td class="{"moved" if move.moved else "same"}">'
        f"{html.escape(stands(catalogue, move.after))}</td></tr>"
        for move in shift.moves
    )
    columns = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in head)
    st.html(f'<table class="moves"><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>')
    if shift.nothing:
        st.markdown(access.text("shift.nothing"))
    altering.bullets((*in_the_way(catalogue, shift.moves[0]), *steps(catalogue, shift)))


def _row(scenario: Scenario, item: Activity, row: Row, standing: Standing) -> None:
    supposed = item.id in scenario.supposed
    other = (standing.lo, standing.hi) != (row.standing.lo, row.standing.hi)
    with st.container(key=f"answer-{item.id}", gap="xxsmall"):
        told = ""
        if supposed or other:
            how = access.text("whatif.supposed" if supposed else "whatif.follows")
            today = standing_word(access.service().catalogue, item, row.standing)
            told = f"{how} · {access.text('whatif.today-is', level=today)}"
        badges = partial(marks.level_badge, item, standing)
        listing.head(item, badges, told, partial(_suppose, scenario))


def _suppose(scenario: Scenario, activity: str) -> None:
    item = access.catalogue().items[activity]
    st.dialog(item.name, width="medium")(_supposing)(scenario, item)


def _supposing(scenario: Scenario, item: Activity) -> None:
    st.caption(item.summary)
    exact = {name: lo for name, lo, hi in scenario.levels if lo == hi}
    choice = altering.levels(item, ("today",), exact.get(item.id), f"suppose-{item.id}")
    changed = scenario.without(item.id)
    if isinstance(choice, int):
        changed = changed.with_levels([(item.id, choice, choice)])
    with st.container(horizontal=True):
        if st.button(access.text("whatif.set"), type="primary", disabled=choice is None):
            altering.done(
                altering.stated(changed), access.text("answers.applied", activity=item.name)
            )
        if st.button(access.text("answers.leave")):
            st.rerun()
