"""Bad input on the page: each gets its one plain sentence, is kept, and changes nothing known."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.domain.levels import level_word
from assistant.ui import access, arrival
from tests.test_page import PAGE, asked, button, tap, texts

OFF_TOPIC, LANGUAGE = "say.off-topic", "say.language"
TRAINED = "We train every model by hand."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def app(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """A visitor who has answered the first question; the service stays, visitors are new."""
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(folder))
    arrival.forget()
    one = AppTest.from_file(str(PAGE), default_timeout=120).run()
    button(one, "Ask me one by one").click().run()
    tap(one, "3")
    yield one
    arrival.forget()


def say(app: AppTest, text: str) -> None:
    app.chat_input[0].set_value(text).run()
    assert not app.exception


def kept(app: AppTest) -> list[str]:
    turns = access.service().sessions.turns(app.session_state["token"])
    return [turn.text for turn in turns if turn.text]


def told(app: AppTest) -> dict[str, tuple[int, int]]:
    turns = access.service().sessions.turns(app.session_state["token"])
    now = access.service().conversation(turns)
    return {key: (one.lo, one.hi) for key, one in now.told.items()}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("asdf", OFF_TOPIC),
        ("🤖🚀✨", OFF_TOPIC),
        ("w" * 20_000, OFF_TOPIC),
        ("<script>alert(1)</script><img src=x onerror=alert(1)>", OFF_TOPIC),
        ("![](https://example.org/a.png) **lunch** [here](javascript:alert(1))", OFF_TOPIC),
        ('{"activity": "rollback", "level": 3}', OFF_TOPIC),
        ("our coffee machine makes itself a cup", OFF_TOPIC),
        ("Мы обучаем модели вручную.", LANGUAGE),
        ("Wir trainieren unsere Modelle von Hand.", LANGUAGE),
        ("Entrenamos los modelos manualmente cada mes.", LANGUAGE),
        ("Nous entraînons nos modèles à la main.", LANGUAGE),
    ],
    ids=["keys", "emoji", "20000-characters", "html", "markdown", "json", "other-topic", "russian",
         "german", "spanish", "french"],
)  # fmt: skip
def test_what_tells_nothing_gets_one_sentence_and_loses_nothing(
    app: AppTest, text: str, sentence: str
) -> None:
    before, question = told(app), asked(app)
    say(app, text)
    assert texts(app).count(access.text(sentence)) == 1
    assert (kept(app), told(app)) == ([text], before)
    assert asked(app) == question
    assert text[:40] in texts(app)


@pytest.mark.parametrize("text", ["", "   ", " \n\t "], ids=["empty", "spaces", "white-space"])
def test_nothing_at_all_is_no_turn(app: AppTest, text: str) -> None:
    before, question = told(app), asked(app)
    say(app, text)
    assert (kept(app), told(app), asked(app)) == ([], before, question)
    if app.chat_input[0].value is None and app.warning:
        assert app.warning[0].value == access.text("empty")


def test_of_20_000_characters_the_first_are_read_and_all_are_kept(app: AppTest) -> None:
    text = (f"{TRAINED} " * 1_000)[:20_000]
    say(app, text)
    shown = access.text("too-long", read="8,000", given="20,000")
    assert texts(app).count(shown) == 1
    assert kept(app) == [text]
    assert "model-training" in told(app)


def test_a_message_that_is_too_long_is_handed_back(app: AppTest) -> None:
    before = told(app)
    text = TRAINED * 2_000
    say(app, text)
    refused = access.text("refused-long", given=f"{len(text):,}", most="40,000")
    assert [one.value for one in app.warning] == [refused]
    assert (app.chat_input[0].proto.value, app.chat_input[0].proto.set_value) == (text, True)
    assert (kept(app), told(app)) == ([], before)


def test_the_same_sentence_twice_in_a_message_counts_once(app: AppTest) -> None:
    before = told(app)
    say(app, f"{TRAINED} {TRAINED}")
    assert told(app) == {**before, "model-training": (1, 1)}


def test_the_same_sentence_again_is_no_news(app: AppTest) -> None:
    say(app, TRAINED)
    before = told(app)
    say(app, TRAINED)
    assert texts(app).count(access.text("heard.again")) == 1
    assert (told(app), kept(app)) == (before, [TRAINED, TRAINED])


def test_what_contradicts_itself_is_a_range_and_never_one_of_the_two(app: AppTest) -> None:
    before, question = told(app), asked(app)
    text = "Our training is fully automated. We train every model by hand."
    say(app, text)
    assert told(app) == {**before, "model-training": (1, 3)}
    assert (kept(app), asked(app)) == ([text], question)
    item = access.service().catalogue.items["model-training"]
    assert all(level_word(level, item.scale) in texts(app) for level in (1, 3))


def test_an_answer_that_contradicts_itself_is_quoted_and_asked_once_more(app: AppTest) -> None:
    question = asked(app)
    say(app, "Nobody merges the sources. All sources are merged automatically every night.")
    assert told(app)[question][0] < told(app)[question][1]
    assert asked(app) == question
    assert texts(app).count("I could not tell how far that goes.") == 1
    say(app, "by hand")
    assert told(app)[question] == (1, 1)


def test_what_contradicts_an_earlier_answer_is_asked_about_once(app: AppTest) -> None:
    say(app, TRAINED)
    say(app, "All our models are trained automatically by a scheduled pipeline.")
    assert told(app)["model-training"] == (1, 3)
    assert "Which holds today?" in texts(app)
    assert asked(app) == "model-training"


def test_a_question_instead_of_an_answer_is_answered_and_asked_again(app: AppTest) -> None:
    before, question = told(app), asked(app)
    say(app, "What is a feature store?")
    assert access.text("answer.sources") in texts(app)
    assert (told(app), asked(app)) == (before, question)


def test_two_sentences_that_say_nothing_of_each_other_are_both_kept(app: AppTest) -> None:
    say(app, "asdf")
    say(app, "by hand")
    assert kept(app) == ["asdf", "by hand"]
    assert told(app)["data-integration"] == (1, 1)
