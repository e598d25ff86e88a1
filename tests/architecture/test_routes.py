# SPDX-License-Identifier: EUPL-1.2
"""Every route says who may use it: `public`, `citizen_required` or `officer_required` of `faces.ui.signin`."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from tests.architecture.tree import listed
from tinhso.faces.ui.signin import citizen_required, officer_required, public
from tinhso.kernel.registry.types import PostRole

# Routes of libraries, which guard themselves: sign-in of allauth below /tai-khoan/, the switch of language.
GUARDED_BY_LIBRARY = {"tai-khoan/": ("allauth.", "django.views."), "i18n/": ("django.views.",)}


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, object]]:
    """Give every route with its view."""
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        else:
            yield route, entry.callback


def unmarked(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """Return the routes whose view does not say who may use it, or names a role nobody can hold."""
    return [route for route, view in routes(patterns) if not _by_library(route, view) and not _is_marked(view)]


def _by_library(route: str, view: object) -> bool:
    home = f"{getattr(getattr(view, 'view_class', view), '__module__', '')}."
    return any(route.startswith(prefix) and home.startswith(owners) for prefix, owners in GUARDED_BY_LIBRARY.items())


def _is_marked(view: object) -> bool:
    access = getattr(view, "access", "")
    kind, _, roles = access.partition(":")
    if kind == "officer":
        return {role for role in roles.split(",") if role} <= {role.value for role in PostRole}
    return access in {"public", "citizen"}


def test_every_route_says_who_may_use_it():
    found = unmarked(get_resolver().url_patterns)

    assert not found, listed(found)


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_route_without_a_mark_is_seen():
    patterns = [
        path("nobody-said/", view),
        path("wrong-role/", officer_required("emperor")(view)),
        path("all/", public(lambda request: HttpResponse())),
        path("mine/", citizen_required(view)),
        path("inbox/", officer_required("specialist", "leader")(view)),
    ]

    assert unmarked(patterns) == ["nobody-said/", "wrong-role/"]
