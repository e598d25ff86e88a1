# SPDX-License-Identifier: EUPL-1.2
"""Words of the register of systems, machines and Internet links, and its acts. Names stay in the rows."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class InformationKind(StrEnum):
    """What a system handles (Nghị định 85/2016/NĐ-CP, Điều 6): public, private, personal, state secret."""

    PUBLIC = "public"
    PRIVATE = "private"
    PERSONAL = "personal"
    CLASSIFIED = "secret"


class SystemKind(StrEnum):
    """What a system is for (Nghị định 85/2016/NĐ-CP, Điều 6)."""

    INTERNAL = "internal"
    CITIZENS = "citizens"
    INFRASTRUCTURE = "infrastructure"
    INDUSTRIAL = "industrial"
    OTHER = "other"


class MachineKind(StrEnum):
    """Máy chủ, máy trạm, thiết bị mạng."""

    SERVER = "server"
    WORKSTATION = "workstation"
    NETWORK = "network"


class Antimalware(StrEnum):
    """Phần mềm phòng chống mã độc trên máy: nobody told, there is one, there is none, none can be put on it."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    ABSENT = "absent"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class Protection:
    """What is told of a machine's anti-malware software. seen_on: the last day it reported; None: not told."""

    state: Antimalware = Antimalware.UNKNOWN
    product: str = ""
    seen_on: date | None = None


class InputKind(StrEnum):
    """The least a monitored system sends (Thông tư 31/2017/TT-BTTTT): web logs, sensor alerts, firewall logs."""

    WEB = "web"
    SENSOR = "sensor"
    FIREWALL = "firewall"


@dataclass(frozen=True)
class SystemTold:
    """What the form of a system says. focal: the operator that answers for all; hired: the supplier's name, then the
    supplier operates; since: None when it does not run yet.
    """

    owner_id: uuid.UUID
    focal_id: uuid.UUID
    security_unit_id: uuid.UUID
    name: str
    kind: SystemKind
    information: tuple[InformationKind, ...]
    operators: tuple[uuid.UUID, ...] = ()
    supplier: str = ""
    components: str = ""
    since: date | None = None


@dataclass(frozen=True)
class MachineTold:
    """What a line of the register of machines says. addresses: IP addresses it answers at."""

    unit_id: uuid.UUID
    host: str
    kind: MachineKind
    addresses: tuple[str, ...] = ()
    system_id: uuid.UUID | None = None
    agent_expected: bool = True
    asset_number: str = ""
    protection: Protection = Protection()


@dataclass(frozen=True)
class LinkTold:
    """What the form of an Internet link says. https_plan: how its encrypted traffic is seen, empty: not told."""

    unit_id: uuid.UUID
    label: str
    carrier: str = ""
    networks: tuple[str, ...] = ()
    https_plan: str = ""


@act("information_system:registered", title="Đăng ký hệ thống thông tin")
@dataclass(frozen=True)
class SystemRegistered:
    kind: str
    owner: uuid.UUID
    focal: uuid.UUID


@act("information_system:changed", title="Sửa thông tin hệ thống thông tin")
@dataclass(frozen=True)
class SystemChanged:
    fields: tuple[str, ...]


@act("information_system:withdrawn", title="Gỡ hệ thống thông tin khỏi sổ")
@dataclass(frozen=True)
class SystemWithdrawn:
    """machines: how many stayed on the register without a system."""

    machines: int


@act("information_system:users:counted", title="Ghi số người dùng của hệ thống thông tin")
@dataclass(frozen=True)
class UsersCounted:
    """fed: told by the system itself, not typed."""

    users: int
    on: date
    fed: bool


@act("machine:registered", title="Đăng ký máy")
@dataclass(frozen=True)
class MachineRegistered:
    kind: str
    imported: bool


@act("machine:changed", title="Sửa thông tin máy")
@dataclass(frozen=True)
class MachineChanged:
    fields: tuple[str, ...]


@act("machine:withdrawn", title="Gỡ máy khỏi sổ")
@dataclass(frozen=True)
class MachineWithdrawn:
    kind: str


@act("machine:national:seen", title="Ghi các máy mà trung tâm quốc gia nhìn thấy")
@dataclass(frozen=True)
class MachinesSeenByNation:
    """What the national centre reports back: how many machines of the register it sees, how many it names unknown."""

    on: date
    seen: int
    unknown: int


@act("machine:antimalware:reported", title="Ghi các máy mà phần mềm phòng chống mã độc báo về")
@dataclass(frozen=True)
class MachinesReportedByAntimalware:
    """A list of its central management: how many machines of the register it names, how many it names unknown."""

    product: str
    on: date
    seen: int
    unknown: int


@act("internet_link:registered", title="Đăng ký đường truyền Internet")
@dataclass(frozen=True)
class LinkRegistered:
    networks: int


@act("internet_link:withdrawn", title="Gỡ đường truyền Internet")
@dataclass(frozen=True)
class LinkWithdrawn:
    """Its sensors go with it."""


@act("internet_link:sensor:placed", title="Đặt cảm biến ở đường truyền Internet")
@dataclass(frozen=True)
class SensorPlaced:
    source: uuid.UUID


@act("internet_link:sensor:removed", title="Bỏ cảm biến khỏi đường truyền Internet")
@dataclass(frozen=True)
class SensorRemoved:
    source: uuid.UUID


@act("information_system:input:named", title="Gắn nguồn sự kiện tối thiểu cho hệ thống thông tin")
@dataclass(frozen=True)
class InputNamed:
    kind: str
    source: uuid.UUID


@act("information_system:input:removed", title="Bỏ nguồn sự kiện tối thiểu của hệ thống thông tin")
@dataclass(frozen=True)
class InputRemoved:
    kind: str
    source: uuid.UUID
