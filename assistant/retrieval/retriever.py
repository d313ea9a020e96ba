"""The library as a LangChain retriever, for chains that expect one."""

from collections.abc import Callable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from assistant.retrieval.index import Vectors
from assistant.retrieval.library import Library


class PassageRetriever(BaseRetriever):
    """Returns the `k` best passages as documents, best first; none when not covered.

    `encode` turns the question into a vector of length 1. Metadata of a document: `passage` (its
    id), `score`, `title` and `activities`.
    """

    library: Library
    encode: Callable[[str], Vectors]
    k: int = Field(default=5, ge=1)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 -- asked for by LangChain
    ) -> list[Document]:
        found = self.library.search(query, self.encode(query), self.k)
        if not found.answerable:
            return []
        documents = []
        for hit in found.hits:
            passage = self.library.passages[hit.passage]
            about = {
                "passage": hit.passage,
                "score": hit.score,
                "title": passage.title,
                "activities": list(passage.activities),
            }
            documents.append(Document(id=hit.passage, page_content=passage.text, metadata=about))
        return documents
