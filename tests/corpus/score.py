"""How well documents are read: `python -m tests.corpus.score [--held-out] [--json] [--show NN]`. See README.md beside this file."""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tracker.plans.as_json import to_json
from tracker.plans.extraction import read_document
from tracker.vietnamese import fold

CORPUS = Path(__file__).parent
HELD_OUT = CORPUS / "held_out"
FORMATS = ("docx", "pdf", "xlsx", "txt")
TODAY = date(2025, 12, 15)
ITEM_FIELDS = (
    "stt",
    "section",
    "group",
    "content",
    "product",
    "time_text",
    "starts_on",
    "due_on",
    "due_time",
    "qualifier",
    "recurrence",
    "deadlines",
    "lead",
    "coordinating",
)
HEAD_FIELDS = ("number", "issued_on", "issuer", "kind", "title", "school_year")
_UNITS = ("lead", "coordinating", "who")
_SAME_ROW = 0.55  # of the words are shared: the same row, however cut
_WHOLE_ROW = 0.9  # nothing lost, nothing of a neighbour's
_SAME_THING = 0.5  # of the key words of a deadline stand in its sentence

Json = dict[str, Any]


@dataclass
class Score:
    """Counts of one document, or of many added up."""

    documents: int = 0
    heads: int = 0
    heads_right: int = 0
    rows: int = 0
    rows_found: int = 0
    rows_right: int = 0
    rows_extra: int = 0
    rows_as_prose: int = 0
    fields: int = 0
    fields_right: int = 0
    deadlines: int = 0
    deadlines_found: int = 0
    deadlines_false: int = 0
    deadlines_as_rows: int = 0
    whos: int = 0
    whos_right: int = 0
    seconds: float = 0.0
    by_field: Counter[str] = field(default_factory=Counter)
    by_field_right: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def rates(self) -> dict[str, float | None]:
        """The measures of the goal; None where nothing was there to be read."""
        return {
            "head": _rate(self.heads_right, self.heads),
            "rows": _rate(self.rows_right, self.rows + self.rows_extra),
            "fields": _rate(self.fields_right, self.fields),
            "recall": _rate(self.deadlines_found, self.deadlines),
            "precision": _rate(self.deadlines_found, self.deadlines_found + self.deadlines_false),
            "who": _rate(self.whos_right, self.whos),
        }


def documents(folder: Path) -> list[Path]:
    """The documents of a corpus folder, by number; what has no number is none."""
    return sorted(p for p in folder.iterdir() if re.match(r"\d\d-", p.name) and p.suffix[1:] in FORMATS)


def expectation(document: Path) -> Json:
    """The hand-made facts beside `document`."""
    return dict(json.loads(document.with_suffix(".json").read_text(encoding="utf-8")))


def as_read(document: Path, *, today: date) -> Json:
    """What the program reads, as `tracker plans read --json` prints it."""
    _, understood, warnings = read_document(document.read_bytes(), file_name=document.name, today=today)
    return to_json(understood, warnings)


def score_document(document: Path) -> Score:
    """One document read and judged. A reader that fails has found nothing; the failure is a difference like others."""
    expected = expectation(document)
    begun = time.perf_counter()
    try:
        found = as_read(document, today=date.fromisoformat(expected.get("today", TODAY.isoformat())))
        failure = None
    except Exception as error:  # noqa: BLE001  whatever breaks on one document, the others are still measured
        found, failure = {"document": {}, "items": [], "deadlines": []}, f"NOT READ: {type(error).__name__}: {error}"
    seconds = time.perf_counter() - begun
    score = judge(expected, found)
    score.seconds = seconds
    if failure:
        score.differences.insert(0, failure)
    return score


def judge(expected: Json, found: Json) -> Score:
    """What was read against what should be. Pure: both in the shape of product 4.3."""
    score = Score(documents=1)
    _judge_head(expected.get("document", {}), found["document"], score)
    items, deadlines = list(found["items"]), list(found["deadlines"])
    missed = _judge_items(expected["items"], items, score)
    wanted = _judge_deadlines(expected["deadlines"], deadlines, score)
    _judge_rows_in_prose(missed, deadlines, score)
    _judge_deadlines_in_rows(wanted, items, score)
    for item in items:
        score.rows_extra += 1
        score.differences.append(f"EXTRA ROW {_row_name(item)} | {item.get('time_text')} | {item.get('lead')}")
    for deadline in deadlines:
        score.deadlines_false += 1
        score.differences.append(f"FALSE DEADLINE {_deadline_name(deadline)}\n    quote: {_quote(deadline)}")
    return score


def _judge_head(expected: Json, found: Json, score: Score) -> None:
    for name in HEAD_FIELDS:
        if name not in expected:
            continue
        score.heads += 1
        if same(name, expected[name], found.get(name)):
            score.heads_right += 1
        else:
            score.differences.append(f"HEAD {name}: expected {expected[name]!r}, read {found.get(name)!r}")


def _judge_items(expected: list[Json], found: list[Json], score: Score) -> list[Json]:
    """Pairs rows and judges their fields; leaves in `found` what no row expects, gives the rows not found."""
    missed = []
    pairs = dict(_pairs(expected, found, _row_likeness))
    for place, row in enumerate(expected):
        is_optional = row.get("optional", False)
        if place not in pairs:
            missed.append(row)
            score.rows += not is_optional
            continue
        if is_optional:
            continue
        score.rows += 1
        score.rows_found += 1
        read = found[pairs[place]]
        if alike(row["content"], read["content"]) >= _WHOLE_ROW:
            score.rows_right += 1
        _judge_fields(row, read, score)
    _drop(found, set(pairs.values()))
    return missed


def _judge_fields(expected: Json, read: Json, score: Score) -> None:
    for name in ITEM_FIELDS:
        if name not in expected:
            continue
        score.fields += 1
        score.by_field[name] += 1
        if same(name, expected[name], read.get(name)):
            score.fields_right += 1
            score.by_field_right[name] += 1
        else:
            score.differences.append(
                f"ROW {_row_name(expected)}\n    {name}: expected {expected[name]!r}\n    {' ' * len(name)}      read {read.get(name)!r}"
            )


def _judge_deadlines(expected: list[Json], found: list[Json], score: Score) -> list[Json]:
    missed = []
    pairs = dict(_pairs(expected, found, _deadline_likeness))
    for place, deadline in enumerate(expected):
        is_optional = deadline.get("optional", False)
        if place not in pairs:
            missed.append(deadline)
            score.deadlines += not is_optional
            continue
        if is_optional:
            continue
        score.deadlines += 1
        score.deadlines_found += 1
        _judge_deadline(deadline, found[pairs[place]], score)
    _drop(found, set(pairs.values()))
    return missed


def _judge_deadline(expected: Json, read: Json, score: Score) -> None:
    if "who" in expected:
        score.whos += 1
        if _is_who(expected, read.get("who")):
            score.whos_right += 1
        else:
            score.differences.append(
                f"WHO {_deadline_name(expected)}\n    expected {expected['who']!r}\n        read {read.get('who')!r}"
            )
    for name in ("due_time", "recipient", "via", "qualifier"):
        if name in expected and not same(name, expected[name], read.get(name)):
            score.differences.append(
                f"(not scored) DEADLINE {_deadline_name(expected)} {name}: expected {expected[name]!r}, read {read.get(name)!r}"
            )


def _judge_rows_in_prose(missed: list[Json], deadlines: list[Json], score: Score) -> None:
    """A row read as a deadline of the running text is found, though not as it should be."""
    used = set()
    for row in missed:
        place = next(
            (
                place
                for place, deadline in enumerate(deadlines)
                if place not in used
                and _same_date(row, deadline)
                and contained(row["content"], _said(deadline)) >= _SAME_THING
            ),
            None,
        )
        if place is not None:
            used.add(place)
        if row.get("optional"):
            continue
        if place is None:
            score.differences.append(f"MISSED ROW {_row_name(row)} | {row.get('time_text')}")
            continue
        score.rows_found += 1
        score.rows_right += 1
        score.rows_as_prose += 1
        score.differences.append(f"ROW READ AS PROSE {_row_name(row)}")
    _drop(deadlines, used)


def _judge_deadlines_in_rows(missed: list[Json], items: list[Json], score: Score) -> None:
    used = set()
    for deadline in missed:
        place = next(
            (
                place
                for place, item in enumerate(items)
                if place not in used
                and _same_date(deadline, item)
                and contained(_key(deadline), _said(item)) >= _SAME_THING
            ),
            None,
        )
        if place is not None:
            used.add(place)
        if deadline.get("optional"):
            continue
        if place is None:
            score.differences.append(f"MISSED DEADLINE {_deadline_name(deadline)}")
            continue
        score.deadlines_found += 1
        score.deadlines_as_rows += 1
        if "who" in deadline:
            score.whos += 1
            score.whos_right += _is_who(deadline, items[place].get("lead"))
        score.differences.append(f"DEADLINE READ AS ROW {_deadline_name(deadline)}")
    _drop(items, used)


def _pairs(
    expected: list[Json], found: list[Json], likeness: Callable[[Json, Json], float]
) -> Iterator[tuple[int, int]]:
    """The best pairs first, each side used once; `likeness` 0 means never."""
    weighed = [
        (likeness(wanted, read) - 0.001 * abs(left - right), left, right)
        for left, wanted in enumerate(expected)
        for right, read in enumerate(found)
        if likeness(wanted, read) > 0
    ]
    lefts, rights = set(), set()
    for _, left, right in sorted(weighed, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            yield left, right


def _row_likeness(expected: Json, read: Json) -> float:
    words = alike(expected["content"], read.get("content") or "")
    if words < _SAME_ROW:
        return 0
    hints = sum(
        name in expected and same(name, expected[name], read.get(name))
        for name in ("stt", "section", "time_text", "due_on", "lead", "product")
    )
    return words + 0.03 * hints


def _deadline_likeness(expected: Json, read: Json) -> float:
    if not _same_date(expected, read):
        return 0
    words = contained(_key(expected), _said(read))
    if words < _SAME_THING:
        return 0
    return words + 0.2 * ("who" in expected and _is_who(expected, read.get("who")))


def _is_who(expected: Json, read: list[str] | None) -> bool:
    return any(same("who", who, read) for who in [expected["who"], *expected.get("who_or", [])])


def _same_date(left: Json, right: Json) -> bool:
    return (left.get("due_on") or None) == (right.get("due_on") or None) and left.get(
        "recurrence", "none"
    ) == right.get("recurrence", "none")


def same(name: str, expected: Any, read: Any) -> bool:
    """One field equal for a person: no diacritics, case, spaces or punctuation; units and dates as sets."""
    if name in _UNITS:
        return {_unit(unit) for unit in expected or []} == {_unit(unit) for unit in read or []}
    if name == "deadlines":
        return set(expected or []) == set(read or [])
    left, right = (_words(str(text or "")) for text in (expected, read))
    if name == "title":
        left, right = (words[2:] if words[:2] in (["v", "v"], ["ve", "viec"]) else words for words in (left, right))
    return left == right


def alike(left: str, right: str) -> float:
    """Words two texts share, 0 to 1 (Dice, each word as often as it stands)."""
    mine, theirs = Counter(_words(left)), Counter(_words(right))
    total = sum(mine.values()) + sum(theirs.values())
    return 2 * sum((mine & theirs).values()) / total if total else 1.0


def contained(key: str, text: str) -> float:
    """The part of the words of `key` that stand in `text`."""
    mine, theirs = set(_words(key)), set(_words(text))
    return len(mine & theirs) / len(mine) if mine else 1.0


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+|[≥≤%<>]", fold(text))


def _unit(name: str) -> str:
    words = _words(name)
    return " ".join(words[1:] if words[:1] == ["cac"] and len(words) > 1 else words)


def _key(deadline: Json) -> str:
    return str(deadline.get("what") or "")


def _said(fact: Json) -> str:
    return (
        " ".join(str(fact.get(name) or "") for name in ("content", "what", "product", "time_text")) + " " + _quote(fact)
    )


def _quote(fact: Json) -> str:
    return str((fact.get("source") or {}).get("quote") or "")


def _row_name(row: Json) -> str:
    return f"{row.get('stt') or '-'}: {str(row.get('content'))[:70]}"


def _deadline_name(deadline: Json) -> str:
    return (
        f"{deadline.get('due_on')} {deadline.get('recurrence', 'none')}: {_key(deadline)[:80]} | {deadline.get('who')}"
    )


def _drop(facts: list[Json], used: set[int]) -> None:
    facts[:] = [fact for place, fact in enumerate(facts) if place not in used]


def _rate(right: int, all_: int) -> float | None:
    return right / all_ if all_ else None


def totals(scores: dict[str, Score]) -> dict[str, Score]:
    """Scores by format and all together; the keys of `scores` are file names."""
    added = {name: Score() for name in (*FORMATS, "total")}
    for file_name, score in scores.items():
        added[file_name.rsplit(".", 1)[1]].add(score)
        added["total"].add(score)
    return {name: score for name, score in added.items() if score.documents}


def measure(folder: Path) -> dict[str, Score]:
    """Every document of `folder` read and judged, by file name."""
    return {document.name: score_document(document) for document in documents(folder)}


def _line(name: str, score: Score) -> str:
    cells = [f"{'' if rate is None else format(rate, '.3f'):>9}" for rate in score.rates().values()]
    rows = f"{score.rows_right}/{score.rows}+{score.rows_extra}"
    dates = f"{score.deadlines_found}/{score.deadlines}+{score.deadlines_false}"
    apart = f"{score.rows_as_prose}/{score.deadlines_as_rows}"
    return f"{name[:44]:44}{''.join(cells)}{rows:>12}{dates:>10}{apart:>7}{score.seconds:>7.2f}"


def table(scores: dict[str, Score]) -> str:
    """The scores for people to read."""
    heads = "".join(f"{name:>9}" for name in Score().rates())
    lines = [f"{'':44}{heads}{'rows':>12}{'dates':>10}{'apart':>7}{'s':>7}"]
    lines += [_line(name, score) for name, score in scores.items()]
    added = totals(scores)
    lines += ["", *(_line(name, score) for name, score in added.items())]
    total = added["total"]
    fields = [f"{name} {total.by_field_right[name]}/{count}" for name, count in total.by_field.items()]
    return "\n".join([*lines, "", "fields: " + ", ".join(fields)])


def as_json(scores: dict[str, Score]) -> str:
    """The same for programs: rates and counts by document and by format."""
    return json.dumps(
        {name: {**score.rates(), **vars(score)} for name, score in {**scores, **totals(scores)}.items()},
        ensure_ascii=False,
        indent=1,
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.score", description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="the part no rule was tuned to")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--show", metavar="NN", help="what differs in the documents whose names begin so ('all' for every one)"
    )
    asked = parser.parse_args(arguments)
    folder = HELD_OUT if asked.held_out else CORPUS
    chosen = "" if asked.show in (None, "all") else asked.show
    scores = {d.name: score_document(d) for d in documents(folder) if d.name.startswith(chosen)}
    if not scores:
        sys.stdout.write("No document.\n")
        return 1
    if asked.show:
        for name, score in scores.items():
            sys.stdout.write("\n".join([f"== {name}", *score.differences, "", ""]))
    sys.stdout.write((as_json(scores) if asked.json else table(scores)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
