# SPDX-License-Identifier: EUPL-1.2
"""The dossier that proposes a level, and the decision that approves it, as papers (Nghị định 30/2020, 85/2016)."""

from collections.abc import Iterable
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
from tinhso.lib.vntext import format_int, spell_date
from tinhso.modules.security.levels import procedure
from tinhso.modules.security.levels.reading import table
from tinhso.modules.security.levels.requirements import Answer, standard_title
from tinhso.modules.security.models import DossierFile, LevelDossier
from tinhso.modules.security.queries import systems as systems_of
from tinhso.modules.security.queries.level_records import Checklist

TEMPLATES = Path(__file__).parent / "paper_templates"
TITLES = {"dossier": "Hồ sơ đề xuất cấp độ", "decision": "Quyết định"}
KINDS = {
    "internal": "phục vụ hoạt động nội bộ",
    "citizens": "phục vụ người dân, doanh nghiệp",
    "infrastructure": "cơ sở hạ tầng thông tin",
    "industrial": "điều khiển công nghiệp",
    "other": "hệ thống khác",
}
INFORMATION = {
    "public": "thông tin công cộng",
    "private": "thông tin riêng",
    "personal": "thông tin cá nhân",
    "secret": "thông tin bí mật nhà nước",
}
ANSWERS = {
    Answer.MET: "đáp ứng",
    Answer.PARTLY: "một phần",
    Answer.NOT_MET: "chưa đáp ứng",
    Answer.NOT_APPLICABLE: "không áp dụng",
}
CAPTION = (
    "Quét mã để kiểm tra: mã chứa sự kiện đã ghi vào sổ và đường dẫn đến gốc niêm phong; "
    "kiểm tra được cả khi không có mạng."
)
DRAFT = "Bản xem trước, chưa ký, chưa có mã kiểm tra."


def render_dossier(
    dossier: LevelDossier,
    files: Iterable[DossierFile],
    checklist: Checklist | None,
    *,
    signer: str,
    post: str,
    proof: str,
    now: datetime,
) -> bytes:
    """Return the PDF of a dossier, parts 1 to 5 of Điều 15. proof: of the act that sent it, empty for a preview."""
    system = dossier.system
    of_part: dict[int, list[str]] = {}
    for one in files:
        of_part.setdefault(one.part, []).append(one.document.title)
    at = dossier.submitted_at or now
    data = {
        **_head(system.focal, "", at),
        "kind": TITLES["dossier"],
        "about": f"Hệ thống thông tin: {system.name}",
        "level": dossier.level,
        "entries": _entries(dossier),
        "parts": [_part(no, text, dossier, of_part.get(no, [])) for no, text in _parts(dossier)],
        "reasoning": _reasoning(dossier),
        "checklist": _checklist(checklist),
        "basis": _basis_note(dossier, timezone.localdate(at)),
        "post": post,
        "signer": signer,
        "receivers": _once(system.security_unit.name, system.owner.name, "Lưu: VT"),
        **_proof(proof),
    }
    return render(TEMPLATES / "level_dossier.typ", data, title=f"{TITLES['dossier']}: {system.name}"[:200], now=now)


def render_decision(dossier: LevelDossier, *, signer: str, post: str, proof: str, now: datetime) -> bytes:
    """Return the PDF of the decision that approves a level, with the articles of Nghị định 85/2016."""
    system, at = dossier.system, dossier.approved_at or now
    unit = _approver(dossier)
    appraised = f"Theo ý kiến thẩm định của {dossier.appraiser}"
    if dossier.appraisal_number:
        appraised += f" tại văn bản số {dossier.appraisal_number}"
    data = {
        **_head(unit, dossier.decision_number, at),
        "kind": TITLES["decision"],
        "about": f"Phê duyệt cấp độ an toàn hệ thống thông tin “{system.name}”",
        "grounds": [*_grounds(dossier, timezone.localdate(at)), appraised],
        "authority": "",
        "articles": _articles(dossier),
        "post": post,
        "signer": signer,
        "receivers": _once("Như Điều 3", system.security_unit.name, "Lưu: VT"),
        **_proof(proof),
    }
    return render(TEMPLATES / "level_decision.typ", data, title=f"Phê duyệt cấp độ: {system.name}"[:200], now=now)


def _once(*names: str) -> list[str]:
    """Return names in order, each once."""
    return list(dict.fromkeys(names))


def _approver(dossier: LevelDossier) -> Unit:
    system = dossier.system
    return system.owner if procedure.roles(dossier.level).approves == "owner" else system.security_unit


def _head(unit: Unit, number: str, at: datetime) -> dict[str, Any]:
    parent = registry.unit(unit.parent_id).name if unit.parent_id else None
    area = registry.area(unit.area_code, registry.territory().law_date) if unit.area_code else None
    place = area.name if area else env.PROVINCE_NAME
    return {
        "agency": unit.name,
        "parent": parent,
        "number": number,
        "place": place,
        "date": spell_date(timezone.localdate(at)),
    }


def _proof(proof: str) -> dict[str, str]:
    if not proof:
        return {"qr": "", "qr_caption": DRAFT}
    link = f"{env.BASE_URL}/xac-minh/giay?p={quote(proof, safe='.-_')}"
    code = segno.make(link, error="l", micro=False, mask=2)
    return {"qr": code.svg_inline(border=2, scale=4), "qr_caption": CAPTION}


def _entries(dossier: LevelDossier) -> list[tuple[str, str]]:
    system = dossier.system
    counts = systems_of.users_of(system.id)
    users = f"{format_int(counts[0].users)} (ngày {counts[0].on:%d/%m/%Y})" if counts else ""
    names = registry.unit_names(set(system.operators))
    operators = [system.focal.name, *sorted(names.values())]
    return [
        ("Tên hệ thống", system.name),
        ("Chủ quản", system.owner.name),
        ("Đơn vị vận hành", "; ".join(operators) + (" (đầu mối: " + operators[0] + ")" if len(operators) > 1 else "")),
        *([("Bên cung cấp dịch vụ", system.supplier)] if system.supplier else []),
        ("Đơn vị chuyên trách về an toàn thông tin", system.security_unit.name),
        ("Loại hệ thống", KINDS[system.kind]),
        ("Thông tin xử lý", ", ".join(INFORMATION[one] for one in INFORMATION if one in system.information)),
        ("Số người dùng", users),
        ("Đưa vào vận hành", f"{system.since:%d/%m/%Y}" if system.since else "chưa vận hành"),
        ("Cấp độ đề xuất", str(dossier.level)),
    ]


def _parts(dossier: LevelDossier) -> list[tuple[int, str]]:
    return procedure.parts(dossier.level, dossier.variant)


def _part(no: int, text: str, dossier: LevelDossier, files: list[str]) -> dict[str, Any]:
    said = dossier.said
    texts: list[tuple[str, str]] = []
    if no == 1:
        texts = [("", said.get("overview", "")), ("Thành phần", dossier.system.components)]
    elif no == 3:
        texts = [("", said.get("reasons", ""))]
        texts += [(words, said.get(f"serious.{key}", "")) for key, words in procedure.serious_reasons(dossier.level)]
    elif no == 4:
        texts = [(words, said.get(f"plan.{key}", "")) for key, words in procedure.plan_parts()]
    elif no == 5:
        texts = [("", said.get("opinion", ""))]
    shown = [(words, _paragraphs(body)) for words, body in texts if body.strip() or words]
    return {"no": no, "text": text, "texts": shown, "files": files}


def _paragraphs(body: str) -> list[str]:
    return [one.strip() for one in body.splitlines() if one.strip()]


def _reasoning(dossier: LevelDossier) -> list[dict[str, Any]]:
    return [
        {
            "part": one["part"] or "Toàn hệ thống",
            "level": one["level"],
            "criteria": [f"{row['article']} (cấp độ {row['level']}): {row['text']}" for row in one["criteria"]],
        }
        for one in dossier.reasoning
    ]


def _checklist(found: Checklist | None) -> dict[str, Any] | None:
    if found is None:
        return None
    rows = [
        [text, *(str(number) for number in (one.met, one.partly, one.not_met, one.not_applicable, one.unanswered))]
        for text, one in found.by_family
    ]
    note = (
        f"Tổng hợp theo nhóm yêu cầu của {standard_title(found.standard)}, mỗi cấp độ cộng thêm vào cấp độ dưới; "
        "lời văn từng điểm của tiêu chuẩn chưa được nhập vào hệ thống."
    )
    if found.newer:
        note += f" {found.newer} thay thế tiêu chuẩn này (chưa xác nhận với văn bản); nhóm yêu cầu mới chưa được đọc."
    return {"rows": rows, "note": note}


def _basis_note(dossier: LevelDossier, on: date) -> str:
    regime = next(one for one in table("regimes")["regimes"] if one["code"] == dossier.regime)
    if regime["confidence"] == "C":
        return ""
    return (
        f"Từ ngày {regime['from']:%d/%m/%Y} áp dụng {regime['title']}; tiêu chí dùng ở đây là của Nghị định "
        "85/2016/NĐ-CP theo quy định chuyển tiếp. Nội dung chuyển tiếp này lấy từ nguồn thứ cấp, cần đối chiếu "
        "với văn bản trước khi ký."
    )


def _grounds(dossier: LevelDossier, on: date) -> list[str]:
    regime = next(one for one in table("regimes")["regimes"] if one["code"] == dossier.regime)
    found = [f"Căn cứ {one.strip()}" for one in regime["title"].split(";")]
    if regime["criteria"] is None:
        found.append("Căn cứ Nghị định 85/2016/NĐ-CP ngày 01 tháng 7 năm 2016 (tiêu chí xác định cấp độ, chuyển tiếp)")
    return found


def _articles(dossier: LevelDossier) -> list[str]:
    system, level = dossier.system, dossier.level
    owner = system.owner.name
    first = (
        f"Phê duyệt cấp độ {level} đối với hệ thống thông tin “{system.name}”; chủ quản: {owner}; đơn vị vận hành: "
        f"{system.focal.name}."
    )
    second = (
        f"{system.focal.name} triển khai đầy đủ phương án bảo đảm an toàn thông tin trong hồ sơ đã được thẩm định, "
        "báo cáo khi hệ thống thay đổi làm thay đổi cấp độ."
    )
    units = _once(system.focal.name, system.security_unit.name)
    third = (
        f"{'Thủ trưởng các cơ quan' if len(units) > 1 else 'Thủ trưởng'} {', '.join(units)} chịu trách nhiệm thi hành."
    )
    return [first, second, third]
