"""The fuzz run, `make fuzz`: thousands of damaged files of all formats, read under the limits of the reading child.

Not part of `make test`. FUZZ_FILES and FUZZ_FIRST choose how many and which; each file is made from its number alone.
"""

import io
import json
import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from tests.conftest import ROOT
from tests.plans import mutations
from tests.plans.office import officer
from tracker.errors import UnreadableDocument
from tracker.plans import reading_jobs
from tracker.plans.models import Document, Item, ReadingJob, ReadingState
from tracker.plans.reading.confined import Confines, read_confined
from tracker.web import settings

FILES = int(os.environ.get("FUZZ_FILES", "2000"))
FIRST = int(os.environ.get("FUZZ_FIRST", "0"))
CONFINED = 100
IMPORTED = 20
BATCH = 250
PROCESSES = 2
pytestmark = pytest.mark.timeout(1_200)


def say(words: str) -> None:
    sys.stderr.write(words + "\n")


def batches() -> list[list]:
    """Every file read in a fork of its own; the results of all batches."""
    waiting = [(n, min(n + BATCH, FIRST + FILES)) for n in range(FIRST, FIRST + FILES, BATCH)]
    running, found = [], []
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            first, last = waiting.pop(0)
            command = [sys.executable, "-m", "tests.plans.mutations", str(first), str(last)]
            running.append(
                (first, last, subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
            )
        first, last, batch = running.pop(0)
        out, errors = batch.communicate()
        assert batch.returncode == 0, errors.decode()[-2000:]
        results = [json.loads(line) for line in out.splitlines()]
        assert len(results) == last - first
        found += results
        if errors:
            sys.stderr.write(errors.decode(errors="replace"))
    return found


def test_no_damaged_file_hangs_or_takes_more_than_its_limits():
    began = time.monotonic()
    results = batches()
    outcomes = Counter((name.rpartition(".")[2], outcome) for _, name, outcome, _, _ in results)
    slowest = max(results, key=lambda one: one[3])
    largest = max(results, key=lambda one: one[4])
    died = [one for one in results if one[2].startswith((mutations.DIED, mutations.LIMITED))]
    say(f"\n{len(results)} files in {time.monotonic() - began:.0f} s: {dict(sorted(outcomes.items()))}")
    say(f"slowest {slowest}, most memory {largest}")
    say(f"ended by a limit, an error or a signal, which the parent words: {len(died)} {died[:20]}")
    assert len(results) == FILES
    assert slowest[3] < Confines().wall_seconds + 5
    assert largest[4] * 1024 <= Confines().memory


def through_the_child(number: int) -> str:
    name, data = mutations.made(number)
    try:
        read_confined(data, file_name=name, today=date(2025, 12, 15))
    except UnreadableDocument as refused:
        return "refused" if refused.message.endswith(".") else "no sentence"
    return "read"


def test_every_damaged_file_is_read_or_refused_through_the_child():
    with ThreadPoolExecutor(PROCESSES) as readers:
        outcomes = Counter(readers.map(through_the_child, range(FIRST, FIRST + CONFINED)))
    say(f"\nthrough the child: {dict(outcomes)}")
    assert outcomes["read"] + outcomes["refused"] == CONFINED


def test_nothing_is_half_imported(session):
    for number in range(FIRST, FIRST + IMPORTED):
        name, data = mutations.made(number)
        reading_jobs.queue_reading(
            officer(session),
            stream=io.BytesIO(data or b" "),
            file_name=name,
            store=reading_jobs.uploads(settings()),
            max_bytes=2**25,
        )
        session.commit()
        reading_jobs.read_next(settings())
    session.expire_all()
    jobs = session.scalars(sa.select(ReadingJob)).all()
    documents = {job.document_id for job in jobs if job.state is ReadingState.DONE}
    assert all(job.is_over for job in jobs)
    assert set(session.scalars(sa.select(Document.id))) == documents
    assert set(session.scalars(sa.select(Item.document_id).distinct())) <= documents
    assert list(reading_jobs.uploads(settings()).names()) == []
