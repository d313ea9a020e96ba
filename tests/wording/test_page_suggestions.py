"""The page where a language model may suggest placements: shown as its own, taken only by a tap."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.ui import access, arrival
from tests.wording.server import speaking

PAGE = Path(access.__file__).parent / "page.py"
SAID = "A job retrains the model every night. Big Joe minds the thing for us and we trust him."
QUOTE = "Big Joe minds the thing for us"
OTHERS = "The neighbours have a very fine dog."


def offered(activity: str, quote: str) -> str:
    return json.dumps({"placements": [
        {"statement": 1, "activity": activity, "level": "manual", "quote": quote},
    ]})  # fmt: skip


@pytest.fixture
def tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that says SAID on the page, with the server at an address."""

    def told(url: str, *, suggests: str = "true") -> AppTest:
        monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
        monkeypatch.setenv("MLOPS_ASSISTANT_LANGUAGE_MODEL", "openai:scripted")
        monkeypatch.setenv("MLOPS_ASSISTANT_LANGUAGE_MODEL_URL", url)
        monkeypatch.setenv("MLOPS_ASSISTANT_LANGUAGE_MODEL_SUGGESTS", suggests)
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        arrival.forget()
        access.service().wait()
        app = AppTest.from_file(str(PAGE), default_timeout=120).run()
        return app.chat_input[0].set_value(SAID).run()

    yield told
    arrival.forget()


def suggestions(app: AppTest) -> list:
    return [one for one in app.button if one.label.startswith(access.text("suggest.by"))]


def said_of(app: AppTest) -> list[str]:
    return [str(one.value) for one in app.caption]


def test_a_suggestion_is_said_to_be_one_and_counts_only_when_tapped(tell) -> None:
    with speaking([offered("data-versioning", QUOTE)]) as (url, came):
        app = tell(url)
        assert not app.exception
        (button,) = suggestions(app)
        assert access.service().catalogue.items["data-versioning"].name in button.label
        assert access.text("suggest.sent") in said_of(app)
        sent = json.dumps(came)
        assert QUOTE in sent
        assert "retrains the model" not in sent  # it was placed, so it stays here
        app = button.click().run()
    assert not app.exception
    assert not suggestions(app)


def test_what_is_not_verbatim_is_not_shown(tell) -> None:
    with speaking([offered("governance", OTHERS)]) as (url, _):
        app = tell(url)
    assert not app.exception
    assert not suggestions(app)


def test_off_nothing_is_asked(tell) -> None:
    with speaking([offered("data-versioning", QUOTE)]) as (url, came):
        app = tell(url, suggests="false")
    assert not suggestions(app)
    assert not came
