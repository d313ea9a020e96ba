"""The tracks of a roadmap: kinds of work that different people can do side by side."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from assistant.domain.record import Id, Record, Text

Dimension = Literal["data", "model", "deployment", "operations", "organization"]


class Track(Record):
    """One track, with the dimensions whose activities are worked on in it."""

    id: Id
    name: Text
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]


class Tracks(Record):
    """All tracks in the order they are shown; none where an edition wants one list of steps."""

    tracks: tuple[Track, ...] = ()

    @model_validator(mode="after")
    def _each_dimension_once(self) -> Self:
        given = [one for track in self.tracks for one in track.dimensions]
        if given and sorted(given) != sorted(get_args(Dimension)):
            raise ValueError("each dimension must stand in exactly one track")
        return self

    def of(self, dimension: str) -> str:
        """Return the id of the track that a dimension belongs to; "" where there are none."""
        return next((one.id for one in self.tracks if dimension in one.dimensions), "")
