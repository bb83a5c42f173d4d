"""/readyz and /metrics: whether database, worker and mail are as they should be (product 4.4, stack 10). Figures from the database."""

import hmac
from datetime import timedelta

import structlog
from flask import Blueprint, Response, request
from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock, schema
from tracker.access import Act
from tracker.errors import NotFound
from tracker.extensions import db
from tracker.notify.models import MessageState
from tracker.notify.queries import Operations, count_by_state, operations
from tracker.web import act, settings

bp = Blueprint("readiness", __name__)
log = structlog.get_logger()
_LOOPBACK = {"127.0.0.1", "::1"}
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@bp.get("/readyz")
@act(Act.OPEN)
def readyz() -> Response:
    """200, or 503 with the reasons; the reasons are for this machine only."""
    reasons = _reasons()
    if reasons:
        log.warning("not_ready", reasons=reasons)
    text = "\n".join(reasons) if reasons and _is_local() else "không sẵn sàng" if reasons else "ok"
    return Response(text + "\n", 503 if reasons else 200, mimetype="text/plain")


def _reasons() -> list[str]:
    try:
        if not schema.is_at_head():
            return ["cơ sở dữ liệu chưa ở lược đồ mới nhất: chạy tracker db upgrade"]
        return operation_reasons(operations(db.session()))
    except SQLAlchemyError as error:
        log.warning("database_away", error=type(error).__name__)
        return ["không đọc được cơ sở dữ liệu"]


def operation_reasons(standing: Operations) -> list[str]:
    """Why the worker or the mail are not as they should be, in sentences."""
    reasons = []
    if standing.heartbeat_age is None:
        reasons.append("worker chưa chạy lần nào")
    elif standing.is_worker_silent:
        reasons.append(f"worker im lặng {standing.heartbeat_age.total_seconds():.0f} giây")
    if standing.is_mail_stuck and standing.oldest_due_age is not None:
        reasons.append(f"thư đến giờ gửi đã chờ {standing.oldest_due_age.total_seconds() / 60:.0f} phút")
    return reasons


@bp.get("/metrics")
@act(Act.OPEN)
def metrics() -> Response:
    """For Prometheus, on this machine or with the token; for everybody else there is no such page."""
    if not (_is_local() or _has_token()):
        raise NotFound
    return Response(generate_latest(_registry(operations(db.session()))), content_type=CONTENT_TYPE_LATEST)


def _registry(standing: Operations) -> CollectorRegistry:
    registry = CollectorRegistry()

    def gauge(name: str, words: str, value: float) -> None:
        Gauge(f"tracker_{name}", words, registry=registry).set(value)

    by_state = Gauge("tracker_messages", "Messages by state", ["state"], registry=registry)
    counts = count_by_state(db.session())
    for state in MessageState:
        by_state.labels(state.value).set(counts.get(state, 0))
    runs = Gauge("tracker_job_last_good_seconds", "Seconds since a job last went well", ["job"], registry=registry)
    now = clock.real_now()
    for run in standing.last_runs:
        if run.last_good_at is not None:
            runs.labels(run.job).set((now - run.last_good_at).total_seconds())
    gauge("worker_heartbeat_age_seconds", "Age of the worker's heartbeat; -1: never", _seconds(standing.heartbeat_age))
    gauge(
        "mail_oldest_due_seconds",
        "Wait of the oldest mail that may leave now; -1: none",
        _seconds(standing.oldest_due_age),
    )
    gauge("mail_sent_today", "Messages sent today", standing.sent_today)
    gauge("mail_server_away", "1 while the mail server cannot be reached", float(bool(standing.mail_error)))
    gauge("units_without_address", "Units that owe something and have no address", standing.without_address)
    return registry


def _seconds(age: timedelta | None) -> float:
    return -1.0 if age is None else age.total_seconds()


def _is_local() -> bool:
    """Asked from this machine, and not through a proxy on it."""
    return request.remote_addr in _LOOPBACK and not any(name in request.headers for name in _FORWARDED)


def _has_token() -> bool:
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())
