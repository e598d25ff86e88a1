# SPDX-License-Identifier: EUPL-1.2
"""Words of plans on pages and papers."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.indicators.commitments import Qualifier, number_words
from tinhso.lib.vntext import format_int
from tinhso.modules.plans.rules import Light, Lit, Why
from tinhso.modules.plans.types import Base, Fund, GoalKind, Pillar, PlanKind, PlanState, Stage, Word

KINDS: Final[Mapping[str, Any]] = {PlanKind.PLAN: gettext_lazy("Kế hoạch"), PlanKind.SCHEME: gettext_lazy("Đề án")}
STATES = {
    PlanState.DRAFT: (gettext_lazy("Dự thảo"), "open"),
    PlanState.IN_FORCE: (gettext_lazy("Đang thực hiện"), "working"),
    PlanState.CLOSED: (gettext_lazy("Đã kết thúc"), "done"),
}
GOALS: Final[Mapping[str, Any]] = {
    GoalKind.VISION: gettext_lazy("Tầm nhìn"),
    GoalKind.PILLAR: gettext_lazy("Trụ cột"),
    GoalKind.OBJECTIVE: gettext_lazy("Mục tiêu"),
    GoalKind.TARGET: gettext_lazy("Chỉ tiêu"),
    GoalKind.INDICATOR: gettext_lazy("Chỉ số đo"),
}
LIGHTS = {
    Light.NOT_GIVEN: (gettext_lazy("Chưa giao"), "later"),
    Light.ON_TRACK: (gettext_lazy("Đúng tiến độ"), "working"),
    Light.AT_RISK: (gettext_lazy("Có nguy cơ"), "waiting"),
    Light.OVERDUE: (gettext_lazy("Quá hạn"), "error"),
    Light.DONE: (gettext_lazy("Hoàn thành"), "done"),
    Light.DONE_LATE: (gettext_lazy("Hoàn thành trễ"), "done"),
    Light.TAKEN_BACK: (gettext_lazy("Đã rút"), "dropped"),
}
"""Words and the phase whose icon and colour the tag takes; red is for lateness alone."""
STAGES: Final[Mapping[str, Any]] = {
    Stage.PLAN: gettext_lazy("Dự toán"),
    Stage.ALLOTMENT: gettext_lazy("Phân bổ"),
    Stage.COMMITMENT: gettext_lazy("Cam kết chi"),
    Stage.DISBURSEMENT: gettext_lazy("Giải ngân"),
}
FUNDS: Final[Mapping[str, Any]] = {
    Fund.CENTRAL: gettext_lazy("Ngân sách trung ương"),
    Fund.LOCAL: gettext_lazy("Ngân sách địa phương"),
    Fund.ENTERPRISE: gettext_lazy("Doanh nghiệp"),
    Fund.COMMUNITY: gettext_lazy("Cộng đồng, xã hội hóa"),
    Fund.OTHER: gettext_lazy("Nguồn hợp pháp khác"),
}
PILLARS: Final[Mapping[str, Any]] = {
    Pillar.AWARENESS: gettext_lazy("Nhận thức số"),
    Pillar.INSTITUTIONS: gettext_lazy("Thể chế số"),
    Pillar.INFRASTRUCTURE: gettext_lazy("Hạ tầng số"),
    Pillar.WORKFORCE: gettext_lazy("Nhân lực số"),
    Pillar.SECURITY: gettext_lazy("An toàn thông tin mạng"),
    Pillar.GOVERNMENT: gettext_lazy("Chính quyền số"),
    Pillar.ECONOMY: gettext_lazy("Kinh tế số"),
    Pillar.SOCIETY: gettext_lazy("Xã hội số"),
    Pillar.SMART_CITY: gettext_lazy("Đô thị thông minh"),
}
BASES: Final[Mapping[str, Any]] = {
    Base.IT_BUDGET: gettext_lazy("Trên ngân sách công nghệ thông tin (cách tính của Bến Tre)"),
    Base.STATE_SPENDING: gettext_lazy("Trên tổng chi ngân sách nhà nước cho chuyển đổi số (cách tính của Gia Lai)"),
    Base.ALL_FUNDS: gettext_lazy("Trên tổng mọi nguồn của kế hoạch này"),
}
WORDS: Final[Mapping[str, Any]] = {
    Word.TOLD: gettext_lazy("Tiến độ"),
    Word.REPORTED: gettext_lazy("Báo cáo hoàn thành"),
    Word.CONFIRMED: gettext_lazy("Xác nhận hoàn thành"),
    Word.SENT_BACK: gettext_lazy("Yêu cầu thực hiện lại"),
    Word.PUT_OFF: gettext_lazy("Lùi hạn"),
    Word.TAKEN_BACK: gettext_lazy("Rút nhiệm vụ"),
}
QUALIFIERS: Final[Mapping[str, Any]] = {
    Qualifier.EXACTLY: gettext_lazy("đúng"),
    Qualifier.AT_LEAST: gettext_lazy("tối thiểu"),
    Qualifier.AT_MOST: gettext_lazy("tối đa"),
    Qualifier.OVER: gettext_lazy("trên"),
    Qualifier.UNDER: gettext_lazy("dưới"),
    Qualifier.ALMOST: gettext_lazy("gần"),
    Qualifier.ABOUT: gettext_lazy("khoảng"),
    Qualifier.ALL: gettext_lazy("toàn bộ"),
    Qualifier.MOST: gettext_lazy("hầu hết"),
    Qualifier.BASICALLY: gettext_lazy("cơ bản"),
    Qualifier.UNIVERSAL: gettext_lazy("phổ cập"),
    Qualifier.HIGHEST_POSSIBLE: gettext_lazy("ở mức cao nhất"),
    Qualifier.INCREASE: gettext_lazy("tăng"),
    Qualifier.DECREASE: gettext_lazy("giảm"),
}


def options(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the choices of a select from one of the tables above."""
    return [(str(key), str(said)) for key, said in words.items()]


def why_words(lit: Lit) -> str:
    """Return in words what a light rests on."""
    days = format_int(abs(lit.days_left)) if lit.days_left is not None else ""
    said = {
        Why.DRAFT: _("kế hoạch chưa ban hành"),
        Why.CONFIRMED: _("cơ quan thường trực đã xác nhận"),
        Why.WITHDRAWN: _("đã rút khỏi kế hoạch"),
        Why.PAST_DAY: _("quá hạn %(days)s ngày, chưa báo cáo") % {"days": days},
        Why.REPORTED_LATE: _("báo cáo sau hạn, chờ xác nhận"),
        Why.WAITS_FOR_CONFIRMATION: _("đã báo cáo đúng hạn, chờ xác nhận"),
        Why.BLOCKED: _("phải chờ nhiệm vụ “%(name)s”") % {"name": lit.blocker},
        Why.NOBODY: _("hơn một tuần chưa có người thực hiện"),
        Why.SILENT: _("lâu chưa có báo cáo tiến độ"),
        Why.NEAR: _("còn %(days)s ngày, chưa báo cáo") % {"days": days},
        Why.IN_TIME: _("còn %(days)s ngày") % {"days": days} if days else _("thường xuyên"),
    }
    return said[lit.why]


def goal_words(goal: Any) -> str:
    """Return what a goal is to reach: the words of the paper when there are any, else qualifier, value and unit."""
    if goal.said:
        return goal.said
    parts = [str(QUALIFIERS[Qualifier(goal.qualifier)])] if goal.qualifier else []
    if goal.value is not None:
        parts.append(f"{number_words(goal.value)} {goal.unit_of_measure}".strip())
    if goal.denominator:
        parts.append(_("trên %(what)s") % {"what": goal.denominator})
    return " ".join(parts)
