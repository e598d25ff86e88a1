# SPDX-License-Identifier: EUPL-1.2
"""Collections, partners and objects for tests of sharing, made by the real actions."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security.actions import sharing
from tinhso.modules.security.intelligence import stix
from tinhso.modules.security.models import Collection, SharingPartner
from tinhso.modules.security.tests.world import NOW
from tinhso.modules.security.types import Tlp

STAMP = "2026-03-02T01:00:00.000Z"


def opened(viewer: Viewer, alias: str = "chung", tlp: Tlp = Tlp.GREEN, now: datetime = NOW) -> Collection:
    return sharing.open_collection(
        uuid.uuid4(), alias=alias, title=f"Bộ {alias}", description="", tlp=tlp, viewer=viewer, now=now
    )


def partner(
    viewer: Viewer, grants: Mapping[uuid.UUID, bool], login: str = "ncsc", tlp: Tlp = Tlp.AMBER
) -> tuple[SharingPartner, str]:
    told = sharing.PartnerTold(title=f"Đối tác {login}", login=login, tlp=tlp, grants=grants)
    return sharing.register_partner(uuid.uuid4(), told, viewer=viewer, now=NOW)


def indicator(number: int, **changed: Any) -> dict[str, Any]:
    """Return an indicator of one address; the number names it."""
    address = f"198.51.{number // 250 % 250}.{number % 250}"
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{uuid.UUID(int=(4 << 76) | (8 << 60) | number)}",
        "created": STAMP,
        "modified": STAMP,
        "name": f"Máy chủ điều khiển {number}",
        "pattern": f"[ipv4-addr:value = '{address}']",
        "pattern_type": "stix",
        "valid_from": STAMP,
    } | changed


def marked(tlp: Tlp) -> dict[str, list[str]]:
    return {"object_marking_refs": [stix.MARK_OF[tlp]]}
