"""What the shipped library answers: each question gets what it asks for, and nothing beside it."""

from pathlib import Path

import pytest
from made import real

from assistant.answering.leaning import leans
from assistant.catalogue import load_asked
from assistant.conversation import Conversation, advance, begin
from assistant.conversation.following import resolved
from assistant.domain.findings import Answer, Intent, Reading
from assistant.domain.session import Turn, TurnKind
from assistant.evaluation import folder as labelled
from assistant.evaluation.answers import questions
from assistant.evaluation.items import AskedItem
from assistant.service import Service
from assistant.settings import read as read_settings


@pytest.fixture(scope="module")
def service() -> Service:
    return Service.open(read_settings(), sessions=False)


def told(answer: Answer) -> str:
    return " ".join(text for text, _ in answer.sentences)


ASKED: list[tuple[str, str, str]] = [
    ("What are the seven design phases?", "seven-design-phases", "feature engineering"),
    ("What are the ten challenges?", "ten-challenges", "skew"),
    ("Which retraining triggers does Google name?", "stage-google-level-1", "schedule"),
    ("Which factors decide between edge and cloud?", "edge-or-cloud-factors", "data"),
    ("What are the five phases of deployment?", "deployment-phases", "Evolution"),
    ("What kinds of drift are there?", "drift-kinds", "concept drift"),
    ("how do we know when to retrain?", "retraining-trigger", "quality"),
    ("How do I deploy a model?", "model-deployment-next", "rehearse"),
    ("Does the EU AI Act require human oversight?", "eu-ai-act-human-oversight", "oversight"),
    ("When do the high-risk duties of the EU AI Act apply?", "eu-ai-act", "December 2027"),
    ("How long must logs be kept?", "eu-ai-act-logging", "six months"),
    ("Why does drift detection matter?", "drift-detection-in-short", "outcomes"),
    ("How often should we retrain?", "retraining-trigger-next", "age"),
    ("What is a model registry?", "model-registry-in-short", "version"),
    ("What is training-serving skew?", "training-serving-skew", "training"),
    ("What is the difference between canary and shadow?", "shadow-canary-blue-green-ab", "Shadow"),
    ("What is the difference between data drift and concept drift?", "drift-kinds", "input"),
    ("batch or real-time serving", "batch-and-online-serving", "Batch"),
    ("What is the threshold for drift?", "drift-tests-and-defaults", "0."),
    ("What are the four phases of AWS?", "aws-phases-in-short", "scalable"),
    ("What is MLOps?", "mlops-in-one-minute", "practice"),
    ("What should be in a model card?", "model-cards", "model"),
    ("Should a small team build a platform?", "one-model-small-team", "platform"),
    ("How do I test for bias?", "bias-testing", "group"),
    ("Which articles of the AI Act matter for a monitoring setup?", "eu-ai-act-articles", "72"),
    ("What happens to what I type?", "assistant-what-leaves", "leaves"),
    ("how does k8s fit in here?", "kubernetes-or-not", "Kubernetes"),
    ("How do I evaluate a RAG system?", "rag-evaluation", "passages"),
]
"""A question, how the id of the passage that answers it begins, and a word of the answer."""


@pytest.mark.parametrize(("question", "passage", "word"), ASKED, ids=[one[0] for one in ASKED])
def test_an_answer_is_the_one_that_was_asked_for(
    service: Service, question: str, passage: str, word: str
) -> None:
    answer = service.answer(question)
    assert answer.passages[0].startswith(passage)
    assert word.lower() in told(answer).lower()
    assert not any(leans(text) for text, _ in answer.sentences)
    assert len({one.question for one in answer.further}) == len(answer.further) > 0


@pytest.mark.parametrize("activity", sorted(real().activities))
def test_why_does_this_matter_is_answered_of_the_open_activity(
    service: Service, activity: str
) -> None:
    from assistant.conversation import following
    from assistant.domain.results import Question

    start = advance(real(), begin(real()), Turn(kind=TurnKind.CONTINUE), nothing, service.answer)
    assert start.question is not None
    open_ = Question(
        **{
            **{name: getattr(start.question, name) for name in Question.__dataclass_fields__},
            "activity": activity,
        }
    )
    answer = following.why(real(), open_, service.answer)
    if answer is None:
        return
    on = [real().passages[one].activities for one in answer.passages]
    assert on
    assert all(activity in one for one in on)
    assert not leans(answer.sentences[0][0])


def nothing(text: str, asked: str | None) -> Reading:
    return Reading(Intent.QUESTION)


def test_the_first_why_is_about_what_is_asked(service: Service) -> None:
    start = advance(real(), begin(real()), Turn(kind=TurnKind.CONTINUE), nothing, service.answer)
    assert start.question is not None
    turn = Turn(kind=TurnKind.SAY, text="Why does this matter for us?")
    last = advance(real(), start, turn, nothing, service.answer).exchanges[-1]
    assert last.answer is not None
    for passage in last.answer.passages:
        assert start.question.activity in real().passages[passage].activities
    assert "It is not the same as" not in told(last.answer)


def after(service: Service, *texts: str) -> Conversation:
    now = begin(real())
    for text in texts:
        turn = Turn(kind=TurnKind.SAY, text=text)
        now = advance(real(), now, turn, nothing, service.answer)
    return now


FOLLOWED = [
    (("What is drift?",), "What tests are there?", "what tests are there for drift?"),
    (
        ("What is drift?", "What tests are there?"),
        "does the EU AI Act require it?",
        "does the eu ai act require drift?",
    ),
    (("What does the EU AI Act ask?",), "which articles?", "which articles for the eu ai act ask?"),
    (
        ("How do I deploy a model?",),
        "what about small teams?",
        "how do i deploy a model for small teams?",
    ),
    (("What is drift?", "Who won the world cup in 1998?"), "why?", "why drift?"),
]


@pytest.mark.parametrize(("said", "text", "full"), FOLLOWED)
def test_a_follow_up_takes_up_what_was_answered(
    service: Service, said: tuple[str, ...], text: str, full: str
) -> None:
    assert resolved(real(), text, after(service, *said)) == full


def test_the_library_covers_what_it_names_itself(service: Service) -> None:
    """Titles, practices, stages: what is learnt from others' questions must not shut these out."""
    asked = questions(service.catalogue, 10_000)
    assert len(asked) > 500
    assert [one for one in asked if not service.find(one, 1).answerable] == []


@pytest.fixture(scope="module")
def judged() -> tuple[AskedItem, ...]:
    """Questions of ours with the passages that answer them, written before any was searched."""
    return labelled.load(Path(__file__).parent / "evaluation", real().items).asked


def plain(text: str) -> str:
    return " ".join("".join(one if one.isalnum() else " " for one in text.casefold()).split())


def test_no_question_that_judges_the_order_is_one_it_learns_from(
    judged: tuple[AskedItem, ...],
) -> None:
    asks = [ask for one in real().passages.values() for each in one.answers for ask in each.asks]
    known = load_asked(None, real())
    learnt = {plain(one) for one in (*asks, *(one.text for one in known.inside), *known.outside)}
    assert len(judged) >= 200
    assert not [one.text for one in judged if plain(one.text) in learnt]
    assert {key for one in judged for key in one.passages} <= set(real().passages)
    assert all(one.passages for one in judged)


@pytest.mark.parametrize(("kind", "first"), [("of one passage", 0.8), ("in general", 0.85)])
def test_what_answers_a_question_comes_first(
    service: Service, judged: tuple[AskedItem, ...], kind: str, first: float
) -> None:
    """On the half that nothing was chosen by."""
    kept = [one for one in judged if one.kind == f"{kind}, reported"]
    ranked = [service.engine.answering(one.text, 5) for one in kept]
    right = [[key in one.passages for key in of] for one, of in zip(kept, ranked, strict=True)]
    assert len(kept) >= 25
    assert sum(of[0] for of in right) / len(kept) >= first
    assert sum(any(of) for of in right) / len(kept) >= 0.95
