# SPDX-License-Identifier: EUPL-1.2
"""The paper of a publication (phiếu đưa phiên bản thủ tục vào sử dụng): content in words, changes, digest."""

from collections.abc import Sequence
from datetime import date, datetime

from tinhso.kernel.documents.rendering import render
from tinhso.kernel.registry.models import Unit
from tinhso.lib.vntext import spell_date
from tinhso.modules.onestop.editing import words
from tinhso.modules.onestop.editing.types import Change, Content, PublicationFacts
from tinhso.modules.onestop.papers import TEMPLATES, head_of

TITLE = "Phiếu đưa phiên bản thủ tục hành chính vào sử dụng"
MOST_CHANGES = 60
LONGEST_SIDE = 160
CLOSING = (
    "Hồ sơ đã tiếp nhận theo phiên bản trước được giải quyết theo phiên bản đó. Nội dung đầy đủ là tệp của phiên bản "
    "này trong hệ thống; mã băm trên phiếu là mã băm của nội dung đó."
)


def facts_of(
    content: Content, changes: Sequence[Change], *, code: str, number: int, valid_from: date, digest: str
) -> PublicationFacts:
    """Return what the paper says of a version; valid_from: the first day on which dossiers are tied to it."""
    definition = content.definition
    rows = (
        ("Thời hạn giải quyết", words.time(definition)),
        ("Phí, lệ phí", words.fee(definition)),
        ("Dịch vụ trực tuyến", words.online(definition)),
        ("Lý do chưa toàn trình", words.partial(definition)),
        ("Thành phần hồ sơ", f"{len(definition['components'])} thành phần"),
        ("Quy trình nội bộ", _steps(definition.get("steps") or ())),
        ("Biểu mẫu điện tử", str(content.form["title"]) if content.form else "đơn đề nghị chung"),
    )
    return PublicationFacts(
        code=code,
        name=str(definition["name"]),
        number=number,
        valid_from=valid_from,
        digest=digest,
        decision=str(definition.get("source_decision") or ""),
        rows=tuple(row for row in rows if row[1]),
        changes=_said(changes),
    )


def _steps(steps: Sequence[object]) -> str:
    return f"{len(steps)} bước" if steps else "chưa công bố"


def _said(changes: Sequence[Change]) -> tuple[str, ...]:
    lines = [f"{one.place}: {_short(one.before)} → {_short(one.after)}" for one in changes[:MOST_CHANGES]]
    more = len(changes) - MOST_CHANGES
    return (*lines, f"và {more} thay đổi khác, xem phần so sánh trong hệ thống") if more > 0 else tuple(lines)


def _short(text: str) -> str:
    if not text:
        return "(không có)"
    return text if len(text) <= LONGEST_SIDE else f"{text[: LONGEST_SIDE - 1]}…"


def render_publication(unit: Unit, facts: PublicationFacts, *, signer: str, post: str, now: datetime) -> bytes:
    """Return the PDF of a publication, ready to be signed."""
    data = {
        **head_of(unit, f"{facts.code}/PB{facts.number}", now),
        "kind": TITLE,
        "about": facts.name,
        "entries": [
            ("Mã thủ tục", facts.code),
            ("Phiên bản", str(facts.number)),
            ("Có hiệu lực từ", spell_date(facts.valid_from)),
            ("Căn cứ quyết định công bố", facts.decision),
            *facts.rows,
        ],
        "changes_title": "Thay đổi so với phiên bản trước" if facts.number > 1 else "Nội dung phiên bản đầu tiên",
        "changes": list(facts.changes),
        "digest_title": "Mã băm SHA-256 của nội dung",
        "digest": facts.digest,
        "closing": CLOSING,
        "post": post,
        "signer": signer,
        "receivers": ["Các cơ quan giải quyết thủ tục", f"Lưu: VT, {facts.code}"],
    }
    return render(TEMPLATES / "publication.typ", data, title=TITLE, now=now)
