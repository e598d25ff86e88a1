# SPDX-License-Identifier: EUPL-1.2
"""Is this installation alive: answers only after the database did."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from tinhso import __version__
from tinhso.faces.api.schemas import Health, Problem
from tinhso.kernel.events.queries import sealed_up_to

router = Router(tags=["health"])


@router.get("", response={200: Health, 503: Problem}, summary="Tình trạng hoạt động", operation_id="health")
def health(request: HttpRequest) -> dict[str, Any]:
    """Return ok after one query; 503 as a problem when the database does not answer."""
    return {"status": "ok", "version": __version__, "sealed_up_to": sealed_up_to()}
