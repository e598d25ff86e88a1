# SPDX-License-Identifier: EUPL-1.2
"""HTML pages: templates with automatic escaping, one inline style sheet, no script and no outside request."""

import hashlib
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from importlib.resources import files

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

HANOI = timezone(timedelta(hours=7))  # no daylight saving in Vietnam
STYLE = (files(__package__) / "templates" / "page.css").read_text("utf-8")
_STYLE_HASH = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

# form-action is left out: browsers apply it to the redirect that follows a form, and an OpenID provider must
# redirect to its clients.
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_environment = Environment(
    loader=PackageLoader(__package__),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["style"] = Markup(STYLE)  # noqa: S704 - our own file, and a style element is not escaped
_environment.filters["hanoi"] = lambda at: vietnamese_instant(at)


def vietnamese_instant(at: datetime) -> str:
    """Return an instant the Vietnamese way, in Vietnam's time: 14:05:09 ngày 21/11/2026."""
    return at.astimezone(HANOI).strftime("%H:%M:%S ngày %d/%m/%Y")


def page(template: str, *, status: int = 200, **values: object) -> web.Response:
    """Return a rendered page; `template` is a file name under templates/."""
    text = _environment.get_template(template).render(**values)
    return web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)
