"""The words of an urging: the proposed official text, its plain form for Zalo, what was sent in one sentence. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from tracker.directory.models import UnitKind
from tracker.formats import day, number
from tracker.notify.models import MessageState
from tracker.tasks.urging_list import Batch, Choice, LateLine

MOST_UNITS_AS_TEXT = 100
_NOUNS = {UnitKind.SCHOOL.value: "trường", UnitKind.COMMUNE.value: "xã, phường, đặc khu"}
ON_THE_WAY = (MessageState.PENDING, MessageState.RETRY, MessageState.LEASED, MessageState.TRANSMITTING)


def proposed_text(office: str, until: date) -> str:
    """What an officer would write; she changes it as she likes."""
    return (
        f"Qua theo dõi, đến nay đơn vị chưa hoàn thành các nhiệm vụ đã quá hạn nêu dưới đây. {office} đề nghị đơn vị khẩn "
        f"trương hoàn thành và nộp minh chứng chậm nhất ngày {day(until)}; trường hợp có khó khăn, vướng mắc, báo cáo rõ "
        "nguyên nhân và thời gian hoàn thành."
    )


def units_words(kinds: Collection[str]) -> str:
    """ "38 trường", "12 xã, phường, đặc khu", "40 đơn vị"."""
    noun = _NOUNS.get(next(iter(kinds)), "đơn vị") if len(set(kinds)) == 1 else "đơn vị"
    return f"{number(len(kinds))} {noun}"


def times_words(numbers: Iterable[int]) -> str:
    """ "lần 2", or "lần 1 tới lần 3" where units stand differently."""
    found = sorted(set(numbers))
    return f"lần {found[0]}" if len(found) == 1 else f"lần {found[0]} tới lần {found[-1]}"


def choice_numbers(choice: Choice) -> list[int]:
    """The "lần" of each unit of a choice: the highest of its deadlines."""
    return [max(line.number for line in lines) for lines in choice.lines.values()]


def as_text(choice: Choice, text: str, document_number: str, office: str) -> str:
    """An urging as one message for a chat: who is late with what. At most a hundred units are listed."""
    head = f"{office.upper()} ĐÔN ĐỐC {times_words(choice_numbers(choice)).upper()}"
    parts = [head, *([f"(Văn bản số {document_number})"] if document_number else []), "", text.strip(), ""]
    several = len(choice.lines) > 1
    for place, lines in enumerate(list(choice.lines.values())[:MOST_UNITS_AS_TEXT], 1):
        parts.append(f"{place}. {lines[0].unit_name}:" if several else f"{lines[0].unit_name}:")
        parts += [f"- {_line_words(line)}" for line in lines]
    left = len(choice.lines) - MOST_UNITS_AS_TEXT
    if left > 0:
        parts.append(f"… và {number(left)} đơn vị khác.")
    return "\n".join(parts)


def _line_words(line: LateLine) -> str:
    due = line.due[:1].lower() + line.due[1:]
    return f"{line.title.rstrip('. ')} (hạn {due}, quá {number(line.days)} ngày)"


def sent_words(batch: Batch) -> str:
    """ "Đã gửi đôn đốc lần 2 tới 38 trường. 38 thư được nhận." and what has not arrived."""
    kinds = [line.unit_kind for line in batch.lines]
    told = f"đôn đốc {times_words(line.urging.number for line in batch.lines)} tới {units_words(kinds)}."
    counts = Counter(mail.state for line in batch.lines for mail in line.mails)
    waiting = sum(counts[state] for state in ON_THE_WAY)
    received, doubtful = counts[MessageState.SENT], counts[MessageState.IN_DOUBT]
    parts = [f"{'Đang gửi' if waiting else 'Đã gửi'} {told}", f"{number(received)} thư được nhận."]
    for count, words in (
        (waiting, "thư chờ gửi."),
        (counts[MessageState.DEAD], "thư không gửi được."),
        (doubtful, "thư không chắc đã tới."),
        (counts[MessageState.CANCELLED], "thư thôi gửi vì việc đã xong."),
        (len(batch.without_address), "đơn vị chưa có địa chỉ nhận."),
    ):
        if count:
            parts.append(f"{number(count)} {words}")
    return " ".join(parts)
