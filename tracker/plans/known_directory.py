"""The directory's snapshot kept between page views of one process: building it costs more than the rest of the review page.

Only pages that read use it; services take a fresh one inside their own transaction.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.directory import queries as directory_queries
from tracker.directory.models import Unit
from tracker.directory.snapshot import Directory
from tracker.log import LogEntry

_Version = tuple[object, ...]
_kept: dict[str, tuple[_Version, Directory]] = {}


def directory_as_known(session: Session) -> Directory:
    """The snapshot of the committed directory; built again after any logged act on a unit, group or alias."""
    place = str(session.get_bind().engine.url)
    version = _version(session)
    kept = _kept.get(place)
    if kept is None or kept[0] != version:
        kept = (version, directory_queries.snapshot(session))
        _kept[place] = kept
    return kept[1]


def _version(session: Session) -> _Version:
    """Moves with every act the log keeps about units (imports of groups and aliases are logged there too)."""
    acts = sa.select(sa.func.max(LogEntry.id)).where(LogEntry.subject_type == Unit.__tablename__).scalar_subquery()
    units = sa.select(acts, sa.func.count(), sa.func.max(Unit.id), sa.func.sum(Unit.version)).select_from(Unit)
    return tuple(session.execute(units).one())
