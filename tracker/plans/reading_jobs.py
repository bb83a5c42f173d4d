"""Reading as a background job: queued by a page, claimed by a worker under a lease, finished in one transaction (stack 5).

A worker that is killed loses its lease and the job is taken again, at most three times; one that comes back too late finds
that the job is no longer its own. Only `read_next`, a step of the worker, commits.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from tracker import clock
from tracker.access import Actor
from tracker.config import Settings
from tracker.db import read_only
from tracker.directory.models import Person
from tracker.directory.queries import actor_of
from tracker.errors import BadInput, NotFound, TrackerError, UnreadableDocument
from tracker.extensions import db
from tracker.files import FileStore
from tracker.plans import service
from tracker.plans.extraction import ReadDocument
from tracker.plans.models import ReadingJob, ReadingState
from tracker.plans.reading import Limits, refuse_large
from tracker.plans.reading.confined import Confines, read_confined
from tracker.plans.reading.progress import Progress
from tracker.vietnamese import clean_line

MOST_ATTEMPTS = 3
LEASE = timedelta(seconds=90)  # more than a child may take
KEPT_JOBS = timedelta(days=30)
_TOLD_EVERY = 0.5  # seconds between two notes of progress
SAVING = "save"
_GAVE_UP = "Đọc văn bản đã bị ngắt ba lần nên dừng lại. Đề nghị tải lại tệp; nếu vẫn vậy, báo quản trị."
_LOST_FILE = "Không còn tệp đã tải lên. Đề nghị tải lại tệp."
_NO_PERSON = "Người tải tệp không còn quyền nhập văn bản."


@dataclass(frozen=True)
class Claim:
    """A job this worker holds: `attempt` is its fence."""

    job_id: int
    attempt: int
    file_name: str
    sha256: str
    asked_by_id: int


class _LostLease(Exception):  # noqa: N818 - reads as what happened
    """Another worker has taken the job meanwhile."""


def uploads(settings: Settings) -> FileStore:
    """Where documents wait to be read."""
    return FileStore(settings.uploads_folder)


def queue_reading(actor: Actor, *, stream: BinaryIO, file_name: str, store: FileStore, max_bytes: int) -> ReadingJob:
    """Keep what `stream` holds and queue its reading. Raises UnreadableDocument for an empty or too large file."""
    service.require_editor(actor)
    most = min(max_bytes, Limits().bytes)
    try:
        stored = store.put(stream, max_bytes=most)
    except BadInput:
        refuse_large(most + 1, Limits(bytes=most))
        raise
    if not stored.size:
        raise UnreadableDocument("Tệp trống, không có chữ nào để đọc.")
    job = ReadingJob(
        file_name=clean_line(file_name)[-255:] or "văn bản",
        sha256=stored.sha256,
        size=stored.size,
        asked_by_id=actor.person_id,
        asked_at=clock.real_now(),
    )
    db.session.add(job)
    db.session.flush()
    return job


def get_job(actor: Actor, job_id: int) -> ReadingJob:
    """The job with this id, for whoever may import documents. Raises NotFound."""
    service.require_editor(actor)
    job = db.session.get(ReadingJob, job_id)
    if job is None:
        raise NotFound
    return job


def recent_jobs(actor: Actor, *, most: int = 20) -> list[ReadingJob]:
    """What this person handed in today and yesterday, the newest first."""
    since = clock.real_now() - timedelta(days=1)
    query = sa.select(ReadingJob).where(ReadingJob.asked_by_id == actor.person_id, ReadingJob.asked_at >= since)
    return list(db.session.scalars(query.order_by(ReadingJob.id.desc()).limit(most)))


def waiting_before(job: ReadingJob) -> int:
    """How many jobs come before `job`."""
    query = sa.select(sa.func.count()).select_from(ReadingJob)
    active = ReadingJob.state.in_([ReadingState.WAITING, ReadingState.READING])
    return db.session.scalar(query.where(active, ReadingJob.id < job.id)) or 0


def claim_next(session: Session, now: datetime) -> Claim | None:
    """Take the oldest job that waits or whose worker fell silent, unless another worker is quicker. Does not commit."""
    silent = sa.and_(ReadingJob.state == ReadingState.READING, ReadingJob.leased_until < now)
    free = sa.or_(ReadingJob.state == ReadingState.WAITING, silent)
    job = session.scalars(sa.select(ReadingJob).where(free).order_by(ReadingJob.id).limit(1)).first()
    if job is None:
        return None
    claim = Claim(job.id, job.attempts + 1, job.file_name, job.sha256, job.asked_by_id)
    is_ours = _update(
        session,
        sa.and_(ReadingJob.id == job.id, ReadingJob.attempts == job.attempts, free),
        state=ReadingState.READING,
        attempts=claim.attempt,
        leased_until=now + LEASE,
        step="",
        done=0,
        of=0,
    )
    return claim if is_ours else None


def _update(session: Session, where: sa.ColumnElement[bool], **values: object) -> bool:
    """Whether the one row meant by `where` was still as it says."""
    statement = sa.update(ReadingJob).where(where).values(**values).execution_options(synchronize_session=False)
    return session.execute(statement).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _own(claim: Claim) -> sa.ColumnElement[bool]:
    return sa.and_(
        ReadingJob.id == claim.job_id,
        ReadingJob.attempts == claim.attempt,
        ReadingJob.state == ReadingState.READING,
    )


def read_next(settings: Settings, confines: Confines | None = None) -> dict[str, int]:
    """Read the next document, if there is one: a step of the worker, which commits. What came of it, in figures."""
    session = db.session()
    with read_only():  # looking each second must not lock the others out
        query = sa.select(ReadingJob.id).where(ReadingJob.state.in_([ReadingState.WAITING, ReadingState.READING]))
        found = session.scalar(query.limit(1))
        session.rollback()
    if found is None:
        return {}
    claim = claim_next(session, clock.real_now())
    session.commit()
    if claim is None:
        return {}
    store = uploads(settings)
    try:
        if claim.attempt > MOST_ATTEMPTS:
            raise UnreadableDocument(_GAVE_UP)
        _import(claim, _read(claim, store, confines), store, settings)
    except TrackerError as refusal:
        session.rollback()
        _fail(claim, refusal.message)
        _forget(store, claim.sha256)
        return {"refused": 1}
    except _LostLease:
        session.rollback()
        return {"lost": 1}
    _forget(store, claim.sha256)
    return {"read": 1}


def _read(claim: Claim, store: FileStore, confines: Confines | None) -> ReadDocument | None:
    """What the child read; None where the same content stands there already."""
    session = db.session()
    with read_only():
        is_known = service.find_by_hash(claim.sha256) is not None
        session.rollback()
    if is_known:
        return None
    teller = _Teller(claim)
    return read_confined(
        _content(store, claim.sha256),
        file_name=claim.file_name,
        today=_today(),
        on_progress=teller.tell,
        confines=confines,
    )


def _today() -> date:
    return clock.today()


def _content(store: FileStore, sha256: str) -> bytes:
    try:
        return store.read(sha256)
    except FileNotFoundError:
        raise UnreadableDocument(_LOST_FILE) from None


class _Teller:
    """Notes progress on the job's row now and then, and holds its lease."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.told_at = float("-inf")
        self.step = ""

    def tell(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.step == self.step and now - self.told_at < _TOLD_EVERY:
            return
        self.told_at, self.step = now, progress.step
        session = db.session()
        values = {"step": progress.step, "done": progress.done, "of": progress.of}
        is_ours = _update(session, _own(self.claim), leased_until=clock.real_now() + LEASE, **values)
        session.commit()
        if not is_ours:
            raise _LostLease


def _import(claim: Claim, read: ReadDocument | None, store: FileStore, settings: Settings) -> None:
    """Document, plan, items and the end of the job, all in one transaction."""
    session = db.session()
    result = service.import_document(
        _asker(claim),
        data=_content(store, claim.sha256),
        file_name=claim.file_name,
        today=_today(),
        store=FileStore(settings.files_folder),
        max_bytes=settings.upload_mb * 2**20,
        read=read,
    )
    is_ours = _update(
        session,
        _own(claim),
        state=ReadingState.DONE,
        step=SAVING,
        document_id=result.document.id,
        is_new=result.is_new,
        finished_at=clock.real_now(),
        leased_until=None,
    )
    if not is_ours:
        raise _LostLease
    session.commit()


def _asker(claim: Claim) -> Actor:
    query = sa.select(Person).options(selectinload(Person.grants))
    person = db.session.scalars(query.where(Person.id == claim.asked_by_id, Person.is_active)).one_or_none()
    if person is None:
        raise UnreadableDocument(_NO_PERSON)
    return actor_of(person)


def _fail(claim: Claim, sentence: str) -> None:
    session = db.session()
    _update(
        session,
        _own(claim),
        state=ReadingState.FAILED,
        sentence=sentence[:500],
        finished_at=clock.real_now(),
        leased_until=None,
    )
    session.commit()


def _forget(store: FileStore, sha256: str) -> None:
    """Remove an upload no other job waits for."""
    session = db.session()
    with read_only():
        active = ReadingJob.state.in_([ReadingState.WAITING, ReadingState.READING])
        is_needed = session.scalar(sa.select(sa.exists().where(active, ReadingJob.sha256 == sha256)))
        session.rollback()
    if not is_needed:
        store.remove(sha256)


def clean_up(settings: Settings, now: datetime) -> int:
    """Remove old jobs, and uploads of more than a day that no job waits for. Commits; how many rows and files went."""
    session = db.session()
    gone = session.execute(sa.delete(ReadingJob).where(ReadingJob.asked_at < now - KEPT_JOBS)).rowcount  # type: ignore[attr-defined]
    active = ReadingJob.state.in_([ReadingState.WAITING, ReadingState.READING])
    needed = set(session.scalars(sa.select(ReadingJob.sha256).where(active)))
    session.commit()
    store = uploads(settings)
    oldest = (now - timedelta(days=1)).timestamp()
    left = [name for name in store.names() if name not in needed and store.path(name).stat().st_mtime < oldest]
    for name in left:
        store.remove(name)
    return int(gone) + len(left)
