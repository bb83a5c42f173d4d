"""How kinds, levels, forms of ownership and browsers are called on pages. Pure."""

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

# the first that occurs counts: Edge and Opera also say Chrome, Chrome also says Safari
_BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def browser_words(user_agent: str) -> str:
    """ "Chrome trên Windows" from what a browser says of itself; its own words where they are unknown."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in user_agent), None)
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), None)
    if browser is None:
        return user_agent[:60] or "Không rõ trình duyệt"
    return f"{browser} trên {system}" if system else browser
