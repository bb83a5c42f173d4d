"""Logs: one event per act or job with its facts. JSON lines in a pipe; in a terminal only what somebody should look at.

No addresses, no bodies.
"""

import logging
import sys

import structlog

# Without the frames' local variables: they hold names, addresses and secrets (ical-feeds R43).
_TRACEBACKS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


def configure() -> None:
    """Send structlog and the standard library's warnings to standard error."""
    is_terminal = sys.stderr.isatty()
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # "skipped: still running" is what max_instances is for
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _TRACEBACKS if not is_terminal else structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if is_terminal else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
