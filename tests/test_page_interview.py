"""What the interview promises, on the page script itself: checklists, progress, effects, doubts."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.conversation import Conversation, Phase, outlook
from assistant.domain.session import Turn, TurnKind, version
from assistant.ui import access, arrival, panel

PAGE = Path(access.__file__).parent / "page.py"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    arrival.forget()
    yield AppTest.from_file(str(PAGE), default_timeout=60)
    arrival.forget()


def begin(app: AppTest, *turns: Turn) -> None:
    token = access.service().sessions.begin()
    seen = version(())
    for turn in turns:
        seen = access.service().sessions.add(token, turn, seen=seen)
    app.session_state["token"] = token
    app.run()
    assert not app.exception


def replies(**levels: int) -> list[Turn]:
    return [
        Turn(kind=TurnKind.REPLY, activity=name.replace("_", "-"), level=level)
        for name, level in levels.items()
    ]


def now(app: AppTest) -> Conversation:
    return access.service().conversation(
        access.service().sessions.turns(app.session_state["token"])
    )


def words(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.text))


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception


def unfold(app: AppTest, label: str) -> None:
    """Open a fold, whose content is not made before."""
    fold = next(one for one in app.expander if one.label.startswith(label))
    app.session_state[fold.proto.id.split("-", 2)[2]] = True
    app.run()
    assert not app.exception


def test_up_to_three_related_items_are_answered_in_one_turn(app: AppTest) -> None:
    begin(app, *replies(data_collection=3, data_integration=2))
    question = now(app).question
    assert question is not None
    together = (question.activity, *question.companions)
    assert len(together) == 3
    folded = access.text("checklist", count=2)
    assert folded in [one.label for one in app.expander]
    for name, picked in zip(together, ("2", "0", "unknown"), strict=True):
        next(one for one in app.radio if str(one.key).endswith(f"-{name}")).set_value(picked)
    press(app, access.text("checklist.send"))
    told = now(app).told
    assert [(told[name].lo, told[name].hi) for name in together] == [(2, 2), (0, 0), (0, 3)]
    after = now(app).question
    assert after is None or after.activity not in together


def test_what_is_left_out_of_a_checklist_is_still_asked(app: AppTest) -> None:
    begin(app, *replies(data_collection=3, data_integration=2))
    question = now(app).question
    assert question is not None
    other = question.companions[0]
    next(one for one in app.radio if str(one.key).endswith(f"-{other}")).set_value("3")
    press(app, access.text("checklist.send"))
    assert now(app).told[other].lo == 3
    assert question.activity not in now(app).told


def test_the_page_tells_how_many_questions_are_left(app: AppTest) -> None:
    begin(app, Turn(kind=TurnKind.CONTINUE))
    count = access.text("left.most", most=now(app).whole.most)
    assert access.text("left.whole", count=count) in words(app)  # of the stage it is too uncertain
    press(app, access.service().catalogue.items["data-collection"].replies[1].label)
    whole = now(app).whole
    told = access.text(
        "left.with",
        count=access.text("left.blockers", count=access.text("left.one"), stage=1),
        whole=access.text("left.number", least=whole.least, most=whole.most),
    )
    assert panel.left(now(app)) == told
    assert told in words(app)


def test_a_question_that_comes_back_says_why(app: AppTest) -> None:
    forget = Turn(kind=TurnKind.FORGET, activity="data-integration")
    begin(app, *replies(data_collection=1, data_integration=1), forget)
    unfold(app, access.text("why"))
    assert access.text("why.nothing-yet", activity="data integration") in words(app)


def test_each_reply_says_on_demand_what_it_would_change(app: AppTest) -> None:
    begin(app, Turn(kind=TurnKind.CONTINUE))
    item = access.service().catalogue.items["data-collection"]
    unfold(app, access.text("why"))
    for level, where in enumerate(("range.one", "range.one", "range.one", "same")):
        label = item.replies[level].label
        if where == "same":
            line = access.text("why.reply-same", reply=label)
        else:
            line = access.text("why.reply", reply=label, range=access.text(where, stage=0))
        assert line in words(app)


def test_replies_to_a_contradiction_say_it_too(app: AppTest) -> None:
    begin(
        app,
        *replies(data_collection=3, data_integration=2, model_registry=3, model_training=1),
    )
    item = access.service().catalogue.items["model-training"]
    span = access.text("range.two", low=1, high=3)
    unfold(app, access.text("why"))
    assert access.text("why.reply", reply=item.replies[2].label, range=span) in words(app)
    assert access.text("why.reply-same", reply=item.replies[1].label) in words(app)


def test_what_is_deduced_is_shown_with_its_reason_and_can_be_disputed(app: AppTest) -> None:
    begin(app, *replies(model_registry=3))
    standing = now(app).profile["model-training"]
    assert (standing.lo, standing.hi) == (2, 3)
    unfold(app, access.text("pipeline.modeling"))
    app.button(key="panel-model-training").click().run()
    assert access.text("edit.deduced", because=standing.because) in words(app)
    assert len(app.radio(key="edit-level-model-training").options) == 4
    # The window closes when the script runs without a browser, so what it sends is sent here.
    begin(
        app,
        *replies(model_registry=3),
        Turn(kind=TurnKind.EDIT, activity="model-training", level=0),
    )
    conflict = now(app).closure.conflicts[0]
    assert (conflict.first, conflict.second) == ("model-registry", "model-training")
    assert now(app).told["model-training"].lo == 0
    assert now(app).question is not None
    unfold(app, access.text("why"))
    assert conflict.because in words(app)


def test_after_certainty_it_goes_on_for_safety_and_profile_then_offers_the_rest(
    app: AppTest,
) -> None:
    begin(app, *replies(data_collection=1, data_integration=1))
    assert now(app).phase is Phase.DETAIL
    items = access.service().catalogue.items
    aims = [one.kind for one in access.service().catalogue.aims.aims if one.default]
    met: list[str] = []
    for _ in range(len(items)):
        question = now(app).question
        if question is None:
            break
        assert access.text("result.enough") in words(app)
        assert "show-result" in [one.key for one in app.button]
        if not met:
            unfold(app, access.text("why"))
            assert question.aim in words(app)
        left = outlook(access.service().catalogue, now(app))
        met += [left[0].aim.kind] if left else []
        press(app, items[question.activity].replies[2].label)
    assert list(dict.fromkeys(met)) == aims
    assert now(app).phase is Phase.RESULT
    assert access.text("result.ready") in words(app)
    press(app, access.text("result.more"))
    seen: list[str] = []
    while (question := now(app).question) is not None and len(seen) < 10:
        assert now(app).detail
        if not question.aim:
            seen.append(items[question.activity].pipeline)
        press(app, items[question.activity].replies[2].label)
    assert seen == sorted(seen, key=panel.PIPELINES.index)


def test_an_answer_counts_in_every_model_and_the_picked_one_is_settled_next(app: AppTest) -> None:
    begin(app, *replies(data_collection=1, data_integration=1))
    app.selectbox(key="model-john-2021").set_value("google").run()
    assert not app.exception
    assert now(app).model == "google"
    assert now(app).phase is Phase.ASKING
    assert now(app).told["data-collection"].lo == 1
    assert now(app).question is not None
    assert now(app).question.model == "google"


def test_what_is_folded_is_made_when_it_is_opened_and_stays_open(app: AppTest) -> None:
    """A fold costs nothing while it is shut; a label that counts on does not shut it again."""
    begin(app, Turn(kind=TurnKind.CONTINUE), *replies(data_collection=3))
    assert "panel-data-collection" not in [one.key for one in app.button]
    unfold(app, access.text("pipeline.data"))
    assert "panel-data-collection" in [one.key for one in app.button]
    press(app, access.service().catalogue.items["data-integration"].replies[2].label)
    shown = [one.key for one in app.button if str(one.key).startswith("panel-")]
    assert {"panel-data-collection", "panel-data-integration"} <= set(shown)


def test_a_page_costs_as_much_after_thirty_answers_as_after_five(app: AppTest) -> None:
    """Counted in what is sent to the browser; past exchanges wait in their fold."""
    items = access.service().catalogue.activities
    answers = replies(**{one.replace("-", "_"): 2 for one in list(items)[:10]})
    size = []
    for turns in (answers[:5], [one for one in answers for _ in range(3)]):
        begin(app, Turn(kind=TurnKind.CONTINUE), *turns)
        size.append(sum(1 for _ in app.main) + sum(1 for _ in app.sidebar))
    assert size[1] <= size[0] + 5


def test_what_is_gone_from_the_page_is_forgotten(app: AppTest) -> None:
    """Each turn brings buttons of its own, whose names would otherwise be kept for good."""
    begin(app, Turn(kind=TurnKind.CONTINUE))
    state = app.session_state._state._state  # within what AppTest hands out
    kept = []
    for _ in range(4):
        reply = next(one for one in app.button if "~reply~" in (one.key or ""))
        reply.click().run()
        assert not app.exception
        shown = {one.proto.id for one in app.button}
        names = state._new_widget_state.widget_metadata
        assert shown <= set(names)
        kept.append(sum("act~" in one for one in names))
    assert len(now(app).exchanges) >= 4
    assert kept[-1] <= kept[0] + 6, kept
