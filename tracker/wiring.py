"""What create_app connects: the only module that knows every package."""

from importlib import import_module

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import navigation, web
from tracker.config import ROOT, Settings
from tracker.db import prepare_engine
from tracker.extensions import csrf, db, limiter, login_manager, migrate

MODELS = (
    "tracker.log",
    "tracker.directory.models",
    "tracker.plans.models",
    "tracker.tasks.models",
    "tracker.notify.models",
)
BLUEPRINTS = (
    "tracker.web_health",
    "tracker.log_views",
    "tracker.directory.sign_in_views",
    "tracker.directory.account_views",
    "tracker.directory.views",
    "tracker.directory.people_views",
    "tracker.directory.calendar_views",
    "tracker.plans.views",
    "tracker.plans.review_views",
    "tracker.plans.table_views",
    "tracker.plans.assign_views",
    "tracker.plans.upload_views",
    "tracker.tasks.overview_views",
    "tracker.tasks.views",
    "tracker.tasks.making_views",
    "tracker.tasks.amending_views",
    "tracker.tasks.work_views",
    "tracker.tasks.evidence_views",
    "tracker.tasks.review_views",
    "tracker.tasks.urging_views",
    "tracker.tasks.report_views",
    "tracker.tasks.search_views",
    "tracker.notify.views",
    "tracker.notify.ledger_views",
    "tracker.notify.preference_views",
    "tracker.notify.policy_views",
    "tracker.notify.refusal_views",
    "tracker.notify.health",
    "tracker.notify.feed_views",
    "tracker.notify.feed_pages",
)


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own configuration from our settings."""
    app.extensions["settings"] = settings
    app.jinja_environment = web.Pages
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        MAX_CONTENT_LENGTH=settings.upload_mb * 8 * 2**20,  # several files in one form; each file is checked by itself
        MAX_FORM_MEMORY_SIZE=2 * 2**20,
        SESSION_COOKIE_NAME="dung_han",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        REMEMBER_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session lives: a form left open over lunch is not lost
        WTF_CSRF_SSL_STRICT=settings.is_https,
        RATELIMIT_HEADERS_ENABLED=False,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # static addresses carry a content hash
    )
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies)  # type: ignore[method-assign]


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.database_url.startswith("sqlite"):
        return {}
    return {"pool_size": 5, "max_overflow": 5, "pool_pre_ping": True}


def bind_extensions(app: Flask) -> None:
    for name in MODELS:
        import_module(name)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    login_manager.init_app(app)
    limiter.init_app(app)
    web.init_app(app)
    navigation.init_app(app)


def register_blueprints(app: Flask) -> None:
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(name).bp)
