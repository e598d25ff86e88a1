# SPDX-License-Identifier: EUPL-1.2
"""What a record must look like before a working copy takes it: known keys, right kinds, a form that can be read."""

import re
from collections.abc import Mapping
from typing import Any, Final

from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.editing.form_shape import check_form
from tinhso.modules.onestop.editing.shape import (
    Check,
    Fault,
    each,
    halves,
    maybe,
    one_of,
    record,
    text,
    whole,
    yes_or_no,
)
from tinhso.modules.onestop.editing.types import Content
from tinhso.modules.onestop.errors import DefinitionUnreadable
from tinhso.modules.onestop.payments.rules import FeeKind
from tinhso.modules.onestop.types import Channel, OnlineLevel

TIME_UNITS: Final = ("same_day", "working_day", "calendar_day", "working_hour", "minute", "month")
CHANNEL_UNITS: Final = (*TIME_UNITS, "hour")
COMPONENT_KINDS: Final = ("form", "submit", "show", "optional")
ONLINE_LEVELS: Final = tuple(level.value for level in OnlineLevel)
PARTIAL_GROUNDS: Final[Mapping[str, str]] = {
    "co_mat": "Pháp luật yêu cầu người nộp có mặt",
    "kiem_tra": "Phải kiểm tra, đánh giá tại hiện trường",
    "su_co": "Sự cố hoặc điều kiện kỹ thuật chưa cho phép",
    "khac": "Trường hợp khác theo pháp luật chuyên ngành",
}
"""Why a service is offered on line only in part (một phần); a text goes with it (224/2026/NĐ-CP, Điều 14)."""
STEP_ROLES: Final = ("reception", "specialist", "head", "leader", "clerk")
CODE: Final = re.compile(r"[0-9]\.[0-9]{6}")

_SPAN: Final[Mapping[str, Check]] = {"value": maybe(whole(0, 10_000)), "unit": maybe(one_of(TIME_UNITS))}
_VND: Final = maybe(whole(0))
_FIELDS: Final[Mapping[str, Check]] = {
    "code": maybe(text(12)),
    "code_confirmed": yes_or_no,
    "name": text(600),
    "short_name": text(300),
    "sector": text(40),
    "field": text(120),
    "level": each(one_of(("tinh", "xa"))),
    "applicants": each(one_of(("ca_nhan", "to_chuc"))),
    "time": record(
        {
            **_SPAN,
            "after_15h": one_of(("next_working_day",)),
            "variants": each(record({"case": text(200), **_SPAN}, ("case", "value", "unit"))),
        },
        ("value", "unit"),
    ),
    "fee": record(
        {
            "kind": one_of([one.value for one in FeeKind]),
            "amount_vnd": _VND,
            "online_vnd": _VND,
            "reissue_vnd": _VND,
            "from_page_3_vnd": _VND,
            "cap_vnd_per_copy": _VND,
            "unit": text(60),
            "what": text(200),
            "note": text(500),
        },
        ("kind", "amount_vnd"),
    ),
    "components": each(
        record(
            {
                "name": text(400),
                "kind": one_of(COMPONENT_KINDS),
                "when": text(400),
                "replaced_by": each(text(20)),
                "originals": whole(0, 99),
                "copies": whole(0, 99),
            },
            ("name", "kind"),
        )
    ),
    "results": each(record({"name": text(400), "code": maybe(text(60))}, ("name", "code"))),
    "legal_basis": each(text(200)),
    "online_level": maybe(one_of(ONLINE_LEVELS)),
    "partial": record(
        {"ground": one_of(("", *PARTIAL_GROUNDS)), "reason": text(1000, empty=True)}, ("ground", "reason")
    ),
    "portal_channels": each(
        record(
            {
                "channel": one_of([one.value for one in Channel]),
                "time_value": maybe(whole(0, 10_000)),
                "time_unit": maybe(one_of(CHANNEL_UNITS)),
                "fee_shown_vnd": _VND,
            },
            ("channel", "time_value", "time_unit", "fee_shown_vnd"),
        )
    ),
    "portal_times_disagree": yes_or_no,
    "steps": each(
        record(
            {
                "seq": whole(1, 200),
                "actor": text(200),
                "role": one_of(STEP_ROLES),
                "work": text(400),
                "days": halves,
                "hours": halves,
                "minutes": whole(0, 10_000),
                "months": whole(0, 600),
                "parallel": yes_or_no,
                "limit": text(200),
                "clock": text(20),
                "dvcqg_status": whole(0, 99),
            },
            ("seq", "actor", "work"),
        )
    ),
    "data_replaces_paper": each(record({"paper": text(400), "databases": each(text(20))}, ("paper", "databases"))),
    "components_complete": yes_or_no,
    "unverified": each(text(60)),
    "authority": text(200),
    "note": text(),
    "source": maybe(text(300)),
    "source_decision": maybe(text(100)),
    "online_level_source": text(200),
    "level_before_2025_07": text(60),
}
NEEDED: Final = (
    "code", "code_confirmed", "name", "short_name", "sector", "field", "level", "applicants", "time", "fee",
    "components", "results", "legal_basis", "online_level", "source",
)  # fmt: skip
_whole_record = record(_FIELDS, NEEDED)


def faults_of(definition: Any) -> list[Fault]:
    """Return what is wrong with the shape of a record, in the order of the record's keys."""
    found = [(place.lstrip("."), fault) for place, fault in _whole_record(definition)]
    if not found and definition["sector"] not in definitions.routing()["titles"]:
        found.append(("sector", "không có trong danh mục lĩnh vực của tỉnh"))
    return found


def checked(content: Content) -> Content:
    """Return the content; raises DefinitionUnreadable with one sentence about the first thing wrong."""
    for place, fault in faults_of(content.definition):
        raise DefinitionUnreadable(f"Mục “{place or 'bản ghi'}” {fault}. Hãy sửa rồi làm lại; chưa ghi gì.")
    if content.form is not None:
        check_form(content.form)
    return content
