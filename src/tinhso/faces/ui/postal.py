# SPDX-License-Identifier: EUPL-1.2
"""Orders to the post as citizen and clerk read them."""

from typing import Any

from django.utils.translation import gettext as _

from tinhso.modules.onestop.queries.post import postal_orders


def postal(dossier: Any) -> dict[str, Any]:
    """Return what `ui/post.html` shows of a dossier."""
    return {"postal_orders": postal_orders(dossier), "post_kinds": post_kinds(), "post_states": post_states()}


def post_kinds() -> dict[str, str]:
    """Return what the post is asked to do, in words."""
    return {"nhan_ho_so": _("Nhận giấy tờ tại nhà"), "tra_ket_qua": _("Giao kết quả tại nhà")}


def post_states() -> dict[str, str]:
    """Return where an order to the post stands, in words."""
    return {
        "placed": _("Đã đặt, chờ bưu chính nhận"),
        "taken": _("Bưu chính đã nhận"),
        "moving": _("Đang chuyển"),
        "done": _("Đã giao"),
        "failed": _("Không giao được"),
        "cancelled": _("Bưu chính đã hủy"),
    }
