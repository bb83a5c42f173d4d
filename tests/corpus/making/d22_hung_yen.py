"""22: a Sở's plan copied out of a PDF: the table's cells broken over many lines, headings and page numbers between rows."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

HEADINGS = [
    ["TT", "Nội dung nhiệm vụ", "Sản phẩm, kết quả", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"]
]
ROWS = [
    (("1", "Ban hành bộ tiêu chí trường học an toàn, hạnh phúc áp dụng thống nhất trong toàn tỉnh", "Quyết định của Giám đốc Sở", "Phòng CTTT", "Các phòng", "Quý I/2026"), when("2026-01-01", "2026-03-31")),
    (("2", "Thành lập tổ tư vấn tâm lý học đường tại 100% trường THCS, THPT", "Quyết định thành lập", "Các trường", "Phòng CTTT", "03/2026"), when("2026-03-01", "2026-03-31")),
    (("3", "Bồi dưỡng kỹ năng tư vấn tâm lý cho giáo viên (05 lớp, mỗi lớp 60 người)", "300 giáo viên được cấp giấy chứng nhận", "Phòng TCCB", "Phòng CTTT, Trường CĐSP", "4-6/2026"), when("2026-04-01", "2026-06-30", coordinating="Phòng CTTT; Trường CĐSP")),
    (("4", "Ký quy chế phối hợp với Công an tỉnh, Tỉnh đoàn về phòng, chống bạo lực học đường giai đoạn 2026-2030", "Quy chế phối hợp", "Văn phòng Sở", "Công an tỉnh, Tỉnh đoàn", "Trước ngày 15/4/2026"), when(None, "2026-04-15", qualifier="before", coordinating="Công an tỉnh; Tỉnh đoàn")),
    (("5", "Duy trì đường dây nóng tiếp nhận phản ánh", "Sổ theo dõi, báo cáo quý", "Văn phòng Sở", "CSGD", "Thường xuyên"), CONTINUOUS),
    (("6", "Tổ chức diễn đàn “Lắng nghe học sinh nói” cấp tỉnh", "01 diễn đàn, 500 đại biểu", "Phòng CTTT", "Tỉnh đoàn", "Tháng 10/2026"), when("2026-10-01", "2026-10-31")),
    (("7", "Khảo sát mức độ hài lòng của học sinh, cha mẹ học sinh về môi trường học tập", "Báo cáo khảo sát, ≥ 85% hài lòng", "Phòng QLCL", "CSGD", "Quý II/2026 và quý IV/2026"), when("2026-04-01", "2026-06-30", "2026-12-31")),
    (("8", "Kiểm tra, đánh giá trường học an toàn, hạnh phúc; công nhận các trường đạt tiêu chí", "Quyết định công nhận đợt 1", "Phòng CTTT", "Các phòng", "11/2026"), when("2026-11-01", "2026-11-30")),
    (("9", "Lắp đặt camera giám sát tại cổng trường, sân trường", "100% trường có camera", "Phòng KHTC", "UBND cấp xã", "Năm 2026"), when("2026-01-01", "2026-12-31")),
    (("10", "Sơ kết 01 năm thực hiện, khen thưởng tập thể, cá nhân điển hình", "Báo cáo sơ kết", "Phòng CTTT", "Văn phòng Sở", "Tháng 12/2026"), when("2026-12-01", "2026-12-31")),
]  # fmt: skip
BODY = """
# I. MỤC TIÊU
Xây dựng môi trường học đường an toàn, lành mạnh, thân thiện. Phấn đấu đến năm 2030, 100% cơ sở giáo dục đạt tiêu chí trường học an toàn, hạnh phúc.
# II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Tiếp tục thực hiện Nghị định số 80/2017/NĐ-CP ngày 17/7/2017 của Chính phủ và Quyết định số 1299/QĐ-TTg ngày 03/10/2018 của Thủ tướng Chính phủ.
2. Nhiệm vụ cụ thể tại Phụ lục kèm theo.
# III. TỔ CHỨC THỰC HIỆN
1. Phòng Chính trị, tư tưởng (CTTT)
Là đầu mối tổng hợp; tham mưu báo cáo UBND tỉnh kết quả thực hiện trước ngày 20/12/2026.
2. Các trường THPT, trung tâm GDNN-GDTX
Xây dựng kế hoạch của đơn vị trước ngày 15/02/2026; gửi báo cáo kết quả về Sở GDĐT (qua Phòng CTTT) trước ngày 20/11/2026.
3. Đề nghị UBND các xã, phường
Chỉ đạo các trường mầm non, tiểu học, THCS trên địa bàn thực hiện Kế hoạch; tổng hợp kết quả gửi Sở GDĐT trước ngày 30/11/2026.
Nhận được Kế hoạch này, yêu cầu các đơn vị nghiêm túc thực hiện./.
"""


@document("22-ke-hoach-truong-hoc-hanh-phuc.txt")
def plan(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(
        paper,
        "UBND TỈNH HƯNG YÊN",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số:         /KH-SGDĐT",
        "Hưng Yên, ngày       tháng 01 năm 2026",
    )
    word.title(paper, "KẾ HOẠCH", "Xây dựng trường học an toàn, hạnh phúc năm 2026")
    word.paras(paper, BODY)
    word.signature(
        paper, ["UBND tỉnh (để b/c);", "Các phòng thuộc Sở;", "CSGD;", "Lưu: VT, CTTT."], "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
    )
    word.page_break(paper)
    word.annex(
        paper,
        "PHỤ LỤC",
        "NHIỆM VỤ XÂY DỰNG TRƯỜNG HỌC AN TOÀN, HẠNH PHÚC NĂM 2026",
        "(Kèm theo Kế hoạch số       /KH-SGDĐT ngày     /01/2026 của Sở GDĐT)",
    )
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.1, 4.4, 3.1, 2.3, 2.5, 3.2], size=12)
    word.save_flattened(paper, path)
    return facts(
        {"number": None, "issued_on": None, "issuer": "Sở Giáo dục và Đào tạo Hưng Yên", "kind": "ke_hoach", "title": "Xây dựng trường học an toàn, hạnh phúc năm 2026"},
        from_rows("stt content product lead coordinating time_text", ROWS),
        [
            deadline("2026-12-20", "báo cáo UBND tỉnh kết quả thực hiện", "Phòng Chính trị, tư tưởng", recipient="UBND tỉnh", who_or=["Phòng Chính trị, tư tưởng (CTTT)", "Phòng CTTT"]),
            deadline("2026-02-15", "kế hoạch của đơn vị", "Các trường THPT; trung tâm GDNN-GDTX", who_or=["Các trường THPT, trung tâm GDNN-GDTX"]),
            deadline("2026-11-20", "báo cáo kết quả", "Các trường THPT; trung tâm GDNN-GDTX", recipient="Sở GDĐT", via="Phòng CTTT", who_or=["Các trường THPT, trung tâm GDNN-GDTX"]),
            deadline("2026-11-30", "tổng hợp kết quả", "UBND các xã, phường", recipient="Sở GDĐT"),
        ],
    )  # fmt: skip
