# SPDX-License-Identifier: EUPL-1.2
"""Documents of a dossier sent to other agencies, and whether one can be sent now."""

from tinhso.kernel.exchange.queries import partner
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.edxml.rules import is_signed
from tinhso.modules.onestop.edxml.types import PARTNER
from tinhso.modules.onestop.models import DocumentPacket, Dossier
from tinhso.modules.onestop.policies import can_order_post


def packets_of(dossier: Dossier) -> list[DocumentPacket]:
    """Return what was sent, newest first; `told` holds what each receiver said, by its own clock."""
    found = list(DocumentPacket.objects.filter(dossier=dossier).prefetch_related("statuses").order_by("-sent_at"))
    for one in found:
        one.told = sorted(one.statuses.all(), key=lambda status: status.at)  # type: ignore[attr-defined]
    return found


def can_send_result(viewer: Viewer, dossier: Dossier) -> bool:
    """Say whether this officer could send the result now: own desk, connected, signed."""
    stands = dossier.result_id is not None and is_signed(dossier.case.state) and not dossier.is_revoked
    return stands and can_order_post(viewer, dossier) and partner(PARTNER) is not None
