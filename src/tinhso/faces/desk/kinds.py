# SPDX-License-Identifier: EUPL-1.2
"""One inbox for all kinds of work: each kind says where its page is; a new module adds its line here."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Kind:
    """One kind of case at the desk: what it is called in a list, the route of its page."""

    title: str
    route: str


KINDS = {
    "dossier": Kind("Hồ sơ", "desk:dossier"),
    "consultation": Kind("Lấy ý kiến", "desk:consultation"),
    "data_question": Kind("Hỏi về lần xem dữ liệu", "desk:data_question"),
    "precheck": Kind("Kiểm tra trước", "desk:precheck"),
    "feedback": Kind("Phản ánh, kiến nghị", "desk:feedback"),
    "directive": Kind("Ý kiến chỉ đạo", "desk:directive"),
    "plan_task": Kind("Nhiệm vụ kế hoạch", "desk:plan_task"),
    "declaration": Kind("Kê khai chỉ số", "desk:declaration"),
    "security_incident": Kind("Sự cố an toàn thông tin", "desk:incident"),
    "infected_machine": Kind("Máy nhiễm mã độc", "desk:infected_machine"),
    "level_dossier": Kind("Hồ sơ đề xuất cấp độ", "desk:level_dossier"),
    "linked_part": Kind("Phần việc liên thông", "desk:linked_part"),
}


def address_of(case: Any) -> str:
    """Return the address of the page of a case."""
    return reverse(KINDS[case.kind].route, args=[case.id])


def title_of(case: Any) -> str:
    return KINDS[case.kind].title
