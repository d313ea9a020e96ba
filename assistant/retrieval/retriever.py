"""The library as a LangChain retriever: the way every question takes, and open to other chains."""

from collections.abc import Callable, Collection

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langsmith import tracing_context
from pydantic import Field

from assistant.domain.findings import Found, Hit
from assistant.retrieval.index import Vectors
from assistant.retrieval.library import Library


class PassageRetriever(BaseRetriever):
    """Returns the `k` best passages as documents, best first.

    `encode` turns the question into a vector of length 1. With `refuses` nothing is returned for a
    question that the library does not cover. Metadata of a document: `passage` (its id), `score`,
    `title`, `activities`, and `covered`, which is the same for all of an answer.
    """

    library: Library
    encode: Callable[[str], Vectors]
    k: int = Field(default=5, ge=1)
    refuses: bool = True

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 -- asked for by LangChain
        k: int = 0,
        favoured: Collection[str] = (),
        broad: bool = True,
    ) -> list[Document]:
        found = self.library.search(query, self.encode(query), k or self.k, favoured, broad=broad)
        if self.refuses and not found.answerable:
            return []
        documents = []
        for hit in found.hits:
            passage = self.library.passages[hit.passage]
            about = {
                "passage": hit.passage,
                "score": hit.score,
                "title": passage.title,
                "activities": list(passage.activities),
                "covered": found.answerable,
            }
            documents.append(Document(id=hit.passage, page_content=passage.text, metadata=about))
        return documents

    def find(
        self, query: str, k: int, favoured: Collection[str] = (), *, broad: bool = True
    ) -> Found:
        """Return the passages for a question as `Library.search` does, by way of LangChain.

        Whatever the environment asks for, no tracing service is told of the question.
        """
        with tracing_context(enabled=False):
            documents = self.invoke(query, k=k, favoured=favoured, broad=broad)
        hits = tuple(Hit(one.metadata["passage"], one.metadata["score"]) for one in documents)
        return Found(bool(documents) and documents[0].metadata["covered"], hits)
