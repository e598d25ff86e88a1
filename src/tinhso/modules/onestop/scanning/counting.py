# SPDX-License-Identifier: EUPL-1.2
"""Which papers are scanned, and whether the pages in the file are those on the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from tinhso.modules.onestop.errors import NotScanned, PagesDiffer
from tinhso.modules.onestop.scanning.types import Nature

MOST_PAGES = 300
MOST_SHEETS = 500
SOURCE = "01/2023/TT-VPCP, Điều 8"
NOT_SCANNED_SOURCE = "03/2025/TT-VPCP, Điều 5 khoản 2"
NOT_SCANNED = {
    Nature.ELECTRONIC: "Giấy tờ này đã là bản điện tử nên không quét. Hãy chọn “Nộp bản điện tử” để giữ tệp gốc.",
    Nature.SHOWN: "Giấy tờ chỉ xuất trình để đối chiếu thì không quét. Hãy đánh dấu “Đã xuất trình, không nộp”.",
    Nature.OPINION: "Văn bản trả lời của cơ quan được lấy ý kiến thì không quét. Hãy ghi ở mục Lấy ý kiến của hồ sơ.",
    Nature.SECRET: "Giấy tờ thuộc danh mục bí mật nhà nước thì không được quét. Hãy nhận và chuyển theo chế độ mật.",
}


def check_nature(nature: Nature) -> None:
    """Raise NotScanned with a sentence and its source for a paper that must not be scanned."""
    if nature in NOT_SCANNED:
        raise NotScanned(NOT_SCANNED[nature], code=f"scan_{nature}", source=NOT_SCANNED_SOURCE)


@dataclass(frozen=True)
class PageFacts:
    """What counting needs of a page, in the order of the file. note: scanned with a sticky note on it."""

    removed: bool = False
    blank: bool = False
    note: bool = False


def sides_of(pages: Sequence[PageFacts]) -> int:
    """Return how many sides of paper the pages stand for.

    A page with a sticky note is scanned twice, with the note and without, and is one side; a blank back that was
    taken out of the file was scanned all the same.
    """
    kept = [page for page in pages if not page.removed]
    blanks = sum(page.removed and page.blank for page in pages)
    return len(kept) + blanks - sum(page.note for page in kept)


def check_count(pages: Sequence[PageFacts], *, sheets: int, two_sided: bool) -> None:
    """Raise PagesDiffer, with both figures, when the sheets the clerk counted are not those in the file.

    Source: 01/2023/TT-VPCP, Điều 8 (every page, in order, the count compared; a page with a note twice).
    """
    kept = [page for page in pages if not page.removed]
    if not kept:
        raise PagesDiffer("Bản quét không còn trang nào. Hãy khôi phục trang đã bỏ hoặc quét lại.", source=SOURCE)
    if not 1 <= sheets <= MOST_SHEETS:
        raise PagesDiffer(f"Hãy đếm số tờ của giấy tờ rồi nhập một số từ 1 đến {MOST_SHEETS}.", source=SOURCE)
    for place, page in enumerate(kept):
        if page.note and (place + 1 == len(kept) or kept[place + 1].note):
            raise PagesDiffer(
                "Trang có giấy ghi chú phải quét hai lần: bản có ghi chú, liền sau là bản đã gỡ ghi chú. "
                "Hãy quét bổ sung hoặc sắp lại cho hai bản đứng liền nhau.",
                source=SOURCE,
            )
    sides, expected = sides_of(pages), sheets * (2 if two_sided else 1)
    if sides != expected:
        raise PagesDiffer(
            f"Bạn khai {sheets} tờ ({expected} mặt) nhưng bản quét có {sides} mặt. "
            "Hãy đếm lại, quét bổ sung trang thiếu hoặc bỏ trang thừa.",
            source=SOURCE,
        )
