# SPDX-License-Identifier: EUPL-1.2
"""Thirty rendered pages of Vietnamese papers as a scanner or a telephone would bring them, with what stands on them."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

MOST_LINES = 36
FONTS = Path(__file__).resolve().parents[1] / "src" / "tinhso" / "kernel" / "documents" / "fonts"
FACES = ("Tinos_400Regular.ttf", "BeVietnamPro_400Regular.ttf", "Tinos_400Regular_Italic.ttf")
HEADS = ("GIẤY KHAI SINH", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
         "HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT", "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",
         "BIÊN BẢN BÀN GIAO")  # fmt: skip
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý")
MIDDLES = ("Thị", "Văn", "Hữu", "Ngọc", "Thanh", "Minh", "Quốc", "Bảo", "Kim", "Hoàng")
NAMES = ("Bưởi", "Dừa", "Mận", "Thủy", "Hạnh", "Tường", "Quyên", "Khánh", "Đức", "Nghĩa", "Phượng", "Ánh", "Tuyết")
PLACES = ("phường Phú Khương", "xã Sơn Đông", "phường An Hội", "xã Mỏ Cày", "thị trấn Chợ Lách", "xã Giồng Trôm")
PHRASES = (
    "Căn cứ hồ sơ do người đề nghị nộp và kết quả kiểm tra thực tế",
    "Người có tên trên đây hiện đang cư trú tại địa phương, chưa đăng ký kết hôn với ai",
    "Thửa đất nói trên không có tranh chấp, phù hợp với quy hoạch sử dụng đất đã được phê duyệt",
    "Tôi xin cam đoan những nội dung khai trên là đúng sự thật và chịu trách nhiệm trước pháp luật",
    "Bên nhận chuyển nhượng có nghĩa vụ nộp đầy đủ lệ phí trước bạ theo quy định",
    "Giấy này có giá trị sử dụng trong thời hạn sáu tháng kể từ ngày cấp",
    "Đề nghị cơ quan có thẩm quyền xem xét, giải quyết theo quy định của pháp luật",
    "Các bên đã đọc lại, hiểu rõ quyền, nghĩa vụ của mình và cùng ký tên dưới đây",
    "Công trình được xây dựng trên nền đất ổn định, khoảng cách tới ranh giới không nhỏ hơn hai mét",
    "Ủy ban nhân dân xác nhận chữ ký của ông, bà nêu trên được thực hiện trước mặt người tiếp nhận",
)  # fmt: skip


@dataclass(frozen=True)
class PaperPage:
    """One page: JPEG as it was taken, its true text, by how many degrees clockwise it was laid wrong, its dpi."""

    jpeg: bytes
    text: str
    turned: int
    dpi: int


def paper_pages(count: int = 30) -> Iterator[PaperPage]:
    """Give pages that are the same in every run: three typefaces, four ways to lie, 200 to 300 dpi, noise, skew."""
    for number in range(count):
        yield _page(number)


def _page(number: int) -> PaperPage:
    chance = random.Random(number)
    dpi = (200, 250, 300)[number % 3]
    turned = (0, 90, 180, 270)[number % 4]
    lines = _lines(chance)
    clean = _drawn(lines, FACES[number % len(FACES)], dpi)
    spoiled = clean.rotate(chance.uniform(-1.2, 1.2), fillcolor=245, resample=Image.Resampling.BICUBIC)
    spoiled = spoiled.filter(ImageFilter.GaussianBlur(chance.uniform(0.0, 0.9)))
    noise = Image.effect_noise(spoiled.size, chance.uniform(15, 45))
    spoiled = Image.blend(spoiled, noise, 0.12).rotate(-turned, expand=True)
    stream = io.BytesIO()
    spoiled.save(stream, "JPEG", quality=chance.randint(45, 80), dpi=(dpi, dpi))
    return PaperPage(stream.getvalue(), "\n".join(lines), turned, dpi)


def _lines(chance: random.Random) -> list[str]:
    who = f"{chance.choice(SURNAMES)} {chance.choice(MIDDLES)} {chance.choice(NAMES)}"
    day = f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(1950, 2008)}"
    lines = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", chance.choice(HEADS)]
    lines += [f"Số: {chance.randint(1, 900)}/2024/UBND", f"Họ và tên: {who}", f"Ngày, tháng, năm sinh: {day}"]
    lines += [f"Số định danh cá nhân: 0{chance.randint(10_000_000_000, 99_999_999_999)}"]
    lines += [f"Nơi cư trú: {chance.choice(PLACES)}, tỉnh Bến Tre"]
    for _ in range(chance.randint(6, 9)):
        words = f"{chance.choice(PHRASES)}; {chance.choice(PHRASES).lower()}.".split()
        lines += [" ".join(words[start : start + 9]) for start in range(0, len(words), 9)]
    return lines[:MOST_LINES]


def _drawn(lines: list[str], face: str, dpi: int) -> Image.Image:
    page = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 245)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONTS / face), round(12 * dpi / 72))
    for place, line in enumerate(lines):
        draw.text((round(0.9 * dpi), round((0.8 + place * 0.265) * dpi)), line, fill=25, font=font)
    return page
