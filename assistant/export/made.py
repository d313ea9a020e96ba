"""What an export says of its own making: the product, its version and the day."""

from importlib import metadata

from assistant.domain.sayings import About
from assistant.phrases.standing import dated

DISTRIBUTION = "mlops-assessment-assistant"


def version() -> str:
    """Return the version of the product, "" where it runs from files that are not installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return ""


def day(about: About) -> str:
    """Return the day of a report as "7 March 2026", "" where none is given."""
    return dated(about.day)
