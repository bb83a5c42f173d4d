"""How kinds, levels and forms of ownership are called on pages. Pure data."""

from tracker.directory.models import Ownership, SchoolLevel, UnitKind

KIND_WORDS = {
    UnitKind.AUTHORITY: "Sở",
    UnitKind.DEPARTMENT: "Phòng của Sở",
    UnitKind.CENTRE: "Trung tâm",
    UnitKind.COMMUNE: "Xã, phường, đặc khu",
    UnitKind.SCHOOL: "Trường",
    UnitKind.AGENCY: "Cơ quan ngoài ngành",
}
LEVEL_WORDS = {
    SchoolLevel.MN: "Mầm non",
    SchoolLevel.TH: "Tiểu học",
    SchoolLevel.THCS: "THCS",
    SchoolLevel.THPT: "THPT",
    SchoolLevel.GDTX: "GDTX",
    SchoolLevel.GDNN: "GDNN",
}
OWNERSHIP_WORDS = {Ownership.PUBLIC: "Công lập", Ownership.PRIVATE: "Ngoài công lập"}
