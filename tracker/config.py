"""TRACKER_* -> one frozen Settings. A wrong or unknown value stops the start with one line (product 4.5)."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "TRACKER_"
ROOT = Path(__file__).resolve().parent.parent
SETTINGS_FILE = "settings.env"
MIN_SECRET_LENGTH = 32


class BadSetting(ValueError):  # noqa: N818 - a sentence for the operator
    """A setting is unknown or has a value it cannot have."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator may set. Paths are absolute, days are dates, sizes are bytes unless the name says MB."""

    data: Path
    database_url: str
    base_url: str
    secret_key: str
    today: date | None = None
    parent_body: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    mail_server: str = ""
    mail_port: int = 25
    mail_use_tls: bool = False
    mail_username: str = ""
    mail_password: str = ""
    mail_sender: str = "dung-han@localhost"
    mail_ca_file: str = ""
    mail_in_doubt: str = "resend"
    mail_daily_quota: int = 0
    mail_rate: int = 0
    mail_connections: int = 2
    mail_address_cap: int = 30
    upload_mb: int = 25
    roll_over: bool = True
    session_hours: int = 12
    web_workers: int = 2
    trusted_proxies: int = 0
    metrics_token: str = ""

    @property
    def mail_folder(self) -> Path:
        """Where mail is kept as files while no server is set."""
        return self.data / "mail"

    @property
    def files_folder(self) -> Path:
        return self.data / "files"

    @property
    def uploads_folder(self) -> Path:
        """Documents that wait to be read; removed once they are."""
        return self.data / "uploads"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def mail_is_local(self) -> bool:
        return self.mail_server in {"localhost", "127.0.0.1", "::1"}


def load(environment: Mapping[str, str] | None = None, *, data: Path | None = None) -> Settings:
    """Read the settings of this process: the environment wins over `settings.env` in the data folder.

    Creates the data folder and, where none is given, a secret key kept in it. Raises BadSetting with one line.
    """
    env = dict(os.environ if environment is None else environment)
    folder = data or Path(env.get(PREFIX + "DATA", "") or ROOT / "instance")
    folder = folder.expanduser().absolute()
    values = {**_read_file(folder / SETTINGS_FILE), **{k: v for k, v in env.items() if k.startswith(PREFIX)}}
    values.pop(PREFIX + "DATA", None)
    _read_secret_files(values)
    known = {field.name for field in fields(Settings)} - {"data"}
    parsed: dict[str, Any] = {"data": folder}
    for key, raw in values.items():
        name = key.removeprefix(PREFIX).lower()
        if name not in known:
            raise BadSetting(f"{key}: không có thiết lập này")
        parsed[name] = _parse(key, name, raw)
    _make_folder(folder)
    parsed.setdefault("database_url", f"sqlite:///{folder / 'tracker.db'}")
    parsed["database_url"] = _with_psycopg(parsed["database_url"])
    parsed.setdefault("base_url", f"http://{parsed.get('host', Settings.host)}:{parsed.get('port', Settings.port)}")
    if not parsed.get("secret_key"):
        parsed["secret_key"] = _kept_secret(folder / "secret-key")
    settings = Settings(**parsed)
    _check(settings)
    return settings


def write_setting(data: Path, key: str, value: str) -> None:
    """Set `key` (without prefix) in the data folder's settings.env, keeping the other lines."""
    path = data / SETTINGS_FILE
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if not line.startswith(f"{PREFIX}{key}=")]
    data.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*kept, f"{PREFIX}{key}={value}"]) + "\n", "utf-8")


def _read_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(_text_of(path, path.name).splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        key, equals, value = text.partition("=")
        if not equals or not key.startswith(PREFIX):
            raise BadSetting(f"{path.name}, dòng {number}: phải viết {PREFIX}TÊN=giá trị")
        found[key.strip()] = value.strip()
    return found


def _read_secret_files(values: dict[str, str]) -> None:
    for key in [key for key in values if key.endswith("_FILE") and key != PREFIX + "MAIL_CA_FILE"]:
        values[key.removesuffix("_FILE")] = _text_of(Path(values.pop(key)), key).strip()


def _text_of(path: Path, name: str) -> str:
    """What the file says. Raises BadSetting, naming it by `name`, where it cannot be read as text."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{name}: không đọc được tệp {path}") from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"{PREFIX}DATA: không tạo được thư mục {folder}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadSetting(f"{PREFIX}DATA: không ghi được vào thư mục {folder}")


def _with_psycopg(url: str) -> str:
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _kept_secret(path: Path) -> str:
    """The secret kept at `path`, made where there is none; of two processes that start at once both get the first's."""
    if not path.exists():
        draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as handle:
                handle.write(secrets.token_urlsafe(48) + "\n")
            with suppress(FileExistsError):
                os.link(draft, path)
        except OSError as error:
            raise BadSetting(f"{PREFIX}SECRET_KEY: không ghi được tệp {path}") from error
        finally:
            draft.unlink(missing_ok=True)
    return _text_of(path, f"{PREFIX}SECRET_KEY").strip()


def _flag(raw: str) -> bool:
    try:
        return {"1": True, "true": True, "0": False, "false": False}[raw.lower()]
    except KeyError:
        raise ValueError("phải là 1, 0, true hoặc false") from None


def _number(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit():
        raise ValueError("phải là số nguyên không âm")
    return int(raw)


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw) if raw else None
    except ValueError:
        raise ValueError("phải là ngày dạng năm-tháng-ngày, ví dụ 2025-12-15") from None


_PARSERS: dict[Any, Callable[[str], Any]] = {bool: _flag, int: _number, str: str, date | None: _day}


def _parse(key: str, name: str, raw: str) -> Any:
    kind = next(field.type for field in fields(Settings) if field.name == name)
    try:
        return _PARSERS[kind](raw)
    except ValueError as error:
        raise BadSetting(f"{key}={raw!r}: {error}") from None


def _check(settings: Settings) -> None:
    """Rules within and across settings."""
    rules = [
        (0 < settings.port < 65536, "PORT", "phải từ 1 đến 65535"),
        (_is_web_address(settings.base_url), "BASE_URL", "phải là địa chỉ http:// hoặc https://"),
        (not settings.base_url.endswith("/"), "BASE_URL", "viết không có dấu / ở cuối"),
        (len(settings.secret_key) >= MIN_SECRET_LENGTH, "SECRET_KEY", f"cần ít nhất {MIN_SECRET_LENGTH} ký tự"),
        (0 < settings.mail_port < 65536, "MAIL_PORT", "phải từ 1 đến 65535"),
        ("@" in settings.mail_sender, "MAIL_SENDER", "phải là một địa chỉ thư"),
        (settings.mail_in_doubt in {"resend", "hold"}, "MAIL_IN_DOUBT", "phải là resend hoặc hold"),
        (0 < settings.mail_connections <= 5, "MAIL_CONNECTIONS", "phải từ 1 đến 5"),
        (settings.upload_mb > 0, "UPLOAD_MB", "phải lớn hơn 0"),
        (settings.session_hours > 0, "SESSION_HOURS", "phải lớn hơn 0"),
        (settings.web_workers > 0, "WEB_WORKERS", "phải lớn hơn 0"),
        (bool(settings.mail_username) == bool(settings.mail_password), "MAIL_USERNAME", "cần đi cùng MAIL_PASSWORD"),
        (
            settings.database_url.startswith(("sqlite:///", "postgresql+psycopg://")),
            "DATABASE_URL",
            "phải là sqlite:///… hoặc postgresql://…",
        ),
        (
            settings.today is None or not settings.mail_server or settings.mail_is_local,
            "TODAY",
            "có ngày giả định thì thư chỉ được gửi tới máy chủ thư trên chính máy này, hoặc để trống MAIL_SERVER",
        ),
        (
            not settings.demo or settings.host in {"127.0.0.1", "localhost", "::1"},
            "DEMO",
            "bản trình diễn chỉ chạy trên địa chỉ nội bộ 127.0.0.1",
        ),
    ]
    for is_kept, name, sentence in rules:
        if not is_kept:
            raise BadSetting(f"{PREFIX}{name}: {sentence}")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # an impossible port, or brackets that do not close
        return False
