# SPDX-License-Identifier: EUPL-1.2
"""What a TAXII client sent, read and judged: who it is, which media type it takes, which objects it wants."""

import base64
import binascii
import time
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from django.core.cache import cache
from django.http import HttpRequest, QueryDict

from tinhso.faces.api.taxii.answers import TaxiiFault
from tinhso.faces.ui.rate_limits import caller
from tinhso.modules.security.actions.sharing import digest
from tinhso.modules.security.intelligence import stix
from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.queries import taxii as queries
from tinhso.modules.security.queries.taxii import LARGEST_PAGE, Wanted

MOST_A_MINUTE, MOST_WRONG = 1_200, 20
"""Requests of one address in a minute; of them, with wrong credentials."""
LONGEST_POST = 20 * 1024 * 1024
MOST_POSTED, MOST_NAMED = 10_000, 200
TAKEN_TYPES = ("*/*", "application/*", "application/taxii+json")
PARAMETERS = {"added_after", "limit", "next", "match[id]", "match[type]", "match[version]", "match[spec_version]"}


def check_pace(request: HttpRequest, what: str, most: int) -> None:
    """Count one request of the address in this minute; raises TaxiiFault (429) when there were too many."""
    key = f"taxii:{what}:{int(time.time()) // 60}:{caller(request)}"
    cache.add(key, 0, timeout=120)
    if cache.incr(key) > most:
        raise TaxiiFault(429, "Too many requests", "Hỏi quá nhanh. Hãy chờ một phút rồi hỏi lại.")


def partner_of(request: HttpRequest) -> Any:
    """Return the partner that asks, by HTTP Basic; raises TaxiiFault (401)."""
    word, _, coded = request.headers.get("Authorization", "").partition(" ")
    if word.lower() != "basic" or len(coded) > 500:
        raise TaxiiFault(401, "Authentication required", "Cần tên đăng nhập và khóa của đối tác (HTTP Basic).")
    try:
        login, _, secret = base64.b64decode(coded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        login, secret = "", ""
    partner = queries.partner_by(login.replace("\x00", ""), digest(secret))
    if partner is None:
        check_pace(request, "wrong", MOST_WRONG)
        raise TaxiiFault(401, "Authentication failed", "Tên đăng nhập hoặc khóa không đúng, hoặc đã ngừng chia sẻ.")
    return partner


def check_accept(request: HttpRequest) -> None:
    """Raise TaxiiFault (406) unless the client takes what we speak; a client that says nothing takes anything."""
    said = request.headers.get("Accept", "").strip()
    if said and not any(_fits(one) for one in said.split(",")):
        raise TaxiiFault(406, "Not acceptable", "Máy chủ chỉ trả lời application/taxii+json;version=2.1.")


def check_content_type(request: HttpRequest) -> None:
    """Raise TaxiiFault (415) unless the body is said to be TAXII 2.1."""
    if not _fits(request.headers.get("Content-Type", "")) or request.headers.get("Content-Type", "").startswith("*"):
        raise TaxiiFault(415, "Unsupported media type", "Nội dung gửi phải là application/taxii+json;version=2.1.")


def _fits(said: str) -> bool:
    kind, *options = [one.strip().lower() for one in said.split(";")]
    named = dict(one.partition("=")[::2] for one in options)
    return kind in TAKEN_TYPES and named.get("version", "2.1").strip('"') == "2.1"


def wanted(data: QueryDict, *, known: set[str] = PARAMETERS) -> Wanted:
    """Return which objects a client asks for; raises TaxiiFault (400) for a parameter that cannot be read."""
    if unknown := sorted(set(data) - known):
        raise _unreadable(f"không có tham số {unknown[0][:40]}")
    return Wanted(
        added_after=_moment(data.get("added_after", ""), "added_after") if "added_after" in data else None,
        place=_place(data.get("next", "")) if "next" in data else 0,
        limit=_limit(data.get("limit", "")) if "limit" in data else LARGEST_PAGE,
        ids=_words(data, "match[id]"),
        types=_words(data, "match[type]"),
        versions=_versions(data),
        spec_versions=_words(data, "match[spec_version]"),
    )


def _words(data: QueryDict, name: str) -> tuple[str, ...]:
    found = tuple(one.strip() for one in data.get(name, "").split(",") if one.strip())
    if len(found) > MOST_NAMED or any(len(one) > 300 or "\x00" in one for one in found):
        raise _unreadable(f"{name} có quá nhiều hoặc quá dài")
    return found


def _versions(data: QueryDict) -> tuple[str | datetime, ...]:
    found = _words(data, "match[version]") or ("last",)
    return tuple(one if one in ("first", "last", "all") else _moment(one, "match[version]") for one in found)


def _moment(said: str, name: str) -> datetime:
    try:
        return stix.moment(said)
    except NotIntelligence as error:
        raise _unreadable(f"{name} phải là thời điểm như 2026-03-02T01:00:00.000000Z") from error


def _limit(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 10 and int(said) > 0):
        raise _unreadable("limit phải là số nguyên dương")
    return min(int(said), LARGEST_PAGE)


def following(place: int) -> str:
    """Return the opaque place behind which the next page begins."""
    return base64.urlsafe_b64encode(place.to_bytes(8)).decode().rstrip("=")


def _place(said: str) -> int:
    try:
        found = base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)) if len(said) == 11 else b""
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != 8 or following(int.from_bytes(found)) != said or found[0] > 0x7F:
        raise _unreadable("next không phải do máy chủ này đưa ra")
    return int.from_bytes(found)


def _unreadable(why: str) -> TaxiiFault:
    return TaxiiFault(400, "Bad request", f"Tham số không đọc được: {why}.")


def posted(request: HttpRequest) -> Sequence[Any]:
    """Return the objects of a posted envelope; raises TaxiiFault (413, 415, 400, 422)."""
    check_content_type(request)
    size = request.headers.get("Content-Length", "")
    if not size.isdigit() or int(size) > LONGEST_POST:
        raise TaxiiFault(413, "Too large", "Mỗi lần gửi không quá 20 MB. Hãy chia thành nhiều lần.")
    body = request.read(int(size))
    try:
        objects = stix.objects_of(orjson.loads(body))
    except orjson.JSONDecodeError as error:
        raise TaxiiFault(400, "Malformed", "Nội dung không phải JSON đọc được (UTF-8, lồng không quá sâu).") from error
    except NotIntelligence as error:
        raise TaxiiFault(422, "Not an envelope", error.sentence) from error
    if not objects:
        raise TaxiiFault(422, "Empty envelope", "Phong bì không có đối tượng nào.")
    if len(objects) > MOST_POSTED:
        raise TaxiiFault(413, "Too large", "Mỗi lần gửi không quá 10.000 đối tượng. Hãy chia thành nhiều lần.")
    return objects


def identifier(said: str) -> uuid.UUID:
    try:
        return uuid.UUID(said)
    except ValueError as error:
        raise TaxiiFault(404, "Not found", "Không có địa chỉ này.") from error
