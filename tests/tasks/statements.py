"""Counting the statements of a page, for tests that hold their number."""

from contextlib import contextmanager

from sqlalchemy import event

from tracker.extensions import db


@contextmanager
def counted_statements():
    """The SQL statements executed inside, as a growing list."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
