# SPDX-License-Identifier: EUPL-1.2
"""Look a dossier up by its code: how far it has come and nothing else."""

from django.http import Http404, HttpRequest
from ninja import Router

from tinhso.faces.api.rate_limits import PerAddress
from tinhso.faces.api.schemas import DossierStatus, Problem
from tinhso.modules.onestop.queries.dossiers import PublicStatus, public_status

router = Router(tags=["dossiers"])
LOOK_UPS = "60/m"


@router.get(
    "/{code}",
    response={200: DossierStatus, 404: Problem, 429: Problem},
    throttle=[PerAddress(LOOK_UPS)],
    summary="Tra cứu mức độ hoàn thành của một hồ sơ",
    operation_id="dossier_status",
)
def dossier_status(request: HttpRequest, code: str) -> PublicStatus:
    """Return code and degree of completion; a code that does not exist is 404. At most 60 questions a minute."""
    found = public_status(code)
    if found is None:
        raise Http404(code)
    return found
