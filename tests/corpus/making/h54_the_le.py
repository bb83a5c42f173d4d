"""54: the rules of a youth innovation contest: rounds with their own days, days of events that nobody hands anything in on."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
# Điều 1. Mục đích
Cuộc thi nhằm khuyến khích thanh thiếu niên nghiên cứu, sáng tạo, ứng dụng khoa học kỹ thuật vào đời sống; phát hiện, bồi dưỡng tài năng trẻ.
# Điều 2. Đối tượng dự thi
Học sinh các trường trung học cơ sở, trung học phổ thông, trung tâm giáo dục nghề nghiệp - giáo dục thường xuyên trên địa bàn tỉnh, sinh từ ngày 01/9/2007 đến ngày 31/8/2014. Mỗi trường được cử không quá 03 sản phẩm dự thi.
# Điều 3. Lĩnh vực
1. Đồ dùng dành cho học tập.
2. Phần mềm tin học.
3. Sản phẩm thân thiện với môi trường.
4. Các giải pháp kỹ thuật nhằm ứng phó với biến đổi khí hậu.
# Điều 4. Thời gian tổ chức
1. Phát động cuộc thi: ngày 15/01/2026.
2. Vòng 1 (cấp trường): các trường tổ chức chấm, lựa chọn sản phẩm và hoàn thành trước ngày 20/3/2026.
3. Vòng 2 (sơ khảo cấp tỉnh): các trường gửi hồ sơ, sản phẩm dự thi về Ban Tổ chức (qua Ban Thanh niên trường học Tỉnh đoàn) chậm nhất ngày 10/4/2026, tính theo dấu bưu điện. Ban Giám khảo chấm sơ khảo và công bố kết quả trước ngày 05/5/2026.
4. Vòng 3 (chung khảo): các đội vào chung khảo hoàn thiện sản phẩm, nộp video thuyết minh trước 23 giờ 59 phút ngày 20/5/2026; chấm chung khảo trực tiếp trong 02 ngày 30 và 31/5/2026.
5. Tổng kết, trao giải: dự kiến tháng 6/2026.
# Điều 5. Hồ sơ dự thi
Hồ sơ gồm: phiếu đăng ký (Mẫu 1), bản thuyết minh không quá 10 trang (Mẫu 2), ảnh chụp sản phẩm. Sản phẩm đã đạt giải cấp quốc gia trước ngày 15/01/2026 không được dự thi.
# Điều 6. Cơ cấu giải thưởng
01 giải Đặc biệt: 15.000.000 đồng; 04 giải Nhất, mỗi giải 8.000.000 đồng; 08 giải Nhì, mỗi giải 5.000.000 đồng.
# Điều 7. Tổ chức thực hiện
1. Các huyện đoàn cũ, nay là Đoàn xã, phường tuyên truyền cuộc thi đến 100% cơ sở Đoàn.
2. Sở Giáo dục và Đào tạo chỉ đạo các trường tham gia, tổng hợp danh sách đăng ký gửi Tỉnh đoàn trước ngày 28/02/2026.
3. Thể lệ này có hiệu lực kể từ ngày ký./.
"""


@document("held_out/54-the-le-sang-tao-thanh-thieu-nien.docx")
def rules(path: Path) -> Json:
    paper = word.new(size=13.5)
    table = paper.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "TỈNH ĐOÀN VĨNH LONG\nBAN TỔ CHỨC CUỘC THI\n***\nSố: 03-TL/BTC"
    table.rows[0].cells[1].text = "ĐOÀN TNCS HỒ CHÍ MINH\n_______________\n\nVĩnh Long, ngày 12 tháng 01 năm 2026"
    for cell in table.rows[0].cells:
        cell.paragraphs[0].alignment = word.CENTRE
    word.para(paper, "", indent=0)
    word.title(paper, "THỂ LỆ", "Cuộc thi Sáng tạo dành cho thanh thiếu niên tỉnh Vĩnh Long\nnăm 2026")
    word.paras(paper, BODY)
    word.signature(
        paper, ["TW Đoàn (b/c);", "Sở GDĐT, Sở KH&amp;CN (p/h);".replace("&amp;", "&"), "Các đơn vị (t/h);", "Lưu: VP."], "TM. BAN TỔ CHỨC\nTRƯỞNG BAN"
    )  # fmt: skip
    paper.save(str(path))
    event = {"optional": True}
    return facts(
        {"number": "03-TL/BTC", "issued_on": "2026-01-12", "kind": "other", "title": "Cuộc thi Sáng tạo dành cho thanh thiếu niên tỉnh Vĩnh Long năm 2026"},
        [],
        [
            deadline("2026-03-20", "các trường tổ chức chấm, lựa chọn sản phẩm", "các trường"),
            deadline("2026-04-10", "gửi hồ sơ, sản phẩm dự thi", "các trường", recipient="Ban Tổ chức", via="Ban Thanh niên trường học Tỉnh đoàn"),
            deadline("2026-05-05", "chấm sơ khảo và công bố kết quả", "Ban Giám khảo"),
            deadline("2026-05-20", "nộp video thuyết minh", "các đội vào chung khảo", due_time="23:59"),
            deadline("2026-02-28", "tổng hợp danh sách đăng ký", "Sở Giáo dục và Đào tạo", recipient="Tỉnh đoàn"),
            deadline("2026-01-15", "Phát động cuộc thi", **event),
            deadline("2026-05-31", "chấm chung khảo trực tiếp", **event),
            deadline("2026-06-30", "Tổng kết, trao giải", **event),
        ],
    )  # fmt: skip
