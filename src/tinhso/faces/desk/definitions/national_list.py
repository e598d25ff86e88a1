# SPDX-License-Identifier: EUPL-1.2
"""The catalogue beside the national database of procedures: what differs, opened as a working copy by a press."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.faces.desk.definitions.catalogue import LONGEST_QUESTION, PAGE_SIZE
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.onestop.actions import national_list as actions
from tinhso.modules.onestop.editing.types import PARTS
from tinhso.modules.onestop.queries import national_list as queries


@officer_required("controller")
@require_safe
def national_list(request: HttpRequest) -> HttpResponse:
    """Show every difference, by word without diacritics, in Vietnamese order."""
    return _page(request)


def _page(request: HttpRequest, sentence: str = "", *, status: int = 200) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUESTION]
    found = queries.compare(timezone.localdate(), text=text)
    page = Paginator(found.differing, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "errors": {"": sentence} if sentence else {},
        "last": queries.last_sync(),
        "found": found,
        "page": page,
        "parts": PARTS,
        "text": text,
        "sides": [
            (_("CSDL quốc gia có, tỉnh chưa có"), found.missing_here),
            (_("Tỉnh có, CSDL quốc gia không có"), found.missing_there),
            (_("CSDL quốc gia ghi đã bãi bỏ"), found.ended),
            (_("Chưa có mã quốc gia nên không cung cấp"), found.no_code),
            (_("Bản ghi không đọc được"), found.unreadable),
        ],
    }
    return render(request, "desk/definitions/national_list.html", context, status=status)


@officer_required("controller")
@require_POST
def take_up(request: HttpRequest) -> HttpResponse:
    """Put what the national database says into a working copy; a second press finds it there already."""
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        copy = actions.take_up(request.POST.get("ma", "")[:12], viewer=viewer, now=timezone.now())
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _page(request, refusal.sentence, status=status_of(refusal))
    messages.success(request, _("Đã đưa nội dung của CSDL quốc gia vào bản làm việc. Hãy xem so sánh rồi công bố."))
    return redirect("desk:definition", copy.id)
