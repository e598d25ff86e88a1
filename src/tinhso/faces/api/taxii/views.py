# SPDX-License-Identifier: EUPL-1.2
"""The endpoints of TAXII 2.1, chapters 4 and 5 of the standard."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tinhso.config import env
from tinhso.faces.api.taxii import asking
from tinhso.faces.api.taxii.answers import MEDIA_TYPE, STIX_TYPE, TaxiiFault, answer, dated, envelope, fault, moment
from tinhso.faces.ui.signin import public
from tinhso.modules.security.actions import objects, sharing
from tinhso.modules.security.errors import IntelligenceIncomplete
from tinhso.modules.security.intelligence.stix import said_moment
from tinhso.modules.security.queries import taxii as queries

ROOT = "/taxii2/tinh/"
View = Callable[..., HttpResponse]
NO_COLLECTION = TaxiiFault(404, "Not found", "Không có bộ sưu tập này, hoặc đối tác không được xem.")
NO_OBJECT = TaxiiFault(404, "Not found", "Không có đối tượng này trong bộ sưu tập.")


def endpoint(*methods: str) -> Callable[[View], View]:
    """Let in partners that speak TAXII 2.1; whatever is refused is answered as an error message of the standard."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **place: str) -> HttpResponse:
            try:
                asking.check_pace(request, "asked", asking.MOST_A_MINUTE)
                partner = asking.partner_of(request)
                asking.check_accept(request)
                if request.method not in methods:
                    raise TaxiiFault(405, "Method not allowed", f"Địa chỉ này nhận {', '.join(methods)}.")
                return view(request, partner, **place)
            except TaxiiFault as error:
                return fault(error)

        return public(csrf_exempt(guarded))

    return decorate


@endpoint("GET")
def discovery(request: HttpRequest, partner: Any) -> HttpResponse:
    root = request.build_absolute_uri(ROOT)
    title = f"Thông tin nguy cơ an toàn thông tin mạng – {env.PROVINCE_NAME}"
    return answer({"title": title, "default": root, "api_roots": [root]})


@endpoint("GET")
def api_root(request: HttpRequest, partner: Any) -> HttpResponse:
    title = f"Trung tâm giám sát an toàn thông tin mạng – {env.PROVINCE_NAME}"
    return answer({"title": title, "versions": [MEDIA_TYPE], "max_content_length": asking.LONGEST_POST})


@endpoint("GET")
def status(request: HttpRequest, partner: Any, status_id: str) -> HttpResponse:
    found = queries.status_for(partner, asking.identifier(status_id))
    if found is None:
        raise TaxiiFault(404, "Not found", "Không có lần gửi này, hoặc kết quả đã hết hạn lưu.")
    return answer({"id": str(found.id), **found.body})


@endpoint("GET")
def collections(request: HttpRequest, partner: Any) -> HttpResponse:
    found = [_collection(one) for one in queries.grants_of(partner)]
    return answer({"collections": found} if found else {})


@endpoint("GET")
def collection(request: HttpRequest, partner: Any, collection_id: str) -> HttpResponse:
    return answer(_collection(_grant(partner, collection_id)))


def _grant(partner: Any, collection_id: str) -> Any:
    grant = queries.grant_for(partner, collection_id)
    if grant is None:
        raise NO_COLLECTION
    return grant


def _collection(grant: Any) -> dict[str, Any]:
    held = grant.collection
    told = {
        "id": str(held.id),
        "title": held.title,
        "alias": held.alias,
        "can_read": True,
        "can_write": grant.may_write,
    }
    return told | ({"description": held.description} if held.description else {}) | {"media_types": [STIX_TYPE]}


@endpoint("GET")
def manifest(request: HttpRequest, partner: Any, collection_id: str) -> HttpResponse:
    grant, wanted = _grant(partner, collection_id), asking.wanted(request.GET)
    page, told = _page(partner, grant, wanted, "stix_id", "version")
    rows = [
        {"id": one.stix_id, "date_added": moment(one.added_at), "version": _version(one), "media_type": STIX_TYPE}
        for one in page.rows
    ]
    return dated(answer(told | ({"objects": rows} if rows else {})), [one.added_at for one in page.rows])


def _page(partner: Any, grant: Any, wanted: Any, *fields: str) -> tuple[Any, dict[str, Any]]:
    page = queries.page_of(grant.collection, partner, wanted, *fields)
    sharing.note_reading(partner.id, len(page.rows), now=timezone.now())
    return page, {"more": True, "next": asking.following(page.rows[-1].id)} if page.more else {"more": False}


def _version(one: Any) -> str:
    return said_moment(one.version) if one.version is not None else moment(one.added_at)


@endpoint("GET", "POST")
def objects_of(request: HttpRequest, partner: Any, collection_id: str) -> HttpResponse:
    """Give a page of objects, or take objects in: kept before it is answered, so the status is complete at once."""
    grant = _grant(partner, collection_id)
    if request.method == "GET":
        return _objects(partner, grant, asking.wanted(request.GET))
    if not grant.may_write:
        raise TaxiiFault(403, "Forbidden", "Đối tác chỉ được đọc bộ sưu tập này.")
    sent = asking.posted(request)
    kept = objects.take_from_partner(partner, grant.collection_id, sent, now=timezone.now())
    return answer({"id": str(kept.id), **kept.body}, status=202)


def _objects(partner: Any, grant: Any, wanted: Any) -> HttpResponse:
    page, told = _page(partner, grant, wanted, "body")
    arrivals = [one.added_at for one in page.rows]
    return dated(envelope([one.body for one in page.rows], following=told.get("next", "")), arrivals)


@endpoint("GET", "DELETE")
def object_(request: HttpRequest, partner: Any, collection_id: str, object_id: str) -> HttpResponse:
    """Give one object, or remove what the partner itself sent of it (all versions unless it names some)."""
    grant = _grant(partner, collection_id)
    known = {"match[version]", "match[spec_version]"}
    if request.method == "DELETE":
        if not grant.may_write:
            raise TaxiiFault(403, "Forbidden", "Đối tác chỉ được đọc bộ sưu tập này.")
        return _remove(request, partner, grant, object_id, known)
    wanted = asking.wanted(request.GET, known=asking.PARAMETERS - {"match[id]", "match[type]"})
    if not _held(partner, grant, object_id).exists():
        raise NO_OBJECT
    return _objects(partner, grant, _only(wanted, object_id))


def _remove(request: HttpRequest, partner: Any, grant: Any, object_id: str, known: set[str]) -> HttpResponse:
    wanted = asking.wanted(request.GET, known=known)
    versions = wanted.versions if "match[version]" in request.GET else ("all",)
    try:
        removed = objects.remove_object(
            partner, grant.collection_id, object_id, queries.matching_versions(versions), now=timezone.now()
        )
    except IntelligenceIncomplete as refusal:
        raise TaxiiFault(403, "Forbidden", refusal.sentence) from refusal
    if not removed:
        raise NO_OBJECT
    return answer({})


def _held(partner: Any, grant: Any, object_id: str) -> Any:
    return queries.visible(grant.collection, partner).filter(stix_id=object_id.replace("\x00", ""))


def _only(wanted: Any, object_id: str) -> Any:
    return type(wanted)(**{**vars(wanted), "ids": (object_id,)})


@endpoint("GET")
def versions(request: HttpRequest, partner: Any, collection_id: str, object_id: str) -> HttpResponse:
    """Give the versions of one object, the first that arrived first."""
    grant = _grant(partner, collection_id)
    wanted = asking.wanted(request.GET, known={"added_after", "limit", "next", "match[spec_version]"})
    if not _held(partner, grant, object_id).exists():
        raise NO_OBJECT
    everything = type(wanted)(**{**vars(wanted), "ids": (object_id,), "versions": ("all",)})
    page, told = _page(partner, grant, everything, "version")
    rows = [_version(one) for one in page.rows]
    return dated(answer(told | ({"versions": rows} if rows else {})), [one.added_at for one in page.rows])
