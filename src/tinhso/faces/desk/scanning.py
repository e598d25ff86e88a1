# SPDX-License-Identifier: EUPL-1.2
"""Scans on the desk's pages: how far they are, what they suggest, what was sent from the counter."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.desk import reading
from tinhso.faces.ui.words import day_words
from tinhso.kernel.events.errors import HouseError
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions.scan_signing import Checked
from tinhso.modules.onestop.actions.scans import ScanFile, add_scan, reuse_paper
from tinhso.modules.onestop.errors import AlreadyHeld
from tinhso.modules.onestop.policies_of_scans import can_begin
from tinhso.modules.onestop.queries import digital_copies
from tinhso.modules.onestop.queries import scans as queries
from tinhso.modules.onestop.scanning.suggestions import Suggestion
from tinhso.modules.onestop.scanning.types import Nature, Purpose, ScanState

FIELDS = {
    "personal_number": gettext_lazy("Số định danh cá nhân"),
    "full_name": gettext_lazy("Họ tên"),
    "birth_date": gettext_lazy("Ngày sinh"),
    "paper_number": gettext_lazy("Số, ký hiệu giấy tờ"),
    "issued_on": gettext_lazy("Ngày cấp"),
}
NATURES = [
    (Nature.PAPER, gettext_lazy("Bản giấy nộp tại quầy")),
    (Nature.ELECTRONIC, gettext_lazy("Đã là bản điện tử")),
    (Nature.SHOWN, gettext_lazy("Chỉ xuất trình để đối chiếu")),
    (Nature.OPINION, gettext_lazy("Văn bản trả lời của cơ quan được lấy ý kiến")),
    (Nature.SECRET, gettext_lazy("Giấy tờ mật")),
]
STATES = {
    ScanState.WAITING: (gettext_lazy("Đang nhận dạng"), "working"),
    ScanState.READY: (gettext_lazy("Chờ kiểm tra, ký"), "waiting"),
    ScanState.SIGNED: (gettext_lazy("Đã số hóa, đã ký"), "done"),
    ScanState.DROPPED: (gettext_lazy("Đã bỏ"), "dropped"),
}


@dataclass(frozen=True)
class Hint:
    """A suggestion as shown: what it is, its value in words, the line it was read from, how it fits the person."""

    label: str
    shown: str
    line: str
    fits: bool | None
    field: str
    value: str


def line_of(scan: Any) -> dict[str, Any]:
    """Return what the progress fragment of a scan shows."""
    words, phase = STATES[ScanState(scan.state)]
    hints = [_hint(one, scan.person) for one in queries.suggested(scan)] if scan.state != ScanState.WAITING else []
    return {"scan": scan, "scan_words": words, "scan_phase": phase, "hints": hints} | purpose_words(scan)


def _hint(one: Suggestion, person: Any) -> Hint:
    known = {
        "personal_number": person.personal_number,
        "full_name": person.full_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
    }.get(one.field)
    fits = None if not known else str(known).casefold() == one.value.casefold()
    day = parse_date(one.value) if one.field in ("birth_date", "issued_on") else None
    return Hint(str(FIELDS[one.field]), day_words(day) if day else one.value, one.line, fits, one.field, one.value)


def keep(data: QueryDict, files: MultiValueDict[str, Any], person: Any, version: Any, **who: Any) -> dict[str, str]:
    """Keep every scanned file that was sent, also when the rest of the form is wrong; return sentences by box."""
    errors = {}
    for one in _scanned(data, version):
        key = one["key"]
        sent = [ScanFile(upload.name, upload.read()) for upload in files.getlist(f"scan-{key}")]
        if not sent:
            continue
        nature = Nature(data.get(f"nature-{key}", "")) if data.get(f"nature-{key}") in set(Nature) else Nature.PAPER
        sitting = sitting_of(data)
        try:
            add_scan(sent, person=person, version=version, key=key, sitting=sitting, nature=nature, **who)
        except AlreadyHeld as held:
            errors[f"scan-{key}"] = held.sentence
        except HouseError as refusal:
            errors[f"scan-{key}"] = f"{refusal.sentence} ({refusal.source})" if refusal.source else refusal.sentence
    return errors


def _scanned(data: QueryDict, version: Any) -> list[dict[str, Any]]:
    parts = definitions.components_of(version.definition)
    return [one for one in parts if data.get(f"how-{one['key']}", "scan") in ("scan", "shown")]


def sitting_of(data: Mapping[str, str]) -> str:
    """Return the key under which this filing and its scans belong together; raises FormFault on a page too old."""
    return f"counter:{reading.identifier(data, 'client_key', _('Trang đã cũ, hãy mở lại trang tiếp nhận.'))}"


def reused(data: QueryDict, key: str, person: Any, *, viewer: Viewer, now: Any) -> uuid.UUID:
    """Return the document of a paper held already; raises FormFault when none was chosen or it cannot be used."""
    sentence = _("Hãy chọn giấy tờ đã có trong kho để dùng lại.")
    source = reading.identifier(data, f"held-{key}", sentence)
    try:
        return reuse_paper(source, person=person, key=key, viewer=viewer, now=now)
    except HouseError as refusal:
        raise reading.FormFault({f"held-{key}": refusal.sentence}) from refusal


def checked(data: QueryDict) -> Checked:
    """Return what the officer counted; raises FormFault for a number of sheets or a day that cannot be read."""
    typed = data.get("sheets", "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise reading.FormFault({"sheets": _("Hãy đếm số tờ của giấy tờ rồi nhập bằng chữ số, ví dụ 2.")})
    return Checked(
        sheets=int(typed),
        two_sided=data.get("two_sided") == "1",
        paper_number=data.get("paper_number", ""),
        issued_on=reading.day(data, "issued_on"),
        compared=data.get("compared") == "1",
        explanation=data.get("explanation", ""),
    )


PURPOSES = {
    Purpose.INTAKE: (gettext_lazy("Giấy tờ nộp khi tiếp nhận"), "03/2025/TT-VPCP, Điều 5; 01/2023/TT-VPCP, Điều 8"),
    Purpose.SETTLEMENT: (
        gettext_lazy("Giấy tờ phát sinh khi giải quyết"),
        "107/2021/NĐ-CP; 01/2023/TT-VPCP, Điều 8",
    ),
    Purpose.RESULT: (gettext_lazy("Kết quả trên giấy"), "107/2021/NĐ-CP; 01/2023/TT-VPCP, Điều 8"),
    Purpose.CERTIFIED: (gettext_lazy("Bản sao điện tử có chứng thực"), "45/2020/NĐ-CP, Điều 10"),
}
"""What a scan is for, in words, and its source of law."""


def purpose_words(scan: Any) -> dict[str, Any]:
    """Return what the pages of a scan say about its purpose."""
    words, law = PURPOSES[Purpose(scan.purpose)]
    return {"purpose_words": words, "law": law, "at_intake": scan.purpose == Purpose.INTAKE}


def compared_words(scan: Any) -> str:
    """Return what the officer confirms before the signature."""
    if scan.purpose == Purpose.CERTIFIED:
        return _("Tôi đã đối chiếu bản quét với bản chính được xuất trình, nội dung đúng và đủ")
    return _("Tôi đã đối chiếu bản quét với bản giấy, nội dung đúng và đủ")


def guide_words(purpose: Purpose) -> str:
    """Return what the officer is to do with such a paper."""
    return {
        Purpose.SETTLEMENT: _("Giấy tờ trở thành thành phần của hồ sơ khi bạn đã kiểm tra từng trang và ký."),
        Purpose.RESULT: _(
            "Quét bản giấy đã cấp. Khi bạn đối chiếu và ký, bản số hóa nằm trong kho dữ liệu của người nộp "
            "và dùng lại được ở hồ sơ sau."
        ),
    }.get(purpose, _("Quét bản chính người dân xuất trình. Lãnh đạo đối chiếu với bản chính, ký và cấp số vào sổ."))


def natures_of(purpose: Purpose) -> list[tuple[str, Any]]:
    """Return the kinds of paper to choose from; an original to certify may be one that is only shown."""
    left_out = {Nature.SHOWN} if purpose is Purpose.CERTIFIED else set()
    words = {Nature.PAPER: gettext_lazy("Bản giấy")}
    return [(key, words.get(key, said)) for key, said in NATURES if key not in left_out]


def of_dossier(viewer: Viewer, dossier: Any) -> dict[str, Any]:
    """Return the scans of a dossier by document, those of papers that wait, its copies, what may be scanned now."""
    lines = {key: line_of(one) for key, one in queries.scans_of_dossier(dossier).items()}
    open_states = (ScanState.WAITING, ScanState.READY)
    return {
        "scans": lines,
        "waiting_scans": [one for one in lines.values() if not one["at_intake"] and one["scan"].state in open_states],
        "copies": digital_copies.copies_of(dossier),
        "scan_links": {
            purpose.value: can_begin(viewer, dossier, purpose) for purpose in Purpose if purpose is not Purpose.INTAKE
        },
    }
