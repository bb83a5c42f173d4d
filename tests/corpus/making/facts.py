"""The expectation as it is typed beside the text, and the register of what can be made."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Maker = Callable[[Path], Json]
DOCUMENTS: dict[str, Maker] = {}


def document(file_name: str) -> Callable[[Maker], Maker]:
    """Registers a function that writes the file it is given and returns the expectation; "held_out/NN-…" goes to that part."""

    def register(maker: Maker) -> Maker:
        DOCUMENTS[file_name] = maker
        return maker

    return register


def make(file_name: str, folder: Path) -> None:
    """One document and its expectation, into `folder`."""
    path = folder / file_name
    path.parent.mkdir(exist_ok=True)
    expected = DOCUMENTS[file_name](path)
    path.with_suffix(".json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def one_line(text: str) -> str:
    """A cell's words, line breaks joined."""
    return " ".join(text.split())


def names(units: str) -> list[str]:
    """ "A; B" as a list."""
    return [one_line(unit) for unit in units.split(";") if unit.strip()]


def deadline(due_on: str | None, what: str, who: str | None = None, recurrence: str = "none", **more: Any) -> Json:
    """A deadline of the running text. `who_or` is a list of further "A; B"."""
    fact: Json = {"due_on": due_on, "recurrence": recurrence, "what": what}
    if who is not None:
        fact["who"] = names(who)
    if "who_or" in more:
        fact["who_or"] = [names(other) for other in more.pop("who_or")]
    return {**fact, **more}


def facts(head: Json, items: list[Json] | None = None, deadlines: list[Json] | None = None, **more: Any) -> Json:
    """The expectation of a document."""
    return {"document": head, "items": items or [], "deadlines": deadlines or [], **more}


def when(starts_on: Any = None, *due_on: str, recurrence: Any = "none", **more: Any) -> Json:
    """The period of a row, typed by hand: its start, its milestones (the last is the due date)."""
    period: Json = {"starts_on": starts_on, "due_on": due_on[-1] if due_on else None, "recurrence": recurrence}
    if due_on or recurrence in ("none", "continuous"):
        period["deadlines"] = list(due_on)
    return {**period, **more}


CONTINUOUS = when(recurrence="continuous")
NO_DATE = when()


def from_rows(columns: str, rows: Sequence[tuple[Sequence[str], Json]], **common: Any) -> list[Json]:
    """Rows as printed, with what a reader adds to them, as expectations.

    `columns` names the cells ("stt group content - time_text"; "-" is left out). "^" repeats the cell above. What stands in
    the second part of a row wins; units there are "A; B" or a list, and ... leaves a field out.
    """
    above: list[str] = [""] * len(columns.split())
    items = []
    for cells, more in rows:
        above = [old if text == "^" else text for old, text in zip(above, cells, strict=True)]
        row: Json = {"section": None, "group": None, "product": None, "lead": "", "coordinating": "", **common}
        row |= {
            name: one_line(text.replace("**", ""))
            for name, text in zip(columns.split(), above, strict=True)
            if name != "-"
        }
        row |= more
        for name in ("lead", "coordinating"):
            if isinstance(row[name], str):
                row[name] = names(row[name])
        items.append({name: value for name, value in row.items() if value is not ...})
    return items
