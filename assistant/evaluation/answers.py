"""Answers many questions made from the library, and checks every citation by our own check."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, zip_longest

from assistant import grounding
from assistant.domain.findings import Answer, cited
from assistant.domain.knowledge import Catalogue
from assistant.domain.worded import WordingState
from assistant.phrases.standing import inline
from assistant.retrieval.words import sentences
from assistant.service import Service

NOTED = 25
FORMS = (
    "Why does {} matter?",
    "How do we start with {}?",
    "How do we automate {}?",
    "How do I recognise how far we are with {}?",
    "What goes wrong with {}?",
    "How do we measure {}?",
)


def questions(catalogue: Catalogue, count: int) -> tuple[str, ...]:
    """Return `count` questions, or all there are, made from passages, activities and stages."""
    titles = [one.title for one in catalogue.passages.values()]
    names = [form.format(inline(one.name)) for form in FORMS for one in catalogue.items.values()]
    stages = [
        f"What does the stage {stage.name} in {model.name} ask for?"
        for model in catalogue.models.values()
        for stage in model.stages
    ]
    asked = [one.text for one in catalogue.openings.values() if one.kind == "question"]
    mixed = (one for row in zip_longest(titles, names, stages, asked) for one in row if one)
    return tuple(islice(dict.fromkeys(mixed), count))


def measure(
    service: Service, asked: Sequence[str], note: Callable[[str], None]
) -> dict[str, object]:
    """Return counts over all questions: of composed answers, and of worded ones if a model is set.

    `resolve` are citations that name a passage of the library, `supported` those whose passage
    carries the sentence; `unsupported` lists the others. Of worded answers some are `shown`, the
    others `fell back` to the composed one; `word for word` are sentences shown that stand so in
    the library. The model is asked as fast as it answers, not as often as visitors may ask it.
    """
    composed: Counter[str] = Counter()
    worded: Counter[str] = Counter()
    wrong: list[dict[str, str]] = []
    own = {one for text in service.catalogue.passages.values() for one in sentences(text.text)}
    for number, question in enumerate(asked, start=1):
        answer = service.answer(question)
        composed["questions"] += 1
        composed["answered" if answer.sentences else "refused"] += 1
        wrong += _judge(service, answer, answer.sentences, composed)
        for one in service.word(answer, limited=False):
            if one.state is not WordingState.WRITING:
                worded["answers"] += 1
                worded["shown" if one.state is WordingState.DONE else "fell back"] += 1
                worded[f"state {one.state.value}"] += 1
                worded["sentences that held"] += len(one.sentences)
                worded["sentences left out"] += one.left_out
            if one.state is WordingState.DONE:
                wrong += _judge(service, answer, one.sentences, worded)
                worded["word for word"] += sum(text in own for text, _ in one.sentences)
        if number % NOTED == 0:
            said = f"; worded so far: {json.dumps(worded)}" if worded else ""
            note(f"{number} of {len(asked)} questions{said}")
    found: dict[str, object] = {"composed": dict(composed), "unsupported": wrong}
    return found | {"worded": dict(worded)} if worded else found


def _judge(
    service: Service,
    answer: Answer,
    sentences: Sequence[tuple[str, tuple[str, ...]]],
    counts: Counter[str],
) -> Iterator[dict[str, str]]:
    """Count the citations of sentences, and yield those that do not hold."""
    engine, known = service.engine, service.catalogue.passages
    used = [one for one in cited(answer) if one in known]
    sources = {one.passage: one for one in engine.sources(used)}
    for text, passages in sentences:
        counts["sentences"] += 1
        for passage in passages:
            counts["citations"] += 1
            counts["resolve"] += passage in known
            fault = (
                grounding.fault(text, engine.vector(text), sources[passage])
                if passage in sources
                else grounding.Fault.FOREIGN
            )
            counts["supported"] += fault is None
            if fault is not None:
                yield {"question": answer.question, "sentence": text, "passage": passage,
                       "fault": fault.value}  # fmt: skip
