# SPDX-License-Identifier: EUPL-1.2
"""Papers of an incident as PDF: notice, initial (Form 03), closing report (Form 04) of Thông tư 20/2017/TT-BTTTT.

The fields are those of the circular; its forms were not read as printed, so the layout is that of official papers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.documents.rendering import render
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.lib.vntext import spell_date
from tinhso.modules.security.incidents.words import CATEGORY_WORDS, HARM_WORDS, SEVERITY_WORDS
from tinhso.modules.security.models import Incident
from tinhso.modules.security.types.incidents import Category, DutyKind

TEMPLATE = Path(__file__).parent / "paper_templates" / "report.typ"
TITLES = {
    DutyKind.NOTICE: "Thông báo sự cố an toàn thông tin mạng",
    DutyKind.INITIAL: "Báo cáo ban đầu sự cố mạng",
    DutyKind.CLOSING: "Báo cáo kết thúc ứng phó sự cố",
}
FORMS = {DutyKind.INITIAL: "Mẫu số 03", DutyKind.CLOSING: "Mẫu số 04"}
UNTOLD = "Chưa có thông tin."


@dataclass(frozen=True)
class Part:
    """One titled part of a paper: paragraphs, then a table. columns: title and width of each."""

    title: str
    paragraphs: tuple[str, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Paper:
    """What a paper says. signer: who signs, with the post."""

    unit: Unit
    title: str
    about: str
    parts: tuple[Part, ...]
    signer: str
    post: str
    entries: tuple[tuple[str, str], ...] = ()
    receiver: str | None = None
    receivers: tuple[str, ...] = field(default=("Như trên", "Lưu: VT"))


def render_paper(told: Paper, *, now: datetime) -> bytes:
    """Return the PDF of a paper."""
    parent = registry.unit(told.unit.parent_id).name if told.unit.parent_id else None
    data: Mapping[str, Any] = {
        "agency": told.unit.name,
        "parent": parent,
        "number": "",
        "place": env.PROVINCE_NAME,
        "date": spell_date(timezone.localdate(now)),
        "kind": told.title,
        "about": told.about,
        "receiver": told.receiver,
        "entries": [list(one) for one in told.entries],
        "parts": [
            {"title": one.title, "paragraphs": list(one.paragraphs), "columns": [list(pair) for pair in one.columns],
             "rows": [list(row) for row in one.rows]}
            for one in told.parts
        ],
        "post": told.post,
        "signer": told.signer,
        "receivers": list(told.receivers),
    }  # fmt: skip
    return render(TEMPLATE, data, title=told.title, now=now)


def incident_paper(incident: Incident, kind: DutyKind, *, signer: str, post: str, now: datetime) -> bytes:
    """Return the PDF of one of the three papers of an incident."""
    parts = {DutyKind.NOTICE: _notice, DutyKind.INITIAL: _initial, DutyKind.CLOSING: _closing}[kind](incident)
    form = f"{FORMS[kind]} Thông tư 20/2017/TT-BTTTT" if kind in FORMS else "Thông tư 20/2017/TT-BTTTT"
    title = TITLES[kind] + (" (DIỄN TẬP)" if incident.is_drill else "")
    told = Paper(
        unit=incident.case.unit,
        title=title,
        about=incident.case.title,
        parts=tuple(parts),
        signer=signer,
        post=post,
        entries=(("Số sự cố", incident.case.number), ("Căn cứ", form)),
        receiver="Chủ quản hệ thống thông tin; cơ quan điều phối quốc gia về ứng cứu sự cố; đơn vị chuyên trách",
    )
    return render_paper(told, now=now)


def _notice(incident: Incident) -> list[Part]:
    """notice_fields of the circular: reporter, system, operator, description, time of detection, result, proposals."""
    return [
        Part("Đơn vị báo cáo", (incident.case.unit.name,)),
        _system(incident),
        Part("Thời điểm phát hiện", (_moment(incident.detected_at),)),
        Part("Mô tả sự cố", _said(incident.description)),
        Part("Kết quả xử lý", _said(incident.measures)),
        Part("Kiến nghị, đề xuất", _said(incident.proposals)),
    ]


def _initial(incident: Incident) -> list[Part]:
    return [
        Part("Đơn vị vận hành, chủ quản", (incident.case.unit.name,)),
        _system(incident),
        Part("Thời điểm phát hiện", (_moment(incident.detected_at),)),
        Part(
            "Loại, dấu hiệu, mô tả sự cố", (CATEGORY_WORDS[Category(incident.category)], *_said(incident.description))
        ),
        Part("Thiệt hại, ảnh hưởng, mức độ lan rộng", (_harms(incident), *_said(incident.effect))),
        Part("Biện pháp đã thực hiện, dự kiến", _said(incident.measures)),
        Part("Đơn vị đang hỗ trợ, nhà cung cấp hạ tầng, viễn thông", _said(incident.helpers)),
        _timeline(incident),
        Part("Kiến nghị, đề xuất hỗ trợ", _said(incident.proposals)),
    ]


def _closing(incident: Incident) -> list[Part]:
    ended = _moment(incident.ended_at) if incident.ended_at else UNTOLD
    return [
        Part("Đơn vị vận hành, chủ quản", (incident.case.unit.name,)),
        _system(incident),
        Part("Thời gian", (f"Phát hiện: {_moment(incident.detected_at)}.", f"Kết thúc ứng phó: {ended}.")),
        Part("Phân loại", (_severity(incident), CATEGORY_WORDS[Category(incident.category)])),
        Part("Nguyên nhân", _said(incident.root_cause)),
        Part("Thiệt hại, ảnh hưởng", (_harms(incident), *_said(incident.effect))),
        _timeline(incident),
        _tasks(incident),
        Part("Kết quả, biện pháp đã thực hiện", _said(incident.measures)),
        Part("Bài học, tác dụng của quy trình", _said(incident.lesson)),
        Part("Kiến nghị", _said(incident.proposals)),
    ]


def _system(incident: Incident) -> Part:
    level = f"cấp độ {incident.system_level}" if incident.system_level else "chưa rõ cấp độ"
    lines = [f"{incident.system_name} ({level})."]
    if incident.addresses:
        lines.append(f"Tên miền, địa chỉ IP: {incident.addresses}.")
    return Part("Hệ thống bị sự cố", tuple(lines))


def _severity(incident: Incident) -> str:
    legal = "nghiêm trọng" if incident.is_severe else "thông thường"
    return f"Sự cố {legal} theo Quyết định 05/2017/QĐ-TTg; mức nội bộ: {SEVERITY_WORDS[incident.severity]}."


def _harms(incident: Incident) -> str:
    said = [HARM_WORDS[one] for one in incident.harms.split()]
    return f"{'; '.join(said)}." if said else "Chưa ghi nhận thiệt hại trong danh sách của Quyết định 05/2017/QĐ-TTg."


def _timeline(incident: Incident) -> Part:
    words = incident.words.select_related("officer").order_by("happened_at", "at", "id")
    rows = tuple((_moment(one.happened_at), one.text, one.officer.full_name) for one in words)
    return Part("Diễn biến", () if rows else (UNTOLD,), (("Thời điểm", 3), ("Việc", 8), ("Người ghi", 3)), rows)


def _tasks(incident: Incident) -> Part:
    states = {"open": "chưa làm", "asked": "chờ đồng ý", "done": "đã làm", "skipped": "bỏ qua"}
    rows = tuple((one.title, states[one.state], one.words) for one in incident.tasks.order_by("place"))
    return Part("Kịch bản ứng cứu", () if rows else (UNTOLD,), (("Việc", 6), ("Kết quả", 2), ("Ghi chú", 6)), rows)


def _said(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip()) or (UNTOLD,)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M ngày %d/%m/%Y")
