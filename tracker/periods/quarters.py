"""Calendar quarters."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

_ROMAN = ("I", "II", "III", "IV")


def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter. `end` is its last day."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"a quarter is 1 to 4, not {self.number}")

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Self:
        """`text` as printed ("2025Q4"). Raises ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})[Qq]([1-4])", text.strip())
        if match is None:
            raise ValueError(f"not a quarter: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def start(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> date:
        return last_day(self.year, self.number * 3)

    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def label(self) -> str:
        return f"quý {_ROMAN[self.number - 1]}/{self.year}"


def quarters_between(first: date, last: date) -> Iterator[Quarter]:
    """Every quarter that has a day in `first`..`last`."""
    quarter = Quarter.of(first)
    while quarter.start <= last:
        yield quarter
        quarter = quarter.next()
