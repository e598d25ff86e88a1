# SPDX-License-Identifier: EUPL-1.2
"""The OpenAPI document: served, and committed as docs/reference/openapi.json so that a change is seen in review.

`python docs/generate.py` writes it anew.
"""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from tinhso.faces.api.v1 import PREFIX, api
from tinhso.faces.ui.signin import public


def document() -> dict[str, Any]:
    """Return the document as plain JSON values."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    return found


def text() -> str:
    """Return the document as it is committed."""
    return json.dumps(document(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@public
@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """Serve the document."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
