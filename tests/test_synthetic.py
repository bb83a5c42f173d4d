"""The synthetic Sở that benchmarks run on has the shape it says."""

import sqlalchemy as sa

from tests.conftest import TODAY
from tracker import synthetic
from tracker.directory.models import Contact, Unit
from tracker.tasks.models import Deadline


def test_every_unit_gets_every_task_once_a_quarter_and_has_an_address(session):
    made = synthetic.fill(session, units=30, plans=2, quarters=3, today=TODAY)
    session.commit()
    assert (made.units, made.tasks, made.deadlines) == (30, 50, 30 * 50 * 3)
    assert session.scalar(sa.select(sa.func.count()).select_from(Deadline)) == made.deadlines
    assert session.scalars(sa.select(Deadline.quarter).distinct().order_by(Deadline.quarter)).all() == [
        "2025Q2",
        "2025Q3",
        "2025Q4",
    ]
    without = sa.select(Unit.id).where(~sa.exists().where(Contact.unit_id == Unit.id))
    assert session.scalars(without).all() == []
