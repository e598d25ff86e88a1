# SPDX-License-Identifier: EUPL-1.2
"""What rows and columns of statistic tables are called."""

from django.utils.translation import gettext_lazy

KINDS = {
    "don_vi": gettext_lazy("Cơ quan giải quyết"),
    "linh_vuc": gettext_lazy("Lĩnh vực"),
    "kenh": gettext_lazy("Kênh nộp"),
    "thu_tuc": gettext_lazy("Thủ tục"),
    "thang": gettext_lazy("Tháng"),
    "don_vi_thang": gettext_lazy("Cơ quan giải quyết và tháng"),
}
TITLES = {
    "carried": gettext_lazy("Kỳ trước chuyển sang"),
    "received_online": gettext_lazy("Tiếp nhận trực tuyến"),
    "received_otherwise": gettext_lazy("Tiếp nhận trực tiếp, bưu chính"),
    "ended_on_time": gettext_lazy("Đã xong, đúng hạn"),
    "ended_late": gettext_lazy("Đã xong, quá hạn"),
    "open_in_time": gettext_lazy("Đang giải quyết, trong hạn"),
    "open_overdue": gettext_lazy("Đang giải quyết, quá hạn"),
}
