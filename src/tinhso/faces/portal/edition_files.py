# SPDX-License-Identifier: EUPL-1.2
"""The index as files: its editions side by side, or the components of one; unknown maxima stay empty."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tinhso.faces.portal import editions
from tinhso.faces.ui.exports import FILES
from tinhso.modules.scorecards.dti.types import Edition

SIDE_BY_SIDE = "phien-ban"


def edition_file(table: str, form: str, found: Edition) -> HttpResponse | None:
    """Return the file asked for, or nothing when none is. table: `phien-ban` for all editions, else components."""
    make = FILES.get(form)
    if make is None:
        return None
    if table == SIDE_BY_SIDE:
        return make("phien-ban-bo-chi-so", *editions.table())
    heads = [_("Mã"), _("Chỉ số"), _("Điểm tối đa"), _("Mức xác nhận của tên"), _("Nơi cung cấp số liệu")]
    rows: list[tuple[object, ...]] = []
    for main in found.main:
        rows.append((main.code, main.title, main.max_points, "confirmed", ""))
        rows += [(one.code, one.title or one.working, None, one.trust.value, one.supplier) for one in main.parts]
    return make("bo-chi-so-dti-922", heads, rows)
