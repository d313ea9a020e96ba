"""In whose terms the page speaks, on the page script itself: asked early, heard, and changed."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.conversation import Conversation
from assistant.domain.knowledge import Activity
from assistant.domain.session import Turn, TurnKind
from assistant.specialising import spoken_to
from assistant.ui import access, arrival
from tests.test_page_interview import PAGE, begin, unfold

HOSTED = {"own-models": "hosted"}
CHOICE = Turn(kind=TurnKind.CONTEXT, activity="own-models", option="hosted")


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    arrival.forget()
    yield AppTest.from_file(str(PAGE), default_timeout=60)
    arrival.forget()


def now(app: AppTest) -> Conversation:
    return access.service().conversation(
        access.service().sessions.turns(app.session_state["token"])
    )


def item(app: AppTest, hosted: bool) -> Activity:
    """The activity that is asked about, in one wording or the other."""
    question = now(app).question
    assert question is not None
    words = spoken_to(access.service().catalogue, HOSTED if hosted else {})
    return words.items[question.activity]


def chips(app: AppTest) -> dict[str, object]:
    """The places of the page in which the question on the kind of team is asked."""
    found = app.get("button_group")
    return {str(one.key).partition("-")[0]: one for one in found if "own-models" in str(one.key)}


def headings(app: AppTest) -> list[str]:
    return [one.value for one in app.header]


def labels(app: AppTest) -> list[str]:
    return [one.label for one in app.button]


def test_it_is_asked_with_the_first_question_and_a_tap_changes_the_words(app: AppTest) -> None:
    begin(app, Turn(kind=TurnKind.CONTINUE))
    assert item(app, hosted=False).question in headings(app)
    assert set(chips(app)) == {"contextearly", "context"}
    chips(app)["contextearly"].select("hosted").run()
    assert not app.exception
    assert dict(now(app).context) == HOSTED
    theirs = item(app, hosted=True)
    assert theirs.question in headings(app)
    assert {one.label for one in theirs.replies} <= set(labels(app))
    assert set(chips(app)) == {"context"}, "answered: only where it can be changed"
    chips(app)["context"].select("trained").run()
    assert item(app, hosted=False).question in headings(app)


def test_after_a_few_answers_it_is_no_longer_in_the_way(app: AppTest) -> None:
    replies = [
        Turn(kind=TurnKind.REPLY, activity=one, level=1)
        for one in ("data-collection", "data-integration", "model-training")
    ]
    begin(app, *replies)
    assert set(chips(app)) == {"context"}


def test_the_panel_speaks_in_their_terms(app: AppTest) -> None:
    replies = [
        Turn(kind=TurnKind.REPLY, activity=one, level=1)
        for one in ("model-training", "data-collection")
    ]
    begin(app, CHOICE, *replies)
    words = spoken_to(access.service().catalogue, HOSTED)
    theirs = words.items["model-training"]
    unfold(app, access.text("pipeline.modeling"))
    assert theirs.name in labels(app)


def _page() -> None:
    """The page that the state names, as one script."""
    import streamlit as st

    from assistant.ui import access, history, result

    st.session_state.setdefault("pages", {})
    access.begin()
    {"history": history, "result": result}[st.session_state["shown"]].show()


@pytest.fixture
def one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    arrival.forget()
    yield AppTest.from_function(_page, default_timeout=60)
    arrival.forget()


def test_result_and_history_speak_in_their_terms(one_page: AppTest) -> None:
    one_page.session_state["shown"] = "history"
    reply = Turn(kind=TurnKind.REPLY, activity="model-training", level=1)
    begin(one_page, CHOICE, reply, Turn(kind=TurnKind.REPLY, activity="data-collection", level=1))
    words = spoken_to(access.service().catalogue, HOSTED)
    label = words.items["model-training"].replies[1].label
    assert any(label in one.value for one in one_page.text)
    one_page.session_state["shown"] = "result"
    one_page.run()
    assert not one_page.exception
    shown = "\n".join(str(one.value) for one in one_page.markdown)
    steps = access.service().report(now(one_page)).steps
    assert steps
    assert all(step.advice is words.advice[step.advice.id] for step in steps)
    assert all(step.advice.do in shown for step in steps)


def test_the_other_sample_is_a_tap_away_and_in_its_own_terms(one_page: AppTest) -> None:
    ((name, sample),) = access.service().catalogue.samples.items()
    one_page.session_state["shown"], one_page.session_state["show-sample"] = "result", True
    begin(one_page)
    report = access.service().sample(name)
    step = report.steps[0].advice
    assert step is spoken_to(access.service().catalogue, HOSTED).advice[step.id]
    shown = [str(one.value) for one in one_page.markdown]
    assert step.do not in shown
    next(one for one in one_page.button if one.label == sample.label).click().run()
    assert not one_page.exception
    assert step.do in [str(one.value) for one in one_page.markdown]
    assert sample.label not in labels(one_page)
    assert access.text("opening.sample") in labels(one_page)
