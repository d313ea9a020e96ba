"""The page script without a browser: what it shows, and what a tap leads to."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from assistant.domain.session import Turn, TurnKind, version
from assistant.ui import access, acts, arrival

PAGE = Path(access.__file__).parent / "page.py"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    arrival.forget()
    yield AppTest.from_file(str(PAGE), default_timeout=60).run()
    arrival.forget()


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


def pills(app: AppTest, prefix: str):
    return next(one for one in app.get("button_group") if str(one.key).startswith(prefix))


def asked(app: AppTest) -> str:
    """The activity the page asks about now."""
    return next(str(one.key).split("~")[-2] for one in app.button if _carries(one, "unknown"))


def tap(app: AppTest, reply: str) -> None:
    """Tap a quick reply, by its level or mark."""
    next(one for one in app.button if _carries(one, reply)).click().run()


def _carries(one: Button, reply: str) -> bool:
    """Whether a button carries a reply, or a mark, on the open question."""
    kind, *_, value = str(one.key).split("~")[2:] or ("", "")
    return kind in {"reply", "mark"} and value == reply


def texts(app: AppTest) -> str:
    # The last text is the voice of screen readers, which says again what is shown.
    shown = [*app.markdown, *app.caption, *app.title, *app.text[:-1]]
    return "\n".join(str(one.value) for one in shown)


def test_the_opening_says_what_to_expect(app: AppTest) -> None:
    assert not app.exception
    assert app.title[0].value == access.text("opening.title")
    assert access.text("opening.time") in texts(app)
    assert len(pills(app, "opening").options) == 4
    assert app.chat_input[0].placeholder == access.text("input.opening")


def test_asked_one_by_one_a_tap_is_kept_and_leads_to_the_next_question(app: AppTest) -> None:
    button(app, "Ask me one by one").click().run()
    activity = asked(app)
    tap(app, "3")
    assert not app.exception
    kept = access.service().sessions.turns(app.session_state["token"])
    assert [turn.kind.value for turn in kept] == ["continue", "reply"]
    assert (kept[1].activity, kept[1].level) == (activity, 3)
    assert asked(app) != activity


def test_dont_know_is_kept_apart_from_absent(app: AppTest) -> None:
    button(app, "Ask me one by one").click().run()
    activity = asked(app)
    tap(app, "unknown")
    now = access.service().conversation(access.service().sessions.turns(app.session_state["token"]))
    assert (now.told[activity].lo, now.told[activity].hi) == (0, 3)
    assert now.told[activity].status.value == "unknown"


def test_undo_and_restart_in_the_panel(app: AppTest) -> None:
    button(app, "Ask me one by one").click().run()
    tap(app, "0")
    button(app, access.text("panel.undo")).click().run()
    assert access.text("undone") in texts(app)
    assert asked(app)
    button(app, access.text("panel.restart")).click().run()
    assert app.title[0].value == access.text("opening.title")


def stored(app: AppTest) -> int:
    return len(access.service().sessions.turns(app.session_state["token"]))


ORDER = ("continue", "mark", "reply", "undo", "restart")


def test_every_tap_that_carries_a_turn_stores_exactly_one(app: AppTest) -> None:
    """On the opening, on a question and in the panel: all that can be tapped, one by one."""
    tapped: set[str] = set()
    for _ in range(1 + 3 + 4 + 2):
        shown = [one for one in app.button if str(one.key).startswith("act~")]
        # The highest reply first, since a low one may settle the stage and end the questions.
        fresh = sorted(
            {kind(one) for one in shown} - tapped,
            key=lambda one: (ORDER.index(one[:-2]), -ord(one[-1])),
        )
        before = stored(app) if "token" in app.session_state else 0
        next(one for one in shown if kind(one) == fresh[0]).click().run()
        tapped.add(fresh[0])
        assert not app.exception
        assert stored(app) == before + 1, fresh[0]
        assert not app.warning
    assert {one[:-2] for one in tapped} == set(ORDER)


def kind(one: Button) -> str:
    """What kind of act a button carries, whatever it is about."""
    found, _, value = str(one.key).split("~")[2:]
    return f"{found}~{value[:1]}".ljust(len(found) + 2)


def test_the_name_of_a_button_holds_all_of_the_turn_it_carries() -> None:
    """After a restart such names are all that is left of a page in somebody's browser."""
    turns = [
        Turn(kind=TurnKind.REPLY, activity="rollback", level=0),
        Turn(kind=TurnKind.MARK, activity="rollback", mark="unknown"),
        Turn(kind=TurnKind.PLACE, activity="rollback", span=(0, 17)),
        Turn(kind=TurnKind.UNDO),
    ]
    for turn in turns:
        name = acts.key(turn, version([turn]))
        assert acts.meant(name.removeprefix(acts.ACT)) == (turn, version([turn]))


def test_an_answer_is_taken_only_as_the_page_was_drawn(app: AppTest) -> None:
    button(app, "Ask me one by one").click().run()
    activity = asked(app)
    token = app.session_state["token"]
    sessions = access.service().sessions
    other = Turn(kind=TurnKind.REPLY, activity=activity, level=3)
    sessions.add(token, other, seen=version(sessions.turns(token)))
    tap(app, "0")
    assert [one.value for one in app.warning] == [access.text("changed-elsewhere")]
    assert sessions.turns(token)[-1] == other
    assert asked(app) != activity
    tap(app, "0")
    assert not app.warning
    assert sessions.turns(token)[-1].level == 0


def test_words_wait_in_the_box_while_the_database_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    monkeypatch.setenv("MLOPS_ASSISTANT_DATABASE", "postgresql://nobody@127.0.0.1:9/nothing")
    arrival.forget()
    app = AppTest.from_file(str(PAGE), default_timeout=60).run()
    app.chat_input[0].set_value("We train by hand.").run()
    assert not app.exception
    assert [one.value for one in app.warning] == [access.text("not-saved")]
    assert app.chat_input[0].proto.value == "We train by hand."
    arrival.forget()
