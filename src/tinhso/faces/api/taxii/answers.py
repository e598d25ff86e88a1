# SPDX-License-Identifier: EUPL-1.2
"""What a TAXII server answers: resources and error messages, all of one media type."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from django.http import HttpResponse

MEDIA_TYPE = "application/taxii+json;version=2.1"
STIX_TYPE = "application/stix+json;version=2.1"


class TaxiiFault(Exception):
    """A request that is refused: HTTP status, title, and a sentence that says what to do."""

    def __init__(self, status: int, title: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.title, self.sentence = status, title, sentence


def answer(body: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(body), content_type=MEDIA_TYPE, status=status)


def fault(error: TaxiiFault) -> HttpResponse:
    """Return the error message resource (3.6.1)."""
    body = {"title": error.title, "description": error.sentence, "http_status": str(error.status)}
    response = answer(body, status=error.status)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="TAXII", charset="UTF-8"'
    if error.status == 429:
        response.headers["Retry-After"] = "60"
    return response


def envelope(bodies: Sequence[str], *, following: str) -> HttpResponse:
    """Return objects as they are kept, without reading them again.

    following: place of the next page, empty at the end.
    """
    head = f'{{"more":true,"next":"{following}"' if following else '{"more":false'
    tail = f',"objects":[{",".join(bodies)}]}}' if bodies else "}"
    return HttpResponse((head + tail).encode(), content_type=MEDIA_TYPE)


def moment(at: datetime) -> str:
    """Return an instant with all its microseconds: two objects never share one."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def dated(response: HttpResponse, arrivals: Sequence[datetime]) -> HttpResponse:
    """Say when the first and the last object of a page arrived."""
    if arrivals:
        response.headers["X-TAXII-Date-Added-First"] = moment(arrivals[0])
        response.headers["X-TAXII-Date-Added-Last"] = moment(arrivals[-1])
    return response
