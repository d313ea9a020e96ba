"""A report in the formats people take with them: text, Markdown, HTML, PDF and JSON."""

from assistant.domain.knowledge import Catalogue
from assistant.domain.results import Report
from assistant.export.data import as_data, as_json
from assistant.export.outline import outline
from assistant.export.written import as_html, as_markdown, as_text

FORMATS = ("text", "json", "markdown", "html", "pdf")


def write(catalogue: Catalogue, report: Report, form: str) -> bytes:
    """Return the report in one of FORMATS as bytes. Raises ValueError for another name."""
    if form == "json":
        return as_json(as_data(catalogue, report)).encode()
    blocks = outline(catalogue, report)
    match form:
        case "text":
            return as_text(blocks).encode()
        case "markdown":
            return as_markdown(blocks).encode()
        case "html":
            return as_html(blocks).encode()
        case "pdf":
            from assistant.export.pdf import as_pdf

            return as_pdf(blocks)
    raise ValueError(f"'{form}' is not a format; use {', '.join(FORMATS)}")


__all__ = ["FORMATS", "as_data", "as_json", "outline", "write"]
