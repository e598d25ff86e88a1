# SPDX-License-Identifier: EUPL-1.2
"""Which papers data replace, what may be asked for each, until when a paper may still be asked. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tinhso.kernel.calendar.rules import limits
from tinhso.kernel.calendar.types import Due, LimitUnit, TimeLimit, WorkCalendar
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.errors import GroundMissing, PaperServedByData
from tinhso.modules.onestop.registers.types import DESPITE_GROUNDS, Despite, Register, Served
from tinhso.modules.onestop.rules import SHORTEST_REASON

LAW = "66.7/2025/NQ-CP"
ONLINE_LIMIT = TimeLimit(8, LimitUnit.WORKING_HOUR)
OTHER_LIMIT = TimeLimit(1, LimitUnit.WORKING_DAY)
"""How long a desk has to say that data are missing or wrong (66.7/2025/NQ-CP)."""

FILLING = frozenset(
    search_key(
        "bản sao chụp chính gốc ảnh nộp bổ sung thêm lại kèm thiếu có chứng thực tờ giấy thẻ một cái của"
    ).split()
)
"""Words that may stand before the name of a paper without making it another paper."""


def ask_by(filed_at: datetime, calendar: WorkCalendar, *, online: bool) -> Due:
    """Return until when the desk tells the applicant that a paper is wanted in spite of the database.

    Source: 66.7/2025/NQ-CP: 8 working hours when filed on line, 1 working day otherwise.
    """
    limit = ONLINE_LIMIT if online else OTHER_LIMIT
    return limits.due(filed_at, limit, calendar, late_rule=False, online=online)


def served_papers(
    components: Sequence[Mapping[str, Any]],
    annex: Sequence[Mapping[str, str]],
    registers: Mapping[str, Mapping[str, Any]],
) -> list[Served]:
    """Return the components a database serves, each with the article of the annex that fits best."""
    return [
        Served(
            key=one["key"],
            name=one["name"],
            databases=tuple(one["replaced_by"]),
            register=register_of(one["replaced_by"], registers),
            article=_article(one, annex),
        )
        for one in components
        if one["replaced_by"]
    ]


def register_of(databases: Sequence[str], registers: Mapping[str, Mapping[str, Any]]) -> Register | None:
    """Return the first connected database among the keys, None when none of them is connected."""
    for key in databases:
        for name, register in registers.items():
            if key in register["keys"]:
                return Register(name)
    return None


def _article(component: Mapping[str, Any], annex: Sequence[Mapping[str, str]]) -> str:
    """Return the line of the annex about this paper, by its databases and then by shared words."""
    wanted = set(component["replaced_by"])
    fitting = [line for line in annex if wanted & set(line["database_keys"].split("+"))]
    if not fitting:
        return LAW
    words = set(search_key(component["name"]).split())
    best = max(fitting, key=lambda line: len(words & set(search_key(line["paper"]).split())))
    return f"{LAW}, Phụ lục I, dòng {best['line']} ({best['clause']}, {best['law']})"


def fields_for(paper: str, register: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that stand for a paper: no more than the paper would show (91/2025/QH15)."""
    name = search_key(paper)
    for ask in register["asks"]:
        if not ask["words"] or any(search_key(word) in name for word in ask["words"]):
            return tuple(ask["fields"])
    raise ValueError("the last entry of `asks` fits every paper")


def asks_for(item: str, paper: str) -> bool:
    """Tell whether a line of a supplement asks for this paper, whatever filling words stand before its name."""
    wanted, name = _bare(item), _bare(paper)
    return bool(name) and wanted[: len(name)] == name


def _bare(text: str) -> list[str]:
    words = search_key("".join(char if char.isalnum() else " " for char in text)).split()
    while words and (words[0] in FILLING or words[0].isdigit()):
        words = words[1:]
    return words


def check_despite(
    items: Sequence[str], despite: Sequence[Despite], served: Sequence[Served], annex: Sequence[Mapping[str, str]] = ()
) -> None:
    """Raise GroundMissing for a wish without reason and words, PaperServedByData for a paper asked without a wish.

    annex: lines of the procedure; a paper named there is served too when no component carries its name.
    Source: 66.7/2025/NQ-CP.
    """
    known = {one.key: one for one in served}
    for wish in despite:
        if wish.key not in known or wish.ground not in DESPITE_GROUNDS:
            raise GroundMissing(
                "Giấy tờ này đã có dữ liệu: hãy chọn lý do trong danh mục vì sao vẫn phải yêu cầu.", source=LAW
            )
        if len(wish.reason.strip()) < SHORTEST_REASON:
            raise GroundMissing(
                f"Hãy ghi rõ dữ liệu thiếu, sai ở đâu (ít nhất {SHORTEST_REASON} ký tự) để người nộp biết.", source=LAW
            )
    wished = {wish.key for wish in despite}
    free = [(one.name, one.key in wished) for one in served]
    for item in items:
        for name, is_wished in free:
            if not is_wished and asks_for(item, name):
                raise _served(name)
        for line in annex:
            keys = set(line["database_keys"].split("+"))
            if asks_for(item, line["paper"]) and not any(keys & set(known[key].databases) for key in wished):
                raise _served(line["paper"])


def _served(name: str) -> PaperServedByData:
    return PaperServedByData(
        f"“{name}” không phải nộp vì cơ quan tự tra cứu trong cơ sở dữ liệu. Nếu dữ liệu thiếu, sai, mâu thuẫn hoặc "
        "hệ thống không khai thác được, hãy chọn lý do ở mục “Giấy tờ đã có dữ liệu” thay vì ghi vào danh sách.",
        source=LAW,
    )
