"""What every knowledge record is made of: frozen, refusing any field it does not name."""

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Lines = tuple[Text, ...]


def is_address(text: str) -> bool:
    """Return whether a text is a web address that a reader can open."""
    return re.fullmatch(r"https?://[^\s/]+\.[^\s]+", text) is not None


class Record(BaseModel):
    """One knowledge record: frozen, and refusing any field it does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")
