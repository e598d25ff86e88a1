# SPDX-License-Identifier: EUPL-1.2
"""The label of the platform, and its metadata for the architecture registry (224/2026/NĐ-CP, Điều 24, 27, 28)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso import __version__
from tinhso.config import env
from tinhso.faces.ui.signin import public
from tinhso.kernel.events.queries import last_seal

LINKS = {name: f"portal:{name}" for name in ("verify_proof", "accessibility", "feedback", "figures")}
LINKS["api"] = "api:openapi"


@cache
def assessment() -> dict[str, Any]:
    """Return the frozen self-assessment: type of the platform and the seven groups with state and evidence."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).parent.with_name("platform.yaml").read_text("utf-8"))
    return found


def words() -> dict[str, tuple[str, str]]:
    """Return word and phase of each state of a group."""
    return {
        "met": (_("Có bằng chứng"), "done"),
        "part": (_("Một phần"), "waiting"),
        "operator": (_("Do đơn vị vận hành"), "open"),
    }


@public
@require_safe
def label(request: HttpRequest) -> HttpResponse:
    """Show the label: code, type, conformity by group, who verified it, the newest seal as a sign of life."""
    states = words()
    groups = [
        {**one, "word": states[one["state"]], "href": reverse(LINKS[one["link"]]) if one.get("link") else ""}
        for one in assessment()["groups"]
    ]
    context = {"type": assessment()["type"], "groups": groups, "seal": last_seal()}
    context |= {"code": env.PLATFORM_CODE, "verified_by": env.PLATFORM_VERIFIED_BY}
    return render(request, "portal/platform.html", context)


@public
@require_safe
def metadata(request: HttpRequest) -> JsonResponse:
    """Give the same to machines, with what a registry of architectures asks of a system."""
    groups = [
        {key: one[key] for key in ("key", "title", "state", "evidence", "lacks")} for one in assessment()["groups"]
    ]
    return JsonResponse(
        {
            "name": "Tỉnh Số",
            "version": __version__,
            "licence": "EUPL-1.2",
            "owner": f"Ủy ban nhân dân tỉnh {env.PROVINCE_NAME}",
            "identification_code": env.PLATFORM_CODE or None,
            "type": assessment()["type"],
            "verified_by": env.PLATFORM_VERIFIED_BY or None,
            "source_of_law": assessment()["source"],
            "address": env.BASE_URL,
            "interfaces": [{"kind": "OpenAPI", "address": f"{env.BASE_URL}{reverse('api:openapi')}"}],
            "minimum_requirements": groups,
        },
        json_dumps_params={"ensure_ascii": False},
    )
