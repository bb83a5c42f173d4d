"""92 and 93: printed dispatches: doers defined once and named shortly after, dates listed by group of doers, doers after the thing ("do … thực hiện")."""

from pathlib import Path

from tests.corpus.making import print as pages
from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

EMULATION = """
Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022; Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ, Sở Giáo dục và Đào tạo (GDĐT) hướng dẫn các phòng thuộc Sở, các trường trung học phổ thông, trung tâm giáo dục thường xuyên trực thuộc Sở (sau đây gọi chung là các đơn vị) và UBND các xã, phường, đặc khu tổng kết công tác thi đua, khen thưởng năm học 2025 - 2026 như sau:
# I. BÌNH XÉT DANH HIỆU THI ĐUA
1. Các đơn vị tổ chức bình xét công khai, dân chủ; thời gian hoàn thành trước ngày 29/5/2026.
2. Cụm trưởng các cụm thi đua tổ chức họp cụm, chấm điểm chéo và nộp biên bản họp cụm về Văn phòng Sở trước ngày 05/6/2026.
3. Sáng kiến cấp cơ sở do Hội đồng sáng kiến của đơn vị xét, công nhận xong trước ngày 20/5/2026. Sáng kiến đề nghị cấp tỉnh được các đơn vị gửi về Văn phòng Sở trước ngày 25/5/2026.
# II. HỒ SƠ, THỜI HẠN
1. Thời gian nộp hồ sơ
- Các phòng thuộc Sở: trước ngày 08/6/2026;
- Các trường trung học phổ thông: trước ngày 10/6/2026;
- Trung tâm giáo dục thường xuyên: trước ngày 12/6/2026;
- UBND các xã, phường, đặc khu (đối với hồ sơ của các trường mầm non, tiểu học, trung học cơ sở): chậm nhất ngày 15/6/2026.
2. Hồ sơ đề nghị khen thưởng cấp Nhà nước nộp sớm hơn: ngày 31/5/2026 là hạn cuối đối với tất cả các đơn vị.
3. Nơi nhận hồ sơ: Văn phòng Sở (Thường trực Hội đồng Thi đua - Khen thưởng ngành), trước 17 giờ các ngày làm việc. Hồ sơ gửi sau thời hạn trên không được xem xét.
# III. TỔ CHỨC THỰC HIỆN
1. Thủ trưởng các đơn vị chịu trách nhiệm về tính chính xác của hồ sơ; cập nhật kết quả vào phần mềm quản lý thi đua trước ngày 30/6/2026.
2. Văn phòng Sở thẩm định hồ sơ, trình Hội đồng Thi đua - Khen thưởng ngành trước ngày 25/6/2026; hoàn thiện hồ sơ trình UBND tỉnh khen thưởng trong tháng 7/2026.
3. Các thành viên Hội đồng Thi đua - Khen thưởng ngành cho ý kiến bằng phiếu, gửi lại Văn phòng Sở trong ngày 28/6/2026.
"""


@document("92-so-huong-dan-thi-dua.pdf")
def emulation(path: Path) -> Json:
    paper = word.new(size=13.5, font="Liberation Serif")
    word.page_numbers(paper)
    word.head(
        paper,
        "UBND TỈNH AN GIANG",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 1520/HD-SGDĐT",
        "An Giang, ngày 27 tháng 4 năm 2026",
    )
    word.title(paper, "HƯỚNG DẪN", "Tổng kết công tác thi đua, khen thưởng năm học 2025 - 2026")
    word.paras(paper, EMULATION)
    word.signature(paper, ["Như phần đầu;", "Ban Giám đốc Sở;", "Lưu: VT, VP."], "GIÁM ĐỐC")
    word.save_pdf(paper, path)
    schools, centres = "các trường trung học phổ thông", "trung tâm giáo dục thường xuyên trực thuộc Sở"
    units = f"các phòng thuộc Sở; {schools}; {centres}"
    loose = {"who_or": ["các đơn vị", "Các đơn vị trực thuộc Sở"]}
    office = "Văn phòng Sở"
    return facts(
        {"number": "1520/HD-SGDĐT", "issued_on": "2026-04-27", "issuer": "Sở Giáo dục và Đào tạo An Giang", "kind": "other",
         "title": "Tổng kết công tác thi đua, khen thưởng năm học 2025 - 2026", "school_year": "2025-2026"},
        [],
        [
            deadline("2026-05-29", "bình xét công khai dân chủ", units, **loose),
            deadline("2026-06-05", "biên bản họp cụm", "Cụm trưởng các cụm thi đua", recipient=office),
            deadline("2026-05-20", "sáng kiến cấp cơ sở xét công nhận", "Hội đồng sáng kiến của đơn vị", who_or=["Hội đồng sáng kiến"]),
            deadline("2026-05-25", "sáng kiến đề nghị cấp tỉnh", units, recipient=office, **loose),
            deadline("2026-06-08", "hồ sơ của các phòng thuộc Sở", "Các phòng thuộc Sở"),
            deadline("2026-06-10", "hồ sơ trường trung học phổ thông", schools),
            deadline("2026-06-12", "hồ sơ trung tâm giáo dục thường xuyên", "Trung tâm giáo dục thường xuyên", who_or=[centres]),
            deadline("2026-06-15", "hồ sơ của các trường mầm non, tiểu học", "UBND các xã, phường, đặc khu"),
            deadline("2026-05-31", "hồ sơ đề nghị khen thưởng cấp Nhà nước", "tất cả các đơn vị", who_or=["các đơn vị", units]),
            deadline("2026-06-30", "cập nhật kết quả vào phần mềm", "Thủ trưởng các đơn vị", who_or=["các đơn vị", units]),
            deadline("2026-06-25", "thẩm định hồ sơ trình Hội đồng", office),
            deadline("2026-07-31", "hoàn thiện hồ sơ trình UBND tỉnh", office, recipient="UBND tỉnh"),
            deadline("2026-06-28", "cho ý kiến bằng phiếu", "Các thành viên Hội đồng Thi đua - Khen thưởng ngành", recipient=office),
        ],
    )  # fmt: skip


MINISTRY = """
Ngày 20/11/2025, Chính phủ ban hành Nghị định số 301/2025/NĐ-CP quy định về tự chủ trong cơ sở giáo dục. Để kịp thời triển khai, Bộ Nội vụ trân trọng đề nghị Quý cơ quan chỉ đạo thực hiện các nội dung sau:
<b>1. Về rà soát vị trí việc làm</b>
Các bộ, ngành phê duyệt danh mục vị trí việc làm của đơn vị sự nghiệp trực thuộc trước ngày 31/01/2026. UBND các tỉnh, thành phố hoàn thành việc này trước ngày 28/02/2026, trong đó giao Sở Nội vụ là cơ quan đầu mối.
<b>2. Về bố trí biên chế giáo viên</b>
2.1. UBND cấp tỉnh phân bổ số biên chế được bổ sung đến từng cơ sở giáo dục, xong trước ngày 15/3/2026, không để tồn đọng.
2.2. Trường hợp chưa tuyển dụng hết, UBND cấp tỉnh có văn bản báo cáo, nêu rõ lý do. Văn bản gửi về Bộ Nội vụ (qua Vụ Tổ chức - Biên chế, thư điện tử: vutcbc@example.gov.vn) trước ngày 30/3/2026.
<b>3. Cập nhật cơ sở dữ liệu</b>
Số liệu biên chế, vị trí việc làm phải được cập nhật đầy đủ trên Cơ sở dữ liệu quốc gia về cán bộ, công chức, viên chức. Sở Nội vụ các tỉnh, thành phố và Vụ (Ban) Tổ chức cán bộ các bộ, ngành có trách nhiệm cập nhật xong trước ngày 20/02/2026; sau đó định kỳ hằng tháng, trước ngày 05, rà soát, bổ sung.
<b>4. Chế độ thông tin</b>
- Đơn vị thực hiện: các bộ, ngành, địa phương.
- Nội dung: báo cáo sơ kết 01 năm thực hiện Nghị định.
- Thời hạn gửi báo cáo: ngày 10/12/2026.
Bộ Nội vụ sẽ tổng hợp, báo cáo Thủ tướng Chính phủ trong tháng 12/2026. Đề nghị Quý cơ quan cử 01 công chức làm đầu mối, thông tin gửi về Bộ trước 16 giờ 00 phút ngày 19/12/2025./.
"""


@document("93-bo-cong-van-vi-tri-viec-lam.pdf")
def ministry(path: Path) -> Json:
    story = [
        *pages.head(
            "<b>BỘ NỘI VỤ</b>",
            "Số: 9801/BNV-TCBC<br/>V/v triển khai quy định về vị trí việc làm, biên chế trong cơ sở giáo dục",
            "Hà Nội, ngày 08 tháng 12 năm 2025",
        ),
        pages.centred("Kính gửi:"),
        pages.centred("- Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ;"),
        pages.centred("- Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương."),
        *pages.body(MINISTRY, 12.5),
        *pages.signature("- Như trên;<br/>- Bộ trưởng (b/c);<br/>- Lưu: VT, TCBC.", "KT. BỘ TRƯỞNG<br/>THỨ TRƯỞNG"),
    ]
    pages.save(path, story)
    bodies, provinces = (
        "Các bộ; cơ quan ngang bộ; cơ quan thuộc Chính phủ",
        "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương",
    )
    named = "UBND các tỉnh, thành phố"
    staff = "Sở Nội vụ các tỉnh, thành phố; Vụ (Ban) Tổ chức cán bộ các bộ, ngành"
    either = ["Quý cơ quan", f"Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ; {provinces}"]
    return facts(
        {"number": "9801/BNV-TCBC", "issued_on": "2025-12-08", "issuer": "Bộ Nội vụ", "kind": "cong_van",
         "title": "triển khai quy định về vị trí việc làm, biên chế trong cơ sở giáo dục"},
        [],
        [
            deadline("2026-01-31", "phê duyệt danh mục vị trí việc làm", "Các bộ, ngành", who_or=["Các bộ; ngành"]),
            deadline("2026-02-28", "hoàn thành việc này", named, who_or=["Sở Nội vụ"]),
            deadline("2026-03-15", "phân bổ số biên chế được bổ sung", "UBND cấp tỉnh"),
            deadline("2026-03-30", "văn bản báo cáo nêu rõ lý do gửi Bộ Nội vụ", "UBND cấp tỉnh", recipient="Bộ Nội vụ", via="Vụ Tổ chức - Biên chế"),
            deadline("2026-02-20", "cập nhật xong", staff, who_or=["Sở Nội vụ các tỉnh, thành phố; Vụ (Ban) Tổ chức cán bộ các bộ; ngành", "Sở Nội vụ các tỉnh, thành phố và Vụ (Ban) Tổ chức cán bộ các bộ, ngành"]),
            deadline(None, "rà soát bổ sung", staff, "monthly", optional=True),
            deadline("2026-12-10", "báo cáo sơ kết 01 năm", "các bộ, ngành, địa phương", who_or=["các bộ; ngành; địa phương"]),
            deadline("2026-12-31", "tổng hợp báo cáo Thủ tướng Chính phủ", "Bộ Nội vụ", recipient="Thủ tướng Chính phủ"),
            deadline("2025-12-19", "cử công chức làm đầu mối thông tin gửi về Bộ", f"{bodies}; {provinces}", who_or=either, due_time="16:00"),
        ],
    )  # fmt: skip
