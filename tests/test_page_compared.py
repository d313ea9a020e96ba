"""The result page's comparisons without a browser: models, cases and the edge, as a visitor."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.domain.session import Turn, TurnKind, version
from assistant.ui import access, arrival


def page() -> None:
    """The result page as one script."""
    import streamlit as st

    from assistant.ui import access, result

    st.session_state.setdefault("pages", {})
    access.begin()
    result.show()


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    arrival.forget()
    yield AppTest.from_function(page, default_timeout=60)
    arrival.forget()


def headings(app: AppTest) -> list[str]:
    return [str(one.value) for one in app.header]


def words(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption))


def folds(app: AppTest) -> list[str]:
    return [one.label for one in app.expander]


def begin(app: AppTest, *turns: Turn) -> str:
    token = access.service().sessions.begin()
    given = (Turn(kind=TurnKind.REPLY, activity="data-collection", level=1), *turns)
    seen = version(())
    for turn in given:
        seen = access.service().sessions.add(token, turn, seen=seen)
    app.session_state["token"] = token
    return token


def chip(question: str, option: str) -> Turn:
    return Turn(kind=TurnKind.CONTEXT, activity=question, option=option)


def test_the_sample_names_differences_and_neighbours(app: AppTest) -> None:
    app.session_state["show-sample"] = True
    app.run()
    assert not app.exception
    report = access.service().sample()
    for title in ("crosswalk.title", "cases.title"):
        assert access.text(title) in headings(app)
    assert access.text("edge.title") not in headings(app)
    for pair in report.crosswalk.pairs:
        for sentence in pair.sentences:
            assert sentence in words(app)
    for one in report.neighbours:
        assert any(label.startswith(one.case.name) for label in folds(app))
        assert one.case.address in words(app)


def test_a_use_case_on_devices_is_told_where_to_train(app: AppTest) -> None:
    token = begin(app, chip("place", "devices"))
    app.run()
    assert not app.exception
    assert access.text("edge.title") in headings(app)
    assert "2 of 5, Central training, prediction on the device" in words(app)
    question = next(
        one for one in app.get("button_group") if str(one.key).startswith("context-learning-data")
    )
    app.session_state[question.key] = "base"
    app.run()
    assert access.service().sessions.turns(token)[-1] == chip("learning-data", "base")
    assert "3 of 5, Central training, adaptation on the device" in words(app)


def test_answers_that_clash_are_named_with_what_would_free_a_way(app: AppTest) -> None:
    begin(app, chip("place", "cloud"), chip("data-origin", "stays"))
    app.run()
    assert not app.exception
    shown = words(app)
    assert access.text("edge.option-clash") in shown
    assert "“In the cloud”: " in shown
    assert "“On devices or sites it must not leave”: " in shown
    assert "Then: 4, federated learning." in shown
    assert " of 5, " not in shown  # no way is advised


def test_without_devices_the_adviser_waits_behind_a_fold(app: AppTest) -> None:
    begin(app, chip("place", "cloud"))
    app.run()
    assert not app.exception
    assert access.text("edge.title") not in headings(app)
    assert access.text("edge.other") in folds(app)
    assert "So far: 2 of 5, " in words(app)  # as if it ran on devices, whatever was said of place
    about = [one for one in access.service().catalogue.context if one.about == "target"]
    label = access.text("context.label", picked=1, total=len(about))
    assert label in folds(app)


def test_choices_on_the_device_alone_do_not_name_a_target(app: AppTest) -> None:
    begin(app, chip("learning-data", "base"), chip("device-computing", "train"),
          chip("device-memory", "room"))  # fmt: skip
    app.run()
    assert not app.exception
    assert access.text("result.target-unset") in words(app)
