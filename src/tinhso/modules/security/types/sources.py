# SPDX-License-Identifier: EUPL-1.2
"""Words of the register of sources, and its acts."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class SourceKind(StrEnum):
    """What kind of machine or program speaks (loại nguồn)."""

    WINDOWS = "windows"
    LINUX = "linux"
    NETWORK = "network"
    SURICATA = "suricata"
    ZEEK = "zeek"
    WAZUH = "wazuh"
    APPLICATION = "application"


@dataclass(frozen=True)
class SourceTold:
    """What the form of a source says. addresses: networks (CIDR) or followed files it may speak from, none: any.

    interval_seconds: after so long without an event it counts as silent; asset_number: of the register of assets.
    """

    unit_id: uuid.UUID
    host: str
    kind: SourceKind
    interval_seconds: int
    asset_number: str = ""
    addresses: tuple[str, ...] = ()


@act("event_source:registered", title="Đăng ký nguồn sự kiện")
@dataclass(frozen=True)
class SourceRegistered:
    kind: str
    interval_seconds: int


@act("event_source:key_renewed", title="Cấp lại mã truy cập cho nguồn sự kiện")
@dataclass(frozen=True)
class SourceKeyRenewed:
    """The one before is refused from now on."""


@act("event_source:withdrawn", title="Gỡ nguồn sự kiện")
@dataclass(frozen=True)
class SourceWithdrawn:
    """received: events counted until then."""

    received: int


@act("event_source:fell_silent", title="Nguồn sự kiện im lặng")
@dataclass(frozen=True)
class SourceFellSilent:
    """last_heard: None when it was never heard at all."""

    last_heard: datetime | None
    interval_seconds: int


@act("event_source:heard_again", title="Nguồn sự kiện hoạt động lại")
@dataclass(frozen=True)
class SourceHeardAgain:
    silent_since: datetime
