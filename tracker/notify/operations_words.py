"""How the worker and the mail stand, in plain words: the panel "Hệ thống nhắc việc" and the notice in the page head. Pure.

Amber and red stand only where a person must act (product 3.5; mail cannot report that mail is broken).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker import clock
from tracker.formats import day, number
from tracker.notify.queries import JOB_LABELS, JobSummary, Operations

OK, QUIET, WARN, BAD = "done", "muted", "soon", "late"
_COUNTS = {
    "messages": "thư",
    "sent": "thư đã gửi",
    "retried": "thư hẹn gửi lại",
    "dead": "thư không gửi được",
    "in_doubt": "thư không chắc đã tới",
    "cancelled": "thư thôi gửi",
    "capped": "thư hoãn vì địa chỉ đã đủ thư trong ngày",
    "read": "văn bản đã đọc",
    "refused": "văn bản không đọc được",
    "deadlines": "kỳ hạn",
    "reminders": "lần nhắc",
    "uploads": "tệp tải lên đã xóa",
}
_SAID = {  # of each job: what its run did, in this order; nothing else is said
    "plan": ("messages", "reminders"),
    "weekly": ("messages",),
    "deliver": ("sent", "retried", "dead", "in_doubt", "cancelled", "capped"),
    "read": ("read", "refused"),
    "overdue": ("deadlines",),
    "housekeeping": ("uploads",),
}


@dataclass(frozen=True)
class Said:
    """One line of the panel: what, in which words, how it looks, where to act."""

    title: str
    text: str
    tone: str = QUIET
    url: str = ""

    @property
    def asks(self) -> bool:
        """Whether a person must act."""
        return self.tone in {WARN, BAD}


def panel(standing: Operations, *, quota: int, reading: int, now: datetime) -> list[Said]:
    """The lines of the panel; what asks for a person stands first. `reading` documents wait to be read; `now` is real."""
    lines = [
        _worker(standing, now),
        _server(standing),
        _queue(standing),
        *_failures(standing),
        _sent(standing, quota),
        *([Said("Văn bản chờ đọc", f"{number(reading)} văn bản", url="/van-ban")] if reading else []),
        *_jobs(standing.last_runs, now),
    ]
    return sorted(lines, key=lambda line: not line.asks)


def _worker(standing: Operations, now: datetime) -> Said:
    title = "Tiến trình gửi thư"
    if standing.heartbeat_at is None or standing.heartbeat_age is None:
        return Said(title, "Chưa chạy lần nào: chưa thư nhắc nào được lập và gửi. Bật tracker worker.", BAD)
    if standing.is_worker_silent:
        return Said(
            title,
            f"Không chạy, báo sống lần cuối {when(standing.heartbeat_at, now)}. Thư nằm lại, không mất; bật lại tracker worker.",
            BAD,
        )
    return Said(title, f"Đang chạy, báo sống {number(int(standing.heartbeat_age.total_seconds()))} giây trước", OK)


def _server(standing: Operations) -> Said:
    if standing.mail_error:
        return Said(
            "Máy chủ thư", f"Không nối được: {standing.mail_error}. Thư chờ và được gửi khi nối lại.", BAD, "/thu"
        )
    return Said("Máy chủ thư", "Không báo lỗi", OK)


def _queue(standing: Operations) -> Said:
    title = "Thư chờ gửi"
    if not standing.waiting:
        return Said(title, "Hàng đợi trống", OK, "/thu?tinh-trang=cho-gui")
    words = f"{number(standing.waiting)} thư"
    if standing.oldest_due_age is None:
        return Said(title, f"{words}, chưa tới giờ gửi", OK, "/thu?tinh-trang=cho-gui")
    words += f", thư cũ nhất đã chờ {age(standing.oldest_due_age)}"
    return Said(title, words, BAD if standing.is_mail_stuck else OK, "/thu?tinh-trang=cho-gui")


def _failures(standing: Operations) -> list[Said]:
    found = []
    if standing.dead:
        words = f"{number(standing.dead)} thư. Xem lý do, sửa đầu mối rồi gửi lại."
        found.append(Said("Thư không gửi được", words, BAD, "/thu?tinh-trang=khong-gui-duoc"))
    if standing.in_doubt:
        words = f"{number(standing.in_doubt)} thư: máy chủ ngắt giữa chừng. Hỏi nơi nhận rồi quyết định có gửi lại."
        found.append(Said("Thư không chắc đã tới", words, WARN, "/thu?tinh-trang=khong-chac"))
    if standing.capped:
        words = f"{number(standing.capped)} thư để sang ngày sau. Xem vì sao một địa chỉ nhận nhiều thư như vậy."
        found.append(Said("Địa chỉ đã nhận đủ thư trong ngày", words, WARN, "/thu?tinh-trang=cho-gui"))
    if standing.without_address:
        words = f"{number(standing.without_address)} đơn vị còn việc phải nộp. Thêm đầu mối để thư nhắc tới nơi."
        found.append(Said("Chưa có địa chỉ nhận", words, WARN, "/thu/chua-co-dia-chi"))
    if standing.closed_owing:
        words = f"{number(standing.closed_owing)} đơn vị đã đóng. Giao việc còn lại cho đơn vị khác, hoặc miễn."
        found.append(Said("Chưa bàn giao việc", words, WARN, "/thu/don-vi-da-dong"))
    return found


def _sent(standing: Operations, quota: int) -> Said:
    if not quota:
        return Said(
            "Thư hôm nay", f"Đã gửi {number(standing.sent_today)} thư", OK if standing.sent_today else QUIET, "/thu"
        )
    words = f"Đã gửi {number(standing.sent_today)} trong hạn mức {number(quota)} thư một ngày"
    if standing.sent_today >= quota and standing.waiting:
        return Said("Thư hôm nay", f"{words}; {number(standing.waiting)} thư để sang ngày sau", WARN, "/thu")
    return Said("Thư hôm nay", words, OK if standing.sent_today else QUIET, "/thu")


def _jobs(runs: Sequence[JobSummary], now: datetime) -> list[Said]:
    """Every job that leaves a trace, in the order of the labels: its last run that did something."""
    last = {run.job: run for run in runs}
    return [_job(label, last.get(job), now) for job, label in JOB_LABELS.items()]


def _job(label: str, run: JobSummary | None, now: datetime) -> Said:
    if run is None:
        return Said(label, "Chưa có việc gì phải làm")
    at = when(run.finished_at or run.started_at, now)
    if run.error:
        good = f" Lần tốt gần nhất: {when(run.last_good_at, now)}." if run.last_good_at else ""
        return Said(label, f"Lỗi lúc {at}: {run.error[:160]}.{good}", BAD)
    did = done_words(run.job, run.counts)
    return Said(label, f"{at}, {did}" if did else at, OK)


def done_words(job: str, counts: Mapping[str, int]) -> str:
    """ "216 thư, 412 lần nhắc": what a run did."""
    return ", ".join(f"{number(counts[name])} {_COUNTS[name]}" for name in _SAID.get(job, ()) if counts.get(name))


def when(instant: datetime, now: datetime) -> str:
    """ "07:31 hôm nay", "hôm qua 16:05", "16:05 ngày 12/12/2025", by the office's clock."""
    local, today = clock.office_time(instant), clock.office_time(now).date()
    clock_words = f"{local.hour:02d}:{local.minute:02d}"
    return f"{clock_words} {_day_words(local.date(), today)}"


def _day_words(that: date, today: date) -> str:
    if that == today:
        return "hôm nay"
    return "hôm qua" if that == today - timedelta(days=1) else f"ngày {day(that)}"


def age(span: timedelta) -> str:
    """ "40 giây", "12 phút", "3 giờ 5 phút", "2 ngày"."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return f"{int(span.total_seconds())} giây"
    if minutes < 60:
        return f"{minutes} phút"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} giờ {rest} phút" if rest else f"{hours} giờ"
    return f"{hours // 24} ngày"


def notice(*, is_silent: bool, beat_at: datetime | None, failed: int, now: datetime) -> str:
    """What the head of every page tells administrators; "" when all is well."""
    parts = []
    if is_silent:
        since = f"báo sống lần cuối {when(beat_at, now)}" if beat_at else "chưa chạy lần nào"
        parts.append(f"Tiến trình gửi thư không chạy ({since}): thư nhắc chưa gửi được.")
    if failed:
        parts.append(f"{number(failed)} thư chưa tới nơi.")
    return " ".join(parts)
