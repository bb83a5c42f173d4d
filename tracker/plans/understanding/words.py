"""Words by meaning: table headings, units, duties. Data only; nothing here knows a document or a province."""

import re
from enum import StrEnum
from typing import Final

from tracker.patterns import regex

_VIETNAMESE: Final = [chr(code) for code in range(0x1EA0, 0x1EFA)]  # Ạ ạ … Ỹ ỹ
UPPER: Final = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯ" + "".join(filter(str.isupper, _VIETNAMESE))  # for character classes
LOWER: Final = "a-zß-öø-ÿăđĩũơư" + "".join(filter(str.islower, _VIETNAMESE))


class Column(StrEnum):
    """What a table column holds, whatever its heading is called and wherever it stands."""

    NUMBER = "number"
    GROUP = "group"
    CONTENT = "content"
    PRODUCT = "product"
    TIME = "time"
    LEAD = "lead"
    COORDINATING = "coordinating"
    START = "start"
    END = "end"
    NOTE = "note"
    REVIEWER = "reviewer"
    RECIPIENT = "recipient"
    OTHER = "other"


# Headings in use, lower case. Longer ones win; words of MODIFIERS may follow any of them.
HEADINGS: Final[dict[Column, tuple[str, ...]]] = {
    Column.NUMBER: ("stt", "tt", "số tt", "số thứ tự", "s tt", "thứ tự", "mục"),
    Column.GROUP: (
        "nhóm nhiệm vụ", "nhóm công việc", "nhóm nội dung", "nhóm", "lĩnh vực", "nhóm lĩnh vực", "mảng công việc", "nhóm việc", "chủ đề",
    ),
    Column.CONTENT: (
        "nội dung", "nội dung công việc", "nội dung nhiệm vụ", "nội dung thực hiện", "nội dung công việc trọng tâm", "nhiệm vụ",
        "nhiệm vụ trọng tâm", "nhiệm vụ cụ thể", "nhiệm vụ, giải pháp", "nhiệm vụ/giải pháp", "nội dung, nhiệm vụ", "công việc",
        "tên nhiệm vụ", "tên công việc", "hoạt động", "nội dung hoạt động", "nội dung triển khai", "việc cần làm", "đầu việc", "nhiệm vụ/công việc",
        "nội dung/nhiệm vụ", "nội dung báo cáo", "tên báo cáo", "báo cáo",
    ),
    Column.PRODUCT: (
        "sản phẩm", "sản phẩm/chỉ tiêu", "kết quả", "kết quả đầu ra", "sản phẩm đầu ra", "chỉ tiêu", "kết quả đạt được", "sản phẩm, kết quả",
        "kết quả, sản phẩm", "kết quả/sản phẩm", "sản phẩm/kết quả", "sản phẩm dự kiến", "kết quả dự kiến", "sản phẩm hoàn thành",
        "yêu cầu sản phẩm", "sản phẩm chủ yếu", "minh chứng", "sản phẩm/minh chứng", "kết quả cần đạt", "yêu cầu cần đạt", "yêu cầu, kết quả",
    ),
    Column.TIME: (
        "thời gian", "thời gian thực hiện", "thời gian hoàn thành", "thời hạn", "thời hạn hoàn thành", "tiến độ", "tiến độ thực hiện",
        "hạn hoàn thành", "thời điểm", "lộ trình", "hoàn thành", "thời hạn thực hiện", "thời gian, tiến độ", "thời gian báo cáo", "thời hạn báo cáo",
        "thời hạn gửi", "hạn nộp", "thời gian triển khai", "hạn báo cáo", "thời gian gửi", "kỳ hạn", "tiến độ hoàn thành", "hạn gửi",
    ),
    Column.LEAD: (
        "đơn vị chủ trì", "cơ quan chủ trì", "chủ trì", "đơn vị thực hiện", "bộ phận thực hiện", "phụ trách", "người phụ trách", "phòng chủ trì",
        "cơ quan, đơn vị chủ trì", "đơn vị, cá nhân chủ trì", "người thực hiện", "cá nhân thực hiện", "đơn vị phụ trách", "cơ quan thực hiện",
        "bộ phận chủ trì", "trách nhiệm", "phân công", "đơn vị báo cáo", "đơn vị đầu mối", "đơn vị chủ trì thực hiện", "cá nhân, bộ phận thực hiện",
        "người chịu trách nhiệm", "đơn vị/cá nhân chủ trì", "bộ phận phụ trách", "đối tượng thực hiện", "trách nhiệm thực hiện", "phân công thực hiện",
    ),
    Column.COORDINATING: (
        "đơn vị phối hợp", "cơ quan phối hợp", "phối hợp", "phòng phối hợp", "bộ phận phối hợp", "cơ quan, đơn vị phối hợp",
        "đơn vị, cá nhân phối hợp", "người phối hợp", "phối hợp thực hiện", "đơn vị phối hợp thực hiện", "đơn vị/cá nhân phối hợp",
    ),
    Column.OTHER: (
        "ghi chú", "kinh phí", "nguồn kinh phí", "dự toán", "nguồn lực", "lãnh đạo phụ trách", "lãnh đạo chỉ đạo", "người chỉ đạo", "lãnh đạo sở phụ trách",
        "địa điểm", "đối tượng", "số lượng", "căn cứ", "cơ sở", "theo dõi", "cấp trình", "hình thức", "nơi nhận báo cáo", "nơi nhận",
        "đơn vị nhận", "cơ quan nhận báo cáo", "biện pháp", "giải pháp", "thành phần", "đơn vị tính", "mục tiêu", "cơ quan nhận",
    ),
}  # fmt: skip
MODIFIERS: Final = frozenset(
    [
        "công",
        "việc",
        "trọng",
        "tâm",
        "thực",
        "hiện",
        "triển",
        "khai",
        "hoàn",
        "thành",
        "dự",
        "kiến",
        "chính",
        "chủ",
        "yếu",
        "cần",
        "đạt",
        "được",
        "cụ",
        "thể",
        "nhiệm",
        "vụ",
        "chung",
        "của",
        "phải",
        "và/hoặc",
        "tham",
        "gia",
        "báo",
        "cáo",
        "gửi",
        "về",
        "chịu",
        "trách",
        "nhiệm",
        "đơn",
        "vị",
    ]
)
HEADING_COLUMN: Final = {heading: column for column, headings in HEADINGS.items() for heading in headings}
LONGEST_HEADING: Final = max(len(heading.split()) for heading in HEADING_COLUMN)

# How names of doers begin, lower case.
_UNIT_HEADS: Final = (
    r"(?:(?:thủ trưởng|lãnh đạo|giám đốc|hiệu trưởng|trưởng|người đứng đầu|cán bộ|chuyên viên|bộ phận|toàn thể)\s+)?(?:tất cả\s+)?(?:các\s+|những\s+|một số\s+)?"
    r"(?:văn phòng|phòng(?! (?:chống|tránh|ngừa))|csgd|cơ sở(?! dữ liệu| vật chất)|đơn vị|ubnd|ủy ban|uỷ ban|sở(?! hữu)|bộ(?! chỉ số| dữ liệu)|cục|vụ|viện|trường|nhà trường|trung tâm|công an|ban(?! hành)|hội(?! nghị| thảo| thi)|đoàn(?! kết)|tổ(?! chức)|nhóm(?! nhiệm| công| dịch)|cụm|cơ quan|"
    r"hội đồng|thanh tra|công đoàn|doanh nghiệp|tập đoàn|công ty|học viện|đại học|kho bạc|bảo hiểm|địa phương|xã(?! hội)|quận|huyện|thành phố|thành ủy|tỉnh|tt\b|"
    r"gvcn|gv\b|giáo viên|bgh\b|ban giám hiệu|kế toán|văn thư|y tế|bí thư|chủ tịch|phó|hiệu phó|tổng phụ trách|thư viện|ông|bà|đ/c|đồng chí|"
    r"khối|lớp|ngành|quý cơ quan|cqđv|thư ký|tctc|vp\b|vnpt|viettel|mttq|mặt trận|chi bộ|đảng|toàn|trạm|thôn|ấp\b|chi đoàn|liên đội|chi hội|ngân hàng|bệnh viện|bưu điện|điện lực|đồn biên phòng|bộ đội|báo(?! cáo)|đài|hạt kiểm lâm|bảo tàng|nhà văn hóa|nhà thiếu nhi|câu lạc bộ|khoa(?! học)|tiểu ban|đội(?! ngũ)|100%|cán bộ|chuyên viên|lãnh đạo|thủ trưởng|hiệu trưởng|giám đốc)"
)
UNIT_START: Final = regex(_UNIT_HEADS + r"(?![^\W\d_])", re.IGNORECASE)
ACRONYM: Final = regex(r"[A-ZĐ][A-ZĐa-z&\-]*[A-ZĐ][A-Za-zĐ&\-]*")

# How products begin: things and measures, where contents begin with acts.
PRODUCT_START: Final = regex(
    r"(?:văn bản|báo cáo|kế hoạch|quyết định|danh sách|hồ sơ|biên bản|bộ |tờ trình|công văn|hệ thống|kết quả|bảng|biểu|đề án|đề cương|quy chế|thông báo|"
    r"hướng dẫn|≥|>|\d|phần mềm|cơ sở dữ liệu|csdl|dữ liệu|đường link|tài liệu|giấy|sổ|phiếu|hội nghị|chương trình|nghị quyết|dự thảo|video|bài|trang|lớp|minh chứng|"
    r"công khai|đảm bảo|bảo đảm|hoàn thành|tỷ lệ|tỉ lệ|thí điểm|100%|tại |cổng|file|tổng kết|sso|hợp đồng|chuyên mục)",
    re.IGNORECASE,
)

DUTY: Final = regex(
    r"gửi|nộp|báo cáo|hoàn thành|hoàn thiện|ban hành|trình |xong|cập nhật|đăng ký|đăng kí|phê duyệt|công bố|công khai|tổ chức|triển khai|thực hiện|xây dựng|lập |rà soát|"
    r"tổng hợp|góp ý|cung cấp|chuyển|đề xuất|cử |kiện toàn|nhập|khai báo|phản hồi|tham gia|bố trí|niêm yết|chuẩn bị|kiểm tra|hướng dẫn|quyết toán|đề nghị",
    re.IGNORECASE,
)
END_OF_BODY: Final = regex(
    r"^(?:Nơi nhận\s*:?|(?:KT|TM|TL|TUQ|Q)\s?\.\s?[" + UPPER + r" ]{4,}|GIÁM ĐỐC|CHỦ TỊCH|CHÁNH VĂN PHÒNG|HIỆU TRƯỞNG)$"
)
ANNEX: Final = regex(
    r"^\(?(?:PHỤ LỤC|Phụ lục|BIỂU MẪU|Biểu mẫu|Mẫu số|MẪU SỐ)(?:\s+(?:số\s+)?(?:[IVX]+|\d{1,2}|[A-Z]))?\s*[.:)]?$"
)
