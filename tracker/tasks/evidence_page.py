"""What the page of one deadline shows of its evidence, and the files kept between two tries of the form. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from tracker.directory.models import Person
from tracker.tasks.models import Evidence, EvidenceFile
from tracker.tasks.uploads import StoredUpload

KEPT_FOR = 7 * 24 * 3600  # seconds a form may lie between two tries
_SALT = "evidence-files"


@dataclass(frozen=True)
class Version:
    """One version of evidence with who handed it in and its files."""

    evidence: Evidence
    submitter: str
    files: tuple[EvidenceFile, ...]


def versions(session: Session, deadline_id: int) -> list[Version]:
    """All versions of a deadline's evidence, the newest first. Two statements."""
    found = session.execute(
        sa.select(Evidence, Person.name)
        .join(Person, Person.id == Evidence.submitted_by_id)
        .where(Evidence.deadline_id == deadline_id)
        .order_by(Evidence.version.desc())
    ).all()
    files: dict[int, list[EvidenceFile]] = {}
    ids = [evidence.id for evidence, _ in found]
    if ids:
        query = sa.select(EvidenceFile).where(EvidenceFile.evidence_id.in_(ids)).order_by(EvidenceFile.id)
        for file in session.scalars(query):
            files.setdefault(file.evidence_id, []).append(file)
    return [Version(evidence, name, tuple(files.get(evidence.id, ()))) for evidence, name in found]


def keep(secret: str, uploads: Iterable[StoredUpload], *, person_id: int | None, deadline_id: int) -> str:
    """A signed line that names files already stored, for this person and deadline only."""
    rows = [asdict(upload) for upload in uploads]
    return URLSafeTimedSerializer(secret, salt=_SALT).dumps([person_id, deadline_id, rows]) if rows else ""


def kept(secret: str, token: str, *, person_id: int | None, deadline_id: int) -> Sequence[StoredUpload]:
    """The files `keep` named; nothing for a line that is old, changed, or somebody else's."""
    if not token:
        return ()
    try:
        person, deadline, rows = URLSafeTimedSerializer(secret, salt=_SALT).loads(token, max_age=KEPT_FOR)
        if (person, deadline) != (person_id, deadline_id):
            return ()
        return tuple(StoredUpload(**row) for row in rows)
    except (BadSignature, TypeError, ValueError):
        return ()
