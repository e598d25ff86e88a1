# SPDX-License-Identifier: EUPL-1.2
"""The papers of the one-stop as PDF: what stands on F01–F07 and on a result (Thông tư 01/2018, 03/2025/TT-VPCP)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import segno
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.documents.rendering import render
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.lib.vntext import spell_date
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import Dossier, Paper
from tinhso.modules.onestop.queries.mandates import filer_words
from tinhso.modules.onestop.rules import GROUNDS
from tinhso.modules.onestop.types import PaperForm

TEMPLATES = Path(__file__).parent / "paper_templates"
TITLES = {
    PaperForm.RECEIPT: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    PaperForm.SUPPLEMENT: "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    PaperForm.REFUSAL: "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    PaperForm.APOLOGY: "Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết",
    PaperForm.CONTROL_SLIP: "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    PaperForm.LOGBOOK: "Sổ theo dõi hồ sơ",
    PaperForm.STOP_NOTICE: "Thông báo dừng giải quyết hồ sơ",
}
LONG_TEXT, ANY_MASK = 300, 2
UNITS = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "working_hour": "giờ làm việc",
    "minute": "phút",
    "month": "tháng",
}


def moment(at: datetime | None) -> str:
    """Return an instant as papers write it: `14 giờ 05 phút, ngày 02 tháng 11 năm 2026`.

    A limit in days ends with its last day and shows no hour.
    """
    if at is None:
        return "theo quy định của thủ tục"
    local = timezone.localtime(at)
    if (local.hour, local.minute) == (23, 59):
        return f"hết {spell_date(local.date())}"
    return f"{local:%H} giờ {local:%M} phút, {spell_date(local.date())}"


def published_time(definition: Mapping[str, Any]) -> str:
    """Return the published time in words; what is not confirmed is said so, never shown as zero."""
    time = definition.get("time") or {}
    if time.get("unit") == "same_day":
        late = "; nhận sau 15 giờ thì trong ngày làm việc tiếp theo" if time.get("after_15h") else ""
        return f"trong ngày{late}"
    if not time.get("value") or not time.get("unit"):
        return "chưa xác nhận trong dữ liệu thủ tục"
    return f"{time['value']} {UNITS[time['unit']]}"


def qr_svg(text: str, *, sized: bool = True) -> str:
    """Return a QR code as SVG, error level L for long proofs and M for short links.

    sized: with a width and height of its own; without, it is as large as the page says.

    A long proof looks like noise under every mask, so one is named instead of trying all eight, which takes longer
    than signing the paper.
    """
    long = len(text) > LONG_TEXT
    code = segno.make(text, error="l" if long else "m", micro=False, mask=ANY_MASK if long else None)
    return code.svg_inline(border=2, scale=4, omitsize=not sized)


def check_link(proof: str) -> str:
    """Return the address printed as QR: the public page that checks the proof it carries."""
    return f"{env.BASE_URL}/xac-minh/giay?p={quote(proof, safe='.-_')}"


def place_of(unit: Unit) -> str:
    """Return the place before the date: the name of the unit's area without its kind."""
    area = registry.area(unit.area_code, registry.territory().law_date) if unit.area_code else None
    return area.name if area else env.PROVINCE_NAME


def head_of(unit: Unit, number: str, at: datetime) -> dict[str, Any]:
    """Return boxes 1 to 4 of a paper: agency, the one above it, number, place and date."""
    parent = registry.unit(unit.parent_id).name if unit.parent_id else None
    local = timezone.localtime(at).date()
    return {"agency": unit.name, "parent": parent, "number": number, "place": place_of(unit), "date": spell_date(local)}


def render_paper(paper: Paper, *, signer: str, post: str, proof: str, now: datetime) -> bytes:
    """Return the PDF of a paper, ready to be signed; its QR code carries the proof of the act behind it."""
    link = check_link(proof)
    dossier = paper.dossier
    entries, items, paragraphs = _CONTENT[PaperForm(paper.form)](paper)
    caption = (
        "Quét mã để kiểm tra: mã chứa sự kiện đã ghi vào sổ và đường dẫn đến gốc niêm phong; "
        "kiểm tra được cả khi không có mạng."
    )
    data = {
        **head_of(paper.unit, paper.number, paper.created_at),
        "kind": TITLES[PaperForm(paper.form)],
        "entries": entries,
        "items": items,
        "items_title": "Gồm" if paper.form != PaperForm.RECEIPT else "Thành phần hồ sơ nộp gồm",
        "paragraphs": paragraphs,
        "qr": qr_svg(link),
        "qr_caption": caption,
        "post": post,
        "signer": signer,
        "receivers": [dossier.applicant.full_name, "Lưu: hồ sơ"],
    }
    return render(TEMPLATES / "form.typ", data, title=TITLES[PaperForm(paper.form)], now=now)


Content = tuple[list[tuple[str, str]], list[str], list[str]]


def _who(dossier: Dossier) -> list[tuple[str, str]]:
    person = dossier.applicant
    organisation = dossier.organisation
    lines = [("Mã hồ sơ", dossier.code or dossier.provisional)]
    if organisation is not None:
        lines += [("Tổ chức", organisation.name), ("Mã số thuế", organisation.tax_code)]
    lines += [
        ("Ông/bà", person.full_name),
        ("Số định danh cá nhân", person.personal_number or person.other_paper),
        ("Địa chỉ", person.address),
        ("Số điện thoại", person.phone),
        ("Thư điện tử", person.email),
        ("Nội dung yêu cầu giải quyết", dossier.version.procedure.short_name),
    ]
    filer = filer_words(dossier)
    return [*lines, ("Người nộp hộ", filer)] if filer else lines


def _receipt(paper: Paper) -> Content:
    dossier = paper.dossier
    definition = dossier.version.definition
    held = {one.key: one for one in dossier.components.all()}
    items = [one["name"] for one in definitions.components_of(definition) if one["key"] in held]
    line = dossier.book_line
    entries = [
        *_who(dossier),
        ("Thời gian giải quyết theo quy định", published_time(definition)),
        ("Thời gian nhận hồ sơ", moment(dossier.received_at)),
        ("Thời gian trả kết quả", moment(dossier.promised_at)),
        ("Nơi trả kết quả", _return_place(dossier)),
        ("Vào sổ theo dõi hồ sơ", f"quyển {definitions.sector_title(line.field)}/{line.year}, số {line.number:04d}"),
    ]
    return entries, items or ["Tờ khai điện tử"], []


def _return_place(dossier: Dossier) -> str:
    if dossier.return_method == "dien_tu":
        return "trên Cổng dịch vụ công, tài khoản của người nộp"
    return dossier.return_place or dossier.receiving_unit.name


def _ground(paper: Paper) -> str:
    key = paper.data.get("ground", "")
    return next((catalogue[key] for catalogue in GROUNDS.values() if key in catalogue), "")


def _supplement(paper: Paper) -> Content:
    lines = [("Lý do", f"{_ground(paper)}. {paper.data['reason']}")]
    closing = (
        "Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, ông/bà liên hệ với cơ quan nêu trên để được hướng dẫn."
    )
    return [*_who(paper.dossier), *lines], list(paper.data["items"]), [closing]


def _refusal(paper: Paper) -> Content:
    closing = "Cơ quan tiếp nhận thông báo để ông/bà được biết và thực hiện."
    return [*_who(paper.dossier), ("Lý do", f"{_ground(paper)}. {paper.data['reason']}")], [], [closing]


def _apology(paper: Paper) -> Content:
    dossier = paper.dossier
    until = datetime.fromisoformat(paper.data["until"])
    entries = [*_who(dossier), ("Tiếp nhận", moment(dossier.received_at)), ("Hẹn trả", moment(dossier.promised_at))]
    text = (
        f"Đến nay cơ quan chưa giải quyết xong hồ sơ vì lý do: {paper.data['reason']} "
        f"Cơ quan chân thành xin lỗi ông/bà và hẹn trả kết quả vào {moment(until)}."
    )
    return entries, [], [text]


def _stop(paper: Paper) -> Content:
    text = (
        "Hồ sơ dừng giải quyết kể từ thời điểm ghi trên thông báo này. Ông/bà có thể nộp lại hồ sơ mới bất cứ lúc nào."
    )
    return [*_who(paper.dossier), ("Lý do", f"{_ground(paper)}. {paper.data['reason']}")], [], [text]


def _slip(paper: Paper) -> Content:
    """Give the control slip of work that goes from body to body: each with its duty and its time."""
    dossier = paper.dossier
    entries = [*_who(dossier), ("Tiếp nhận", moment(dossier.received_at)), ("Hẹn trả", moment(dossier.promised_at))]
    closing = "Hồ sơ chuyển lần lượt theo thứ tự trên; thời hạn của mỗi cơ quan tính từ khi cơ quan trước kết thúc."
    return entries, list(paper.data["items"]), [closing]


_CONTENT = {
    PaperForm.RECEIPT: _receipt,
    PaperForm.SUPPLEMENT: _supplement,
    PaperForm.REFUSAL: _refusal,
    PaperForm.APOLOGY: _apology,
    PaperForm.CONTROL_SLIP: _slip,
    PaperForm.STOP_NOTICE: _stop,
}


def render_result(
    dossier: Dossier, *, name: str, body: str, number: str, signer: str, post: str, now: datetime
) -> bytes:
    """Return the PDF of a result, laid before the signer: the decision in words with places for two signatures.

    name: which of the results of the procedure it is.
    """
    definition = dossier.version.definition
    link = f"{env.BASE_URL}/tra-cuu/?ma={quote(dossier.code or '')}"
    data = {
        **head_of(dossier.resolving_unit, number, now),
        "kind": name,
        "grounds": [f"Căn cứ {basis}" for basis in (definition.get("legal_basis") or [])[:6]],
        "entries": [
            ("Cấp cho", dossier.organisation.name if dossier.organisation else dossier.applicant.full_name),
            ("Số định danh", dossier.organisation.tax_code if dossier.organisation else _number(dossier)),
            ("Mã hồ sơ", dossier.code or ""),
        ],
        "paragraphs": [line.strip() for line in body.splitlines() if line.strip()],
        "qr": qr_svg(link),
        "qr_caption": f"Tra cứu hồ sơ {dossier.code} tại {env.BASE_URL}. Bản điện tử có chữ ký số là bản chính.",
        "post": post,
        "signer": signer,
        "receivers": [dossier.applicant.full_name, f"Lưu: VT, {dossier.code}"],
    }
    return render(TEMPLATES / "result.typ", data, title=name, now=now)


def _number(dossier: Dossier) -> str:
    return dossier.applicant.personal_number or dossier.applicant.other_paper


def render_control_slip(dossier: Dossier, rows: Sequence[Sequence[str]], *, number: str, now: datetime) -> bytes:
    """Return F05: every hand-over of a dossier, made from its holdings; made on demand, nothing typed."""
    data = {
        **head_of(dossier.receiving_unit, number, now),
        "kind": TITLES[PaperForm.CONTROL_SLIP],
        "entries": [
            ("Mã hồ sơ", dossier.code or ""),
            ("Thủ tục", dossier.version.procedure.short_name),
            ("Cơ quan giải quyết", dossier.resolving_unit.name),
            ("Tiếp nhận", moment(dossier.received_at)),
            ("Hẹn trả", moment(dossier.promised_at)),
        ],
        "columns": [("Bên giao", 3), ("Bên nhận", 3), ("Thời điểm giao nhận", 2), ("Kết quả", 1), ("Ghi chú", 2)],
        "rows": [list(row) for row in rows],
    }
    return render(TEMPLATES / "table.typ", data, title=TITLES[PaperForm.CONTROL_SLIP], now=now)


def render_book(
    unit: Unit,
    field: str,
    year: int,
    rows: Sequence[Sequence[str]],
    *,
    now: datetime,
    between: tuple[date, date] | None = None,
) -> bytes:
    """Return F06: the book of one unit, field and year; between: first and last day of the period it is narrowed to."""
    period = [("Kỳ", f"từ {between[0]:%d/%m/%Y} đến {between[1]:%d/%m/%Y}")] if between else []
    data = {
        **head_of(unit, f"{definitions.sector_title(field)}/{year}-STD", now),
        "kind": TITLES[PaperForm.LOGBOOK],
        "entries": [
            ("Lĩnh vực", definitions.sector_title(field)),
            ("Năm", str(year)),
            *period,
            ("Số dòng", str(len(rows))),
        ],
        "columns": [
            ("Số", 1),
            ("Mã hồ sơ", 3),
            ("Thủ tục", 4),
            ("Tổ chức, cá nhân", 3),
            ("Cơ quan giải quyết", 3),
            ("Nhận", 2),
            ("Hẹn trả", 2),
            ("Trả kết quả", 2),
            ("Cách trả", 2),
        ],
        "rows": [list(row) for row in rows],
    }
    return render(TEMPLATES / "table.typ", data, title=f"{TITLES[PaperForm.LOGBOOK]} {year}", now=now)
