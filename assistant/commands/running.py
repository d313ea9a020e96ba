"""How commands reach the service, and show progress on standard error only."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

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


@contextmanager
def counted(words: str) -> Iterator[Callable[[str, float], None]]:
    """Say what begins, and show what is told of it and its share as a bar, or now and then a line.

    Yields what takes the words for a part and the share of it that is done, 0 to 1.
    """
    note(words)
    if not ERRORS.is_terminal:
        said: set[tuple[str, int]] = set()

        def line(part: str, share: float) -> None:
            tenth = int(share * 10)
            if (part, tenth) not in said:
                said.add((part, tenth))
                note(f"{part}: {tenth * 10} %")

        yield line
        return
    with Progress(console=ERRORS, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def advance(part: str, share: float) -> None:
            if part not in tasks:
                tasks[part] = bar.add_task(part, total=1.0)
            bar.update(tasks[part], completed=share)

        yield advance


def note(words: str) -> None:
    """Say something on standard error, as it stands."""
    ERRORS.print(words, markup=False, highlight=False, soft_wrap=True)
