"""Pages of rows: every list is ordered by a unique key, counted and cut here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

Row = TypeVar("Row")
PAGE_SIZE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows `first`-`last` of `total`; pages count from 1."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


def page_number(text: str | None) -> int:
    """A page number from a query string; anything odd is the first page."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text) < 10**6 else 1


def paginate(
    session: Session,
    query: sa.Select[Any],
    *,
    number: int,
    size: int = PAGE_SIZE,
    scalars: bool = True,
    parameters: Mapping[str, Any] | None = None,
) -> Page[Any]:
    """Page `number` of `query`, which must be ordered, with its `parameters`. Two statements, whatever the size."""
    counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    total = session.scalar(counted, parameters) or 0
    number = min(number, max(1, -(-total // size)))
    cut = query.limit(size).offset((number - 1) * size)
    rows = session.scalars(cut, parameters).all() if scalars else session.execute(cut, parameters).all()
    return Page(rows, number, size, total)
