"""The page with a language model set up as a user would: good, hostile and failing ones."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.domain.findings import cited
from assistant.ui import access, arrival
from tests.wording.models import COMMANDS, HTML, IMAGES
from tests.wording.server import speaking

PAGE = Path(access.__file__).parent / "page.py"
QUESTION = "Who gets the alert when a model misbehaves?"


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that asks one question on the page, with the server at an address, if one."""

    def asked(url: str = "") -> AppTest:
        monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
        if url:
            monkeypatch.setenv("MLOPS_ASSISTANT_LANGUAGE_MODEL", "openai:scripted")
            monkeypatch.setenv("MLOPS_ASSISTANT_LANGUAGE_MODEL_URL", url)
            monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        arrival.forget()
        access.service().wait()
        app = AppTest.from_file(str(PAGE), default_timeout=120).run()
        return app.chat_input[0].set_value(QUESTION).run()

    yield asked
    arrival.forget()


def captions(app: AppTest) -> list[str]:
    return [str(one.value) for one in app.caption]


def page(app: AppTest) -> tuple[Sequence[str], ...]:
    """All that is on the page, but for the quiet lines."""
    assert not app.exception
    kinds = (app.text, app.markdown, app.title, app.warning, app.error)
    shown = tuple([str(one.value) for one in kind] for kind in kinds)
    return (*shown, [one.label for one in app.button])


def test_off_the_answer_is_the_librarys_and_says_so(ask) -> None:
    assert access.text("answer.mode") in captions(ask())


def test_on_the_models_words_are_shown_once_checked_and_the_sources_stay(ask) -> None:
    plain = ask()
    answer = access.service().answer(QUESTION)
    first, second = answer.sentences[0], answer.sentences[1]
    numbers = {one: number for number, one in enumerate(cited(answer), start=1)}
    written = " ".join(f"{text} [{numbers[by[0]]}]" for text, by in (second, first))
    with speaking([*written, " Buy a bigger server."]) as (url, came):
        app = ask(url)
        said = [one for one in captions(app) if access.text("answer.mode-model") in one]
        assert said == [f"{access.text('answer.mode-model')} {access.text('answer.left-out-one')}"]
        assert written in [str(one.value) for one in app.text]
        assert len(came) == 1
        asked = came[0]["messages"][-1]
        assert asked["role"] == "user"
        assert f"Question: {QUESTION}\n" in asked["content"]
        assert written in [str(one.value) for one in app.run().text]
        assert len(came) == 1  # kept, not asked for again
    assert page(app)[-1] == page(plain)[-1]


@pytest.mark.parametrize("hostile", [COMMANDS, IMAGES, HTML, "", "x" * 1_000_000])
def test_a_hostile_model_leaves_the_page_as_it_is_without_one(ask, hostile: str) -> None:
    plain = page(ask())
    with speaking([hostile]) as (url, came):
        app = ask(url)
        assert came
    assert page(app) == plain
    assert access.text("answer.mode-unsupported") in captions(app)


def test_a_failing_server_leaves_the_page_as_it_is_without_one(ask) -> None:
    plain = page(ask())
    with speaking([], status=500) as (url, came):
        app = ask(url)
        assert len(came) == 2
    assert page(app) == plain
    assert access.text("answer.mode-failed") in captions(app)


def test_the_opening_says_what_leaves_the_machine(ask, monkeypatch) -> None:
    app = AppTest.from_file(str(PAGE), default_timeout=120)
    ask()
    assert access.text("opening.time") in captions(app.run())
    ask("http://127.0.0.1:9/v1")
    app = AppTest.from_file(str(PAGE), default_timeout=120)
    assert access.text("opening.time-model") in captions(app.run())


def test_the_opening_says_so_where_more_leaves_the_machine(ask, monkeypatch) -> None:
    monkeypatch.setenv("MLOPS_ASSISTANT_LANGUAGE_MODEL_SUGGESTS", "true")
    ask("http://127.0.0.1:9/v1")
    app = AppTest.from_file(str(PAGE), default_timeout=120)
    assert access.text("opening.time-suggests") in captions(app.run())
