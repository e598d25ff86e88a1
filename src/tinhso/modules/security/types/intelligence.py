# SPDX-License-Identifier: EUPL-1.2
"""Words of threat intelligence and of the national centre, and their acts."""

import uuid
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from tinhso.kernel.events.catalogue import act


class Tlp(IntEnum):
    """Mức chia sẻ (Traffic Light Protocol), the wider first; a partner reads up to its own mark, red never leaves."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4


class IndicatorKind(StrEnum):
    """What an indicator (dấu hiệu nhận biết) names; OTHER is kept and shown, and never watched."""

    ADDRESS = "address"
    NETWORK = "network"
    DOMAIN = "domain"
    URL = "url"
    HASH = "hash"
    OTHER = "other"


WATCHABLE = (
    IndicatorKind.ADDRESS,
    IndicatorKind.NETWORK,
    IndicatorKind.DOMAIN,
    IndicatorKind.URL,
    IndicatorKind.HASH,
)


class FeedKind(StrEnum):
    """How a source of intelligence speaks: a TAXII collection, a MISP feed."""

    TAXII = "taxii"
    MISP = "misp"


class Standing(StrEnum):
    """Whether an indicator is watched, else why not; the first that holds, in this order."""

    NOT_WATCHABLE = "not_watchable"
    REVOKED = "revoked"
    LISTED = "listed"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    DECAYED = "decayed"
    WATCHED = "watched"


class PacketKind(StrEnum):
    """What is sent to the national centre."""

    MALWARE_STATUS = "malware_status"
    INCIDENT_NOTICE = "incident_notice"
    INCIDENT_REPORT = "incident_report"
    INDICATORS = "indicators"
    REFUSAL = "refusal"


@act("intelligence:partner:registered", title="Đăng ký đối tác chia sẻ thông tin nguy cơ")
@dataclass(frozen=True)
class SharingPartnerRegistered:
    """tlp: the highest mark it may read; collections: how many it may see."""

    tlp: int
    collections: int


@act("intelligence:partner:key_renewed", title="Cấp lại khóa cho đối tác chia sẻ thông tin nguy cơ")
@dataclass(frozen=True)
class SharingKeyRenewed:
    """The one before is refused from now on."""


@act("intelligence:partner:withdrawn", title="Ngừng chia sẻ thông tin nguy cơ với đối tác")
@dataclass(frozen=True)
class SharingPartnerWithdrawn:
    """objects: how many it had read by then."""

    objects: int


@act("intelligence:collection:opened", title="Mở bộ sưu tập thông tin nguy cơ")
@dataclass(frozen=True)
class CollectionOpened:
    tlp: int


@act("intelligence:objects:taken", title="Nhận đối tượng STIX")
@dataclass(frozen=True)
class ObjectsTaken:
    """taken: new ones; known: those that were here already; refused: those that are not STIX 2.1."""

    taken: int
    known: int
    refused: int


@act("intelligence:objects:removed", title="Đối tác xóa đối tượng STIX đã gửi")
@dataclass(frozen=True)
class ObjectsRemoved:
    object_id: str
    versions: int


@act("intelligence:feed:registered", title="Đăng ký nguồn tin nguy cơ")
@dataclass(frozen=True)
class FeedRegistered:
    kind: str
    interval_minutes: int


@act("intelligence:feed:stopped", title="Ngừng lấy tin từ nguồn tin nguy cơ")
@dataclass(frozen=True)
class FeedStopped:
    """taken: objects or events taken by then."""

    taken: int


@act("intelligence:indicator:added", title="Ghi dấu hiệu nhận biết bằng tay")
@dataclass(frozen=True)
class IndicatorAdded:
    kind: str


@act("intelligence:indicator:revoked", title="Bỏ theo dõi một dấu hiệu nhận biết")
@dataclass(frozen=True)
class IndicatorRevoked:
    kind: str


@act("intelligence:decay:set", title="Đặt thời gian bán rã của dấu hiệu nhận biết")
@dataclass(frozen=True)
class DecaySet:
    """half_life_days: None when indicators of the kind do not age."""

    kind: str
    half_life_days: int | None


@act("intelligence:blacklist:taken", title="Nhận danh sách địa chỉ thuộc mạng botnet, DDoS")
@dataclass(frozen=True)
class BlacklistTaken:
    """rows: lines read; ours: lines about machines of the province; unreadable: lines set aside."""

    rows: int
    ours: int
    unreadable: int


@act("infected_machine:notified", title="Báo máy nhiễm mã độc cho đơn vị")
@dataclass(frozen=True)
class MachineNotified:
    source: uuid.UUID | None


@act("infected_machine:isolated", title="Cô lập máy nhiễm mã độc")
@dataclass(frozen=True)
class MachineIsolated:
    """Taken off the network by the unit."""


@act("infected_machine:cleaned", title="Làm sạch máy nhiễm mã độc")
@dataclass(frozen=True)
class MachineCleaned:
    """As the unit says; the re-check follows."""


@act("infected_machine:rechecked", title="Kiểm tra lại máy đã làm sạch")
@dataclass(frozen=True)
class MachineRechecked:
    """By somebody who watched whether it speaks again."""


@act("infected_machine:closed", title="Kết thúc xử lý máy nhiễm mã độc")
@dataclass(frozen=True)
class MachineClosed:
    reports: int


@act("infected_machine:seen_again", title="Máy nhiễm mã độc bị phát hiện lại")
@dataclass(frozen=True)
class MachineSeenAgain:
    """from_state: how far the work had come."""

    from_state: str


@act("infected_machine:dismissed", title="Xác định máy không nhiễm mã độc")
@dataclass(frozen=True)
class MachineDismissed:
    reports: int


@act("national_centre:packet:queued", title="Gửi gói tin cho trung tâm giám sát quốc gia")
@dataclass(frozen=True)
class PacketQueued:
    """removed: private or confidential pieces that were taken out before."""

    kind: str
    message: uuid.UUID
    removed: int
