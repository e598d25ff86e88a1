# SPDX-License-Identifier: EUPL-1.2
"""What the portal may ask consent for, beyond the procedures the law prescribes; each text has a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from tinhso.modules.onestop.proactive import definitions
from tinhso.modules.onestop.proactive.types import Service
from tinhso.modules.onestop.vault.types import CONSENT


@dataclass(frozen=True)
class Purpose:
    """One purpose with the text the person agrees to."""

    key: str
    text_version: str
    title: str
    text: str


@dataclass(frozen=True)
class Row:
    """A purpose and whether this person's consent to it stands."""

    purpose: Purpose
    consent_id: Any
    given_at: datetime | None


def purposes() -> list[Purpose]:
    return [
        Purpose(
            "reminders",
            "2026-11",
            _("Nhắc tôi về hồ sơ"),
            _("Dùng số điện thoại và thư điện tử của tôi để báo khi hồ sơ cần bổ sung, có kết quả hoặc bị chậm."),
        ),
        Purpose(
            CONSENT,
            "2026-11",
            _("Dùng lại giấy tờ trong kho của tôi"),
            _("Khi tôi nộp hồ sơ, đề nghị dùng lại kết quả và giấy tờ tôi đã có ở tỉnh thay cho tải lên lần nữa."),
        ),
        Purpose(
            "surveys",
            "2026-11",
            _("Hỏi ý kiến tôi về chất lượng phục vụ"),
            _("Dùng số điện thoại của tôi để mời trả lời khảo sát của tỉnh, mỗi năm không quá hai lần."),
        ),
        *_proactive(),
    ]


def _proactive() -> list[Purpose]:
    """Return the consents of proactive services: asking registers, then one for each that may be carried out."""
    key, version = definitions.register_consent()
    asking = Purpose(
        key,
        version,
        _("Tra cứu để đề nghị trước"),
        _(
            "Mỗi tháng hỏi CSDL quốc gia về dân cư (thẻ căn cước có giá trị đến ngày nào) và về bảo hiểm (có hưởng "
            "lương hưu không) để báo trước việc cần làm. Mỗi lần hỏi đều hiện ở Ai đã xem dữ liệu của tôi; câu trả "
            "lời không được giữ lại trừ khi có đề nghị."
        ),
    )
    return [asking, *(_carried_out(one) for one in definitions.services() if one.consent_version)]


def _carried_out(service: Service) -> Purpose:
    """Return the standing consent to have one service carried out, with what cannot be undone."""
    text = _(
        "Khi đủ điều kiện, cổng tự lập và nộp hồ sơ thủ tục %(code)s đứng tên tôi, lấy họ tên, số định danh, "
        "ngày sinh, điện thoại, nơi cư trú từ định danh điện tử; nội dung đề nghị: “%(request)s”; nhận kết quả "
        "điện tử; và tôi cam đoan nội dung lấy từ các nguồn này là đúng. Tôi được báo ngay, được xác nhận, sửa, "
        "từ chối và khôi phục như trước. Không khôi phục được: %(never)s"
    ) % {
        "code": service.procedure,
        "request": service.answers.get("noi_dung_de_nghi", ""),
        "never": service.cannot_undo,
    }
    title = _("Tự động nộp: %(service)s") % {"service": service.title}
    return Purpose(service.consent_purpose, service.consent_version, title, text)


def text_version_of(key: str) -> str:
    """Return the version of the text in force; an unknown purpose is no page."""
    for purpose in purposes():
        if purpose.key == key:
            return purpose.text_version
    raise Http404


def rows_for(consents: Sequence[Any]) -> list[Row]:
    """Return every purpose with the standing consent to its present text, if there is one."""
    standing = {(one.purpose, one.text_version): one for one in consents if one.withdrawn_at is None}
    rows = []
    for purpose in purposes():
        found = standing.get((purpose.key, purpose.text_version))
        rows.append(Row(purpose, found.id if found else None, found.given_at if found else None))
    return rows
