"""What the preferences are called on pages and in the preview (product 3.5)."""

from tracker.notify.models import DigestFrequency
from tracker.notify.preferences import HOURS, Preference

FREQUENCY_WORDS = {
    DigestFrequency.DAILY: "Mỗi ngày làm việc, khi có việc cần nhắc",
    DigestFrequency.WEEKLY: "Sáng đầu tuần, và ngày nào có việc đến hạn hoặc quá hạn",
    DigestFrequency.MANDATORY: "Chỉ ngày có việc đến hạn hoặc quá hạn",
}
MANDATORY_WORDS = (
    "Luôn được gửi, không tắt được: việc đến hạn trong ngày, việc quá hạn, minh chứng bị trả lại, quyết định về hạn, "
    "đôn đốc, việc mới giao và kế hoạch sửa đổi."
)


def facts_of(wanted: Preference, *, is_office: bool) -> list[tuple[str, str]]:
    """The preference as the account page lists it."""
    found = [
        ("Thư nhắc", FREQUENCY_WORDS[wanted.frequency]),
        ("Giờ nhận sớm nhất", f"{wanted.digest_at or HOURS[0]:%H:%M} ngày làm việc"),
        ("Bản sao tới", wanted.copy_to or "không"),
    ]
    if is_office:
        found.append(("Thư tổng hợp hằng tuần", "có nhận" if wanted.has_weekly else "không nhận"))
    return found
