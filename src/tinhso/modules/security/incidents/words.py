# SPDX-License-Identifier: EUPL-1.2
"""Words of incidents as papers write them."""

from tinhso.modules.security.types.incidents import Category, DutyKind

CATEGORY_WORDS = {
    Category.MALICIOUS_CODE: "Mã độc",
    Category.INTRUSION: "Xâm nhập, chiếm quyền điều khiển",
    Category.INTRUSION_ATTEMPT: "Dò tìm, tấn công chưa thành công",
    Category.AVAILABILITY: "Từ chối dịch vụ, gián đoạn",
    Category.INFORMATION: "Lộ, mất, sửa đổi thông tin",
    Category.GATHERING: "Thu thập thông tin, rà quét",
    Category.ABUSIVE_CONTENT: "Thay đổi giao diện, nội dung xấu",
    Category.FRAUD: "Lừa đảo, giả mạo",
    Category.VULNERABLE: "Điểm yếu, lỗ hổng bị lợi dụng được",
    Category.OTHER: "Loại khác",
}
DUTY_WORDS = {
    DutyKind.NOTICE: "thông báo sự cố",
    DutyKind.INITIAL: "báo cáo ban đầu",
    DutyKind.CLOSING: "báo cáo kết thúc",
}
SEVERITY_WORDS = {1: "rất cao", 2: "cao", 3: "trung bình", 4: "thấp"}
HARM_WORDS = {
    "service": "Dịch vụ bị gián đoạn",
    "secret": "Dữ liệu bí mật có thể bị lộ",
    "data": "Dữ liệu quan trọng bị hỏng, không khôi phục được",
    "control": "Mất quyền kiểm soát hệ thống",
    "wide": "Ảnh hưởng rộng, lan sang hệ thống cấp độ 4, 5 khác",
}
