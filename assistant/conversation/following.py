"""Questions that lean on what came before: a follow-up, and why the open question is asked at all.

A follow-up is put together from the last question that stood on its own and the new words, so that
the library can be searched for it; nothing is guessed beyond that.
"""

import re
from dataclasses import replace

from assistant.conversation.state import Conversation, Phase
from assistant.domain.coverage import FORM
from assistant.domain.findings import Answer, Answerer
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Standing
from assistant.domain.results import Asking, Question
from assistant.phrases.standing import described, inline, quoted

SHORT = 10
"""Words up to which a question may lean on the one before it."""
_JOINS = re.compile(r"^(?:and|but|so|also|or|then|ok|okay)\b[, ]*|^(?:what|how) about\b ?")
_BARE = re.compile(
    r"(?:why|how|when|who|where|which|how so|how often|how long|how much|since when|for example|"
    r"such as|what else|who does|who decides)(?: not| so| then| exactly| else)?"
    r"|(?:what|which) (?!is\b|are\b|was\b|does\b|do\b|now\b)[\w-]+"
    r"|(?:what|which) (?:(?:other|more) )?[\w-]+ (?:(?:are|is) there|exist)(?: else)?"
)
_NOUN = re.compile(
    r"(?!(?:for|in|on|with|without|at|to|by|as|if|when|where|why|how|what|who|which|is|are|do|does|"
    r"did|can|could|should|would|will|must|not|from|after|before|during|then)\b)"
    r"[\w-]+(?: [\w-]+){0,2}"
)
"""A new subject and no more, such as "small teams"."""
_ASKS = re.compile(r"(?:what|which|who|whose|when|where|why|how|our|we|i|my)\b")
_PRONOUN = re.compile(
    r"\b(?:it|that|this|those|these|them|they)\b(?=$|,| (?:in|for|on|with|at|to|be|is|are|was|do|"
    r"does|works?|helps?|matters?|costs?|takes?|when|if|by|as|needs?|happens?|means?|again|then|now|"
    r"here|too|ourselves|myself|ever|without)\b)"
)
_SUBJECT = re.compile(
    r"\b(?:should|does|do|can|could|would|will|must|is|are|was) (?P<it>it|they|these|those)\b"
)
"""A pronoun that a verb before it makes the subject: "what should it check"."""
_GENERAL = frozenset(
    (
        "advantage", "advantages", "alternative", "alternatives", "bad", "begin", "benefit",
        "benefits", "best", "better", "big", "cheap", "check", "choose", "common",
        "compare", "con", "cons", "cost", "costs", "cover", "detail", "details",
        "difficult", "disadvantage", "disadvantages", "done", "downside", "downsides",
        "drawback", "drawbacks", "easy", "effort", "either", "else", "enough", "example",
        "examples", "expensive", "expect", "fail", "fails", "first", "good", "happen",
        "happens", "hard", "help", "helps", "include", "instead", "know", "large", "less",
        "limit", "long", "longer", "look", "make", "makes", "mean", "measure", "mistake",
        "mistakes", "more", "needed", "new", "next", "normal", "often", "ok", "old", "one",
        "ones", "option", "options", "pick", "point", "prevent", "problem", "problems",
        "pro", "pros", "quick", "quickly", "really", "recommended", "risk", "risks",
        "roughly", "safe", "set", "short", "simple", "small", "someone", "soon", "start",
        "step", "steps", "still", "take", "takes", "tell", "things", "tool", "tools",
        "trap", "traps", "typical", "usual", "usually", "wait", "watch", "without", "work",
        "working", "works", "worse", "worth", "write", "wrong",
    )
)  # fmt: skip
"""Words that name no subject, so that a question made of them is about what was spoken of last."""
_LETTERS = re.compile(r"[a-z']+")
_LEAD = re.compile(
    r"^(?:what(?: even)? (?:is|are|does)|what's|how (?:do|can|should|would) (?:i|we|you|people)|"
    r"how (?:do|does|to)|why (?:do|does|should|is|are)(?: (?:i|we|you)\b)?|do (?:i|we) need|"
    r"should (?:i|we)|can (?:you )?(?:explain|tell (?:me|us))|explain|tell me about|is|are)\b ?"
)
_WHY = re.compile(
    r"why (?:do you ask|are you asking|this question|that question|should (?:we|i) care)\b.*"
    r"|why (?:does|do|is|would|should) (?:this|that|it)\b.*"
    r"\b(?:matter|important|relevant|count|needed|a question)\b.*"
    r"|(?:what|why) (?:has|does) (?:this|that) (?:got )?(?:have )?to do with us\b.*"
    r"|what hangs on (?:this|that|it)\b.*"
)


def asks_why(text: str) -> bool:
    """Tell whether a text asks why the open question matters."""
    return _WHY.fullmatch(_plain(text)) is not None


def leans(text: str) -> bool:
    """Tell whether a question cannot be understood without the one before it."""
    plain = _plain(text)
    if len(plain.split()) > SHORT:
        return False
    found = _JOINS.match(plain) or _BARE.fullmatch(plain) or _PRONOUN.search(plain)
    return bool(found or _SUBJECT.search(plain)) or _names_nothing(plain)


def _names_nothing(plain: str) -> bool:
    """Tell whether a question is made of words that are said of anything."""
    words = _LETTERS.findall(plain)
    return len(words) > 1 and all(one in _GENERAL or one in FORM for one in words)


def resolved(catalogue: Catalogue, text: str, before: Conversation) -> str:
    """Return a question as it can be searched for: a follow-up with what it is about."""
    last = next(
        (
            one
            for one in reversed(before.exchanges)
            if one.answer and one.answer.sentences and not leans(one.said)
        ),
        None,
    )
    if last is None or last.answer is None or not leans(text):
        return text
    root, plain = _plain(last.said), _plain(text)
    topic = _topic(catalogue, root, last.answer)
    bare = _JOINS.sub("", plain)
    if _BARE.fullmatch(bare):
        joined = " for " if bare.startswith(("what ", "which ")) else " "
        return f"{bare}{joined}{topic}?"
    if _PRONOUN.search(bare):
        return f"{_PRONOUN.sub(lambda _: topic, bare, count=1)}?"
    subject = _SUBJECT.search(bare)
    if subject is not None:
        return f"{bare[: subject.start('it')]}{topic}{bare[subject.end('it') :]}?"
    if _names_nothing(bare):
        return f"{bare} for {topic}?"
    joined = " for " if _NOUN.fullmatch(bare) else " "
    return f"{root}{joined}{bare}?"


def _topic(catalogue: Catalogue, root: str, answer: Answer) -> str:
    """Return what a question was about: its own words, or the activity that the answer is on."""
    topic = _LEAD.sub("", root).strip()
    if topic and (topic != root or not _ASKS.match(root)):
        return topic
    about = [
        activity
        for passage in answer.passages
        if passage in catalogue.passages
        for activity in catalogue.passages[passage].activities
    ]
    return inline(catalogue.items[about[0]].name) if about else root


def answered(catalogue: Catalogue, before: Conversation, text: str, answer: Answerer) -> Answer:
    """Answer a question, as a follow-up where it is one and the library covers that."""
    full = resolved(catalogue, text, before)
    given = answer(full)
    return given if given.sentences or full == text else answer(text)


def why(catalogue: Catalogue, question: Question, answer: Answerer) -> Answer | None:
    """Return what the library tells of why the open question's activity matters, and of no other.

    None where it tells nothing of that: the reasons of the assessment stand alone then.
    """
    name = inline(catalogue.items[question.activity].name)
    given = answer(catalogue.texts["why.ask"].format(activity=name))
    own = {key for key, one in catalogue.passages.items() if question.activity in one.activities}
    kept = tuple(one for one in given.sentences if own.issuperset(one[1]))
    used = tuple(one for one in given.passages if one in own)
    return replace(given, sentences=kept, passages=used) if kept else None


def reasons(catalogue: Catalogue, now: Conversation, question: Question) -> tuple[str, ...]:
    """Return why the open question matters here: what hangs on it, and how it stands so far."""
    return (
        hangs_on(catalogue, now, question),
        _so_far(catalogue, question.activity, now.profile.get(question.activity, OPEN)),
    )


def reopened(catalogue: Catalogue, before: Conversation, now: Conversation) -> tuple[str, ...]:
    """Return why more questions are left than before, where the open one does not say it itself.

    First how that stands now which the turn changed, then what hangs on the open question.
    """
    left, had, question = now.remaining, before.remaining, now.question
    more = left.most > had.most or left.least > had.least
    if not more or question is None or question.asking is not Asking.LEVEL:
        return ()
    if before.phase is Phase.OPENING:
        return ()
    changed = [
        name
        for name in dict.fromkeys([*before.told, *now.told])
        if before.told.get(name) != now.told.get(name)
    ]
    told = [_so_far(catalogue, name, now.profile[name]) for name in changed]
    return (*told, hangs_on(catalogue, now, question))


def hangs_on(catalogue: Catalogue, now: Conversation, question: Question) -> str:
    """Return the one sentence on why the open question is asked, for page and chat alike."""
    texts, item = catalogue.texts, catalogue.items[question.activity]
    if question.conflict is not None:
        return f"{texts['result.conflicts']}: {question.conflict.because}"
    if question.aim:
        return f"{texts['why.aim']} {question.aim}"
    if not question.needed or now.detail:
        pipeline = texts[f"pipeline.{item.pipeline}"].lower()
        return texts["why.detail"].format(pipeline=pipeline)
    stage = catalogue.models[question.model].stages[question.stage]
    key = "why.stage"
    if now.assessment.certain:
        key = "why.blocker" if now.certain else "why.blocker-heard"
    needed = item.replies[question.needed].label.lower()
    name = f"{question.stage}, {stage.name}"
    return texts[key].format(activity=item.name, stage=name, needed=f"“{needed}”")


def _so_far(catalogue: Catalogue, activity: str, standing: Standing) -> str:
    texts = catalogue.texts
    if standing == OPEN:
        return texts["why.nothing-yet"].format(activity=inline(catalogue.items[activity].name))
    key = "why.so-far"
    if standing.spoken and standing.words:
        key = "why.so-far-words"
    held = described(catalogue, activity, standing)
    return texts[key].format(held=held, quote=quoted(standing.words))


def explained(catalogue: Catalogue, question: Question, now: Conversation) -> Conversation:
    """Return the conversation whose last exchange says why the open question matters."""
    last = replace(now.exchanges[-1], remarks=reasons(catalogue, now, question))
    return replace(now, exchanges=(*now.exchanges[:-1], last))


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).strip(" ?.!")
