# SPDX-License-Identifier: EUPL-1.2
"""What an upload is refused with: one code and one sentence each, saying what is wrong and what to do."""

from tinhso.kernel.documents.errors import FileRefused

SENTENCES = {
    "too_large": "Tệp lớn hơn mức cho phép ({limit} MB). Hãy quét lại ở độ phân giải thấp hơn hoặc tách tệp.",
    "empty": "Tệp rỗng, không có nội dung. Hãy mở tệp để kiểm tra rồi tải lên lại.",
    "executable": "Đây là chương trình máy tính, không phải giấy tờ. Hãy tải lên bản PDF hoặc ảnh chụp của giấy tờ.",
    "virus": "Tệp chứa mã độc nên đã bị chặn. Hãy quét vi-rút máy của bạn rồi dùng bản sạch của giấy tờ.",
    "virus_kept": "Tệp này chứa mã độc nên không mở được. Hãy yêu cầu người nộp gửi lại bản sạch của giấy tờ.",
    "scanner_down": "Chưa quét được mã độc nên chưa nhận tệp; phần đã khai vẫn giữ. Hãy tải lại tệp sau ít phút.",
    "web_page": "Tệp là trang web hoặc ảnh SVG, có thể chứa mã chạy ngầm. Hãy in ra PDF rồi tải lên bản PDF đó.",
    "archive": "Tệp là tệp nén. Hãy giải nén rồi tải lên từng giấy tờ riêng.",
    "old_office": "Tệp ở định dạng Office cũ (.doc, .xls, .ppt). Hãy mở tệp và lưu lại thành .docx, .xlsx hoặc PDF.",
    "image_format": "Ảnh ở định dạng chưa nhận (HEIC, WebP, TIFF, GIF, BMP). Hãy lưu lại thành JPEG hoặc PNG.",
    "type_unknown": "Không nhận ra loại tệp. Hãy chuyển sang một trong các loại PDF, JPEG, PNG, DOCX, XLSX, ODT.",
    "type_not_allowed": "Chỗ này chỉ nhận {allowed}. Hãy chuyển tệp sang một loại đó rồi tải lên lại.",
    "polyglot": "Tệp giấu một tệp loại khác bên trong nên đã bị chặn. Hãy chụp hoặc quét lại giấy tờ rồi tải lên.",
    "pdf_broken": "Tệp PDF bị hỏng, không mở được. Hãy mở thử trên máy của bạn, xuất lại PDF rồi tải lên.",
    "pdf_encrypted": "Tệp PDF đặt mật khẩu hoặc hạn chế quyền. Hãy gỡ mật khẩu (in lại ra PDF) rồi tải lên.",
    "pdf_script": "Tệp PDF chứa mã JavaScript. Hãy in lại ra PDF (không kèm mã) rồi tải lên bản in đó.",
    "pdf_launch": "Tệp PDF có lệnh mở chương trình hoặc tệp khác. Hãy in lại ra PDF rồi tải lên bản in đó.",
    "pdf_attachment": "Tệp PDF đính kèm tệp khác bên trong. Hãy tách tệp đính kèm và tải lên từng tệp riêng.",
    "pdf_strange": "Tệp PDF có cấu trúc nén bất thường, không kiểm tra được. Hãy in lại ra PDF rồi tải lên bản in đó.",
    "pdf_too_long": "Tệp PDF có quá nhiều trang (tối đa {limit} trang). Hãy tách thành nhiều tệp.",
    "image_broken": "Ảnh bị hỏng hoặc thiếu một phần. Hãy chụp lại hoặc tải lại ảnh gốc rồi gửi bản đó.",
    "image_too_big": "Ảnh có kích thước quá lớn (tối đa {limit} triệu điểm ảnh). Hãy thu nhỏ ảnh rồi tải lên lại.",
    "office_broken": "Tệp Office bị hỏng hoặc đặt mật khẩu. Hãy mở, bỏ mật khẩu, lưu lại rồi tải lên.",
    "office_bomb": "Tệp Office bung ra quá lớn, có thể là bom nén. Hãy lưu lại nội dung ra PDF rồi tải lên bản PDF.",
    "office_macro": "Tệp Office chứa macro. Hãy lưu lại ở dạng không macro (.docx, .xlsx) hoặc PDF.",
    "office_active": "Tệp Office nhúng đối tượng hoặc mẫu lấy từ nơi khác. Hãy lưu lại nội dung ra PDF rồi tải lên.",
}  # fmt: skip


def refuse(code: str, **values: object) -> FileRefused:
    """Return the error of this code, its sentence filled with `values`."""
    return FileRefused(SENTENCES[code].format(**values), code=code)
