# SPDX-License-Identifier: EUPL-1.2
"""Which validators of _common.yaml the engine decides, and which only an officer or a register can decide."""

from typing import Final

from tinhso.modules.onestop.forms.types import Form

DECIDED: Final = frozenset(
    {
        "cccd12", "cross_check_birth_sex", "mst_check", "phone_vn", "email", "name_vn", "date_not_future",
        "admin_code_valid_on_date", "land_cert_serial", "after", "age_min", "age_max", "bank_account", "by_doc_type",
        "cccd12_each", "computed_from", "decimal_positive", "money_vnd_positive", "int_range", "fee",
        "jpg_png_max_2mb", "max_2_years", "not_allowed_if", "ranges_cover_from_age_14", "ranges_no_gap_no_overlap",
        "ranges_no_overlap", "url", "warn_if_late_15d", "warn_if_late_60d", "must_be_true",
    }
)  # fmt: skip
"""Decided by the engine alone."""

OFFICER: Final = {
    "distance_school_hospital_over_100m": "điểm bán cách ranh giới trường học, cơ sở y tế hơn 100 m (đối chiếu bản đồ)",
    "must_be_unmarried": "tình trạng hôn nhân đối chiếu với dữ liệu hộ tịch",
    "name_not_duplicate_in_commune": "tên không trùng hộ kinh doanh đã đăng ký",
    "name_forbidden_words": "tên không vi phạm thuần phong mỹ tục",
    "no_other_household_business": "mỗi người chỉ đứng tên một hộ kinh doanh",
    "one_of_parents_or_agreement": "dân tộc theo cha hoặc mẹ, có thỏa thuận của cha mẹ",
    "same_day_or_next_if_after_15h": "ngày hẹn: trong ngày, nhận sau 15 giờ thì ngày làm việc kế tiếp",
    "via_vneid_or_signature": "sự đồng ý qua tài khoản định danh hoặc chữ ký, văn bản",
    "vsic_code": "mã ngành có trong hệ thống ngành kinh tế Việt Nam, ngành có điều kiện",
    "working_day": "ngày hẹn là ngày làm việc",
}
"""What a register, a map or a person has to decide; some are checked in part by the engine as well."""

ELIGIBILITY: Final = frozenset({"age_min", "age_max", "not_allowed_if"})
"""Rules about the person and not about the writing: they bind even when the value comes from a register."""

KNOWN_RULES: Final = DECIDED | OFFICER.keys()


def officer_checks(form: Form) -> list[str]:
    """Return one line for each check that the engine cannot make, for the desk: nothing is passed in silence.

    Conditions in free text belong here too: only a person can tell whether such a question had to be answered.
    """
    lines = []
    for field in form.fields:
        for rule in field.rules:
            if rule.name in OFFICER:
                lines.append(f"Kiểm tra bởi cán bộ – {field.label}: {OFFICER[rule.name]}.")
        if field.when and field.when.is_free_text:
            lines.append(f"Kiểm tra bởi cán bộ – {field.label}: chỉ cần khi {field.when.text}.")
    return lines
