# SPDX-License-Identifier: EUPL-1.2
"""The waiting room before sign-in with the e-ID: a place in the line instead of an error when all come at once.

The number stands in a signed cookie. Who has waited goes on by itself; the page asks again at times that grow with the
place in the line, so that ten thousand who wait cost less than a hundred who come in.
"""

from collections.abc import Callable
from http import HTTPStatus
from math import ceil

from django.core.cache import cache
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.identity import waiting

GetResponse = Callable[[HttpRequest], HttpResponse]
DOOR = "/tai-khoan/oidc/eid/login/"
COOKIE = "cho_dang_nhap"
LONGEST_SECONDS = 6 * 3600
SOONEST, LATEST = 3, 60
"""Seconds after which the page asks again: not sooner than the first, not later than the second."""

_signer = TimestampSigner(salt="tinhso.waiting_room")


class WaitingRoom:
    """Lets citizens to the e-ID at TINHSO_SIGN_INS_PER_SECOND, first come first served."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not env.SIGN_INS_PER_SECOND or request.path != DOOR:
            return self.get_response(request)
        now, pace = timezone.now(), float(env.SIGN_INS_PER_SECOND)
        number, room = _number_of(request), None
        if number is not None:
            room = waiting.served(pace=pace, now=now)
        if number is None or room is None or number > room.drawn or room.is_over(number, now):
            number, room = waiting.draw(pace=pace, now=now)
        while (seconds := room.wait_of(number, now)) <= 0 and not _use_up(number):
            number, room = waiting.draw(pace=pace, now=now)
        if seconds <= 0:
            return _let_in(self.get_response(request), number, secure=request.is_secure())
        return _wait(request, number, seconds, ahead=number - room.reached(now))


def _used(number: int) -> str:
    return f"let-in:{number}"


def _use_up(number: int) -> bool:
    """Whether the number lets in now: it does so once, whoever kept its cookie."""
    return bool(cache.add(_used(number), 1, timeout=LONGEST_SECONDS))


def _let_in(response: HttpResponse, number: int, *, secure: bool) -> HttpResponse:
    """A number is used up by coming in; where the e-ID does not answer it still holds."""
    if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        response.delete_cookie(COOKIE, path=DOOR, samesite="Lax")
    else:
        cache.delete(_used(number))
        _keep(response, number, secure=secure)
    return response


def _keep(response: HttpResponse, number: int, *, secure: bool) -> None:
    signed = _signer.sign(str(number))
    response.set_cookie(
        COOKIE, signed, max_age=LONGEST_SECONDS, path=DOOR, httponly=True, samesite="Lax", secure=secure
    )


def _wait(request: HttpRequest, number: int, seconds: float, *, ahead: float) -> HttpResponse:
    context = {"ahead": ceil(ahead), "seconds": ceil(seconds), "minutes": ceil(seconds / 60)}
    response = render(request, "ui/waiting_room.html", context)
    response.headers["Refresh"] = str(min(max(ceil(seconds / 2), SOONEST), LATEST))
    response.headers["Cache-Control"] = "no-store"
    _keep(response, number, secure=request.is_secure())
    return response


def _number_of(request: HttpRequest) -> int | None:
    """Return the number in the cookie; None without one, when it is not ours or too old."""
    try:
        return int(_signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=LONGEST_SECONDS))
    except (BadSignature, ValueError):
        return None
