# SPDX-License-Identifier: EUPL-1.2
"""What the page of a dossier shows to its applicant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tinhso.faces.portal.forming import area_name, form_of
from tinhso.faces.portal.wording import database_names
from tinhso.faces.ui.exports import excel_file
from tinhso.faces.ui.postal import postal
from tinhso.modules.onestop.forms import summary
from tinhso.modules.onestop.papers import TITLES
from tinhso.modules.onestop.queries import dossiers, parts, payments, portal
from tinhso.modules.onestop.queries.mandates import filer_words
from tinhso.modules.onestop.queries.offers import origin_of
from tinhso.modules.onestop.types import Channel, ComponentSource, PaperForm, ReturnMethod, Satisfaction


def phase_options() -> list[tuple[str, str]]:
    return [
        ("open", _("Chờ tiếp nhận, phân công")),
        ("working", _("Đang giải quyết")),
        ("waiting", _("Chờ bổ sung")),
        ("done", _("Đã xong")),
        ("dropped", _("Đã dừng, từ chối")),
    ]


def sort_options() -> list[tuple[str, str]]:
    return [("moi", _("Mới nộp trước")), ("han", _("Đến hạn trước")), ("cu", _("Nộp lâu nhất trước"))]


def satisfaction_options() -> list[tuple[str, str]]:
    return [
        (Satisfaction.VERY, _("Rất hài lòng")),
        (Satisfaction.CONTENT, _("Hài lòng")),
        (Satisfaction.NOT, _("Chưa hài lòng")),
    ]


def channel_words(channel: str) -> str:
    return {
        Channel.ONLINE: _("Trực tuyến"),
        Channel.COUNTER: _("Trực tiếp tại quầy"),
        Channel.POST: _("Qua bưu chính"),
    }[Channel(channel)]


def return_words(method: str) -> str:
    return {
        ReturnMethod.ELECTRONIC: _("Bản điện tử trong tài khoản này"),
        ReturnMethod.COUNTER: _("Tại quầy Một cửa"),
        ReturnMethod.POST: _("Qua bưu chính"),
    }[ReturnMethod(method)]


def source_words(component: Any) -> str:
    """Return where a component came from."""
    return {
        ComponentSource.UPLOAD: _("Bạn tải lên"),
        ComponentSource.SCAN: _("Quét tại quầy"),
        ComponentSource.SHOWN: _("Đã xuất trình"),
        ComponentSource.STORE: _("Dùng lại từ kho dữ liệu của bạn"),
        ComponentSource.DATABASE: _("Không phải nộp: cơ quan tự tra cứu trong %(name)s")
        % {"name": database_names([component.database])},
    }[ComponentSource(component.source)]


def own_list_file(found: Iterable[Any]) -> HttpResponse:
    """Return one's own dossiers as an Excel file."""
    headers = [_("Mã hồ sơ"), _("Tên thủ tục"), _("Trạng thái"), _("Nộp lúc"), _("Hẹn trả"), _("Đơn vị giải quyết")]
    rows = [
        (
            one.code or one.provisional,
            one.version.procedure.short_name,
            portal.standing(one, rated=True).state,
            one.submitted_at,
            one.promised_at,
            one.resolving_unit.name,
        )
        for one in found
    ]
    return excel_file("ho-so-cua-toi", headers, rows)


def dossier_context(dossier: Any, *, now: datetime) -> dict[str, Any]:
    """Return everything the page shows; one query for each list, whatever their length."""
    vote = portal.rating_of(dossier)
    form = form_of(dossier.version)
    return {
        "dossier": dossier,
        "now": now,
        "standing": portal.standing(dossier, rated=vote is not None),
        "due": dossiers.arithmetic(dossier, now=now),
        "journal": dossiers.journal(dossier, for_applicant=True),
        "components": [(one, source_words(one)) for one in dossiers.components_of(dossier)],
        "duties": dossiers.duties_of(dossier),
        "parts": parts.lines_of(dossier, now),
        "papers": [(one, TITLES[PaperForm(one.form)]) for one in portal.papers_for_applicant(dossier)],
        "wanted": portal.open_supplement(dossier),
        "vote": vote,
        "vote_words": dict(satisfaction_options()).get(vote.level) if vote else "",
        "levels": satisfaction_options(),
        "channel": channel_words(dossier.channel),
        "return_method": return_words(dossier.return_method),
        "charges": payments.charges_of(dossier),
        "answers": summary(form, dossier.answers, area_name=area_name),
        "offer": origin_of(dossier),
        **postal(dossier),
        "filer": filer_words(dossier),
    }
