"""Words around a deadline in running text, by meaning: who is asked, what acts are, where a name ends. Data only."""

import re
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.words import DUTY, UNIT_START

# Acts that follow a doer's name. Lower case: "Ban Tổ chức", "Ủy ban Kiểm tra" are names.
VERB: Final = (
    r"(?:theo chức năng|theo thẩm quyền|trong phạm vi|cân đối|quyết liệt|tích cực|kịp thời|đẩy mạnh|duy trì|đăng tải|hoàn trả|hoàn tất|tiếp thu|tham dự|thống nhất|bám sát|nhắc nhở|điền|"
    r"huy động|phân tích|ưu tiên|chấm điểm|rút kinh nghiệm|là (?:đơn vị|cơ quan|đầu mối|bộ phận)|có nhiệm vụ|trân trọng|khẩn trương|nghiêm túc|chủ động|tiếp tục|quan tâm|phối hợp|căn cứ|xây dựng|gửi|nộp|báo cáo|triển khai|thực hiện|tổ chức|hoàn thành|hoàn thiện|xong|"
    r"rà soát|cử|(?<!công )(?<!độc )lập|chỉ đạo|cập nhật|tham mưu|ban hành|đăng ký|đăng kí|tổng hợp|cung cấp|chuẩn bị|phân công|kiện toàn|có trách nhiệm|chịu trách nhiệm|chủ trì|"
    r"hướng dẫn|tiến hành|bố trí|phổ biến|quán triệt|đôn đốc|kiểm tra|góp ý|tham gia|(?<!chương )(?<!quá )(?<!công )(?<!giáo )(?<!quy )trình|đề xuất|thông báo|công khai|công bố|nhập|khai báo|đánh giá|tự đánh giá|"
    r"phải|cần|sẽ|và gửi|nghiên cứu|giúp|theo dõi|giám sát|thẩm định|phê duyệt|ký|quyết định|giao|chuyển(?! đổi)|thu|nhận|tiếp nhận|kê khai|thống kê|tập trung|"
    r"tăng cường|sắp xếp|tuyên truyền|vận động|khảo sát|kiểm kê|bàn giao|lựa chọn|bình xét|xét|họp|ra quyết định|đề nghị|yêu cầu|thành lập|phát động|bảo đảm|đảm bảo|"
    r"hiệp y|cho ý kiến|có văn bản|có báo cáo|có ý kiến|có công văn|làm đầu mối|làm|tự kiểm tra|quyết toán|thanh toán|mua sắm|nghiệm thu|đề ra|biên soạn|(?<!biên )soạn|in|"
    r"được giao|dự thảo|tổng kết|sơ kết|khắc phục|xử lý|giải quyết|số hóa|xác nhận|xác minh|sao lưu|niêm yết|duyệt|viết|chấm|vào điểm|khóa|chốt|kết nối|chia sẻ|đề cử|điều chỉnh|"
    r"chấp hành|liên hệ|hỗ trợ|thông tin|phản hồi|xin ý kiến|lấy ý kiến|gia hạn|trả lời|đối chiếu|cam kết|bổ sung|giải trình|tự rà soát|phân bổ|(?<!chủ )đầu tư|sửa chữa|thu thập|đưa)(?![^\W\d_])"
)
ASK: Final = (
    r"(?i:(?:kính |trân trọng )?đề nghị|yêu cầu|giao nhiệm vụ cho|giao trách nhiệm cho|giao cho|giao|phân công nhiệm vụ cho|phân công(?= (?:đ/c|đồng chí|ông|bà|thầy|cô|phòng|văn phòng|tổ|phó)\b)|"
    r"ủy quyền cho|uỷ quyền cho|kính mời|trân trọng mời|mời)"
)
# What may open a sentence before its subject.
INTRODUCTION: Final = regex(
    r"(?:Để|Căn cứ|Trên cơ sở|Sau|Khi|Trước|Nhằm|Theo|Thực hiện|Nhận được|Hằng|Hàng|Định kỳ|Từ|Trong|Đến|Chậm nhất|Muộn nhất|Riêng|Ngoài|Đối với|Qua|Tại|Vào|Ngay|Kết thúc|"
    r"Năm học|Tuần|Tháng|Cuối|Đầu|Giữa|Bên cạnh|Đồng thời|Tiếp tục|Hết|Mỗi|Trường hợp|Nếu|Tùy|Với|Do|Vì|Ngày|Học kỳ|Quý)\b",
    re.IGNORECASE,
)
# Heads of persons and of whole groups, which no table of units holds.
PERSON: Final = regex(
    r"(?:(?:mỗi|từng|tất cả|toàn bộ|toàn thể|mọi|các|những|đề nghị|quý|một số|100%)\s+)*(?:thầy|cô|nhân viên|viên chức|công chức|học sinh|phụ huynh|cha mẹ|thí sinh|tác giả|tập thể|"
    r"cá nhân|nhà thiếu nhi|nhà văn hóa|bảo tàng|câu lạc bộ|clb|trạm|phường|đặc khu|thị trấn|thị xã|liên đoàn|liên minh|hiệp hội|thường trực|chi cục|tổng cục|bệnh viện|ngân hàng|chủ đầu tư|chủ (?:các|cơ sở|nhóm)|khoa|chủ nhiệm|điểm thi|ban quản lý|nhà thầu|tổ trưởng|tổ phó|tổng phụ trách|thủ quỹ|bảo vệ|đảng viên|chi bộ|chi đoàn|liên đội|chi hội|đoàn viên|người|thành viên|tiểu ban|đội|ttcm|tổ cm|gvbm|hs\b|cmhs|nhà xuất bản|tổ chức|"
    r"nhà trường|hiệu trưởng|phó|trưởng|giáo viên|cbgv|chánh|chính phủ|bộ trưởng|thủ tướng|giáo xứ|ủy viên|hội viên|bí thư|báo|đài)(?![^\W\d_])",
    re.IGNORECASE,
)
QUANTITY: Final = regex(r"^(?:mỗi|từng|toàn bộ|riêng|\d+|hai|ba|bốn|năm)\s+(?:các\s+)?", re.IGNORECASE)
SECTIONS: Final = regex(
    r"(?:công tác|nội dung|thời gian|hồ sơ|báo cáo|tổ chức|thông tin|người (?:học|dân)|đội ngũ|cơ sở vật chất|lớp học|sở thích|trường hợp|tỉ lệ|tỷ lệ|ngành nghề|bộ (?:sách|tài liệu|đề|hồ sơ|môn)|sở dĩ|bộ mặt)\b",
    re.IGNORECASE,
)
EVERYONE: Final = regex(
    r"^(?:quý\s+(?:cơ quan|đơn vị|thầy|sở|ủy ban|uỷ ban|ông|nhà trường|trường|bộ)|(?:các\s+)?(?:cơ quan,?\s+)?(?:đơn vị|trường|địa phương)\s+(?:có tên|nêu)\s+(?:ở\s+)?trên|như\s+(?:trên|kính gửi)|"
    r"các\s+(?:đồng chí|đ/c|ông(?:,|/|\s+và)?\s*bà|thầy(?:,|/)?\s*cô)$)",
    re.IGNORECASE,
)
# "các đơn vị" in a letter means those it is addressed to, unless the letter says whom it calls so (domain 1.7)
THE_ADDRESSED: Final = regex(
    r"^(?:(?:lãnh đạo|thủ trưởng|người đứng đầu)\s+)?(?:tất cả\s+các|các|mỗi|từng)\s+(?:(?:sở|ngành|cơ quan|địa phương|tổ chức)(?:\s*,\s*|\s+và\s+|\s+))*(?:đơn vị|cơ quan|địa phương)"
    r"(?:,\s*(?:cá nhân|địa phương|đơn vị))?(?:\s+(?:trên|nêu trên|liên quan|có liên quan))?$",
    re.IGNORECASE,
)
HEADING: Final = regex(
    r"^(?:(?:đối với|về phía|giao|đề nghị|trách nhiệm(?: của)?|nhiệm vụ(?: cụ thể)? của|phân công(?: nhiệm vụ)?(?: của| cho)?|yêu cầu|riêng(?: đối với)?|kính đề nghị|với|tại|cấp)\s+)?(?P<who>.+?)\s*[:.;]?$",
    re.IGNORECASE,
)
RECEIVES: Final = regex(r"(?:sẽ\s+|chỉ\s+|bắt đầu\s+)?(?:tiếp nhận|nhận|thu(?! thập)|tổng hợp danh sách)\b")
ISSUES: Final = regex(
    r"(?:đã\s+|sẽ\s+)?(?:ban hành|xây dựng|tổ chức|thông báo|hướng dẫn|báo cáo|triển khai|công bố|nhận được)\b"
)

# A plural at the start of a sentence acts where it is no thing: "Các nhà tài trợ gửi …", not "Các nội dung báo cáo …".
SOME: Final = regex(
    r"(?:Các|Những)\s+(?!(?:nội dung|hồ sơ|sản phẩm|báo cáo|văn bản|tài liệu|nhiệm vụ|hoạt động|công việc|số liệu|ý kiến|bài|đề|biểu|kế hoạch|minh chứng|thông tin|chỉ tiêu|khoản|quy định|điều kiện|"
    r"vướng mắc|khó khăn|dự án|công trình|mẫu|tiêu chí|giải pháp|cuộc|hội|kỳ|lớp|môn|chương trình|đề án|hạng mục|trường hợp|vấn đề|sáng kiến|phần|mục|bước|giải|thiết bị|phương tiện|yêu cầu|kết quả|danh sách|"
    r"quyết định|hệ thống|phong trào|phương án|dữ liệu|tin|năm|tháng|ngày|lần|đợt|buổi|tiết|loại|hình thức)\b)[^\W\d_]"
)
DIRECTS: Final = regex(
    r"(?:đã\s+)?(?:có ý kiến|cho ý kiến|kết luận|chỉ đạo|yêu cầu|đề nghị|thống nhất|giao|quyết định|phân công|lưu ý|nhấn mạnh|chỉ thị)\b"
)

RECIPIENT_NAME: Final = (
    r"(?:Bộ(?! phận)|bộ phận|Sở|UBND|Ủy ban|Uỷ ban|HĐND|Hội đồng|Phòng|phòng(?! chống|,| học| thi| ngừa| tránh)|Văn phòng|văn phòng|Cục|Vụ|Thành ủy|Tỉnh ủy|Huyện ủy|Đảng ủy|đảng ủy|Ban(?! hành)|BTC|Trung ương|Thường trực|Công an|cơ qua(?:n)?|"
    r"đơn vị|cấp trên|cấp có thẩm quyền|cấp ủy|Trung tâm|Chi cục|Liên đoàn|BCĐ|BGH|Hiệu trưởng|hiệu trưởng|Phó Hiệu trưởng|phó hiệu trưởng|Giám đốc|Phó Giám đốc|Lãnh đạo|lãnh đạo|Thủ tướng|Phó Thủ tướng|Phó Chủ tịch|Thứ trưởng|Chính phủ|Quốc hội|Chủ tịch|"
    r"Bộ trưởng|Tổ(?! chức)|tổ(?! chức)|nhà trường|Nhà trường|Trường|trường(?! hợp| học)|Hội(?! nghị| thảo| thi)|đồng chí|đ/c|Đ/c|thầy|cô|Thanh tra|Chi bộ|Kho bạc|Công đoàn|Đoàn|Viện|Thủ trưởng|GVCN|giáo viên|[Kk]ế toán|[Vv]ăn thư|Tổng phụ trách|cô|ông|bà|VP|Chánh|Trưởng|Huyện|Ủy viên|PHT|HT)"
)
RECIPIENT_END: Final = (
    r"(?=\s*(?:[.;:()]|$|\btrước\b|\bchậm nhất\b|\bmuộn nhất\b|\bđể\b|\bvề việc\b|\bkết quả\b|\btheo\b|\bbằng\b|\bqua\b|\btrong\b|\bviệc\b|\btình hình\b|\bvà\s+(?:báo|gửi|công|đăng|lưu|thông)|"
    r"\bđúng\b|\bchậm\b|\bhạn\b|\bvào\b|\btại\b|\bdanh sách\b|\btổng hợp\b|\bvề\b|\bđến\b|\bgồm\b|\bphê duyệt\b|\bxem xét\b|\bký\b|\bban hành\b|\bquyết định\b|\bthẩm định\b|\bcông nhận\b|"
    r"\bhằng\b|\bhàng\b|\bđịnh kỳ\b|\btheo dõi\b|\bduyệt\b|\bxong\b|\bhoàn thành\b|\bsau\b|\bnhư\b|\bcho ý kiến\b|\bkèm\b|\blà\b|\btừ\b|\bcùng\b|\bthông qua\b|\bkiểm tra\b|\bdự thảo\b|\bbáo cáo\b|\bkế hoạch\b|"
    r"\bphương án\b|\bđề án\b|\bhồ sơ\b|\bban\b|\b(?:mỗi|từng)\s|\bthời hạn\b|\bthời gian\b|\bmuộn\b|\s[-–]\s(?=[a-zđ])|\d+\s?(?:giờ|h\d)|\bngày\b|\blúc\b|\bxin\b|\bcó\b|\bđảm bảo\b|\blàm\b|\bthực hiện\b|\bđồng thời\b|"
    r",(?!\s*(?:Bộ|Sở|UBND|Cục|Văn phòng|Công nghệ|Thành ủy|Thể thao))))"
)


def is_doer_start(text: str) -> bool:
    """Whether `text` begins like an office, a post, persons or a group that can be given work."""
    plain = QUANTITY.sub("", text, count=1)
    return bool((UNIT_START.match(plain) or PERSON.match(text)) and not SECTIONS.match(plain))


def has_duty(text: str) -> bool:
    """Whether `text` names something to be done or delivered."""
    return bool(DUTY.search(text))
