"""What every knowledge record is made of: frozen, refusing any field it does not name."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Lines = tuple[Text, ...]


class Record(BaseModel):
    """One knowledge record: frozen, and refusing any field it does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")
