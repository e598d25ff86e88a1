# SPDX-License-Identifier: EUPL-1.2
"""What is doubtful in an annex, one Vietnamese sentence each: nothing is decided silently, a person looks at it."""

from typing import Final

from tinhso.modules.plans.annex.types import Doubt

SENTENCES: Final = {
    "no_lead_column": "Bảng không có cột cơ quan chủ trì. Hãy thêm cột này hoặc giao chủ trì cho từng nhiệm vụ.",
    "no_lead": "Nhiệm vụ chưa có cơ quan chủ trì. Hãy ghi đúng một đơn vị chủ trì.",
    "two_leads": "Ô chủ trì nêu {count} đơn vị ({units}). Mỗi nhiệm vụ chỉ có một đơn vị chủ trì; hãy chọn một.",
    "many_leads": "Chủ trì “{lead}” là một nhóm đơn vị. Hãy chọn một đơn vị hoặc tách nhiệm vụ cho từng đơn vị.",
    "two_in_one": "Đơn vị phối hợp “{unit}” có thể là hai đơn vị nối bằng “và”. Hãy tách bằng dấu chấm phẩy nếu đúng.",
    "no_title": "Dòng không ghi nội dung nhiệm vụ. Hãy điền nội dung hoặc gộp vào nhiệm vụ phía trên.",
    "same_title": "Nhiệm vụ trùng tên với {other}. Hãy bỏ một dòng hoặc ghi rõ hai việc khác nhau.",
    "unsure_heading": "Dòng chỉ có chữ “{text}” được coi là tiêu đề nhóm. Nếu là nhiệm vụ, hãy ghi cơ quan chủ trì.",
    "no_due": "Nhiệm vụ chưa có thời hạn. Hãy ghi ngày, tháng, quý hoặc “thường xuyên”.",
    "due_unknown": "Không đọc được thời hạn “{said}”. Hãy ghi đủ năm, ví dụ 30/6/2026, quý III/2026 hoặc thường xuyên.",
    "due_several": "Thời hạn “{said}” nêu nhiều mốc; lấy mốc cuối {day}. Hãy tách nhiệm vụ nếu mỗi mốc là một việc.",
    "cost_no_unit": "Số tiền “{said}” không có đơn vị tính. Hãy ghi đồng, triệu đồng hay tỷ đồng.",
    "cost_two_readings": "Số tiền “{said}” có thể đọc hai cách. Hãy viết 1.300 (nghìn ba trăm) hoặc 1,3 (một phẩy ba).",
    "cost_unreadable": "Không đọc được số tiền “{said}”. Hãy ghi một số và đơn vị, ví dụ 350 triệu đồng.",
    "cost_not_whole": "Số tiền “{said}” không tròn đồng. Hãy kiểm tra đơn vị tính và số lẻ.",
    "cost_too_large": "Số tiền “{said}” lớn hơn một triệu tỷ đồng. Hãy kiểm tra đơn vị tính.",
    "cost_other_unit": "Số tiền “{said}” ghi đơn vị khác đơn vị ở đầu cột; đang đọc theo đơn vị ghi trong ô.",
    "cost_rounded": "Số tiền “{said}” là số áng chừng; đang ghi {amount}.",
    "total_far": (
        "Dòng tổng ghi {total}, cộng các dòng được {sum}: chênh từ 100 lần. "
        "Hãy kiểm tra triệu hay tỷ, dấu chấm hay dấu phẩy."
    ),
    "total_differs": "Dòng tổng ghi {total}, cộng các dòng được {sum}. Hãy kiểm tra lại.",
    "cost_beyond_total": "Số tiền {amount} gấp từ 100 lần dòng tổng {total}. Hãy kiểm tra triệu hay tỷ.",
    "total_unread": "Không đọc được số tiền ở dòng tổng “{said}” nên chưa so được với các dòng.",
    "unknown_column": "Không nhận ra cột “{heading}” nên không đọc cột này. Hãy đổi tên cột nếu cần đọc.",
    "unnamed_column": "Cột thứ {number} có chữ nhưng không có tên ở đầu cột nên không đọc. Hãy đặt tên cột.",
    "twice_column": "Cột “{heading}” cùng loại với cột “{other}”; chỉ đọc cột “{other}”.",
    "result_column": "Cột “{heading}” là cột kết quả thực hiện nên không đọc vào kế hoạch.",
    "two_units": "Đầu cột kinh phí và dòng đơn vị tính ghi khác nhau; đang đọc theo đầu cột.",
    "unknown_table": "Bảng không có hàng đầu cột nhận ra nên không đọc. Hãy kiểm tra nếu bảng này có nhiệm vụ.",
    "unknown_sheet": "Trang tính không có bảng nhiệm vụ nhận ra nên không đọc.",
    "hidden_sheet": "Trang tính bị ẩn nên không đọc. Hãy bỏ ẩn nếu cần đọc.",
    "hidden_row": "Dòng bị ẩn vẫn được đọc. Hãy xóa dòng này nếu không thuộc phụ lục.",
    "nested": "Ô có bảng lồng bên trong; phần bảng đó không đọc. Hãy chép chữ ra ngoài bảng lồng.",
    "tracked": "Tệp còn dấu vết sửa (Track Changes); đang đọc như đã chấp nhận mọi thay đổi.",
    "formula": "Ô có công thức chưa có kết quả nên coi là trống. Hãy mở bằng Excel, lưu lại rồi chọn lại.",
    "faulty": "Ô báo lỗi {text} nên coi là trống. Hãy sửa công thức rồi chọn lại.",
}  # fmt: skip


def doubt(where: str, code: str, **values: object) -> Doubt:
    """Return one doubt, its sentence filled with `values`; long quotes are cut."""
    return Doubt(where, SENTENCES[code].format(**{name: _cut(value) for name, value in values.items()}))


def _cut(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 120 else f"{text[:119]}…"
