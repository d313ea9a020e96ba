"""The result: the stage with its proof, what blocks the next, the steps in order, every model."""

import datetime
from collections.abc import Collection, Mapping
from functools import partial

import streamlit as st

from assistant.conversation import Phase
from assistant.domain.results import Report
from assistant.domain.sayings import About
from assistant.export import FORMATS, PLANS, Format, dated
from assistant.phrases.floor import safety_lines
from assistant.phrases.outcome import aim
from assistant.service import Service
from assistant.ui import (
    access,
    context,
    devices,
    differences,
    first,
    ladders,
    marks,
    nearby,
    overtime,
    panel,
    proof,
    reached,
    sharing,
    steps,
)

LONGEST_NAME = 80


def show() -> None:
    """Show this visitor's result, the sample, or what is missing for one."""
    sample = bool(st.session_state.get("show-sample", False))
    conversation = access.conversation()
    if conversation.phase is Phase.OPENING and not sample:
        _nothing()
        return
    if conversation.phase is not Phase.OPENING:
        st.session_state["show-sample"] = sample = False
    other = str(st.session_state.get("sample-of", ""))
    report = access.service().sample(other) if sample else access.service().report(conversation)
    access.speak_to(report.context)
    if sample:
        with st.container(horizontal=True, vertical_alignment="center", key="sample-note"):
            st.caption(access.text("result.this-is-sample"), width="content")
            _others(other)
    first.show(report, "" if sample else panel.left(conversation))
    _conflicts(report)
    _target(report)
    if not sample:
        context.show(conversation)
    overtime.show(report)
    if not sample and st.button(
        access.text("answers.link"), key="to-answers", type="tertiary", icon=":material/edit:"
    ):
        st.switch_page(st.session_state["pages"]["answers"])
    _downloads(report, sample=sample)
    if not sample:
        sharing.show()
    st.html('<span id="all-steps"></span>')
    steps.show(report, sample=sample)
    _take(report, sample=sample)
    _summary(report)
    reached.show(report)
    devices.show(report, None if sample else conversation)
    proof.show(report.now)
    ladders.show(report)
    proof.models(report)
    differences.show(report)
    nearby.show(report)
    _back(sample=sample)


def _nothing() -> None:
    st.title(access.text("result.nothing"), anchor=False)
    st.markdown(access.text("result.nothing-lead"))
    with st.container(horizontal=True):
        if st.button(access.text("result.begin"), key="begin"):
            st.switch_page(st.session_state["pages"]["assessment"])
        if st.button(access.text("opening.sample"), key="sample-here"):
            st.session_state["show-sample"], st.session_state["sample-of"] = True, ""
            st.rerun()


def _others(shown: str) -> None:
    """Offer the samples of other kinds of teams, each but the one that is shown."""
    samples = access.service().catalogue.samples
    labels = {key: one.label for key, one in samples.items()}
    for name, label in {"": access.text("opening.sample"), **labels}.items():
        icon, key = ":material/stairs:", f"sample-{name}"
        if samples and name != shown and st.button(label, key=key, icon=icon, type="tertiary"):
            st.session_state["sample-of"] = name
            st.rerun()


def _summary(report: Report) -> None:
    """Say where the team stands in more of its own answers, as plain text: they hold its words.

    What such a stage is in general stays folded.
    """
    st.header(access.text("front.words"), anchor=False)
    with st.container(key="summary", gap="small"):
        for one in report.summary:
            st.text(one.text)
            if one.quote:
                st.text(f"“{marks.shortened(one.quote)}”")
    if lines := list(safety_lines(access.catalogue(), report)):
        st.markdown(f"**{access.text('floor.safety')}** " + " ".join(lines))
    if report.now.certain:
        stage = report.now.trace[report.now.lo].stage
        with st.expander(access.text("result.general"), key="general"):
            st.markdown(f"**{stage.name}**")
            st.markdown(stage.summary)


def _target(report: Report) -> None:
    goal = report.goals.get(report.primary)
    if goal is None:
        return
    stage = report.now.model.stages[goal.stage]
    st.markdown(f"**{access.text('result.target', stage=f'{goal.stage}, {stage.name}')}**")
    st.markdown(" ".join(aim(access.catalogue(), report)))


def _conflicts(report: Report) -> None:
    """Name what does not fit together."""
    if report.conflicts:
        items = access.catalogue().items
        st.markdown(f"**{access.text('result.conflicts')}**")
        for one in report.conflicts:
            pair = f"{items[one.first].name}, {items[one.second].name}"
            st.markdown(f"{pair}: {one.because}")


def _downloads(report: Report, *, sample: bool) -> None:
    """Offer the report in every format, for whom it may be named."""
    st.caption(access.text("result.download").upper())
    with st.container(key="name"):
        _name(_named())
    _offer(report, FORMATS, "result", "mlops-sample" if sample else "mlops-assessment")


def _take(report: Report, *, sample: bool) -> None:
    """Offer the steps for other tools; a calendar once a step has a date."""
    if not report.steps:
        return
    st.caption(access.text("road.take").upper())
    without = () if dated(report) else ("calendar",)
    _offer(report, PLANS, "road", "mlops-sample-steps" if sample else "mlops-steps", without)
    if without and not sample:
        st.caption(access.text("road.no-dates"))


def _offer(
    report: Report,
    formats: Mapping[str, Format],
    words: str,
    file: str,
    without: Collection[str] = (),
) -> None:
    """Show a button for each format, written when it is tapped; `words` begins their labels' keys.

    What is in `without` has nothing to hold yet.
    """
    with st.container(horizontal=True):
        for form, one in formats.items():
            st.download_button(
                access.text(f"{words}.{form}"),
                partial(_written, access.service(), report, form, _named()),
                file_name=f"{file}.{one.ending}",
                mime=one.media,
                icon=":material/download:",
                on_click="ignore",
                key=f"download-{form}",
                disabled=form in without,
            )


def _named() -> dict[str, str]:
    """Return where this visitor's name for the report is kept."""
    named: dict[str, str] = st.session_state.setdefault("about", {"name": ""})
    return named


@st.fragment
def _name(named: dict[str, str]) -> None:
    """Ask for whom the report is, and keep the answer in `named`.

    A tap on a download takes the cursor out of the box. Only the box is drawn anew then: were the
    buttons, the tap would find none; and the file is written with what stands in `named` by then.
    """

    def take() -> None:
        named["name"] = st.session_state["about-name"].strip()

    st.text_input(
        access.text("result.about-name"),
        value=named["name"],
        max_chars=LONGEST_NAME,
        key="about-name",
        on_change=take,
    )


def _written(service: Service, report: Report, form: str, named: dict[str, str]) -> bytes:
    """Write a report when it is asked for, outside the page's run."""
    today = datetime.datetime.now().astimezone().date()
    return service.write(report, form, About(named["name"], today))


def _back(*, sample: bool) -> None:
    st.space("small")
    back = access.text("result.begin" if sample else "result.back")
    with st.container(horizontal=True):
        if st.button(back, icon=":material/forum:", key="back"):
            st.session_state["show-sample"] = False
            st.switch_page(st.session_state["pages"]["assessment"])
        if not sample:
            overtime.again()
