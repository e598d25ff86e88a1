# SPDX-License-Identifier: EUPL-1.2
"""Files that are no annex we can read: one code and one sentence each, saying what is wrong and what to do."""

from typing import Final

from tinhso.kernel.events.errors import Refused

LARGEST_BYTES: Final = 10 << 20
MOST_XML_BYTES: Final = 64 << 20
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 60
MOST_CHARACTERS: Final = 10_000
MOST_CHARACTERS_IN_ALL: Final = 8_000_000

SENTENCES: Final = {
    "empty": "Tệp rỗng, không có nội dung. Hãy mở tệp trên máy để kiểm tra rồi chọn lại.",
    "too_large": "Tệp lớn hơn 10 MB. Hãy bỏ hình ảnh hoặc tách phụ lục thành nhiều tệp rồi chọn lại.",
    "old_office": "Tệp ở định dạng Office cũ (.doc, .xls). Hãy mở tệp và lưu lại thành .docx/.xlsx rồi chọn lại.",
    "locked": "Tệp đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại thành .docx/.xlsx rồi chọn lại.",
    "not_office": "Tệp không phải Word hay Excel. Hãy mở phụ lục và lưu lại thành .docx/.xlsx rồi chọn lại.",
    "not_word": "Tệp không phải văn bản Word. Hãy chọn tệp .docx, hoặc đọc tệp này bằng cách nhập từ Excel.",
    "not_excel": "Tệp không phải bảng tính Excel. Hãy chọn tệp .xlsx, hoặc đọc tệp này bằng cách nhập từ Word.",
    "strict": "Tệp lưu kiểu Strict Open XML. Hãy lưu lại kiểu thông thường (.docx/.xlsx) rồi chọn lại.",
    "macro": "Tệp chứa macro. Hãy lưu lại ở dạng không macro (.docx/.xlsx) rồi chọn lại.",
    "active": "Tệp nhúng đối tượng, mẫu hoặc khai báo lấy từ nơi khác. Hãy chép bảng sang tệp mới rồi chọn lại.",
    "bomb": "Tệp bung ra quá lớn, có thể là bom nén. Hãy chép bảng sang tệp mới rồi chọn lại.",
    "broken": "Tệp bị hỏng hoặc thiếu phần bên trong. Hãy mở tệp, lưu lại thành .docx/.xlsx rồi chọn lại.",
    "too_many_rows": "Bảng dài hơn 5.000 dòng. Hãy xóa các dòng trống hoặc tách phụ lục thành nhiều tệp.",
    "too_many_columns": "Bảng rộng hơn 60 cột. Hãy xóa các cột không thuộc phụ lục rồi chọn lại.",
    "cell_too_long": "{where}: một ô dài hơn 10.000 ký tự. Hãy rút gọn hoặc tách ô này rồi chọn lại.",
    "too_much_text": "Phụ lục có quá nhiều chữ để đọc một lần. Hãy tách thành nhiều tệp rồi chọn lại.",
    "no_table": (
        "Không thấy bảng phân công nhiệm vụ. Bảng cần hàng đầu cột có “Nội dung” hoặc “Nhiệm vụ” "
        "và ít nhất hai cột như “Cơ quan chủ trì”, “Thời hạn hoàn thành”."
    ),
}  # fmt: skip


class AnnexUnreadable(Refused):
    """A file that is not read at all; nothing of it was taken over."""


class ResultWithoutRow(Exception):
    """A programming fault: a result was handed in for a row the annex does not have."""


def unreadable(code: str, **values: object) -> AnnexUnreadable:
    """Return the error of this code, its sentence filled with `values`."""
    return AnnexUnreadable(SENTENCES[code].format(**values), code=code)
