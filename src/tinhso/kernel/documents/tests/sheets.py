# SPDX-License-Identifier: EUPL-1.2
"""Pages for tests of scanning, drawn with the house's own typeface."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from tinhso.kernel.documents.rendering import FONTS

SIZE, INK, PAPER = (1654, 2339), 20, 244
LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "Số: 125/2024/UBND-XNTTHN",
    "Họ và tên: Nguyễn Thị Bưởi",
    "Ngày, tháng, năm sinh: 17/05/1990",
    "Số định danh cá nhân: 083190000123",
    "Nơi cư trú: phường Phú Khương, tỉnh Bến Tre",
    "Hiện tại chưa đăng ký kết hôn với ai.",
    "Giấy này có giá trị sử dụng trong sáu tháng kể từ ngày cấp.",
    "Phú Khương, ngày 05 tháng 3 năm 2024",
)


def sheet(lines: Sequence[str] = LINES) -> Image.Image:
    """Return an A4 page at 200 dots per inch with these lines on it."""
    page = Image.new("L", SIZE, PAPER)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONTS / "Tinos_400Regular.ttf"), 40)
    for place, line in enumerate(lines):
        draw.text((180, 200 + place * 90), line, fill=INK, font=font)
    return page


def jpeg(*, turned: int = 0, lines: Sequence[str] = LINES) -> bytes:
    """Return a page as a scanner gives it, laid wrong by so many degrees clockwise."""
    stream = io.BytesIO()
    sheet(lines).rotate(-turned, expand=True).save(stream, "JPEG", quality=80, dpi=(200, 200))
    return stream.getvalue()


def pdf(*pages: Sequence[str]) -> bytes:
    """Return pages of pictures as one PDF, without any text in it."""
    drawn = [sheet(lines) for lines in pages]
    stream = io.BytesIO()
    drawn[0].save(stream, "PDF", save_all=True, append_images=drawn[1:], resolution=200)
    return stream.getvalue()
