# SPDX-License-Identifier: EUPL-1.2
"""Orders to the post of one dossier."""

from tinhso.kernel.exchange.queries import partner
from tinhso.modules.onestop.models import Dossier, PostalOrder
from tinhso.modules.onestop.post.rules import OPEN_FOR
from tinhso.modules.onestop.post.types import OVER, PARTNER, PostKind


def postal_orders(dossier: Dossier) -> list[PostalOrder]:
    """Return the orders of a dossier, newest first; `told` holds the events of each by the post's own clock."""
    found = list(PostalOrder.objects.filter(dossier=dossier).prefetch_related("events").order_by("-placed_at"))
    for one in found:
        one.told = sorted(one.events.all(), key=lambda event: event.at)  # type: ignore[attr-defined]
    return found


def kinds_open(dossier: Dossier) -> list[PostKind]:
    """Return what the post can be asked for now: connected, in the right state, no order of the kind on the way.

    A result taken back is not delivered.
    """
    if partner(PARTNER) is None:
        return []
    going = set(PostalOrder.objects.filter(dossier=dossier).exclude(state__in=OVER).values_list("kind", flat=True))
    if dossier.is_revoked:
        going.add(PostKind.DELIVER)
    return [kind for kind in PostKind if dossier.case.state in OPEN_FOR[kind] and kind not in going]
