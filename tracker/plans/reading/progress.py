"""How far a reader has come: readers tell, whoever listens is told. Without a listener nothing happens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """A step of the reading, and how much of it is done; `of` is 0 where nobody can know."""

    step: str  # "open", "pages", "tables", "understand", "check"
    done: int = 0
    of: int = 0


Listener = Callable[[Progress], None]
_listener: ContextVar[Listener | None] = ContextVar("reading_progress", default=None)


def tell(step: str, done: int = 0, of: int = 0) -> None:
    """Say which step the reading is at: `tell("pages", 14, 24)`."""
    listener = _listener.get()
    if listener is not None:
        listener(Progress(step, done, of))


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Pass every `tell` inside to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
