"""How commands reach the service, and show progress on standard error only."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from assistant import settings
from assistant.service import Service

T = TypeVar("T")
ERRORS = Console(stderr=True)


def open_service() -> Service:
    """Return a service without a database, its slow parts loading in the background."""
    service = Service.open(settings.read(), sessions=False)
    service.warm()
    return service


def progress(values: Iterable[T], words: str) -> Iterator[T]:
    """Yield the values, counting them on standard error while it is a terminal."""
    if not ERRORS.is_terminal:
        yield from values
        return
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"))
    with Progress(*columns, TimeElapsedColumn(), console=ERRORS, transient=True) as bar:
        task = bar.add_task(words, total=None)
        for value in values:
            yield value
            bar.advance(task)


@contextmanager
def step(words: str) -> Iterator[None]:
    """Say what begins and may take minutes, and show that it goes on while this is a terminal."""
    note(words)
    with ERRORS.status(words):
        yield


def note(words: str) -> None:
    """Say something on standard error, as it stands."""
    ERRORS.print(words, markup=False, highlight=False, soft_wrap=True)
