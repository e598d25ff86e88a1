# SPDX-License-Identifier: EUPL-1.2
"""Words of levels: the questions of the guided determination, states, reasons, counters."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.desk.security.systems_wording import link, tag
from tinhso.kernel.casework.workflow import state as state_of
from tinhso.kernel.registry.queries import unit_names as names_of_units
from tinhso.lib.vntext import sort_key
from tinhso.modules.security.levels.layers import EvidenceKind, Stand, layers
from tinhso.modules.security.levels.reading import Trust
from tinhso.modules.security.levels.requirements import Answer
from tinhso.modules.security.queries.levels import criterion_texts

QUESTIONS = {
    "kind": gettext_lazy("Hệ thống (hoặc phần này của hệ thống) dùng để làm gì?"),
    "information": gettext_lazy("Thông tin quan trọng nhất mà nó xử lý là loại nào?"),
    "defence": gettext_lazy("Nó có trực tiếp phục vụ quốc phòng, an ninh không?"),
    "harm": gettext_lazy("Nếu bị phá hoại, quốc phòng, an ninh quốc gia bị tổn hại đến mức nào?"),
    "services": gettext_lazy("Nó cung cấp thông tin, dịch vụ công trực tuyến ở mức nào?"),
    "online": gettext_lazy("Nó có cung cấp dịch vụ trực tuyến khác cho người dân, doanh nghiệp không?"),
    "users": gettext_lazy("Có bao nhiêu người dùng có thông tin riêng, thông tin cá nhân trong đó?"),
    "national": gettext_lazy("Nó có phải hệ thống quốc gia của Chính phủ điện tử, chạy 24/7, không được dừng không?"),
    "reach": gettext_lazy("Hạ tầng này phục vụ phạm vi nào?"),
    "nonstop": gettext_lazy("Nó có phải vận hành 24/7, không được ngừng ngoài kế hoạch không?"),
    "storage": gettext_lazy("Nó có lưu trữ tập trung dữ liệu đặc biệt quan trọng của quốc gia không?"),
    "works": gettext_lazy("Nó điều khiển công trình cấp nào?"),
    "decided": gettext_lazy("Thủ tướng Chính phủ có quyết định riêng về hệ thống này không?"),
}
YES_NO = {"yes": gettext_lazy("Có"), "no": gettext_lazy("Không")}
CHOICES: dict[str, dict[str, Any]] = {
    "kind": {
        "internal": gettext_lazy("Chỉ phục vụ công việc nội bộ của cơ quan"),
        "citizens": gettext_lazy("Phục vụ người dân, doanh nghiệp"),
        "infrastructure": gettext_lazy("Hạ tầng: mạng, trung tâm dữ liệu, nền tảng dùng chung"),
        "industrial": gettext_lazy("Điều khiển thiết bị, dây chuyền của một công trình"),
        "other": gettext_lazy("Hệ thống khác"),
    },
    "information": {
        "public": gettext_lazy("Chỉ thông tin công khai cho mọi người"),
        "private": gettext_lazy("Thông tin riêng hoặc thông tin cá nhân"),
        "secret": gettext_lazy("Bí mật nhà nước (Mật, Tối mật, Tuyệt mật)"),
    },
    "defence": YES_NO,
    "harm": {
        "harm": gettext_lazy("Tổn hại"),
        "serious": gettext_lazy("Tổn hại nghiêm trọng"),
        "exceptional": gettext_lazy("Tổn hại đặc biệt nghiêm trọng"),
    },
    "services": {
        "none": gettext_lazy("Không cung cấp thông tin hay dịch vụ công"),
        "up_to_2": gettext_lazy("Chỉ thông tin, hướng dẫn, tải biểu mẫu (mức độ 1, 2)"),
        "from_3": gettext_lazy("Nộp hồ sơ trực tuyến: một phần hoặc toàn trình (mức độ 3, 4)"),
    },
    "online": {
        "none": gettext_lazy("Không"),
        "free": gettext_lazy("Có, không thuộc ngành nghề kinh doanh có điều kiện"),
        "conditional": gettext_lazy("Có, thuộc ngành nghề kinh doanh có điều kiện"),
    },
    "users": {
        "under": gettext_lazy("Dưới 10.000 người"),
        "reached": gettext_lazy("Từ 10.000 người trở lên"),
    },
    "national": YES_NO,
    "reach": {
        "agency": gettext_lazy("Một cơ quan"),
        "shared": gettext_lazy("Nhiều cơ quan của một ngành, một tỉnh hoặc vài tỉnh"),
        "nation": gettext_lazy("Toàn quốc"),
        "world": gettext_lazy("Kết nối Việt Nam với quốc tế"),
    },
    "nonstop": YES_NO,
    "storage": YES_NO,
    "works": {
        "lower": gettext_lazy("Cấp II, cấp III hoặc cấp IV"),
        "class_1": gettext_lazy("Cấp I"),
        "special": gettext_lazy("Cấp đặc biệt, hoặc quan trọng liên quan đến an ninh quốc gia"),
    },
    "decided": YES_NO,
}
CHANGES = {
    "kind": gettext_lazy("loại hệ thống"),
    "information": gettext_lazy("loại thông tin xử lý"),
    "operator": gettext_lazy("đơn vị vận hành hoặc bên cung cấp"),
    "components": gettext_lazy("thành phần của hệ thống"),
    "users": gettext_lazy("số người dùng so với mốc 10.000"),
    "level": gettext_lazy("kết quả xác định cấp độ"),
}
VARIANTS = {
    "running": gettext_lazy("Hệ thống đang vận hành"),
    "new": gettext_lazy("Hệ thống xây mới hoặc nâng cấp"),
}
ANSWERS = {
    Answer.MET: gettext_lazy("Đáp ứng"),
    Answer.PARTLY: gettext_lazy("Đáp ứng một phần"),
    Answer.NOT_MET: gettext_lazy("Chưa đáp ứng"),
    Answer.NOT_APPLICABLE: gettext_lazy("Không áp dụng"),
}
ANSWER_PHASES = {"met": "done", "partly": "waiting", "not_met": "error", "not_applicable": "dropped"}
EVIDENCE = {
    EvidenceKind.DECISION: gettext_lazy("Quyết định thành lập đơn vị, tổ, đội"),
    EvidenceKind.STAFF_LIST: gettext_lazy("Danh sách nhân sự, trình độ, chuyên trách"),
    EvidenceKind.CONTACT: gettext_lazy("Thông tin đầu mối liên hệ 24/7"),
    EvidenceKind.TEST_CALL: gettext_lazy("Cuộc gọi thử đầu mối"),
    EvidenceKind.CONTRACT: gettext_lazy("Hợp đồng hoặc văn bản giao giám sát, bảo vệ"),
    EvidenceKind.WEEKLY_REPORT: gettext_lazy("Báo cáo tuần của đơn vị giám sát"),
}
REASONS = {
    "stands": gettext_lazy("có minh chứng còn hiệu lực"),
    "no_decision": gettext_lazy("chưa có quyết định còn hiệu lực thành lập lực lượng"),
    "no_staff_list": gettext_lazy("chưa có danh sách nhân sự còn hiệu lực"),
    "no_contact": gettext_lazy("chưa có thông tin đầu mối liên hệ"),
    "contact_old": gettext_lazy("thông tin đầu mối đã quá một năm"),
    "call_unanswered": gettext_lazy("cuộc gọi thử gần nhất không có người trả lời"),
    "no_contract": gettext_lazy("chưa có hợp đồng hoặc văn bản giao giám sát"),
    "contract_ended": gettext_lazy("hợp đồng giám sát đã hết hạn"),
    "no_report": gettext_lazy("hai tuần không có báo cáo của đơn vị giám sát"),
    "never_assessed": gettext_lazy("chưa được kiểm tra, đánh giá lần nào"),
    "assessment_old": gettext_lazy("lần đánh giá gần nhất đã quá chu kỳ của cấp độ"),
    "not_independent": gettext_lazy("bên đánh giá cũng là bên giám sát hệ thống này"),
    "connection_unknown": gettext_lazy("chưa biết: chưa có bản ghi kết nối và khoảng thời gian thỏa thuận"),
    "never_accepted": gettext_lazy("trung tâm quốc gia chưa nhận tin nào"),
    "connection_silent": gettext_lazy("quá khoảng thời gian thỏa thuận không có tin được nhận"),
}
COUNTERS = {
    "level_approved": gettext_lazy("Có cấp độ được phê duyệt"),
    "plan_deployed": gettext_lazy("Triển khai đầy đủ phương án"),
    "inspected": gettext_lazy("Được kiểm tra, đánh giá"),
    "monitored": gettext_lazy("Được giám sát"),
    "sharing": gettext_lazy("Chia sẻ với trung tâm quốc gia"),
    "response_plan": gettext_lazy("Có phương án ứng cứu"),
}
ASSESSORS = {
    "licensed": gettext_lazy("Doanh nghiệp được cấp phép"),
    "public_unit": gettext_lazy("Đơn vị sự nghiệp có thẩm quyền"),
    "named": gettext_lazy("Tổ chức được cơ quan có thẩm quyền chỉ định"),
}
SCOPES = {
    "annual_plan": gettext_lazy("Kế hoạch năm"),
    "five_year_plan": gettext_lazy("Kế hoạch 5 năm"),
    "project": gettext_lazy("Dự án"),
    "year": gettext_lazy("Năm ngân sách"),
}
STAGES = {"planned": gettext_lazy("Dự toán"), "settled": gettext_lazy("Quyết toán")}
TRUST = {
    Trust.CONFIRMED: "",
    Trust.INFERRED: gettext_lazy("chưa xác nhận với văn bản"),
    Trust.MISSING: gettext_lazy("chưa biết"),
}
FORMS = {"dossier": gettext_lazy("Hồ sơ đề xuất cấp độ"), "decision": gettext_lazy("Quyết định phê duyệt cấp độ")}


def options(words: dict[Any, Any]) -> list[tuple[str, str]]:
    return [(str(key), str(said)) for key, said in words.items()]


def unit_names(ids: Iterable[uuid.UUID]) -> list[str]:
    return sorted(names_of_units(set(ids)).values(), key=sort_key)


def part_lines(one: Any) -> list[str]:
    """Return the criteria a part meets, each with its article."""
    return [
        _("%(article)s, cấp độ %(level)s: %(text)s") % row for row in criterion_texts(one.criteria_set, one.criteria)
    ]


def layer_line(one: Stand) -> dict[str, Any]:
    """Return how a layer stands in words."""
    words = {True: _("Có"), False: _("Không"), None: _("Chưa biết")}[one.stands]
    phase = {True: "done", False: "error", None: "waiting"}[one.stands]
    text = next(text for no, text, _trust in layers() if no == one.no)
    return {"no": one.no, "text": text, "words": words, "phase": phase, "why": REASONS[one.why], "until": one.until,
            "stands": one.stands}  # fmt: skip


def dossier_line(one: Any) -> dict[str, Any]:
    state = state_of(one.case.kind, one.case.state)
    phase = {"in_force": "done", "dropped": "dropped"}.get(one.case.state, "working")
    return {"dossier": one, "state": state.title, "phase": phase}


def dossier_cells(one: Any) -> list[Any]:
    """Return a dossier as a row of the list."""
    line = dossier_line(one)
    due = one.case.due_at if one.case.closed_at is None else None
    return [
        link(one.case.title, "desk:level_dossier", one.case_id),
        tag(line["state"], line["phase"]),
        one.case.unit.name,
        f"{due:%d/%m/%Y}" if due else "–",
    ]
