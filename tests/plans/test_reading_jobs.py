"""Reading in the background: queued, claimed under a lease, finished in one transaction, taken again when a worker dies."""

import io
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.plans.office import NAMES, import_file, officer
from tracker import clock
from tracker.errors import UnreadableDocument
from tracker.notify.models import JobRun
from tracker.notify.worker import JOBS, Worker
from tracker.plans import reading_jobs
from tracker.plans.models import Document, Item, Plan, ReadingJob, ReadingState
from tracker.plans.reading.progress import Progress
from tracker.web import settings

DISPATCH = NAMES["004"].read_bytes()


def queue(session, data: bytes = DISPATCH, name: str = "van-ban.txt") -> ReadingJob:
    job = reading_jobs.queue_reading(
        officer(session),
        stream=io.BytesIO(data),
        file_name=name,
        store=reading_jobs.uploads(settings()),
        max_bytes=2**24,
    )
    session.commit()
    return job


def after(session, job_id: int) -> ReadingJob:
    session.expire_all()
    return session.get(ReadingJob, job_id)


def uploads() -> list[str]:
    return list(reading_jobs.uploads(settings()).names())


def count(session, model) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_queued_file_becomes_a_document_and_its_upload_goes(session):
    job = queue(session)
    assert len(uploads()) == 1
    assert reading_jobs.read_next(settings()) == {"read": 1}
    done = after(session, job.id)
    assert (done.state, done.is_new, done.attempts, done.leased_until) == (ReadingState.DONE, True, 1, None)
    assert session.get(Document, done.document_id).file_name == "van-ban.txt"
    assert uploads() == []
    assert reading_jobs.read_next(settings()) == {}


def test_what_cannot_be_read_leaves_its_sentence_and_nothing_else(session):
    job = queue(session, b"\xff\xd8\xff\xe0 anh", "anh.docx")
    assert reading_jobs.read_next(settings()) == {"refused": 1}
    failed = after(session, job.id)
    assert failed.state is ReadingState.FAILED
    assert "là ảnh" in failed.sentence
    assert (count(session, Document), count(session, Plan), count(session, Item)) == (0, 0, 0)
    assert uploads() == []
    assert not list(settings().files_folder.glob("??/??/*"))


def test_the_same_content_again_is_not_read_but_recognised(session, monkeypatch):
    import_file(officer(session), "004")
    job = queue(session)
    monkeypatch.setattr(reading_jobs, "read_confined", lambda *_a, **_v: pytest.fail("read though it was known"))
    reading_jobs.read_next(settings())
    assert (after(session, job.id).state, after(session, job.id).is_new) == (ReadingState.DONE, False)
    assert count(session, Document) == 1


def test_an_upload_stays_while_another_job_waits_for_the_same_content(session):
    queue(session)
    queue(session, name="ban-sao.txt")
    reading_jobs.read_next(settings())
    assert len(uploads()) == 1
    reading_jobs.read_next(settings())
    assert uploads() == []
    assert count(session, Document) == 1


def test_jobs_are_taken_in_their_order_and_by_one_worker_each(session):
    first, second = queue(session), queue(session, b"Xin chao cac truong hoc trong toan tinh")
    now = clock.real_now()
    claims = [reading_jobs.claim_next(session, now) for _ in range(3)]
    assert [claim and claim.job_id for claim in claims] == [first.id, second.id, None]


def test_a_job_whose_worker_fell_silent_is_taken_again_and_the_late_one_changes_nothing(session):
    job = queue(session)
    now = clock.real_now()
    late = reading_jobs.claim_next(session, now)
    session.commit()
    assert reading_jobs.claim_next(session, now + timedelta(seconds=89)) is None
    again = reading_jobs.claim_next(session, now + timedelta(seconds=91))
    session.commit()
    assert (late.attempt, again.attempt) == (1, 2)
    with pytest.raises(reading_jobs._LostLease):
        reading_jobs._Teller(late).tell(Progress("check"))
    reading_jobs._fail(late, "Không được ghi.")
    assert (after(session, job.id).state, after(session, job.id).sentence) == (ReadingState.READING, "")


def test_a_worker_that_lost_its_lease_while_reading_imports_nothing(session, monkeypatch):
    job = queue(session)

    def lose(*_args, **_values):
        session.execute(sa.update(ReadingJob).values(attempts=2))
        session.commit()

    monkeypatch.setattr(reading_jobs, "_read", lose)
    assert reading_jobs.read_next(settings()) == {"lost": 1}
    assert after(session, job.id).state is ReadingState.READING
    assert count(session, Document) == 0
    assert len(uploads()) == 1


def test_after_three_deaths_the_job_is_given_up_in_words(session):
    job = queue(session)
    for attempt in range(3):
        assert reading_jobs.claim_next(session, clock.real_now() + timedelta(minutes=2 * attempt)) is not None
        session.commit()
    session.execute(sa.update(ReadingJob).values(leased_until=clock.real_now() - timedelta(seconds=1)))
    session.commit()
    assert reading_jobs.read_next(settings()) == {"refused": 1}
    assert "ba lần" in after(session, job.id).sentence
    assert uploads() == []


def test_progress_is_noted_and_holds_the_lease(session):
    job = queue(session)
    claim = reading_jobs.claim_next(session, clock.real_now() - timedelta(seconds=80))
    session.commit()
    reading_jobs._Teller(claim).tell(Progress("pages", 14, 24))
    noted = after(session, job.id)
    assert (noted.step, noted.done, noted.of) == ("pages", 14, 24)
    assert noted.leased_until > clock.real_now() + timedelta(seconds=60)


def test_an_empty_or_too_large_file_is_not_queued(session):
    for data in (b"", b"a" * 3000):
        with pytest.raises(UnreadableDocument):
            reading_jobs.queue_reading(
                officer(session),
                stream=io.BytesIO(data),
                file_name="a.txt",
                store=reading_jobs.uploads(settings()),
                max_bytes=2000,
            )
    assert count(session, ReadingJob) == 0


def test_the_worker_reads_and_leaves_a_trace(session, app):
    queue(session)
    worker = Worker(app, settings())
    worker.run_job(next(job for job in JOBS if job.name == "read"))
    assert session.scalars(sa.select(JobRun)).one().counts == {"read": 1}


def test_old_jobs_and_forgotten_uploads_are_cleared(session):
    queue(session)
    reading_jobs.uploads(settings()).put(io.BytesIO(b"mo coi"), max_bytes=100)
    assert reading_jobs.clean_up(settings(), clock.real_now() + timedelta(days=2)) == 1
    assert len(uploads()) == 1
    assert reading_jobs.clean_up(settings(), clock.real_now() + timedelta(days=31)) == 2
    assert uploads() == []


KILLED = """
import os, sys
from pathlib import Path
from tests.conftest import settings_for
from tracker import create_app
from tracker.plans import reading_jobs
app = create_app(settings_for(Path(sys.argv[1])))
def die(*_args, **_values):
    os.kill(os.getpid(), 9)
setattr(reading_jobs, sys.argv[2], die)
with app.app_context():
    reading_jobs.read_next(app.extensions["settings"])
"""


@pytest.mark.sqlite
@pytest.mark.parametrize("where", ["_read", "_import", "_forget"])
def test_a_killed_worker_leaves_nothing_half_done_and_the_job_is_finished_later(session, tmp_path, where):
    job = queue(session)
    dead = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), where], capture_output=True, timeout=90)
    assert dead.returncode == -signal.SIGKILL, dead.stderr.decode()
    imported = where == "_forget"  # killed after the commit
    assert (count(session, Document), count(session, Plan)) == (imported, imported)
    session.execute(sa.update(ReadingJob).values(leased_until=clock.real_now() - timedelta(seconds=1)))
    session.commit()
    assert reading_jobs.read_next(settings()) == ({} if imported else {"read": 1})
    assert after(session, job.id).state is ReadingState.DONE
    assert count(session, Document) == 1
