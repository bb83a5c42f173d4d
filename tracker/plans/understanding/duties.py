"""Who must do a sentence's work: read from the words around a deadline."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.doer_names import end_of, name_at
from tracker.plans.understanding.duty_words import (
    ASK,
    DIRECTS,
    EVERYONE,
    HEADING,
    INTRODUCTION,
    ISSUES,
    RECEIVES,
    SOME,
    THE_ADDRESSED,
    VERB,
    is_doer_start,
)
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.recipients import without_asides
from tracker.plans.understanding.units import split_units
from tracker.plans.understanding.words import ACRONYM, UPPER

_VERB_AT: Final = regex(rf"[\s,]+(?=(?:đã\s+|đang\s+|cùng\s+|đều\s+|được\s+|mới\s+|có\s+thể\s+)?{VERB})")
_ACT: Final = regex(VERB)
_ASKED: Final = regex(rf"\b{ASK}\s+(?:đến\s+)?")
_PART: Final = regex(
    r"\s*;\s*|\s+(?=để\s+(?:Sở|Phòng|Bộ|Ban|Cục|Vụ)\s+[^.;]*?\b(?:trình|đề xuất|báo cáo|gửi|tham mưu)\b)|\s+(?=đồng thời\b)|,\s+(?=(?:riêng|còn|trong đó)\b)|(?<=[,.])\s+(?=(?i:đề nghị|yêu cầu|giao)\b)"
)
_BREAK: Final = regex(r",\s+|:\s+|\s[-–]\s")
_LABEL: Final = regex(r"(?:(?:Đối với|Về phía|Riêng)\s+)?(?P<who>[^.;:]{3,150}?)\s*:\s+(?=\S)")
_NAMED: Final = regex(
    r"(?i:(?:đơn vị|cơ quan|bộ phận|người|cá nhân|phòng)\s+(?:chủ trì|thực hiện|phụ trách|chịu trách nhiệm|đầu mối)(?:\s+(?:thực hiện|chính))?|"
    r"chủ trì|phụ trách|phân công)\s*:\s*(?P<who>[^.;:()]+)"
)
_ASIDE: Final = regex(
    r"\((?:(?P<asked>giao|đơn vị thực hiện:?|chủ trì:?|phụ trách:?|thực hiện:?)\s+)?(?P<who>[^():]{3,80}?)(?P<does>\s+(?:chủ trì|thực hiện|phụ trách|tham mưu|chịu trách nhiệm)[^()]*)?\)",
    re.IGNORECASE,
)
_AS_FOLLOWS: Final = regex(r"(?:như sau|sau đây|sau)\s*:\s*$")
_CONCERNING: Final = regex(r"\bđối với\s+(?P<who>[^.;()]+)")
_CONCERNED: Final = regex(
    rf"(?i:(?:riêng\s+)?đối với|về phía)\s+(?P<who>[^;:.()]{{5,160}}?)\s*(?:[,:]\s+(?=(?:{ASK}|{VERB})\b)|,?\s*$)"
)
_GROUP: Final = regex(rf"[Cc]ác\s+[^\W\d]+(?:\s[^\W\d]+){{0,2}}\s*:\s+(?=[{UPPER}])")
_HALF_ACTS: Final = regex(rf"(?:(?:để|và|sau đó|khi đó)\s+)?(?P<half>Sở|Phòng|Bộ|Ban|Cục|Vụ)\s+(?={VERB})")
_GROUP_DUE: Final = regex(
    r"(?:^|:\s+)(?P<who>[^:;.]{3,150}?)\s*:\s*(?:trước|chậm nhất|muộn nhất|ngày|hết ngày|đến hết|hạn|\d)[^:;]*$",
    re.IGNORECASE,
)
_GIVEN_BY: Final = regex(r"\b(?:(?:do|được)|(?P<of>của))\s+(?=[^\W\d])")
_THING: Final = regex(
    r"(?:(?:các|những|mọi|toàn bộ)\s+)?(?:bản\s+)?(?:báo cáo|danh sách|hồ sơ|văn bản|kế hoạch|kết quả|biên bản|số liệu|ý kiến|đăng ký|dự toán|đề xuất|phiếu|minh chứng|bài|sản phẩm|sáng kiến|biểu|"
    r"tờ trình|nhu cầu|phương án|đề án|tài liệu|giấy|quyết toán|thông tin|dữ liệu|góp ý|tin|đề nghị|thuyết minh|nhiệm vụ|nội dung|vướng mắc|khó khăn|kiến nghị|công việc|tồn tại|phản ánh|công trình|tác phẩm|ảnh|video|đề cương|dự thảo|chương trình|tổng hợp)\b",
    re.IGNORECASE,
)
_IS_SENT: Final = regex(
    r"\s*,?\s*(?:(?:phải|cần|được|sẽ)\s+)*(?:lập\s+(?:và\s+)?)?(?:gửi|nộp|chuyển|trình|hoàn thành|hoàn thiện|cập nhật|đăng tải|báo cáo)\b"
)
_MOST_WORDS: Final = 45
_MOST_CUTS: Final = 4
_NAMED_BY_ACT: Final = regex(r"(?:\b|^)(?:đoàn|ban|hội đồng|tổ|tiểu ban|bộ phận|nhóm|đội)$", re.IGNORECASE)
_NAMING_ACT: Final = regex(r"(?:kiểm tra|giám sát|đánh giá|thẩm định|khảo sát|tổ chức|chỉ đạo|xét|chấm)\b")
_NAME_GOES_ON: Final = 4
_BARE: Final = 1
_MOST_OF_SOME: Final = 12
_HALF_NAMES: Final = frozenset(["Trường", "Sở", "Phòng", "Bộ", "Ban", "Đoàn", "Cục", "Vụ", "Viện", "Tổ"])
_NO_CUT: Final = (" chưa", " không", " mà", " để", " việc", " khi", " do", " đang")
_OPENING_WORDS: Final = regex(
    r"^(?:riêng(?: đối với)?|còn|trong đó|sau đó|đồng thời|và|khi đó|từ đó|theo đó)\s*,?\s+", re.IGNORECASE
)


@dataclass(frozen=True)
class Setting:
    """What a sentence is read against: to whom the document is addressed, whom it calls what, who issued it."""

    addressees: tuple[str, ...] = ()
    definitions: Mapping[str, str] | None = None
    issuer: str = ""

    def named(self, words: str) -> tuple[str, ...]:
        """The doers `words` name; those addressed where they mean everyone."""
        words = " ".join(words.split()).strip(" ,")
        if EVERYONE.match(words) or (THE_ADDRESSED.match(words) and words.lower() not in (self.definitions or {})):
            return self.addressees or (words,)
        return split_units(words)


def who_acts(passage: Passage, clauses: str, sentence: str, setting: Setting) -> tuple[tuple[str, ...], bool]:
    """Who must act, and whether that was inferred (heading, addressees) rather than said in the passage.

    `clauses` is the sentence up to the deadline, or all of it where the deadline stands first.
    """
    said = (
        _listed_at(passage.body)
        or _in_sentence(clauses)
        or _in_label(passage.body)
        or _in_aside(sentence)
        or _named_as_doer(passage.body)
    )
    if said:
        return setting.named(said), False
    start = passage.body.find(sentence.strip())
    if start > 0 and (earlier := _in_earlier(passage.body[:start], setting)):
        return setting.named(earlier), False
    for heading in reversed(passage.above):
        governing = _governing(heading, setting)
        if governing:
            return setting.named(governing), True
    if "các đơn vị" in (setting.definitions or {}) and re.search(r"\bcác đơn vị\b", sentence, re.IGNORECASE):
        return ("các đơn vị",), True
    return setting.addressees, True


def _in_sentence(text: str) -> str | None:
    """The doers asked in `text` or its subject, the clause nearest its end first."""
    text = without_asides(text)
    for part in reversed(_PART.split(text)):
        found = _asked_in(part) or _subject_of(part) or _completed_half(part, text) or _giver_in(part)
        found = found or _grouped_in(part)
        if found:
            return found
    return None


def _grouped_in(part: str) -> str | None:
    """ "Thời hạn gửi báo cáo: các sở: trước ngày D; UBND các xã: …": the group whose date it is."""
    match = _GROUP_DUE.search(part)
    return match["who"].strip() if match and is_doers(match["who"]) else None


def _completed_half(part: str, text: str) -> str | None:
    """ "…, gửi Sở Nội vụ trước ngày D để Sở tổng hợp, trình UBND tỉnh trước ngày E": the office named in full before."""
    half = _HALF_ACTS.match(part.strip(" ,"))
    if half is None:
        return None
    before = text[: text.rfind(part)]
    starts = [match.start() for match in re.finditer(rf"\b{half['half']}\s+(?=[{UPPER}])", before)]
    name = name_at(before[starts[-1] :]) if starts else None
    return name.words.split(",", 1)[0] if name else None


def _giver_in(part: str) -> str | None:
    """Who hands in or makes the thing that is the subject: "Báo cáo của X gửi …", "Danh sách do X lập", "được X gửi"."""
    if not _THING.match(part.strip(" ,.-–")):
        return None  # "Thẩm định dự toán do Sở A trình": another acts on it
    for match in _GIVEN_BY.finditer(part):
        found = _doers_at(part[match.end() :])
        if found and (not match["of"] or _IS_SENT.match(part[match.end() + len(found) :])):
            return found
    return None


def names_who_acts(text: str) -> bool:
    """Whether a clause of `text` has a doer for its subject, so that it tells what somebody is to do."""
    return _in_sentence(text) is not None


def acts_behind(text: str, setting: Setting) -> tuple[str, ...]:
    """Who acts in the words behind a time ("Trước ngày D, các trường gửi …"); () where they name nobody."""
    about = _CONCERNING.search(text)
    if about and is_doer_start(about["who"]):
        return setting.named(about["who"])
    found = _in_sentence(text)
    return setting.named(found) if found else ()


def _asked_in(part: str) -> str | None:
    for match in reversed(list(_ASKED.finditer(part))):
        rest = part[match.end() :]
        found = _doers_at(rest)
        if found:
            return found
        if part.rstrip().endswith(":") and is_doers(rest.strip(" ,:")):
            return rest.strip(" ,:")
    return None


def _subject_of(part: str) -> str | None:
    """The doers at the start of a clause, or behind what introduces it ("Căn cứ …, các trường …")."""
    part = _OPENING_WORDS.sub("", part.strip(" ,.-–"), count=1)
    found = _subject_at(part)
    if found:
        return found
    concerned = _CONCERNED.match(part)  # "Đối với các trường chưa nộp báo cáo, yêu cầu nộp ngay …"
    if concerned and is_doers(concerned["who"]):
        return concerned["who"]
    for match in _BREAK.finditer(part):
        if match[0][0] == ":" or INTRODUCTION.match(part):
            found = _subject_at(part[match.end() :])
            if found:
                return found
    return concerned["who"] if concerned and is_doer_start(concerned["who"]) else None


def _subject_at(text: str) -> str | None:
    found = _listed_at(text) or _doers_at(text) or _some_at(text)
    if found is None or RECEIVES.match(text[len(found) :].strip(" ,")):
        return None
    return found


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """The words before each act in `text`, with the words from the act on; acts that describe ("chưa báo cáo") cut nothing."""
    blocked = -1
    for count, match in enumerate(_VERB_AT.finditer(text)):
        words, behind = text[: match.start()], text[match.end() :]
        if count >= _MOST_CUTS or re.search(r"[.;:](?:\s|$)", words):
            return
        if words.endswith(_NO_CUT) or match.start() == blocked:
            verb = _ACT.match(behind) if match.start() != blocked else None
            blocked = match.end() + verb.end() if verb else -1
            continue
        yield words, behind


def _doers_at(text: str) -> str | None:
    """The doers at the start of `text`: up to the first act that leaves whole names before it, or as names are built."""
    if not _may_start(text):
        return None
    cut = _before_act(text)
    found = end_of(text, cut)
    return found if found is not None and is_doers(found) else cut


def _before_act(text: str) -> str | None:
    """The doers before the first act in `text` that leaves whole names before it."""
    short: str | None = None
    for words, behind in _cuts(text):
        if short is None and words in _HALF_NAMES and not _NAMING_ACT.match(behind):
            return None  # "Trường hoàn thành …": the office itself, named by half
        if not is_doers(words):
            continue
        if short is not None:
            return words if len(words.split()) - len(short.split()) <= _NAME_GOES_ON else short
        if not (_NAMED_BY_ACT.search(words) and _NAMING_ACT.match(behind)):
            return words
        short = words  # "Đoàn kiểm tra", "ban tổ chức": the act may belong to the name, if another one follows soon
    return short


def _listed_at(text: str) -> str | None:
    """ "Các Bộ: Nội vụ, Khoa học và Công nghệ có ý kiến": a group whose members stand behind a colon."""
    head = _GROUP.match(text)
    if head is None or _ACT.match(text[head.end() :].lower()):
        return None
    members = next((words for words, _ in _cuts(text[head.end() :])), "")
    names = [name.strip() for name in members.split(",")]
    if not members or not all(name[:1].isupper() for name in names):
        return None
    return text[: head.end() + len(members)]


def _some_at(text: str) -> str | None:
    """ "Các nhà tài trợ", "Những hộ gia đình": a plural that acts, though no list of doers knows it."""
    words = next((words for words, _ in _cuts(text)), "") if SOME.match(text) else ""
    return words if 1 < len(words.split()) <= _MOST_OF_SOME and "(" not in words else None


def _may_start(text: str) -> bool:
    if is_doer_start(text) or EVERYONE.match(text):
        return True
    return not text.isupper() and bool(ACRONYM.fullmatch(text.split(" ", 1)[0].rstrip(",;:")))


def _in_label(body: str) -> str | None:
    """ "Phòng GDTrH: …" and "Đối với các trường: …"."""
    label = _LABEL.match(without_asides(body))
    if label is None:
        return None
    words = _plain(label["who"])
    return _doers_at(words) or (words if is_doers(words) else None)


def _in_aside(sentence: str) -> str | None:
    """ "(giao Phòng KHTC)", "(Văn phòng chủ trì)"."""
    for match in _ASIDE.finditer(sentence):
        if match["asked"] or match["does"]:
            words = match["who"].strip()
            found = _doers_at(f"{words}{match['does'] or ''}") or (words if is_doers(words) else None)
            if found:
                return found
    return None


def _named_as_doer(body: str) -> str | None:
    """ "Đơn vị thực hiện: …" in the same paragraph."""
    match = _NAMED.search(body)
    return match["who"].strip(" ,") if match and is_doers(match["who"].strip(" ,")) else None


def _in_earlier(text: str, setting: Setting) -> str | None:
    """Who is asked, or acts, in the sentences before; the issuer's own acts ask nobody."""
    masked = without_asides(text)
    for part in reversed(re.split(r"[.;]\s+", masked)):
        found = _asked_in(part) or _subject_of(part)
        if found and not _is_issuer(found, setting):
            return found
    return None


def _is_issuer(words: str, setting: Setting) -> bool:
    """Whether `words` are the issuing office itself, in full or by its short name."""
    name, issuer = _in_full(words), _in_full(setting.issuer)
    if name == "nhà trường":
        return issuer.startswith("trường")
    return bool(issuer) and (issuer.startswith(name) or name.startswith(issuer))


def _in_full(name: str) -> str:
    name = " ".join(name.split()).lower().replace("uỷ", "ủy")
    name = re.sub(r"\bgd\s?[&-]?\s?đt\b", "giáo dục và đào tạo", name)
    return re.sub(r"\bubnd\b", "ủy ban nhân dân", name)


def _governing(heading: str, setting: Setting) -> str | None:
    """The doers that a heading, a lead-in or a parent item names."""
    masked = without_asides(heading)
    asked = _asked_in(masked)
    if asked:
        return asked
    title = HEADING.match(masked)
    if title and is_doers(title["who"]) and not re.search(rf"\s{VERB}", title["who"]):
        return title["who"]
    label = _in_label(heading)
    if label:
        return label
    subject = _subject_of(re.split(r"\.\s", masked)[-1] if masked.endswith(":") else masked)
    if subject is None:
        return title["who"] if title and is_doers(title["who"]) else None
    return None if _speaks(subject, masked, setting) else subject


def _speaks(subject: str, text: str, setting: Setting) -> bool:
    """Whether `subject` only introduces what follows: "Chủ tịch UBND tỉnh yêu cầu:", "Sở GDĐT hướng dẫn như sau:"."""
    behind = text[text.find(subject) + len(subject) :].strip(" ,")
    if text.endswith(":") and DIRECTS.match(behind):
        return True
    return _is_issuer(subject, setting) and bool(ISSUES.match(behind) or _AS_FOLLOWS.search(text))


def _plain(words: str) -> str:
    found = HEADING.match(words.strip())
    return found["who"] if found else words


def is_doers(words: str) -> bool:
    """Whether `words` are nothing but names of doers."""
    words = " ".join(words.split()).strip(" ,")
    if EVERYONE.match(words):
        return True
    if not words or len(words.split()) > _MOST_WORDS or words.endswith((" và", " các", " của", "-", " hoặc", " để")):
        return False
    names = split_units(words)
    if len(names) == 1 and " " not in names[0] and not ACRONYM.fullmatch(names[0]):
        return False  # "Phòng", "Sở", "Ban" alone are half names
    return all(_may_start(name) for name in names) and not re.search(r"\b(?:trước|trong|hết)\s+(?:ngày\s+)?\d", words)


def is_bare(words: str) -> bool:
    """Whether `words` name doers and no work."""
    words = _OPENING_WORDS.sub("", words, count=1)
    if len(words.split()) <= _BARE:
        return True
    doers = _doers_at(words)
    return is_doers(words) and not _VERB_AT.search(words) and (doers is None or len(doers) == len(words))


def work_asked(words: str) -> str:
    """What follows "đề nghị X": the work alone. `words` unchanged where nobody is asked."""
    for match in _ASKED.finditer(words):
        found = _doers_at(without_asides(words)[match.end() :])
        if found:
            return words[match.end() + len(found) :].strip(" ,")
    return words
