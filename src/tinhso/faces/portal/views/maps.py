# SPDX-License-Identifier: EUPL-1.2
"""A figure, a share or a component on the map: province, district, commune, and there the acts themselves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import mapping, proved
from tinhso.faces.portal.figures import card_of, value_words
from tinhso.faces.portal.mapping import Sheet, Subject
from tinhso.faces.portal.periods import Asked, year_asked
from tinhso.faces.portal.six_shares import lines_of
from tinhso.faces.portal.views.figures import ACTS_SHOWN
from tinhso.faces.portal.views.ranking_parts import part_of
from tinhso.faces.ui.data_files import table_file
from tinhso.faces.ui.figure_words import DASH
from tinhso.faces.ui.signin import public
from tinhso.kernel.indicators import queries
from tinhso.kernel.indicators.places import Basis, basis_of, scope_of_place
from tinhso.kernel.indicators.types import Kind
from tinhso.lib.vntext import format_percent
from tinhso.modules.onestop.queries.portal import public_acts
from tinhso.modules.onestop.queries.share_parts import BY_DOSSIER
from tinhso.modules.onestop.queries.six_shares import six_shares

Crumbs = list[tuple[str, str]]


@public
@require_safe
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Show one figure on the map; an unknown one is refused."""
    asked = year_asked(request)
    card = card_of(queries.figure(code, asked.scope))
    one = card.figure.definition
    subject = Subject(code, card.title, one.source, basis_of(one), lambda value: value_words(one, value))
    crumbs = [(_("Số liệu"), reverse("portal:figures")), (card.title, reverse("portal:figure", args=[code]))]
    return _page(request, subject, asked, crumbs)


@public
@require_safe
def share(request: HttpRequest, key: str) -> HttpResponse:
    """Show one of the six shares on the map, counted by dossier; Http404 for one that no place can be told of."""
    if key not in BY_DOSSIER:
        raise Http404
    asked = year_asked(request)
    crumbs = [
        (_("Số liệu"), reverse("portal:figures")),
        (_("Sáu tỷ lệ dịch vụ công trực tuyến"), reverse("portal:six_shares")),
    ]
    line = next(one for one in lines_of(six_shares(asked.scope)) if one.share.key == key)
    title = _("%(title)s, tính theo hồ sơ") % {"title": line.title}
    return _page(request, _share_subject(key, f"sau-ty-le-{key}", title), asked, crumbs)


@public
@require_safe
def component(request: HttpRequest, year: int, slug: str, code: str) -> HttpResponse:
    """Show on the map the share that proves a component; Http404 where acts prove none by dossier."""
    edition, own, part = part_of(year, slug, code)
    proof = proved.proof_of(edition, code)
    if proof is None or proof.figure not in BY_DOSSIER:
        raise Http404
    crumbs = [
        (own.province, reverse("portal:ranking_province", args=[year, slug])),
        (part.code, reverse("portal:ranking_part", args=[year, slug, code])),
    ]
    title = _("%(code)s %(name)s: tỷ lệ theo hồ sơ") % {"code": part.code, "name": proved.name_of(part)}
    return _page(request, _share_subject(proof.figure, f"thanh-phan-{code}", title), year_asked(request), crumbs)


def _share_subject(key: str, code: str, title: str) -> Subject:
    above, below = BY_DOSSIER[key]
    source = _("Công thức của hệ thống này, cộng từ sự kiện hồ sơ")
    return Subject(code, title, source, Basis(Kind.SHARE, above, below), lambda value: _percent(value))


def _percent(value: Any) -> str:
    return DASH if value is None else format_percent(value)


def _page(request: HttpRequest, subject: Subject, asked: Asked, crumbs: Crumbs) -> HttpResponse:
    """Show the place the address names; one that is not there on that day is told so above the map of the province."""
    query = asked.context["day_query"]
    district, commune = request.GET.get("huyen", ""), request.GET.get("xa", "")
    found = mapping.sheet(subject, asked.scope, district, commune, query)
    context = asked.context
    if found is None:
        found = mapping.sheet(subject, asked.scope, "", "", query)
        told = _("Không có địa bàn này vào ngày đã chọn. Chọn một nơi trên bản đồ hoặc trong bảng dưới đây.")
        context |= {"errors": {**context["errors"], "ban-do": told}, "missing": told}
    assert found is not None  # the province itself is always there
    heads = [_("Địa bàn"), _("Tử số"), _("Mẫu số"), _("Giá trị")]
    rows = [
        (one.name, one.sums.numerator, one.sums.denominator, one.sums.value)
        for one in (*found.rows, *([found.elsewhere] if found.elsewhere else []))
    ]
    name = f"ban-do-{subject.code}-{found.place.code}-{asked.scope.until:%Y%m%d}"
    data = mapping.table_of(subject, found, asked.scope)
    file = table_file(request.GET.get("dang", ""), name, heads, rows, data)
    if file is not None:
        return file
    kept = _kept(found)
    context |= {"kept": kept, "place_query": "&".join([query, *(f"{key}={value}" for key, value in kept)])}
    context |= {"subject": subject, "sheet": found, "crumbs": _crumbs(crumbs, found, query), "heads": heads}
    context |= _acts(request, subject, asked, found)
    return render(request, "portal/map.html", context, status=404 if "missing" in context else 200)


def _kept(found: Sheet) -> list[tuple[str, str]]:
    """Return how the address names the place shown; nothing for the province."""
    if found.commune:
        return [("xa", found.commune.code)]
    return [("huyen", found.district.code)] if found.district else []


def _crumbs(crumbs: Crumbs, found: Sheet, query: str) -> Crumbs:
    """Return the way here: above the map, province, district, commune; the last is this page."""
    way = [(_("Trang chủ"), "/"), *((name, f"{address}?{query}") for name, address in crumbs)]
    way.append((found.here.province.name, f"?{query}"))
    if found.district:
        way.append((found.district.name, f"?{query}&huyen={found.district.code}"))
    if found.commune:
        way.append((found.commune.name, f"?{query}&xa={found.commune.code}"))
    return [*way[:-1], (way[-1][0], "")]


def _acts(request: HttpRequest, subject: Subject, asked: Asked, found: Sheet) -> dict[str, Any]:
    """Return the acts of a commune, nobody named; nothing above that level."""
    if not found.commune:
        return {}
    which = "denominator" if request.GET.get("phan") == "mau" and subject.basis.below else "numerator"
    fact = subject.basis.below if which == "denominator" else subject.basis.above
    scope = scope_of_place(asked.scope, found.commune.code, [fact], found.here)
    acts = public_acts(queries.acts_of_fact(fact, scope, limit=ACTS_SHOWN))
    return {"acts": acts, "which": which, "limit": ACTS_SHOWN}
