"""Whole texts read with the shipped encoder and head: intents, findings, quotes, bad input."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hearing import head, lexicon, prepared
from hypothesis import given, settings
from hypothesis import strategies as st
from made import real

from assistant import reading, training
from assistant.catalogue import default_folder
from assistant.domain.findings import Command, Intent, Reading
from assistant.reading.prepared import Prepared

LEXICON, HEAD, PREPARED = lexicon(), head(), prepared()


THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
SAID = [
    "We deploy by hand and nobody monitors it.",
    "Once a month I export the customer table to CSV by hand.",
    "A nightly job retrains the model, and the best one goes live after a review.",
    "The weather was nice in Lisbon.",
    "What is drift?",
]


@pytest.fixture
def read():
    def reader(text: str, question: str | None = None) -> Reading:
        return reading.read(PREPARED, text, question)

    return reader


def levels(found: Reading) -> dict[str, str]:
    return {one.activity: one.word for one in found.findings}


TOLD = [
    line if line.endswith((".", "!", "?")) else f"{line}."
    for item in real().activities.values()
    for lines in item.examples.by_level()
    for line in lines
    if line[0].isupper()  # where a sentence begins small, none is taken to have ended before it
]


@pytest.mark.holds(property=8)
@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.sampled_from(TOLD), min_size=2, max_size=6, unique=True))
def test_a_text_never_yields_less_than_its_statements(lines):
    def heard(text: str) -> set[str]:
        found = reading.read(PREPARED, text, None).findings
        return {one.activity for one in found}

    assert set().union(*map(heard, lines)) <= heard(" ".join(lines))


def test_what_is_told_too_weakly_to_count_is_a_hint_in_the_speakers_words(read):
    weak = "Somebody nods and off it goes."
    text = f"We deploy by hand. {weak}"
    found = read(text)
    assert set(levels(found)) == {"model-deployment"}
    (hint,) = found.hints
    assert (hint.activity, hint.level, hint.lo, hint.hi) == ("model-validation", None, 1, 3)
    assert text[hint.start : hint.end] == hint.quote == weak
    assert read("We deploy by hand. What a nice day it was!").hints == ()


def scattered(asked: Sequence[tuple[tuple[str, Sequence[tuple[int, int]]], ...]]) -> list[tuple]:
    """What is heard hangs on the text alone; stands for any encoder."""

    def drawn(seed: int, rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        rng = np.random.default_rng(seed)
        size = len(HEAD.activities)
        odds = rng.normal(-2, 3, (2, rows, size + 1)).astype(np.float32)
        return odds[0], odds[1], rng.normal(-2, 1, (rows, size, 6)).astype(np.float32)

    found = []
    for text in asked:
        told = repr(text).encode("utf-8", "replace")
        seed = int.from_bytes(hashlib.sha256(told).digest()[:4])
        stretches = sum(len(spans) for _, spans in text)
        found.append((drawn(seed, len(text)), drawn(seed + 1, stretches)))
    return found


def with_second(listen: Callable[..., object]) -> Prepared:
    """What ships, its second reader hearing by `listen`; without one where that is left aside."""
    if PREPARED.second is None:
        return PREPARED
    return replace(PREPARED, second=replace(PREPARED.second, listen=listen))


@pytest.mark.holds(property=4)
@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                ["We deploy by hand.", "nobody monitors it", "DVC", "\u200b", "é", "?"]
            ),
        ),
        max_size=8,
    ).map(" ".join),
    st.sampled_from([None, "model-deployment", "documentation", "standardization-data"]),
)
def test_every_finding_quotes_the_text(text, question):
    reads = with_second(scattered)
    found = reading.read(reads, text, question)
    assert found == reading.read(reads, text, question)
    assert list(found.findings) == sorted(found.findings, key=lambda one: (one.start, one.activity))
    for one in found.findings:
        assert one.quote == text[one.start : one.end]
        assert one.quote
        assert 0 <= one.lo <= one.hi <= 3
        assert one.level is None or one.lo <= one.level <= one.hi
        assert 0 <= one.score <= 1
    assert len({one.activity for one in found.findings}) == len(found.findings)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("undo", Command.UNDO),
        ("please undo that", Command.UNDO),
        ("Start over, please.", Command.RESTART),
        ("Could you please restart", Command.RESTART),
        ("Skip this one", Command.SKIP),
        ("I really don't know, sorry", Command.UNKNOWN),
        ("no idea", Command.UNKNOWN),
        ("N/A", Command.NOT_APPLICABLE),
        ("That does not apply to us", Command.NOT_APPLICABLE),
        ("can you show me the report?", Command.RESULT),
        ("carry on", Command.MORE),
        ("What can I do here?", Command.HELP),
    ],
)
def test_commands_are_whole_texts_and_need_no_encoder(text, command):
    def refuse(_):
        raise AssertionError("no encoder is needed")

    deaf = with_second(refuse)
    found = reading.read(deaf, text, "model-deployment")
    assert (found.intent, found.command, found.findings) == (Intent.COMMAND, command, ())


@pytest.mark.parametrize("text", ["We skip tests", "we undo deployments by hand"])
def test_a_command_word_in_a_sentence_is_no_command(read, text):
    assert read(text).intent is Intent.ANSWER


@pytest.mark.parametrize(
    "text",
    ["What is drift?", "what is a feature store", "How do I start with monitoring?",
     "Explain canary releases", "Is it normal to retrain by hand?"],
)  # fmt: skip
def test_a_question_gives_no_finding(read, text):
    assert read(text) == Reading(Intent.QUESTION)


def test_a_statement_before_a_question_counts(read):
    found = read("We deploy by hand. Is that bad?")
    assert found.intent is Intent.QUESTION
    assert levels(found) == {"model-deployment": "manual"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monitoring? None.", {"performance-monitoring": "absent"}),
        pytest.param(
            "How do we deploy? By hand.", {"model-deployment": "manual"},
        ),
    ],
)  # fmt: skip
def test_a_question_the_speaker_answers_is_an_answer(read, text, expected):
    found = read(text)
    assert (found.intent, levels(found)) == (Intent.ANSWER, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Actually, we deploy by hand.", {"model-deployment": "manual"}),
        ("Sorry, I meant we label by hand", {"data-labeling": "manual"}),
        ("That is not right: our tests run on every commit.", {"ci-testing": "automated"}),
        ("Correction: nobody monitors the model.", {"performance-monitoring": "absent"}),
    ],
)
def test_corrections(read, text, expected):
    found = read(text)
    assert (found.intent, levels(found)) == (Intent.CORRECTION, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We deploy by hand; tests run on every commit; nothing is monitored.",
         {"model-deployment": "manual", "ci-testing": "automated",
          "performance-monitoring": "absent"}),
        ("- tests: none\n- deployment: manual\n- data: DVC",
         {"ci-testing": "absent", "model-deployment": "manual", "data-versioning": "unclear"}),
        ("We used to deploy by hand, but now every merge goes live automatically.",
         {"model-deployment": "automated"}),
        ("We deploy automatically. We deploy by hand.", {"model-deployment": "partial"}),
        ("We deploy by hand. " * 50, {"model-deployment": "manual"}),
        ("We have no manual steps left in deployment.", {"model-deployment": "automated"}),
        ("We use MLflow.", {"experiment-tracking": "unclear"}),
        pytest.param("Deployment is not automated.", {"model-deployment": "manual"}),
        pytest.param("We plan to add alerts next quarter.", {"alerting": "planned"}),
        ("We would have set up alerts if we had had more time.", {"alerting": "absent"}),
    ],
)  # fmt: skip
def test_statements(read, text, expected):
    assert levels(read(text)) == expected


ANSWERS = {"by hand": "manual", "nobody does": "absent", "every night, automatically": "automated",
           "we plan to": "planned", "no": "absent", "yes": "unclear", "not at all": "absent",
           "half of it is scripted": "partial", "fully automated": "automated"}  # fmt: skip


@pytest.mark.parametrize("question", ["model-deployment", "performance-monitoring"])
@pytest.mark.parametrize(("text", "word"), ANSWERS.items())
def test_a_short_answer_is_about_the_open_question(read, text, word, question):
    found = read(text, question)
    assert (found.intent, levels(found)) == (Intent.ANSWER, {question: word})
    assert found.findings[0].quote == text


@pytest.mark.parametrize(
    ("text", "question", "word"),
    [
        ("every team does it its own way", "standardization-data", "absent"),
        ("written down and mostly followed", "standardization-data", "partial"),
        ("after incidents", "improvement-model", "manual"),
        ("reviewed every quarter", "improvement-model", "partial"),
    ],
)
def test_qualities_are_read_only_when_asked(read, text, question, word):
    assert levels(read(text, question)) == {question: word}
    assert question not in levels(read(text))


def test_a_quick_reply_typed_out_is_that_reply(read):
    wrong = [
        reply.label
        for item in real().items.values()
        for reply in item.replies
        if {one.activity: one.level for one in read(reply.label, item.id).findings}.get(item.id)
        != reply.level
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\n\t", "asdf", "👍🎉", "thanks", "hello", "It depends.",
     "Wir setzen unsere Modelle von Hand ein.", "モデルは手動でデプロイしています。"],
)  # fmt: skip
def test_what_says_nothing_gives_nothing(read, text):
    found = read(text)
    assert replace(found, statements=()) == Reading(Intent.OTHER)
    assert not any(one.activities or one.likely for one in found.statements)


def test_a_very_long_text_is_read(read):
    found = read(("We deploy by hand and nobody monitors it. " * 500)[:20000])
    assert levels(found)["model-deployment"] == "manual"


def test_markup_does_not_hide_a_statement(read):
    assert levels(read("<b>We deploy</b> by **hand**.")) == {"model-deployment": "manual"}


def test_the_head_is_small_plain_and_fitted_on_these_sentences():
    path = default_folder() / "reading" / training.FILE
    assert path.stat().st_size < 1_000_000
    assert HEAD.manifest["training_sha256"] == training.training_hash(real().activities, LEXICON)


def test_the_same_head_gives_the_same_file(tmp_path):
    training.save(tmp_path / "a.npz", HEAD)
    training.save(tmp_path / "b.npz", HEAD)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_neither_threads_nor_order_nor_process_change_a_byte():
    lines = [json.dumps({"id": str(at), "text": text}) for at, text in enumerate(SAID)]
    first = classified(lines, threads=1)
    assert len(first) == len(SAID)
    assert any(json.loads(one)["findings"] for one in first)
    assert sorted(classified(lines[::-1], threads=2)) == sorted(first)


def classified(lines: list[str], threads: int) -> list[str]:
    """Return what a fresh process prints for lines of texts."""
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "classify"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | dict.fromkeys(THREADS, str(threads)),
    )
    return done.stdout.splitlines()


def test_classify_tells_what_led_to_each_finding_and_what_did_not_count(tmp_path: Path) -> None:
    text = "A cron job retrains the model every night. How do others watch for drift?"
    ran = subprocess.run(
        [sys.executable, "-m", "assistant", "classify", "--why"],
        input=json.dumps({"id": "1", "text": text}).encode(),
        capture_output=True,
        env={**os.environ, "MLOPS_ASSISTANT_DATA": str(tmp_path)},
        timeout=180,
    )
    assert ran.returncode == 0, ran.stderr
    line = json.loads(ran.stdout)
    assert {"retraining-trigger"} <= {one["activity"] for one in line["findings"]}
    assert all(one["why"] and one["lo"] <= one["hi"] for one in line["findings"])
    assert [one["wants"] for one in line["statements"]] == ["tell", "ask"]
    assert line["nearest"] == sorted(line["nearest"], key=lambda one: -one["score"])
    assert any(one["activity"] == "drift-detection" for one in line["nearest"])
    assert line["hints"] == []
