"""The index's vectors in a table of PostgreSQL with pgvector, laid out as LangChain's store has it.

For whoever keeps vectors in one database and opens them to other chains: LangChain's
`PGVectorStore` opens the same table. A question is compared with every row, as FAISS does it, and
so answered alike; LangChain's own search returns the nearest few with their vectors, which is both
too little and too much for that.
"""

import hashlib
import logging
import uuid
from collections.abc import Sequence

import numpy as np
from langchain_postgres import Column, PGEngine
from psycopg import Cursor, Error, connect, sql
from psycopg_pool import ConnectionPool, PoolTimeout
from sqlalchemy.exc import SQLAlchemyError

from assistant.retrieval.index import Similar, Vectors
from assistant.retrieval.lexical import Scores
from assistant.retrieval.rows import Row

log = logging.getLogger(__name__)
COLUMNS = (
    Column("place", "INTEGER", False),
    Column("kind", "TEXT", False),
    Column("passage", "TEXT", False),
)
"""What stands beside text and vector: the row's place in the index, and whose text it is."""
PATIENCE, CONNECTIONS = 5.0, 4
"""Seconds to wait for the database before memory is searched, and questions asked at once."""
_LOCK = 6_025_114_297_043_612
"""Any number of ours: the advisory lock of the process that fills a table."""


def opened(url: str, rows: Sequence[Row], vectors: Vectors, memory: Similar) -> Similar:
    """Return what compares questions with rows in a database; `memory` where there is none."""
    try:
        return Stored(url, rows, vectors, memory)
    except (Error, SQLAlchemyError) as error:
        log.warning("vectors are searched in memory: %s", type(error).__name__)
        return memory


class Stored:
    """Compares questions with rows in a database. Safe to share between threads."""

    def __init__(self, url: str, rows: Sequence[Row], vectors: Vectors, memory: Similar) -> None:
        """Fill the table of these rows and vectors, unless it is there already.

        `memory` compares the same way and stands in while the database does not answer. Raises
        psycopg.Error or SQLAlchemyError where the table cannot be made.
        """
        self._memory = memory
        self._size = len(rows)
        self.table = table_of(rows, vectors)
        plain = url.replace("+psycopg", "", 1)
        _fill(plain, self.table, rows, vectors)
        self._asks = sql.SQL(
            "SELECT place, -(embedding <#> %s::vector) FROM {} ORDER BY place"
        ).format(sql.Identifier(self.table))
        self._pool = ConnectionPool(
            plain, min_size=0, max_size=CONNECTIONS, timeout=PATIENCE, open=True,
            kwargs={"autocommit": True, "options": f"-c statement_timeout={int(PATIENCE * 1000)}"},
        )  # fmt: skip

    def __call__(self, query: Vectors) -> Scores:
        """Return the similarity of a question (1, dimension) to every row, in their order."""
        try:
            with self._pool.connection() as connection:
                found = connection.execute(self._asks, (_written(query[0]),)).fetchall()
        except (Error, PoolTimeout) as error:
            log.warning("vectors are searched in memory: %s", type(error).__name__)
            return self._memory(query)
        if len(found) != self._size:
            log.warning("vectors are searched in memory: %s", "the table is not whole")
            return self._memory(query)
        similar: Scores = np.array([score for _, score in found], dtype=np.float64)
        return similar


def table_of(rows: Sequence[Row], vectors: Vectors) -> str:
    """Return the name of the table for these rows and vectors; others have another."""
    told = hashlib.sha256(np.ascontiguousarray(vectors).tobytes())
    for one in rows:
        told.update(f"{one.kind}\t{one.passage}\t{one.text}\n".encode())
    return f"assistant_{told.hexdigest()[:24]}"


def _fill(url: str, table: str, rows: Sequence[Row], vectors: Vectors) -> None:
    """Make the table whole; of several processes one does it while the others wait."""
    with connect(url, connect_timeout=int(PATIENCE)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        if _count(cursor, table) == len(rows):
            return
        engine = PGEngine.from_connection_string(url.replace("://", "+psycopg://", 1))
        engine.init_vectorstore_table(
            table, vectors.shape[1], metadata_columns=list(COLUMNS), overwrite_existing=True
        )
        names = ("langchain_id", "content", "embedding", *(one.name for one in COLUMNS))
        filled = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
        )
        with cursor.copy(filled) as copy:
            for place, (row, vector) in enumerate(zip(rows, vectors, strict=True)):
                key = uuid.uuid5(uuid.NAMESPACE_OID, f"{table}/{place}")
                copy.write_row((key, row.text, _written(vector), place, row.kind, row.passage))
    log.info("vectors are kept in the table %s", table)


def _count(cursor: Cursor, table: str) -> int:
    """Return how many rows a table holds; none where there is no such table."""
    cursor.execute("SELECT to_regclass(%s)", (table,))
    found = cursor.fetchone()
    if found is None or found[0] is None:
        return 0
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    counted = cursor.fetchone()
    return int(counted[0]) if counted else 0


def _written(vector: Vectors) -> str:
    return str(vector.astype(np.float64).tolist())
