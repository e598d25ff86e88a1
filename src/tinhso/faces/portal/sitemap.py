# SPDX-License-Identifier: EUPL-1.2
"""The map of the portal, told once: the text tree and the XML file must list the same pages (32/2017/TT-BTTTT)."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.modules.onestop.queries.events import life_events


@dataclass(frozen=True)
class Entry:
    """One page everybody may open, with the pages below it."""

    title: str
    address: str
    below: list["Entry"] = field(default_factory=list)


def tree() -> list[Entry]:
    """Return the public pages as a tree; services stand below the list of services by field, not one by one."""
    return [
        Entry(_("Trang chủ"), reverse("portal:home")),
        Entry(
            _("Dịch vụ công"),
            reverse("portal:services"),
            [Entry(_("Thủ tục cần rà soát"), reverse("portal:reviews"))],
        ),
        Entry(_("Việc trong đời"), reverse("portal:events"), _events()),
        Entry(_("Hỏi đáp"), reverse("portal:questions")),
        Entry(_("Tra cứu hồ sơ"), reverse("portal:look_up")),
        Entry(_("Phản ánh, kiến nghị"), reverse("portal:feedback")),
        Entry(_("Nhãn nền tảng số"), reverse("portal:platform")),
        Entry(_("Đặt lịch đến Một cửa"), reverse("portal:visits")),
        Entry(
            _("Xác minh"),
            reverse("portal:verify"),
            [Entry(_("Xác minh giấy có mã TS1"), reverse("portal:verify_proof"))],
        ),
        Entry(
            _("Số liệu một cửa hôm nay"),
            reverse("portal:figures"),
            [
                Entry(_("Bộ chỉ số 766"), reverse("portal:index_766")),
                Entry(_("Thống kê từng dịch vụ"), reverse("portal:service_figures")),
                Entry(_("Sáu tỷ lệ dịch vụ công trực tuyến"), reverse("portal:six_shares")),
                Entry(_("Xếp hạng chuyển đổi số cấp tỉnh"), reverse("portal:ranking")),
                Entry(_("Xếp hạng an toàn thông tin mạng"), reverse("portal:security_ranking")),
                Entry(_("Chỉ số đô thị"), reverse("portal:city")),
                Entry(_("Kỳ đánh giá chuyển đổi số"), reverse("portal:rounds")),
                Entry(_("Căn cứ pháp lý"), reverse("portal:instruments")),
                Entry(_("Văn bản phải ban hành hằng năm"), reverse("portal:yearly_duties")),
                Entry(_("Cam kết và con số đã công bố"), reverse("portal:commitments")),
                Entry(_("Kế hoạch, đề án của tỉnh"), reverse("portal:plans")),
                Entry(_("Mười điểm các bài viết khác nhau"), reverse("portal:commitment_disagreements")),
            ],
        ),
        Entry(_("Đăng nhập"), reverse("portal:sign_in")),
        Entry(_("Liên hệ"), reverse("portal:contact")),
        Entry(_("Khả năng tiếp cận"), reverse("portal:accessibility")),
        Entry(_("Bảo vệ dữ liệu cá nhân"), reverse("portal:personal_data")),
        Entry(_("Sơ đồ cổng"), reverse("portal:sitemap")),
    ]


def _events() -> list[Entry]:
    language = get_language() or ""
    return [
        Entry(one.title.get(language) or one.title["vi"], reverse("portal:event", args=(one.key,)))
        for one in life_events()
    ]


def addresses(entries: list[Entry]) -> list[str]:
    """Return all addresses of a tree, parents first."""
    return [address for entry in entries for address in (entry.address, *addresses(entry.below))]
