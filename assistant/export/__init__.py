"""A report in the formats people take with them: PDF, HTML, Markdown, text and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Catalogue
from assistant.domain.results import Report
from assistant.domain.sayings import NOBODY, About
from assistant.export.data import as_data, as_json
from assistant.export.outline import outline
from assistant.export.written import as_html, as_markdown, as_text


@dataclass(frozen=True, slots=True)
class Format:
    """How a file of one format is named and announced."""

    ending: str
    media: str


FORMATS: Mapping[str, Format] = {
    "pdf": Format("pdf", "application/pdf"),
    "html": Format("html", "text/html"),
    "markdown": Format("md", "text/markdown"),
    "text": Format("txt", "text/plain"),
    "json": Format("json", "application/json"),
}
"""Every format a report is written in, the one most people want first."""
PLAIN = "text"
"""The format for a terminal."""


def write(catalogue: Catalogue, report: Report, form: str, about: About = NOBODY) -> bytes:
    """Return the report in one of FORMATS as bytes. Raises ValueError for another name.

    The day is part of what is given in `about`, so that the same input gives the same bytes.
    """
    if form == "json":
        return as_json(as_data(catalogue, report, about)).encode()
    blocks = outline(catalogue, report, about)
    match form:
        case "text":
            return as_text(blocks).encode()
        case "markdown":
            return as_markdown(blocks).encode()
        case "html":
            return as_html(blocks).encode()
        case "pdf":
            from assistant.export.pdf import as_pdf

            return as_pdf(blocks, catalogue.texts, about)
    raise ValueError(f"'{form}' is not a format; use {', '.join(FORMATS)}")


__all__ = ["FORMATS", "PLAIN", "About", "Format", "as_data", "as_json", "outline", "write"]
