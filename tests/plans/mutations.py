"""Damaged files for the fuzz run, each made from its number alone; and the program that reads a batch of them.

`python -m tests.plans.mutations FIRST LAST` reads each in a forked process under the limits of the reading child and prints one
JSON line for each: [number, name, outcome, seconds, memory in KiB].
"""

import copy
import gc
import io
import json
import os
import random
import re
import signal
import sys
import time
import traceback
import zipfile
import zlib
from datetime import date
from functools import cache
from pathlib import Path

from lxml import etree

from tracker.errors import UnreadableDocument

ROOT = Path(__file__).resolve().parents[2]
READ, REFUSED, LIMITED, DIED = "read", "refused", "limited", "died"
_NUMBERS = (b"0", b"-1", b"65536", b"4294967295", b"999999999999999999999", b"NaN", b"", b"1e308")
_TEXTS = (
    "",
    "31/02/2025",
    "Quý XIV/2025",
    "9" * 400,
    "- " * 500,
    "STT\tNội dung\tThời hạn",
    "(" * 200,
    "ngày tháng năm",
    "từ ngày đến ngày",
    "\u202e",
    "a" * 30_000,
)
_LIMITS = (4, -signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL)  # memory, processor, clock
_LARGEST_SEED = 120_000  # thousands of small files find more than hundreds of large ones


@cache
def seeds() -> list[tuple[str, bytes]]:
    """Whole files of every format, the same number of each."""
    folders = (ROOT / "tests" / "corpus", ROOT / "tests" / "fixtures" / "pdf", ROOT / "seeds" / "documents")
    found: dict[str, list[tuple[str, bytes]]] = {".docx": [], ".xlsx": [], ".pdf": [], ".txt": []}
    for path in sorted(path for folder in folders for path in folder.glob("*")):
        if path.suffix in found and path.stat().st_size <= _LARGEST_SEED:
            found[path.suffix].append((path.name, path.read_bytes()))
    most = max(len(files) for files in found.values())
    return [files[n % len(files)] for n in range(most) for files in found.values() if files]


def made(number: int) -> tuple[str, bytes]:
    """The damaged file of this number, and the name of what it was."""
    chance = random.Random(number)
    name, data = seeds()[number % len(seeds())]
    if name.endswith((".docx", ".xlsx")) and chance.random() < 0.7:
        return name, _zipped(data, chance)
    if name.endswith(".pdf") and chance.random() < 0.5:
        return name, _streams(data, chance)
    if name.endswith(".txt") and chance.random() < 0.8:
        return name, _text(data, chance)
    return name, _bytes(data, chance)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20, 200))):
        if not changed:
            break
        place, size = chance.randrange(len(changed)), chance.choice((1, 1, 2, 8, 100, 3000))
        match chance.randrange(7):
            case 0:
                changed[place] ^= 1 << chance.randrange(8)
            case 1:
                changed[place : place + size] = chance.randbytes(min(size, 100))
            case 2:
                del changed[place : place + size]
            case 3:
                changed[place:place] = changed[place : place + size] * chance.choice((1, 3, 50))
            case 4:
                del changed[place:]
            case 5:
                other = chance.choice(seeds())[1]
                start = chance.randrange(len(other))
                changed[place:place] = other[start : start + size]
            case _:
                changed[place : place + size] = bytes(size)
    return bytes(changed)


def _markup(data: bytes, chance: random.Random) -> bytes:
    """XML that is still mostly well formed: numbers, elements and texts go wrong."""
    tags = list(re.finditer(rb"<[^<>]+>", data))
    values = list(re.finditer(rb'"([-\w.]{1,12})"', data))
    match chance.randrange(5):
        case 0 if values:
            found = chance.choice(values)
            return data[: found.start(1)] + chance.choice(_NUMBERS) + data[found.end(1) :]
        case 1 if tags:
            found = chance.choice(tags)
            return data[: found.start()] + data[found.end() :]
        case 2 if tags:
            found = chance.choice(tags)
            return data[: found.end()] + found[0] * chance.choice((1, 5, 300)) + data[found.end() :]
        case 3 if len(tags) > 10:
            a, b = sorted(chance.sample(range(len(tags)), 2))
            piece = data[tags[a].start() : tags[b].end()][:20_000]
            return data[: tags[b].end()] + piece * chance.choice((1, 4)) + data[tags[b].end() :]
        case _:
            return _bytes(data, chance)


def _tree(data: bytes, chance: random.Random) -> bytes:
    """XML that stays well formed: elements go, come twice, change places; attributes and texts hold nonsense."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return _markup(data, chance)
    elements = [one for one in root.iter() if isinstance(one.tag, str) and one is not root]
    for _ in range(chance.choice((1, 3, 10, 40)) if elements else 0):
        one, other = chance.choice(elements), chance.choice(elements)
        if one.getparent() is None:
            continue
        match chance.randrange(5):
            case 0:
                one.getparent().remove(one)
            case 1:
                one.addnext(copy.deepcopy(one))
            case 2 if other.getparent() is not None and one not in other.iterancestors() and other is not one:
                other.append(copy.deepcopy(one) if chance.random() < 0.5 else one)
            case 3 if one.attrib:
                one.set(chance.choice(list(one.attrib)), chance.choice(_NUMBERS).decode())
            case _:
                one.text = chance.choice(_TEXTS)
    return etree.tostring(root)


def _text(data: bytes, chance: random.Random) -> bytes:
    """Text that is still UTF-8: letters, lines and blanks go wrong."""
    lines = data.decode("utf-8", errors="replace").split("\n")
    for _ in range(chance.choice((1, 3, 10, 100))):
        place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                lines[place : place + chance.choice((1, 5, 50))] = [""]
            case 1:
                lines[place], lines[other] = lines[other], lines[place]
            case 2:
                lines[place] += lines[other] * chance.choice((1, 30))
            case 3:
                lines.insert(place, chance.choice(_TEXTS))
            case _:
                cut = chance.randrange(len(lines[place]) + 1)
                lines[place : place + 1] = [lines[place][:cut], lines[place][cut:]]
    return "\n".join(lines).encode()


def _zipped(data: bytes, chance: random.Random) -> bytes:
    """The package with damaged parts whose checksums are right again."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hurt = set(chance.sample(names, chance.choice((1, 1, 2, min(4, len(names))))))
        if chance.random() < 0.7:
            hurt |= {name for name in names if name.endswith(("document.xml", "sheet1.xml"))}
        for name in names:
            content = old.read(name)
            if name in hurt:
                if chance.random() < 0.1:
                    continue
                for _ in range(chance.choice((1, 2, 6))):
                    content = (_tree if chance.random() < 0.7 else _markup)(content, chance)
            new.writestr(name, content)
    return buffer.getvalue()


def _streams(data: bytes, chance: random.Random) -> bytes:
    """A PDF with its compressed streams damaged inside."""

    def hurt(found: re.Match[bytes]) -> bytes:
        try:
            plain = zlib.decompress(found[1])
        except zlib.error:
            return found[0]
        return b"stream\n" + zlib.compress(_bytes(plain, chance) if chance.random() < 0.4 else plain) + b"\nendstream"

    return re.sub(rb"stream\r?\n(.*?)\r?\nendstream", hurt, data, flags=re.DOTALL)


def outcome(data: bytes, name: str) -> str:
    """What reading in this process makes of it; an error nobody expected passes through."""
    from tracker.plans.extraction import read_document

    try:
        read_document(data, file_name=name, today=date(2025, 12, 15))
    except UnreadableDocument as refused:
        return REFUSED if refused.message else "no sentence"
    return READ


def _in_fork(data: bytes, name: str) -> tuple[int, float, int]:
    """Exit status, seconds and memory of a forked process that reads `data` under the limits."""
    from tracker.plans.reading.confined import Confines

    began = time.monotonic()
    child = os.fork()
    if not child:
        code = 1
        try:
            Confines().set_here()
            code = {READ: 0, REFUSED: 3}[outcome(data, name)]
        except MemoryError:
            code = 4
        except BaseException:  # noqa: BLE001 - whatever it is, it must end in this fork
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status, usage = os.wait4(child, 0)
    return status, time.monotonic() - began, usage.ru_maxrss


def main(first: int, last: int) -> None:
    for name, data in {Path(name).suffix: (name, data) for name, data in seeds()}.values():
        outcome(data, name)  # load what each format needs once, before the forks
    gc.freeze()
    for number in range(first, last):
        name, data = made(number)
        status, seconds, memory = _in_fork(data, name)
        code = os.waitstatus_to_exitcode(status)
        result = {0: READ, 3: REFUSED}.get(code) or f"{LIMITED if code in _LIMITS else DIED} {code}"
        sys.stdout.write(json.dumps([number, name, result, round(seconds, 3), memory]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
