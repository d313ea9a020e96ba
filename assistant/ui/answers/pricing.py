"""The cheapest steps to a stage that one picks, to be supposed done in a what-if."""

from collections.abc import Mapping, Sequence

import streamlit as st

from assistant.cheapest import asked_by, cheapest, may_be_done, supposed_by
from assistant.conversation import Conversation
from assistant.domain.knowledge import Advice
from assistant.domain.levels import Profile
from assistant.domain.results import Goal
from assistant.domain.scenario import Scenario
from assistant.phrases.shifting import step_name
from assistant.phrases.standing import stage_name
from assistant.targets import goals
from assistant.ui import access
from assistant.ui.answers import altering


def show(conversation: Conversation, scenario: Scenario) -> None:
    """Show the cheapest steps to a stage, from today; taken, they are supposed to be done."""
    catalogue = access.catalogue()
    targets = goals(catalogue, conversation.context)
    stages = _stages(conversation, targets)
    with st.expander(access.text("whatif.cheapest"), icon=":material/stairs:", key="cheapest"):
        aim = st.selectbox(
            access.text("whatif.cheapest-to"),
            list(stages),
            format_func=lambda one: stages[one],
            key=f"cheapest-{conversation.model}",
        )
        model, stage = catalogue.models[aim[0]], aim[1]
        goal = targets.get(model.id)
        besides = goal.besides if goal is not None and goal.stage == stage else ()
        found = cheapest(catalogue, conversation.profile, (*asked_by(model, stage), *besides))
        if not found:
            none = "whatif.cheapest-none" if found == () else "whatif.cheapest-no-way"
            st.markdown(access.text(none))
            return
        _priced(found, conversation.profile)
        if st.button(access.text("whatif.take"), key="cheapest-take"):
            taken = supposed_by(catalogue, conversation.profile, found)
            altering.done(altering.stated(scenario.with_levels(taken)), access.text("whatif.table"))


def _stages(conversation: Conversation, targets: Mapping[str, Goal]) -> dict[tuple[str, int], str]:
    """Return the stages to choose from, the one that fits first, then those of the model in use."""
    models = access.catalogue().models
    first = targets.get(conversation.model)
    ordered = sorted(models, key=lambda one: (one != conversation.model, models[one].order))
    every = [(key, stage) for key in ordered for stage in range(1, len(models[key].stages))]
    following = (conversation.model, conversation.assessment.lo + 1)
    fits = (conversation.model, first.stage) if first is not None else following
    every.sort(key=lambda one: one != fits)
    return {one: _named(conversation, one, targets) for one in every}


def _named(conversation: Conversation, one: tuple[str, int], targets: Mapping[str, Goal]) -> str:
    found, goal = conversation.assessments[one[0]], targets.get(one[0])
    key = "goal" if goal is not None and goal.stage == one[1] else "stage"
    stage = stage_name(found, one[1])
    return access.text(f"whatif.cheapest-{key}", model=found.model.label, stage=stage)


def _priced(found: Sequence[Advice], profile: Profile) -> None:
    """Show steps in an order to take them, with what they cost together."""
    catalogue = access.catalogue()
    counts = {one: sum(1 for step in found if step.effort == one) for one in ("S", "M", "L")}
    efforts = ", ".join(
        access.text(
            "whatif.cheapest-effort", count=count, effort=access.text(f"result.effort.{one}")
        )
        for one, count in counts.items()
        if count
    )
    key = "whatif.cheapest-one" if len(found) == 1 else "whatif.cheapest-count"
    st.markdown(access.text(key, count=len(found), efforts=efforts))
    unsure = [step for step in found if may_be_done(profile, step)]
    if unsure:
        key = "whatif.cheapest-unknown-one" if len(unsure) == 1 else "whatif.cheapest-unknown"
        st.markdown(access.text(key, count=len(unsure)))
    may = access.text("whatif.cheapest-may")
    told = [
        f"{_capital(step_name(catalogue, step.id))}, {access.text(f'result.effort.{step.effort}')}"
        + (f" ({may})" if step in unsure else "")
        for step in found
    ]
    st.markdown("\n".join(f"1. {line}" for line in told))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
