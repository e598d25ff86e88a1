# SPDX-License-Identifier: EUPL-1.2
"""The door of the demonstration: accounts anyone may use, with password and the present code of the second factor."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tinhso.faces.ui.signin import public
from tinhso.kernel.identity.queries import demo_officers
from tinhso.play.staff import DEMO_PASSWORD, DEMO_SECRET

STEP_SECONDS = 30


@public
@never_cache
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """List the demonstration accounts; production has neither the accounts nor this page."""
    if not settings.DEMO:
        raise Http404("demonstration only")
    left = STEP_SECONDS - int(time.time()) % STEP_SECONDS
    context = {"officers": demo_officers(), "password": DEMO_PASSWORD, "left": left}
    context |= {"code": present_code(), "next_code": present_code(ahead=1)}
    return render(request, "desk/demo.html", context)


def present_code(*, ahead: int = 0) -> str:
    """Return the six digits an authenticator would show now, or so many steps ahead."""
    counter = int(time.time()) // STEP_SECONDS + ahead
    return str(format_hotp_value(hotp_value(DEMO_SECRET, counter)))
