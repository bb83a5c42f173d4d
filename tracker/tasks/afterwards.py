"""Writes that follow an answer: the named exceptions to "GET changes nothing" (product 3.4). They never fail the page."""

from collections.abc import Callable

import structlog
from flask import Flask, Response, current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from tracker.db import writing
from tracker.extensions import db

log = structlog.get_logger()


def after_answer(response: Response, work: Callable[[Session], None]) -> Response:
    """Run `work` in its own transaction once `response` is out; what goes wrong there is logged, nobody sees it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the documented way

    def run() -> None:
        with app.app_context(), writing():
            try:
                work(db.session())
                db.session.commit()
            except SQLAlchemyError as error:
                db.session.rollback()
                log.warning("after_answer_failed", exc_info=error)

    response.call_on_close(run)
    return response
