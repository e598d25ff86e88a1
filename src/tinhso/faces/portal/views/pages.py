# SPDX-License-Identifier: EUPL-1.2
"""Pages that stand still: sign-in, contact, accessibility, personal data, site map."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tinhso.faces.portal.sitemap import tree
from tinhso.faces.ui.signin import public


@public
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Offer the e-ID; someone already signed in goes straight on."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    onward = wanted if safe else reverse("portal:home")
    if request.user.is_authenticated and request.viewer.person_id is not None:  # type: ignore[attr-defined]
        return redirect(onward)
    return render(request, "portal/sign_in.html", {"next": onward})


@public
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/contact.html")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@public
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/personal_data.html")


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/sitemap.html", {"tree": tree()})


@public
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    context = {"tree": tree(), "base": settings.BASE_URL}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


@public
@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read what is public; personal pages answer them with sign-in anyway."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/can-bo/", "/van-hanh/", "/tai-khoan/", "/ho-so/", "/toi/", "/api/")),
        f"Sitemap: {settings.BASE_URL}{reverse('portal:sitemap_xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
