# SPDX-License-Identifier: EUPL-1.2
"""The real forms of the data folder, a day and a map to test with."""

from datetime import date
from typing import Any

from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.forms import Context, Form, ImageFile, parse_form

TODAY = date(2026, 3, 6)
PROVINCE, COMMUNE, OLD_COMMUNE = "86", "28810", "28807"
AREAS = {PROVINCE: "Tỉnh Vĩnh Long", COMMUNE: "Xã Phú Túc"}

CONTEXT = Context(
    today=TODAY,
    is_area=AREAS.__contains__,
    newer_areas=lambda code: ("Xã Phú Túc",) if code == OLD_COMMUNE else (),
    files={"anh-1": ImageFile("image/jpeg", 300_000), "anh-to": ImageFile("image/png", 3_000_000)},
)

RAW_FORMS: dict[str, dict[str, Any]] = {
    path.stem: definitions._yaml(f"forms/{path.name}")
    for path in sorted((definitions.DATA / "forms").glob("[!_]*.yaml"))
}
FORMS: dict[str, Form] = {id: parse_form(raw) for id, raw in RAW_FORMS.items()}

ME = {
    "vneid": {
        "ho_ten": "Nguyễn Thị Hoa", "so_dinh_danh": "083190001234", "ngay_sinh": "1990-05-04", "gioi_tinh": "nu",
        "dan_toc": "Kinh", "quoc_tich": "VN", "so_dien_thoai": "0912345678", "email": "hoa@vidu.vn",
    },
    "dancu": {"ma_tinh": PROVINCE, "ma_xa": COMMUNE, "dia_chi_chi_tiet": "12 ấp 3"},
    "hotich": {"tinh_trang_hon_nhan": "da_ly_hon", "me.ho_ten": "Lê Thị Mẹ", "ho_ten": "Nguyễn Thị Hoa"},
}  # fmt: skip
"""What the sources know about the signed-in person."""


def small_form(*fields: dict[str, Any], id: str = "thu", section: str = "nyc") -> Form:
    """Return a form of one page, to test one thing at a time."""
    full = [{"label": one["key"], "required": False, **one} for one in fields]
    return parse_form({"id": id, "title": "Thử", "sections": [{"key": section, "title": "Thử", "fields": full}]})
