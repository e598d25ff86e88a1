# SPDX-License-Identifier: EUPL-1.2
"""Commitments for everybody: the list, one of them, and the points where the articles disagree."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import commitments as words
from tinhso.faces.portal.commitments import Line, in_language
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.signin import public
from tinhso.kernel.indicators.commitments import Commitment
from tinhso.modules.scorecards.commitments import Disagreement, Quantity, book, find
from tinhso.modules.scorecards.errors import UnknownCommitment

PAGE_SIZE = 20


@public
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """List the entries by word, province, kind, year and way of saying; the same list as a file."""
    asked = words.read_asked(request.GET)
    found = find(asked.wanted, language=get_language() or "vi")
    form = request.GET.get("dang", "")
    if form in FILES:
        return FILES[form]("cam-ket", _headers(), [_row(one) for one in found])
    errors = dict(asked.errors)
    if form:
        errors[""] = _("Chỉ tải được danh sách dưới dạng Excel hoặc CSV.")
    page = _page(found, request.GET.get("trang", "1"), errors)
    context: dict[str, object] = {"page": page, "lines": [Line(one) for one in page.object_list]}
    context |= {"values": asked.values, "errors": errors, "choices": words.choices(), "total": len(book().commitments)}
    return render(request, "portal/commitments.html", context)


def _page(found: list[Commitment], typed: str, errors: dict[str, str]) -> Page[Commitment]:
    """Return the page asked for; one that is not there is said in `errors` and the first is shown."""
    paginator = Paginator(found, PAGE_SIZE)
    try:
        return paginator.page(typed)
    except InvalidPage:
        errors[""] = _("Danh sách không có trang “%(page)s”; đang hiện trang 1.") % {"page": typed[:20]}
        return paginator.page(1)


@public
@require_safe
def commitment(request: HttpRequest, commitment_id: str) -> HttpResponse:
    """Say everything known of one entry, its disagreements and the data it would need."""
    try:
        one = book().commitment(commitment_id)
    except UnknownCommitment as unknown:
        raise Http404(str(unknown)) from unknown
    disagreements = [(each.id, in_language(each.differs)) for each in book().disagreements_of(one.id)]
    quantities = [_quantity_words(each) for each in book().quantities_of(one.id)]
    context = {"line": Line(one), "disagreements": disagreements, "quantities": quantities}
    return render(request, "portal/commitment.html", context)


def _quantity_words(one: Quantity) -> str:
    note = f" {in_language(one.note)}" if one.note else ""
    amount, day = words.amount_of(one.measure), in_language(one.as_of)
    return f"{one.id} {in_language(one.subject)}: {amount} ({day}).{note}"


@public
@require_safe
def disagreements(request: HttpRequest) -> HttpResponse:
    """Show every point where the articles disagree, all sides beside each other."""
    points = [_point(one) for one in book().disagreements.values()]
    return render(request, "portal/commitment_disagreements.html", {"points": points})


def _point(one: Disagreement) -> dict[str, object]:
    return {
        "id": one.id,
        "title": in_language(one.subject),
        "differs": in_language(one.differs),
        "kept": in_language(one.kept),
        "sides": [
            {
                "label": in_language(side.label),
                "said": side.said,
                "article": words.article_of(book().articles[side.article]),
                "lines": [Line(book().commitment(entry)) for entry in side.entries],
            }
            for side in one.sides
        ],
    }


def _headers() -> list[str]:
    names = [_("Mã"), _("Tỉnh"), _("Loại"), _("Nội dung"), _("Lời bài viết"), _("Loại từ đi kèm"), _("Phấn đấu")]
    names += [_("Giá trị"), _("Đơn vị tính"), _("Mẫu số"), _("Suy ra"), _("Năm"), _("Cấp")]
    return [*names, _("Cơ quan được nêu"), _("Nguồn"), _("Dữ liệu cần có để đo"), _("Chú thích")]


def _row(one: Commitment) -> list[object]:
    line, measure = Line(one), one.measure
    row: list[object] = [one.id, one.province, line.kind, line.title, measure.said]
    row += [words.qualifier_words()[measure.qualifier], _("có") if measure.strives else ""]
    row += [measure.words if measure.value is None else measure.value, in_language(measure.unit), line.denominator]
    row += [_("có") if measure.is_derived else "", line.year, words.levels_of(one), in_language(one.owner)]
    return [*row, line.article, in_language(one.data_needed), in_language(one.note)]
