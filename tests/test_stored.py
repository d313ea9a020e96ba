"""The library searched in PostgreSQL with pgvector finds what it finds in memory."""

import json
import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from made import real
from postgres import running, with_pgvector

from assistant import encoder
from assistant.catalogue import default_folder, load_asked
from assistant.domain.findings import Found
from assistant.retrieval import Library, Vectors, load_or_build
from assistant.service.shelving import compared
from assistant.settings import Settings

stored = pytest.importorskip("assistant.retrieval.stored")
QUESTIONS = Path(__file__).parent / "evaluation" / "questions.jsonl"
TOLERANCE = 1e-5
"""Sums of 384 products in 32 bits, in another order; the nearest questions count by high powers."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running(with_pgvector) as one:
        yield one


@pytest.fixture(scope="module")
def model() -> encoder.Encoder:
    return encoder.load("")


@pytest.fixture(scope="module")
def library(model: encoder.Encoder, tmp_path_factory: pytest.TempPathFactory) -> Library:
    known, folder = real(), default_folder()
    return load_or_build(
        tmp_path_factory.mktemp("index"), known.passages, known.activities, model.encode,
        f"{model.name} {model.sha256}", folder / "index", load_asked(folder, known),
    )  # fmt: skip


@pytest.fixture(scope="module")
def asked(model: encoder.Encoder) -> list[tuple[str, Vectors]]:
    texts = [json.loads(one)["text"] for one in QUESTIONS.read_text().splitlines()[::2]]
    return list(zip(texts, model.encode(texts), strict=True))


def found(library: Library, asked: Sequence[tuple[str, Vectors]]) -> list[Found]:
    return [library.search(text, vector, 5) for text, vector in asked]


def test_the_same_passages_are_found_in_the_same_order(
    library: Library, asked: list[tuple[str, Vectors]], address: str
) -> None:
    there = compared(Settings(vectors=address.replace("+psycopg", "")), library)
    assert isinstance(there._index.compare, stored.Stored)
    for one, other in zip(found(library, asked), found(there, asked), strict=True):
        assert other.answerable == one.answerable
        assert [hit.passage for hit in other.hits] == [hit.passage for hit in one.hits]
        scores = [[hit.score for hit in each.hits] for each in (one, other)]
        assert np.allclose(*scores, atol=TOLERANCE, rtol=0)


def test_several_processes_that_start_at_once_fill_the_table_once(
    library: Library, asked: list[tuple[str, Vectors]], address: str
) -> None:
    rows, vectors = library.rows[:200], library.vectors[:200]
    made: list[object] = []

    def fill() -> None:
        made.append(stored.Stored(address, rows, vectors, lambda _: np.zeros(len(rows))))

    threads = [threading.Thread(target=fill) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    query = np.reshape(asked[0][1], (1, -1))
    assert len(made) == 4
    for one in made:
        assert np.allclose(one(query), vectors @ asked[0][1], atol=TOLERANCE)  # type: ignore[operator]


def test_langchains_own_store_opens_the_table(
    library: Library, asked: list[tuple[str, Vectors]], address: str
) -> None:
    from langchain_core.embeddings import Embeddings
    from langchain_postgres import PGEngine, PGVectorStore
    from langchain_postgres.v2.indexes import DistanceStrategy

    class Given(Embeddings):
        def embed_query(self, text: str) -> list[float]:
            return [float(one) for one in dict(asked)[text]]

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [self.embed_query(one) for one in texts]

    rows, vectors = library.rows[:300], library.vectors[:300]
    one = stored.Stored(address, rows, vectors, lambda _: np.zeros(len(rows)))
    store = PGVectorStore.create_sync(
        PGEngine.from_connection_string(address), Given(), one.table,
        metadata_columns=[column.name for column in stored.COLUMNS],
        distance_strategy=DistanceStrategy.INNER_PRODUCT,
    )  # fmt: skip
    text, vector = asked[0]
    (nearest,) = store.similarity_search(text, k=1)
    assert nearest.metadata["place"] == int(np.argmax(vectors @ vector))
    assert nearest.page_content == rows[nearest.metadata["place"]].text


def test_while_the_database_is_away_memory_is_searched_and_the_log_says_so(
    library: Library, asked: list[tuple[str, Vectors]], caplog: pytest.LogCaptureFixture
) -> None:
    expected = found(library, asked[:3])
    with running(with_pgvector) as mortal:
        there = library.comparing(lambda *given: stored.opened(mortal, *given))
        assert [one.answerable for one in found(there, asked[:3])] == [
            one.answerable for one in expected
        ]
        caplog.clear()
    with caplog.at_level(logging.WARNING):
        assert found(there, asked[:3]) == expected
        never = library.comparing(lambda *given: stored.opened(mortal, *given))
        assert found(never, asked[:3]) == expected
    told = [one.getMessage() for one in caplog.records if "assistant" in one.name]
    assert told
    assert all("in memory" in one for one in told)
    assert "tester" not in caplog.text.replace("tests", "")
