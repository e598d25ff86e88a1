# SPDX-License-Identifier: EUPL-1.2
"""Shares of components as they are typed, codes as they are checked against the index."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.faces.desk.reading import FormFault
from tinhso.faces.ui.ranking_links import titles

SHARE = re.compile(r"(\d{1,3})(?:,(\d{1,4}))?\s*%?", re.ASCII)


def share(typed: str, name: str) -> Decimal | None:
    """Return a share of one from percent as typed ("82,5"); None for nothing. Raises FormFault beside its box."""
    if not typed.strip():
        return None
    found = SHARE.fullmatch(typed.strip())
    read = Decimal(f"{found[1]}.{found[2] or 0}") / 100 if found else None
    if read is None or read > 1:
        sentence = _("Hãy ghi mức từ 0 đến 100 %, phần lẻ sau dấu phẩy và nhiều nhất bốn chữ số, ví dụ 82,5.")
        raise FormFault({name: sentence})
    return read


def known_code(typed: str, name: str) -> str:
    """Return the code of a component; raises FormFault for one the index does not have."""
    code = typed.strip()
    if code not in titles():
        sentence = _("Bộ chỉ số không có thành phần “%(code)s”. Hãy ghi mã như 5.1; danh sách ở trang Bộ chỉ số.")
        raise FormFault({name: sentence % {"code": code[:40]}})
    return code


def whole_number(typed: str, name: str, most: int) -> int | None:
    """Return a whole number from nought to `most`; None for nothing. Raises FormFault beside its box."""
    text = typed.strip().replace(".", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= most):
        raise FormFault({name: _("Hãy ghi một số từ 0 đến %(most)s.") % {"most": most}})
    return int(text)
