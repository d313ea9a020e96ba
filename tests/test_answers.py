"""What the shipped library answers: each question gets what it asks for, and nothing beside it."""

import pytest
from made import real

from assistant.answering.leaning import leans
from assistant.conversation import Conversation, advance, begin
from assistant.conversation.following import resolved
from assistant.domain.findings import Answer, Intent, Reading
from assistant.domain.session import Turn, TurnKind
from assistant.evaluation.answers import questions
from assistant.service import Service
from assistant.settings import read as read_settings


@pytest.fixture(scope="module")
def service() -> Service:
    return Service.open(read_settings(), sessions=False)


def told(answer: Answer) -> str:
    return " ".join(text for text, _ in answer.sentences)


ASKED: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "What are the seven design phases?",
        ("business case specification", "feature engineering", "operation"),
        ("Design, Integration",),
    ),
    (
        "What are the five edge deployment options?",
        ("(1) Central", "(2)", "(3)", "(4) Federated", "(5) Local"),
        ("Design, Integration", "five phases"),
    ),
    (
        "What are the ten challenges?",
        ("representative", "training-serving skew", "end users"),
        ("stand-ups",),
    ),
    (
        "Which retraining triggers does Google name?",
        ("On demand", "Schedule", "New training data", "Performance degradation", "distribution"),
        ("a request, a date",),
    ),
    (
        "Which factors decide between edge and cloud?",
        ("Task intent", "Amount of data", "Data transfer", "computing", "memory"),
        ("fit on a slide", "three can be put"),
    ),
    ("What are the five phases of deployment?", ("Design, Integration",), ("AWS",)),
    (
        "What kinds of drift are there?",
        ("Data drift", "Label drift", "Concept drift", "Prediction drift"),
        ("replay",),
    ),
    ("how do we know when to retrain?", ("plot quality against age",), ("two days", "eight days")),
    ("How do I deploy a model?", ("Start by putting one model live",), ("Nobody is told",)),
    (
        "what if we have only one model?",
        ("seldom need a platform",),
        ("A decline starts retraining",),
    ),
    ("Which stage comes after manual MLOps?", ("Automated MLOps",), ("The last stage", "Kaizen")),
    (
        "Does the EU AI Act require human oversight?",
        ("Article 14",),
        ("(High-risk", "As public guides"),
    ),
    (
        "When do the high-risk duties of the EU AI Act apply?",
        ("December 2027", "August 2028"),
        ("Article 11",),
    ),
    ("How long must logs be kept?", ("six months",), ()),
    ("Why does drift detection matter?", ("Drift detection compares",), ("replay the past",)),
    ("How often should we retrain?", ("plot quality against age",), ("two days",)),
    ("What is a model registry?", ("A model registry is",), ("A hand",)),
    ("What is training-serving skew?", ("Training-serving skew is",), ("Level 1 asks",)),
    (
        "What is the difference between canary and shadow?",
        ("shadow", "canary"),
        ("Blue-green: two full", "A/B test:"),
    ),
    (
        "What is the difference between data drift and concept drift?",
        ("Data drift", "Concept drift"),
        ("Label drift",),
    ),
    ("batch or real-time serving", ("Batch serving", "Online serving"), ()),
    ("What is the threshold for drift?", ("0.1",), ("replay the past",)),
    (
        "What are the four phases of AWS?",
        ("initial", "repeatable", "reliable", "scalable"),
        ("not scored here",),
    ),
    ("What is MLOps?", ("practice of bringing models into use",), ("stage",)),
    ("What should be in a model card?", ("A model card is",), ()),
    ("Should a small team build a platform?", ("seldom need a platform",), ()),
    ("Why does model training matter?", ("hard to train again stays old",), ()),
    ("How do I test for bias?", ("for each group", "three figures per group"), ()),
    (
        "Which articles of the AI Act matter for a monitoring setup?",
        ("Articles 12, 19, 26 and 72", "Article 26(5)"),
        (),
    ),
    ("Which model do you use?", ("a small sentence encoder",), ()),
    ("What happens to what I type?", ("in the database of the installation",), ()),
    ("how does k8s fit in here?", ("below the models",), ()),
    ("How do I evaluate a RAG system?", ("finds the right passages", "first five"), ()),
]


@pytest.mark.parametrize(("question", "held", "beside"), ASKED, ids=[one[0] for one in ASKED])
def test_an_answer_holds_what_is_asked(
    service: Service, question: str, held: tuple[str, ...], beside: tuple[str, ...]
) -> None:
    answer = service.answer(question)
    text = told(answer)
    assert [one for one in held if one not in text] == []
    assert [one for one in beside if one in text] == []
    assert not leans(answer.sentences[0][0])
    assert len({one for one, _ in answer.sentences}) == len(answer.sentences)


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
