"""Write the demonstration directory of Hải Phòng: ``units.csv`` and ``contacts.csv``.

In: ``seeds/hai-phong/communes.csv`` (the 114 communes, real codes and names).  Out: the two files beside
it, the same bytes on every run.  Schools, people and addresses are synthetic; see ``seeds/hai-phong/README.md``.
``groups.csv`` is written by hand and not touched here.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from dataclasses import dataclass, fields
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "hai-phong"
DOMAIN = "example.edu.vn"
AUTHORITY = "SGDDT"


@dataclass(frozen=True)
class UnitRow:
    """One row of ``units.csv``; several values of one column are joined by ``|``."""

    code: str
    kind: str
    name: str
    short_name: str = ""
    parent_code: str = ""
    email: str = ""
    aliases: str = ""
    levels: str = ""
    ownership: str = ""
    closed_on: str = ""


@dataclass(frozen=True)
class ContactRow:
    """One row of ``contacts.csv``."""

    unit_code: str
    name: str
    post: str
    role: str
    email: str


AUTHORITY_ROW = UnitRow(
    AUTHORITY, "authority", "Sở Giáo dục và Đào tạo Hải Phòng", "Sở GDĐT", "", f"so-gddt@{DOMAIN}",
    "Sở GD&ĐT|Sở GD-ĐT|SGDĐT|Sở GDĐT Hải Phòng|Sở Giáo dục và Đào tạo|Sở Giáo dục và Đào tạo thành phố Hải Phòng",
)  # fmt: skip

# code, name, short name, mailbox, aliases (domain.md 1.2)
DEPARTMENTS = (
    ("VP", "Văn phòng Sở", "VP", "van-phong", "Văn phòng|VPS|Văn phòng Sở GDĐT|Văn phòng Sở Giáo dục và Đào tạo"),
    ("QLCL", "Phòng Quản lý chất lượng", "QLCL", "quan-ly-chat-luong",
     "Phòng QLCL|Quản lý chất lượng|Phòng Khảo thí và Kiểm định chất lượng|Phòng Khảo thí và Quản lý chất lượng"),
    ("KHTC", "Phòng Kế hoạch - Tài chính", "KHTC", "ke-hoach-tai-chinh",
     "Phòng KHTC|KH-TC|Phòng KH-TC|Kế hoạch - Tài chính|Phòng Kế hoạch Tài chính"),
    ("TCCB", "Phòng Tổ chức cán bộ", "TCCB", "to-chuc-can-bo",
     "Phòng TCCB|Tổ chức cán bộ|Phòng Tổ chức - Hành chính"),
    ("GDTRH", "Phòng Giáo dục Trung học", "GDTrH", "giao-duc-trung-hoc",
     "Phòng GDTrH|Giáo dục Trung học|Phòng GD Trung học"),
    ("GDTH", "Phòng Giáo dục Tiểu học", "GDTH", "giao-duc-tieu-hoc",
     "Phòng GDTH|Giáo dục Tiểu học|Phòng GD Tiểu học"),
    ("GDMN", "Phòng Giáo dục Mầm non", "GDMN", "giao-duc-mam-non",
     "Phòng GDMN|Giáo dục Mầm non|Phòng GD Mầm non"),
    ("GDTXDH", "Phòng Giáo dục Thường xuyên và Đại học", "GDTX&ĐH", "giao-duc-thuong-xuyen",
     ("Phòng GDTX&ĐH|GDTX-ĐH|Phòng GDTX-ĐH|Giáo dục Thường xuyên và Đại học|Phòng GD Thường xuyên và Đại học"
     "|Phòng GD Thường xuyên, GD Nghề nghiệp và Đại học"
     "|Phòng Giáo dục Thường xuyên, Giáo dục Nghề nghiệp và Đại học")),
)  # fmt: skip

# code, name, short name, mailbox, aliases, levels, closed_on (domain.md 1.3)
CENTRES = (
    ("TTGDTX-HP", "Trung tâm Giáo dục Thường xuyên Hải Phòng", "TT GDTX Hải Phòng", "ttgdtx-hai-phong",
     "Trung tâm GDTX Hải Phòng", "GDTX", ""),
    ("TTGDTX-HD", "Trung tâm Giáo dục thường xuyên - Ngoại ngữ - Tin học Hải Dương", "TT GDTX-NN-TH Hải Dương",
     "ttgdtx-hai-duong", "Trung tâm GDTX - Ngoại ngữ - Tin học Hải Dương|Trung tâm GDTX Hải Dương", "GDTX", ""),
    ("TTGDNN-01", "Trung tâm GDNN-GDTX minh họa 1", "TT GDNN-GDTX MH 1", "ttgdnn-1",
     "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên minh họa 1", "GDNN|GDTX", ""),
    ("TTGDNN-02", "Trung tâm GDNN-GDTX minh họa 2", "TT GDNN-GDTX MH 2", "ttgdnn-2",
     "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên minh họa 2", "GDNN|GDTX", ""),
    ("TTGDNN-03", "Trung tâm GDNN-GDTX minh họa 3", "TT GDNN-GDTX MH 3", "ttgdnn-3",
     "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên minh họa 3", "GDNN|GDTX", ""),
    ("TTTH", "Trung tâm Tin học", "TT Tin học", "", "Trung tâm Tin học thuộc Sở GDĐT", "", "2025-06-30"),
)  # fmt: skip

# code, name, short name, parent code, aliases, closed_on (domain.md 1.6); outside agencies, no mailbox
AGENCIES = (
    ("BGDDT", "Bộ Giáo dục và Đào tạo", "Bộ GDĐT", "", "Bộ GD&ĐT|Bộ GD-ĐT|BGDĐT", ""),
    ("VPBGDDT", "Văn phòng Bộ Giáo dục và Đào tạo", "Văn phòng Bộ", "BGDDT", "Văn phòng Bộ GDĐT", ""),
    ("CKHCNTT", "Cục Khoa học, Công nghệ và Thông tin", "Cục KHCNTT", "BGDDT",
     "KHCNTT|Cục Khoa học, Công nghệ và Thông tin (Bộ GDĐT)|Cục Khoa học, Công nghệ và Thông tin, Bộ GDĐT", ""),
    ("CCNTT", "Cục Công nghệ thông tin", "Cục CNTT", "BGDDT", "Cục CNTT, Bộ GDĐT|Cục Công nghệ thông tin, Bộ GDĐT",
     "2025-02-28"),
    ("UBNDTP", "Ủy ban nhân dân thành phố Hải Phòng", "UBND thành phố", "",
     "UBND TP|UBND TP Hải Phòng|UBND thành phố Hải Phòng|Ủy ban nhân dân thành phố|Ủy ban nhân dân (UBND) thành phố",
     ""),
    ("VPUBNDTP", "Văn phòng Ủy ban nhân dân thành phố", "Văn phòng UBND TP", "UBNDTP",
     "Văn phòng UBND|Văn phòng UBND thành phố|Văn phòng Ủy ban nhân dân thành phố Hải Phòng", ""),
    ("VP-VX", "Phòng Văn xã - Văn phòng Ủy ban nhân dân thành phố", "Phòng Văn xã", "VPUBNDTP", "", ""),
    ("SKHCN", "Sở Khoa học và Công nghệ", "Sở KH&CN", "", "Sở KHCN|Sở KH-CN|Sở Khoa học và Công nghệ Hải Phòng", ""),
    ("STTTT", "Sở Thông tin và Truyền thông", "Sở TT&TT", "", "Sở TTTT", "2025-02-28"),
    ("STC", "Sở Tài chính", "Sở Tài chính", "", "Sở Tài chính Hải Phòng", ""),
    ("SNV", "Sở Nội vụ", "Sở Nội vụ", "", "Sở Nội vụ Hải Phòng", ""),
    ("CATP", "Công an thành phố", "Công an TP", "", "Công an thành phố Hải Phòng|CATP Hải Phòng", ""),
    ("THANHUY", "Thành ủy Hải Phòng", "Thành ủy", "", "Ban Thường vụ Thành ủy", ""),
    ("BCDTP", "Ban Chỉ đạo thành phố", "BCĐ thành phố", "", "BCĐ TP|Ban Chỉ đạo thành phố Hải Phòng", ""),
)  # fmt: skip

COMMUNE_WORDS = {"phường": ("Phường", "P."), "xã": ("Xã", "X."), "đặc khu": ("Đặc khu", "ĐK")}

SCHOOL_WORDS = {
    "MN": ("Trường Mầm non", "MN"),
    "TH": ("Trường Tiểu học", "TH"),
    "THCS": ("Trường THCS", "THCS"),
    "TH|THCS": ("Trường TH&THCS", "TH&THCS"),
    "THPT": ("Trường THPT", "THPT"),
    "TH|THCS|THPT": ("Trường Phổ thông nhiều cấp học", "PT nhiều cấp học"),
}
SCHOOL_MAIL = {"MN": "mn", "TH": "th", "THCS": "thcs", "TH|THCS": "ththcs", "THPT": "thpt", "TH|THCS|THPT": "pt"}

# commune code -> its schools as "levels number", "*" marks a private one
SCHOOLS: dict[str, tuple[str, ...]] = {
    "11383": ("TH 1", "THCS 2", "THCS 3", "MN 4", "MN 5*"),  # Lê Chân
    "11413": ("TH 1", "THCS 1", "MN 2"),  # Hải An
    "11329": ("TH 1", "TH 2*", "THCS 1", "MN 1"),  # Ngô Quyền
    "11311": ("TH 1", "THCS 1", "MN 1", "MN 2*"),  # Hồng Bàng
    "11443": ("TH 1", "THCS 1", "MN 1"),  # Kiến An
    "11560": ("TH 1", "THCS 1", "MN 1"),  # Thủy Nguyên
    "11914": ("TH|THCS 1", "MN 2"),  # Cát Hải
    "11948": ("TH|THCS 1",),  # Bạch Long Vĩ
    "11755": ("TH 1", "THCS 1", "MN 1"),  # Tiên Lãng
    "11824": ("TH 1", "THCS 1", "MN 2"),  # Vĩnh Bảo
    "11629": ("TH|THCS 1", "MN 1"),  # An Lão
    "10507": ("TH 1", "THCS 1", "MN 1"),  # Thành Đông
    "10525": ("TH 1", "THCS 1", "MN 1*"),  # Hải Dương
    "10546": ("TH 1", "THCS 1", "MN 1"),  # Chí Linh
    "10813": ("TH|THCS 1", "MN 1"),  # Thanh Hà
    "11203": ("TH 1", "THCS 1", "MN 1*"),  # Ninh Giang
}
# schools under the authority: commune whose name they bear, levels, number
UPPER_SCHOOLS = (
    ("11383", "THPT 1"), ("11329", "THPT 2"), ("11560", "THPT 3"), ("11755", "THPT 2"), ("11824", "THPT 1"),
    ("10525", "THPT 1"), ("10546", "THPT 2"), ("11413", "THPT 3*"), ("10507", "THPT 2*"),
    ("11914", "TH|THCS|THPT 1"), ("11443", "TH|THCS|THPT 1"), ("11311", "TH|THCS|THPT 3*"),
    ("10813", "TH|THCS|THPT 1*"),
)  # fmt: skip

MAIL_ONLY = frozenset({"TH-012", "TH-023", "TH-034"})  # a unit mailbox, no person
NOTHING = frozenset({"TH-028"})  # neither: stands in "Chưa có địa chỉ nhận"
SHARED_MAILBOXES = {"11755": "giao-duc-tien-lang", "11824": "giao-duc-vinh-bao"}  # one mailbox for its schools

FAMILY = ("Nguyễn", "Trần", "Phạm", "Vũ", "Đỗ", "Bùi", "Hoàng", "Lê", "Đặng", "Ngô", "Đinh", "Lương", "Mai", "Tạ",
          "Đào", "Phan", "Cao")  # fmt: skip
MIDDLE = ("Minh", "Ngọc", "Thanh", "Hồng", "Phương", "Khánh", "Hải")
GIVEN = ("An", "Bình", "Châu", "Dung", "Giang", "Hà", "Hạnh", "Hiền", "Hòa", "Hương", "Khanh", "Lam", "Liên", "Linh",
         "Long", "Mai", "Nhân", "Phúc", "Quyên", "Sơn", "Tâm", "Thảo", "Thủy", "Vân")  # fmt: skip


def slug(text: str) -> str:
    """ASCII, lower case, words joined by hyphens."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    ascii_text = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return "-".join("".join(c if c.isalnum() else " " for c in ascii_text).split())


def people() -> Iterator[str]:
    """Synthetic names without end; the three list lengths share no factor, so the first 2,856 differ."""
    for family, middle, given in zip(cycle(FAMILY), cycle(MIDDLE), cycle(GIVEN)):
        yield f"{family} {middle} {given}"


def commune_unit(code: str, name: str, kind: str, twins: frozenset[str]) -> UnitRow:
    """A commune's row: kind and name together, because many bare names equal a former district.

    Names that differ in marks alone (``twins``: Cẩm Giang, Cẩm Giàng) get the code into their mailbox.
    """
    box = slug(f"{kind} {name}")
    if box in twins:
        box = f"{box}-{code}"
    word, short = COMMUNE_WORDS[kind]
    aliases = [f"UBND {kind} {name}", f"UBND {short} {name}", f"Ủy ban nhân dân {kind} {name}",
               f"Phòng Văn hóa - Xã hội {kind} {name}"]  # fmt: skip
    return UnitRow(code, "commune", f"{word} {name}", f"{short} {name}", AUTHORITY,
                   f"{box}@{DOMAIN}", "|".join(aliases))  # fmt: skip


def school_unit(number: int, place: str, spec: str, parent_code: str) -> UnitRow:
    """A synthetic school: numbered after the commune whose name it bears."""
    levels, ordinal = spec.rstrip("*").rsplit(" ", 1)
    word, short = SCHOOL_WORDS[levels]
    code = f"TH-{number:03d}"
    aliases = []
    if word.startswith("Trường THCS"):
        aliases.append(f"Trường Trung học cơ sở {place} {ordinal}")
    elif word.startswith("Trường THPT"):
        aliases.append(f"Trường Trung học phổ thông {place} {ordinal}")
    elif word.startswith("Trường TH&THCS"):
        aliases.append(f"Trường Tiểu học và Trung học cơ sở {place} {ordinal}")
    email = "" if code in NOTHING else f"{SCHOOL_MAIL[levels]}-{slug(place)}-{ordinal}@{DOMAIN}"
    return UnitRow(code, "school", f"{word} {place} {ordinal}", f"{short} {place} {ordinal}", parent_code, email,
                   "|".join(aliases), levels, "private" if spec.endswith("*") else "public")  # fmt: skip


def all_units(communes: list[tuple[str, str, str]]) -> list[UnitRow]:
    """Every row, parents before children."""
    place = {code: name for code, name, _ in communes}
    rows = [AUTHORITY_ROW]
    rows += [UnitRow(code, "department", name, short, AUTHORITY, f"{box}@{DOMAIN}", aliases)
             for code, name, short, box, aliases in DEPARTMENTS]  # fmt: skip
    rows += [UnitRow(code, "centre", name, short, AUTHORITY, f"{box}@{DOMAIN}" if box else "", aliases, levels,
                     "public", closed_on)
             for code, name, short, box, aliases, levels, closed_on in CENTRES]  # fmt: skip
    boxes = Counter(slug(f"{kind} {name}") for _, name, kind in communes)
    twins = frozenset(box for box, times in boxes.items() if times > 1)
    rows += [commune_unit(*commune, twins) for commune in communes]
    specs = [(code, spec, code) for code, listed in SCHOOLS.items() for spec in listed]
    specs += [(code, spec, AUTHORITY) for code, spec in UPPER_SCHOOLS]
    rows += [school_unit(n, place[code], spec, parent) for n, (code, spec, parent) in enumerate(specs, 1)]
    rows += [UnitRow(code, "agency", name, short, parent, "", aliases, closed_on=closed_on)
             for code, name, short, parent, aliases, closed_on in AGENCIES]  # fmt: skip
    return rows


def contacts_of(unit: UnitRow, names: Iterator[str]) -> Iterator[ContactRow]:
    """A head and an officer for offices, an officer (and some heads) for schools, nobody for agencies."""
    if unit.kind == "agency" or unit.closed_on or unit.code in MAIL_ONLY | NOTHING:
        return
    box = unit.email.partition("@")[0]
    if unit.kind == "authority":
        yield ContactRow(unit.code, next(names), "Phó Giám đốc", "head", f"lanh-dao-so@{DOMAIN}")
        return
    if unit.kind == "school":
        if int(unit.code[-3:]) % 3 == 0:
            yield ContactRow(unit.code, next(names), "Hiệu trưởng", "head", f"hieu-truong.{box}@{DOMAIN}")
        shared = SHARED_MAILBOXES.get(unit.parent_code)
        yield ContactRow(unit.code, next(names), "Giáo viên phụ trách CNTT", "officer",
                         f"{shared or 'cntt.' + box}@{DOMAIN}")  # fmt: skip
        return
    head, officer = {
        "department": ("Chánh Văn phòng" if unit.code == "VP" else "Trưởng phòng", "Chuyên viên"),
        "centre": ("Giám đốc", "Viên chức phụ trách CNTT"),
        "commune": ("Trưởng phòng Văn hóa - Xã hội", "Chuyên viên Phòng Văn hóa - Xã hội"),
    }[unit.kind]
    yield ContactRow(unit.code, next(names), head, "head", f"lanh-dao.{box}@{DOMAIN}")
    yield ContactRow(unit.code, next(names), officer, "officer", f"chuyen-vien.{box}@{DOMAIN}")


def write_rows(path: Path, kind: type[UnitRow | ContactRow], rows: list[UnitRow] | list[ContactRow]) -> None:
    """UTF-8, LF, header from the dataclass."""
    columns = [field.name for field in fields(kind)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([getattr(row, column) for column in columns] for row in rows)


def main() -> None:
    """Read the communes, write both files."""
    with (SEEDS / "communes.csv").open(encoding="utf-8", newline="") as stream:
        communes = [(row["code"], row["name"], row["kind"]) for row in csv.DictReader(stream)]
    units = all_units(communes)
    names = people()
    contacts = [contact for unit in units for contact in contacts_of(unit, names)]
    write_rows(SEEDS / "units.csv", UnitRow, units)
    write_rows(SEEDS / "contacts.csv", ContactRow, contacts)


if __name__ == "__main__":
    main()
