"""A report in the formats people take with them: PDF, HTML, Markdown, text, a table and JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Catalogue
from assistant.domain.results import Report
from assistant.domain.sayings import NOBODY, About
from assistant.export.blocks import Block
from assistant.export.data import as_data, as_json
from assistant.export.dated import as_ics, dated
from assistant.export.hypertext import as_html
from assistant.export.outline import outline
from assistant.export.sheet import as_csv
from assistant.export.tracker import as_tracker
from assistant.export.written import as_markdown, as_text


@dataclass(frozen=True, slots=True)
class Format:
    """How a file of one format is named, announced and written."""

    ending: str
    media: str
    write: Callable[[Catalogue, Report, About], bytes]


def _blocks(
    written: Callable[[tuple[Block, ...]], str],
) -> Callable[[Catalogue, Report, About], bytes]:
    return lambda catalogue, report, about: written(outline(catalogue, report, about)).encode()


def _json(catalogue: Catalogue, report: Report, about: About) -> bytes:
    return as_json(as_data(catalogue, report, about)).encode()


def _csv(catalogue: Catalogue, report: Report, about: About) -> bytes:
    return as_csv(catalogue, report, about).encode()


def _pdf(catalogue: Catalogue, report: Report, about: About) -> bytes:
    # Imported here: it takes a moment that no other format needs to wait for.
    from assistant.export.pdf import as_pdf

    return as_pdf(outline(catalogue, report, about), catalogue.texts, about)


FORMATS: Mapping[str, Format] = {
    "pdf": Format("pdf", "application/pdf", _pdf),
    "html": Format("html", "text/html", _blocks(as_html)),
    "markdown": Format("md", "text/markdown", _blocks(as_markdown)),
    "text": Format("txt", "text/plain", _blocks(as_text)),
    "csv": Format("csv", "text/csv", _csv),
    "json": Format("json", "application/json", _json),
}
"""Every format a report is written in, the one most people want first."""
PLANS: Mapping[str, Format] = {
    "tracker": Format("csv", "text/csv", lambda known, report, _: as_tracker(known, report)),
    "calendar": Format("ics", "text/calendar", as_ics),
}
"""What the steps of a report are written in for other tools, apart from the report."""
PLAIN = "text"
"""The format for a terminal."""


def write(catalogue: Catalogue, report: Report, form: str, about: About = NOBODY) -> bytes:
    """Return the report in one of FORMATS or PLANS as bytes. Raises ValueError for another name.

    The day is part of what is given in `about`, so that the same input gives the same bytes.
    """
    formats = {**FORMATS, **PLANS}
    if form not in formats:
        raise ValueError(f"'{form}' is not a format; use {', '.join(formats)}")
    return formats[form].write(catalogue, report, about)


__all__ = [
    "FORMATS", "PLAIN", "PLANS", "About", "Format", "as_data", "as_json", "dated", "outline",
    "write",
]  # fmt: skip
