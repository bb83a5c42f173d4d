"""What the headings of tables mean: words as offices write them, read by their head noun. Data and one reading of it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.words import Column

# (meaning, how sure, words without diacritics). The rule that matches furthest left wins, then the earlier one: in
# Vietnamese the head noun comes first ("Thời gian báo cáo" is a time, "Nội dung phối hợp" a content).
_RULES: Final[tuple[tuple[Column, float, str], ...]] = (
    (Column.NUMBER, 1.0, r"^(?:stt|s t t|s tt|st t|tt|t t|so tt|s tt|so thu tu|thu tu|no|so stt)$|^s?tt (?:trong|theo|nv|nhiem vu)\b|^(?:so|muc)$"),
    (Column.NUMBER, 0.9, r"^ma(?: (?:nv|nhiem vu|so|viec|cong viec|hieu|muc|cv))?$"),
    # never part of a task: measures, papers, people, money, the state of work
    (Column.OTHER, 1.0, r"\bthuc te\b|\bda hoan thanh\b|\bphan tram\b|^(?:so )?ky hieu|\bso ky hieu|\btrich yeu\b|\bngay (?:ban hanh|ky|giao|sinh)\b"),
    (Column.OTHER, 1.0, r"\b(?:don vi|dv) tinh\b|^dvt$|\b(?:co quan|noi|cap) ban hanh\b|\bvan ban (?:can cu|giao|chi dao)\b|^ten van ban$|^van ban$|^loai van ban"),
    (Column.OTHER, 1.0, r"\b(?:so )?dien thoai\b|\be ?mail\b|\bchuc (?:vu|danh)\b|\bnam sinh\b|\bdia chi\b|\btrinh do\b|\bgioi tinh\b|^sdt$"),
    (Column.OTHER, 1.0, r"\b(?:nhu cau )?(?:kinh|kinh) phi\b|\bdu toan\b|\bngan sach\b|\bnguon (?:luc|von|kinh phi|tai chinh)\b|\bthanh tien\b|\bdon gia\b|\bso tien\b"),
    (Column.OTHER, 1.0, r"\btinh (?:trang|hinh)\b|\btrang thai\b|\bmuc do\b|\buu tien\b|\bty le\b|\bti le\b|\bso luong\b|^diem\b|\bso diem\b|\bket qua (?:thuc hien )?den\b"),
    # the form of the paper a task ends in, where no column is headed "sản phẩm"
    (Column.PRODUCT, 0.6, r"^(?:hinh thuc|the thuc) (?:van ban|san pham|trinh|ban hanh|cap trinh|va cap)|^hinh thuc$|^van ban (?:trinh|du kien|ban hanh|phai)\b|^san pham trinh\b"),
    (Column.OTHER, 0.9, r"\bdia diem\b|\bnoi to chuc\b|\bhinh thuc\b|\bcan cu\b|\bco so phap ly\b|^muc tieu|^thanh phan|^doi tuong(?! thuc hien)|\bphuong phap\b|\bbien phap\b|^phong hop"),
    # lists kept in task programs, in their own words
    (Column.OTHER, 1.0, r"^(?:status|progress|priority|labels?|tags?|created(?: by| on| date)?|completed(?: by| on| date)?|modified\b.*|late|checklist.*|nhan|nguoi tao|tao boi|hoan thanh boi|danh sach kiem tra|muc danh sach.*)$"),
    (Column.OTHER, 1.0, r"\bngay (?:tao|cap nhat|sua)\b|^(?:da )?tre(?: han)?$|^lan cap nhat"),
    (Column.CONTENT, 1.0, r"\btac vu\b|^(?:task|task name|title|card|card name|summary|work item)$|^ten the$"),
    (Column.LEAD, 1.0, r"^(?:assigned to|assignees?|owner|members?|responsible|pic)$|^nguoi duoc giao\b"),
    (Column.START, 1.0, r"^start(?: date)?$"),
    (Column.END, 1.0, r"^(?:due|due date|finish|finish date|end date)$"),
    (Column.GROUP, 0.9, r"^(?:ten )?(?:bo chua|bucket(?: name)?|list(?: name)?|section|sprint|milestone)$"),
    (Column.TIME, 1.0, r"\bngay (?:den han|het han|dao han|phai (?:xong|nop|hoan thanh))\b"),
    (Column.NOTE, 1.0, r"\bghi chu\b|\bluu y\b|^gc$|\bvuong mac\b|\bkho khan\b|\bkien nghi\b"),
    (Column.RECIPIENT, 1.0, r"\b(?:noi|co quan|don vi|nguoi|dia chi) (?:nhan|gui|tiep nhan)\b|\bgui ve\b|\bcap (?:co tham quyen )?(?:trinh|phe duyet|quyet dinh|xem xet)\b|^trinh$|\bco quan (?:trinh|phe duyet)\b"),
    (Column.START, 1.0, r"\b(?:(?:thoi gian|ngay|thoi diem) )?bat dau\b|\b(?:thoi gian |ngay )?khoi (?:dong|cong)\b|^tu(?: ngay| thang)?$|\bngay trien khai\b"),
    (Column.END, 1.0, r"\b(?:(?:thoi gian|ngay|thoi diem) )?ket thuc\b|^den(?: ngay| thang)?$"),
    (Column.PRODUCT, 1.0, r"\bsan pham\b|\bminh chung\b|\bdau ra\b"),
    (Column.GROUP, 1.0, r"^(?:cac )?nhom\b|\blinh vuc\b|^mang\b|\bchu de\b|\btru cot\b|^hop phan\b|^noi dung lon\b|^nhiem vu (?:chung|lon)\b|^khoi (?:viec|cong viec)\b"),
    (Column.REVIEWER, 1.0, r"\b(?:lanh dao|thu truong|pgd|ban giam doc|bgd|bgh|hieu truong|thuong truc)(?: \w+){0,4} (?:phu trach|chi dao|theo doi|duyet)|^lanh dao\b|^ldpt$|^nguoi (?:chi dao|duyet|phe duyet)"),
    (Column.REVIEWER, 0.9, r"^chi dao\b|\btheo doi\b|\bdon doc\b|\bgiam sat\b|\b(?:don vi|co quan|nguoi|bo phan|phong) (?:kiem tra|tham dinh|kiem soat)\b"),
    (Column.TIME, 1.0, r"\bthoi (?:gian|han|diem|luong|ky)\b|\btien do\b|\bhan (?:hoan|nop|gui|bao|cuoi|chot|xu ly|thuc hien|cuoi cung)\b|^han\b|\bky han\b|\blo trinh\b|\bdeadline\b|\btg\b"),
    (Column.TIME, 0.8, r"^(?:ngay|thang|quy|tuan|ngay thang|thang nam|hoan thanh)(?: thuc hien| hoan thanh| nop| bao cao| nam)?$|\bngay (?:hoan thanh|den han|het han|nop|phai)\b|\bhoan thanh\b|\btan suat\b|^ky bao cao$|^dinh ky$|\bmoc\b"),
    (Column.TIME, 0.7, r"^(?:thang|quy|tuan|nam) (?:thuc hien|hoan thanh|trien khai)\b|^ke hoach (?:thang|quy)\b"),
    (Column.CONTENT, 1.0, r"\bnoi dung\b|\bnhiem vu\b|\bcong viec\b|\bdau viec\b|\bviec (?:can|phai) lam\b|\bhoat dong\b|^(?:ten )?viec$|^tac vu\b|\bhang muc\b"),
    (Column.CONTENT, 0.8, r"^ten (?:bao cao|de an|du an|chuong trinh|ke hoach|chuyen de|van ban \w)|^y kien chi dao|^ket luan\b|^(?:loai )?bao cao\b|^(?:cac )?buoc\b|^de an\b|^chuyen de\b|^trinh tu\b"),
    (Column.PRODUCT, 0.8, r"\byeu cau (?:can dat|dat duoc|phai dat|san pham|dau ra|ket qua|chat luong)\b|\bmuc dat duoc\b"),
    (Column.CONTENT, 0.5, r"^giai phap\b|^cong tac\b|^van de\b|^mo ta\b|^dien giai\b|^tieu chi\b|^ten$|^ten goi\b|^yeu cau\b(?! ket qua| san pham)"),
    (Column.PRODUCT, 0.4, r"^ket qua thuc hien$"),
    (Column.PRODUCT, 0.7, r"\bket qua\b"),
    (Column.PRODUCT, 0.5, r"\bchi tieu\b|\bmuc (?:dat|phan dau)\b|\bke hoach ban hanh\b"),
    (Column.LEAD, 1.0, r"\b(?:chu tri|chu chi|dau moi|chiu trach nhiem|dvct|cqct)\b"),
    (Column.COORDINATING, 1.0, r"\bphoi hop\b|\bphoi ket hop\b|^dvph$|^cqph$"),
    (Column.LEAD, 0.9, r"\bphu trach\b|\btrach nhiem\b|\bphan cong\b|\b(?:duoc )?giao (?:cho|nhiem vu|viec)\b|\bduoc giao\b|^giao\b|\bnguoi lam\b|\bdam (?:nhiem|trach)\b|\bnguoi (?:xu ly|nhan viec)\b|\bxu ly (?:chinh|van ban)\b|\bto chuc trien khai\b|\bthuc hien\b|\btrien khai\b|\btham muu\b|\bbao cao\b"),
    (Column.COORDINATING, 0.7, r"\btham gia\b|\bho tro\b|\blien quan\b|\bcung lam\b|\bcong su\b"),
    (Column.LEAD, 0.6, r"^(?:don vi|co quan|co quan don vi|bo phan|ca nhan|don vi ca nhan|ca nhan don vi|to chuc|phong ban|phong|nguoi|can bo|dia phuong|phong don vi|to bo phan|giao vien)$"),
    (Column.LEAD, 0.4, r"^(?:ho (?:va )?ten|thanh vien)\b"),
)  # fmt: skip
_COMPILED: Final = tuple((column, sure, regex(words)) for column, sure, words in _RULES)
_VOCABULARY: Final = frozenset(
    word for _, _, words in _RULES for word in re.findall(r"[a-z]{4,}", words.replace("\\b", " "))
)
# run together or torn apart by extraction
_SPELLED: Final = {
    "thoigian": "thoi gian", "thoihan": "thoi han", "tiendo": "tien do", "noidung": "noi dung", "nhiemvu": "nhiem vu", "congviec": "cong viec",
    "sanpham": "san pham", "chutri": "chu tri", "phoihop": "phoi hop", "ghichu": "ghi chu", "ketqua": "ket qua", "donvithuchien": "don vi thuc hien",
    "linhvuc": "linh vuc",
}  # fmt: skip
_ASIDE: Final = regex(r"\([^()]*\)?|\[[^\]]*\]?")
_MOST_WORDS: Final = 16
_LONG_WORD: Final = 4


@dataclass(frozen=True)
class Meaning:
    """What a heading means and how sure that is, 0 to 1."""

    column: Column
    sure: float


NOTHING: Final = Meaning(Column.OTHER, 0.0)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` in lower case without diacritics and punctuation: how headings are compared."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("%", " phần trăm "))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).replace("đ", "d")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


@lru_cache(maxsize=4096)
def meaning_of(text: str) -> Meaning:
    """What a column headed `text` holds. Words in brackets count only where nothing else stands.

    Spelling that extraction damaged ("Thòi gian", "Nộidung", "ĐƠN Vl") is tried last and trusted less.
    """
    words = fold(_ASIDE.sub(" ", text)) or fold(text)
    if not words or len(words.split()) > _MOST_WORDS:
        return NOTHING
    if "%" in text and "phan tram" not in words:
        words += " phan tram"
    found = _meaning(words)
    if found.sure:
        return found
    mended = _meaning(_mended(words))
    return Meaning(mended.column, mended.sure * 0.8)


def _meaning(words: str) -> Meaning:
    best: tuple[int, Meaning] | None = None
    for column, sure, pattern in _COMPILED:
        match = pattern.search(words)
        if match is None:
            continue
        if column is Column.OTHER and sure == 1.0:
            return Meaning(column, sure)
        if best is None or match.start() < best[0]:
            best = (match.start(), Meaning(column, sure))
    return best[1] if best else NOTHING


def _mended(words: str) -> str:
    squeezed = words.replace(" ", "")
    for known, spelled in _SPELLED.items():
        if known in squeezed:
            return spelled
    return " ".join(_nearest(word) for word in words.split())


def _nearest(word: str) -> str:
    """The one word of headings that differs from `word` by a single letter, else `word`."""
    if len(word) < _LONG_WORD or word in _VOCABULARY:
        return word
    near = [known for known in _VOCABULARY if _is_near(word, known)]
    return near[0] if len(near) == 1 else word


def _is_near(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    return a[start + 1 :] == b[start + 1 :] or a[start:] == b[start + 1 :] or a[start + 1 :] == b[start:]
