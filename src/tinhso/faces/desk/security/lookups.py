# SPDX-License-Identifier: EUPL-1.2
"""Looking into the logs as an act: what a request asked, the file that leaves, the list for auditors."""

from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.security.actions import lookups as actions
from tinhso.modules.security.queries import lookups as queries
from tinhso.modules.security.store.rows import event_id
from tinhso.modules.security.types.keeping import LookupKind

ON_A_PAGE = 50
LONGEST_CELL = 32_000
"""A cell of Excel holds 32,767 characters."""

KINDS = {
    LookupKind.SEARCH: gettext_lazy("Tìm sự kiện"),
    LookupKind.EVENT: gettext_lazy("Mở một sự kiện"),
    LookupKind.EXPORT: gettext_lazy("Tải về"),
    LookupKind.RULE: gettext_lazy("Thử luật trên kho"),
}


def asked(request: HttpRequest, kind: LookupKind, text: str, *, hours: int, since: datetime, until: datetime) -> Any:
    """Return a question as the act will tell it; a span that counts back from now is told as such."""
    typed = any(request.GET.get(name, "").strip() for name in ("tu", "den"))
    purpose = request.GET.get("muc_dich", "").replace("\x00", "").strip()
    return actions.Lookup(
        kind=kind,
        question=text,
        span_hours=0 if typed else hours,
        since=since if typed else None,
        until=until if typed else None,
        purpose=purpose,
        is_personal=kind is not LookupKind.EVENT and queries.names_a_person(text),
        needs_purpose=kind is LookupKind.EXPORT,
    )


def check(lookup: actions.Lookup) -> None:
    """Raise PurposeMissing before the store is asked."""
    actions.check_purpose(lookup)


def note(request: HttpRequest, lookup: actions.Lookup, rows: int) -> None:
    """Write down that somebody looked; before the answer goes out."""
    actions.note_lookup(lookup, rows, viewer=request.viewer, now=timezone.now())  # type: ignore[attr-defined]


def take(request: HttpRequest, lookup: actions.Lookup, *, since: datetime, until: datetime) -> HttpResponse:
    """Return the events of a question as a file. Raises PurposeMissing, AskedWrongly, StoreAway, StoreRefused."""
    actions.check_purpose(lookup)
    make = exports.FILES[request.GET["dang"]]
    viewer = request.viewer  # type: ignore[attr-defined]
    rows = queries.lines_to_take(viewer, lookup.question, since=since, until=until)
    note(request, lookup, len(rows))
    heads = [_("Mã"), _("Thời điểm"), _("Nhận lúc"), _("Máy"), _("Dạng"), _("Người dùng"), _("Chương trình"),
             _("Lệnh"), _("Địa chỉ"), _("Nguyên văn")]  # fmt: skip
    return make("su-kien", heads, [_cells(row) for row in rows])


def _cells(row: dict[str, Any]) -> list[Any]:
    name = event_id(row["spool"], row["segment"], row["offset"], row["part"])
    moments = [datetime.fromisoformat(row[key]).replace(tzinfo=UTC) for key in ("time", "arrived")]
    texts = [row["host"], row["kind"], row["user"], row["image"], row["command_line"], ", ".join(row["addresses"])]
    return [name, *moments, *texts, row["raw"][:LONGEST_CELL]]


@officer_required("auditor")
@require_safe
def lookup_list(request: HttpRequest) -> HttpResponse:
    """List who looked into the logs, the latest first; `?dang=` gives a file."""
    text = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    kind = request.GET.get("viec", "") if request.GET.get("viec", "") in KINDS else ""
    about = {"co": True, "khong": False}.get(request.GET.get("nguoi", ""))
    found = queries.lookups(request.viewer, text=text, kind=kind, is_personal=about)  # type: ignore[attr-defined]
    heads = [_("Lúc"), _("Ai"), _("Việc"), _("Câu tìm"), _("Từ"), _("Đến"), _("Mục đích"), _("Số dòng")]
    if make := exports.FILES.get(request.GET.get("dang", "")):
        return make("ai-da-tra-nhat-ky", heads, [_row(one) for one in found])
    query = request.GET.copy()
    for name in ("dang", "trang"):
        query.pop(name, None)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "lines": [(one, KINDS[LookupKind(one.kind)]) for one in page.object_list],
        "page": page,
        "kinds": [(one.value, label) for one, label in KINDS.items()],
        "abouts": [("co", _("Nêu một người")), ("khong", _("Không nêu người nào"))],
        "values": {"q": text, "viec": kind, "nguoi": request.GET.get("nguoi", "")},
        "is_narrowed": bool(text or kind or about is not None),
        "file": query.urlencode(),
    }
    return render(request, "desk/security/log_lookups.html", context)


def _row(one: Any) -> list[Any]:
    since, until = (
        (one.since, one.until) if one.since else (_("%(hours)s giờ trước") % {"hours": one.span_hours}, one.at)
    )
    return [one.at, one.officer.full_name, str(KINDS[LookupKind(one.kind)]), one.question, since, until,
            one.purpose, one.rows]  # fmt: skip
