# SPDX-License-Identifier: EUPL-1.2
"""What a scan says against what was typed and declared: each difference is mended or explained. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.errors import PagesDiffer
from tinhso.modules.onestop.scanning.suggestions import Suggestion
from tinhso.modules.onestop.scanning.types import Purpose

SHORTEST_EXPLANATION = 10
SOURCE = "107/2021/NĐ-CP; 01/2023/TT-VPCP, Điều 8"
COPY_SOURCE = "45/2020/NĐ-CP, Điều 10"


@dataclass(frozen=True)
class Stated:
    """What the house knows of the paper: typed by the officer, declared by the applicant, drawn up before."""

    paper_number: str
    issued_on: date | None
    personal_number: str = ""
    drawn_number: str = ""


def check_stated(purpose: Purpose, stated: Stated, *, compared: bool, today: date) -> None:
    """Raise PagesDiffer when the officer did not compare, or a paper result lacks its number or its day."""
    if purpose is Purpose.INTAKE:
        return
    if not compared:
        raise PagesDiffer("Hãy đối chiếu bản quét với bản giấy rồi đánh dấu xác nhận.", source=SOURCE)
    if purpose is Purpose.RESULT and not (stated.paper_number.strip() and stated.issued_on):
        raise PagesDiffer("Kết quả giấy phải có số, ký hiệu và ngày cấp. Hãy nhập theo bản giấy.", source=SOURCE)
    if stated.issued_on is not None and stated.issued_on > today:
        raise PagesDiffer("Ngày cấp ở sau hôm nay. Hãy nhập ngày ghi trên bản giấy.", source=SOURCE)


def differences(said: Sequence[Suggestion], stated: Stated) -> list[str]:
    """Return a sentence for each fact of the recognised text that is not the one typed, declared or drawn up."""
    read: dict[str, set[str]] = {}
    for one in said:
        read.setdefault(one.field, set()).add(_plain(one.value))
    known = {
        "paper_number": ("số, ký hiệu", stated.paper_number),
        "issued_on": ("ngày cấp", stated.issued_on.isoformat() if stated.issued_on else ""),
        "personal_number": ("số định danh", stated.personal_number),
    }
    found = [
        f"Bản quét đọc được {words} khác với {words} đã ghi “{value}”."
        for field, (words, value) in known.items()
        if value and field in read and _plain(value) not in read[field]
    ]
    if stated.drawn_number and stated.paper_number and _plain(stated.drawn_number) != _plain(stated.paper_number):
        found.append(f"Hồ sơ ghi kết quả số “{stated.drawn_number}”, bản giấy ghi “{stated.paper_number}”.")
    return found


def check_explained(found: Sequence[str], explanation: str) -> None:
    """Raise PagesDiffer with every difference unless the officer explained them."""
    if found and len(explanation.strip()) < SHORTEST_EXPLANATION:
        raise PagesDiffer(
            f"{' '.join(found)} Hãy sửa cho đúng bản giấy, hoặc ghi rõ vì sao khác "
            f"(ít nhất {SHORTEST_EXPLANATION} ký tự).",
            source=SOURCE,
        )


def _plain(value: str) -> str:
    return "".join(search_key(value).split())
