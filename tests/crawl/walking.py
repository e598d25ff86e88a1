# SPDX-License-Identifier: EUPL-1.2
"""Going where links lead: from every named address that takes no arguments, a few of each kind of address."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from lxml import html

LEFT_OUT = ("tai-khoan/", "i18n/", "static/", "can-bo/trinh-dien/")
"""Sign-in and out, the switch of language, files of the design, the page that signs a demonstration in."""
FORMATS = ("dang", "tai", "format", "ban")
"""Parameters whose value chooses another kind of file."""


def starts() -> list[str]:
    """Return every address of a view that takes no arguments, of every face."""
    found = []
    for name in _names(get_resolver().url_patterns):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return sorted({one for one in found if _is_ours(one)})


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield f"{space}{entry.name}"


def _is_ours(address: str) -> bool:
    parts = urlsplit(address)
    path = parts.path.lstrip("/")
    return not parts.netloc and not path.startswith(LEFT_OUT)


def walk(
    client: Client, *, each: int, language: str = "vi", start: list[str] | None = None, within: tuple[str, ...] = ("/",)
) -> Iterator[tuple[str, HttpResponseBase]]:
    """Give every page and file links lead to with its address, at most so many of each kind of address.

    within: how the addresses begin that are asked for; what is outside is somebody else's walk.
    """
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    waiting = [one for one in reversed(start if start is not None else starts()) if one.startswith(within)]
    seen, kinds = set(waiting), Counter[object]()
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        if answer.status_code in (301, 302):
            found = [answer.headers["Location"]]
        else:
            yield address, answer
            found = _links(answer)
        for href in found:
            target = urljoin(address, href).partition("#")[0]
            kind = _kind(target)
            is_wanted = kind is not None and urlsplit(target).path.startswith(within)
            if is_wanted and target not in seen and kinds[kind] < each:
                kinds[kind] += 1
                seen.add(target)
                waiting.append(target)


def _links(answer: HttpResponseBase) -> list[str]:
    is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or not answer.content.strip():  # type: ignore[attr-defined]
        return []
    return [str(one) for one in html.fromstring(answer.content).xpath("//a/@href")]  # type: ignore[attr-defined]


def _kind(address: str) -> object:
    """Return what an address is like: its route, the names of its parameters, the file asked for; None if not ours."""
    parts = urlsplit(address)
    if parts.scheme not in ("", "http", "https") or not _is_ours(parts.path) or parts.netloc not in ("", "testserver"):
        return None
    try:
        route = resolve(parts.path).route
    except Resolver404:
        return None
    asked = parse_qs(parts.query)
    return route, tuple(sorted(asked)), tuple(asked[name][0] for name in FORMATS if name in asked)
