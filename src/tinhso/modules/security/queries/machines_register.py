# SPDX-License-Identifier: EUPL-1.2
"""The machines an officer may see; which machine answers at an address; coverage with both its numbers."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.queries import units_called
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.machine_list import KINDS, YES_NO, Line, protection_of
from tinhso.modules.security.machine_rules import Names, fault_of, ip_of
from tinhso.modules.security.models import InformationSystem, Machine, Source
from tinhso.modules.security.queries.systems import seen_by as systems_seen
from tinhso.modules.security.queries.systems import state_of_source
from tinhso.modules.security.types import Antimalware, MachineTold

AGENTS = ("heard", "silent", "never", "none")
"""How the agent of a machine stands; none: no source of events bears its name."""
NATIONAL_FRESH_DAYS = 30
"""A sighting by the national centre counts for so long; the window of the centre itself was not read: ours."""


def machine_at(address_or_host: str) -> Machine | None:
    """Return the machine on the register that answers at an address or bears a name, with its unit and system.

    None when there is none, or when an address or a bare name fits several: whose it is must then be asked.
    """
    wanted = address_or_host.strip()
    found = Machine.objects.filter(withdrawn_at=None).select_related("unit", "system")
    if address := ip_of(wanted):
        fitting = list(found.filter(addresses__contains=[address])[:2])
        return fitting[0] if len(fitting) == 1 else None
    if not wanted:
        return None
    exact = found.filter(host__iexact=wanted.rstrip(".")).first()
    if exact is not None:
        return exact
    short = wanted.lower().partition(".")[0]
    if short != wanted.lower().rstrip("."):
        return found.filter(host__iexact=short).first()
    fitting = list(found.filter(host__istartswith=f"{short}.")[:2])
    return fitting[0] if len(fitting) == 1 else None


def seen_by(viewer: Viewer) -> QuerySet[Machine]:
    """Return the machines of the units an officer sees, on the register or not."""
    found = Machine.objects.all()
    if not policies.sees_everything(viewer):
        found = found.filter(unit_id__in=policies.units_seen(viewer))
    return found


def machines_for(
    viewer: Viewer,
    *,
    text: str = "",
    unit_id: uuid.UUID | None = None,
    kind: str = "",
    agent: str = "",
    antimalware: str = "",
    withdrawn: bool = False,
) -> QuerySet[Machine]:
    """Return the machines an officer may see by unit and name. agent: one of AGENTS, of those that need one.

    antimalware: how it stands with anti-malware software.
    """
    found = seen_by(viewer).filter(withdrawn_at__isnull=not withdrawn)
    for word in search_key(text).split():
        found = found.filter(words__contains=word)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    if kind:
        found = found.filter(kind=kind)
    if antimalware:
        found = found.filter(antimalware=antimalware)
    if agent in AGENTS:
        found, heard = found.filter(agent_expected=True), agents()
        mine = [key for key, host in found.values_list("id", "host") if heard_as(heard, host) == agent]
        found = found.filter(id__in=mine)
    return found.select_related("unit", "system").order_by("unit__sort_key", "host", "id")


def machine_for(viewer: Viewer, machine_id: uuid.UUID) -> Machine:
    """Return a machine; raises Machine.DoesNotExist also for one the officer does not see."""
    return seen_by(viewer).select_related("unit", "system", "registered_by").get(id=machine_id)


def units_with_machines(viewer: Viewer) -> list[tuple[str, str]]:
    found = Unit.objects.filter(id__in=seen_by(viewer).values("unit_id")).order_by("sort_key")
    return [(str(one.id), one.name) for one in found]


def system_choices(viewer: Viewer) -> list[tuple[str, str]]:
    found = systems_seen(viewer).filter(withdrawn_at=None).order_by("sort_key")
    return [(str(one.id), one.name) for one in found]


def agents() -> Names:
    """Return the sources of events on the register by the name of their host."""
    return Names((one.host, one) for one in Source.objects.filter(withdrawn_at=None))


def heard_as(found: Names, host: str) -> str:
    """Return how the agent of a machine stands: one of AGENTS."""
    source = found.get(host)
    return state_of_source(source) if isinstance(source, Source) else "none"


def source_of(host: str) -> Source | None:
    found = agents().get(host)
    return found if isinstance(found, Source) else None


@dataclass
class Coverage:
    """Two coverages of a unit's machines, never one number: agents we hear, machines the national centre sees.

    expected: machines an agent is expected on; heard, silent, never, without: how their agents stand; national: seen
    by the national centre within NATIONAL_FRESH_DAYS, of all machines. guarded, unguarded, guard_unknown, exempt:
    machines with, without anti-malware software, those nobody told of, those that cannot bear any.
    """

    name: str
    unit_id: uuid.UUID | None
    machines: int = 0
    expected: int = 0
    heard: int = 0
    silent: int = 0
    never: int = 0
    without: int = 0
    national: int = 0
    national_expected: int = 0
    last_national: date | None = None
    guarded: int = 0
    unguarded: int = 0
    guard_unknown: int = 0
    exempt: int = 0

    def add(self, machine: Machine, agent: str, today: date) -> None:
        self.machines += 1
        self.guarded += machine.antimalware == Antimalware.PRESENT
        self.unguarded += machine.antimalware == Antimalware.ABSENT
        self.guard_unknown += machine.antimalware == Antimalware.UNKNOWN
        self.exempt += machine.antimalware == Antimalware.EXEMPT
        seen = machine.national_seen_on
        is_seen = seen is not None and today - seen <= timedelta(days=NATIONAL_FRESH_DAYS)
        self.national += is_seen
        if seen is not None:
            self.last_national = max(seen, self.last_national or seen)
        if not machine.agent_expected:
            return
        self.expected += 1
        self.national_expected += is_seen
        self.heard += agent == "heard"
        self.silent += agent == "silent"
        self.never += agent == "never"
        self.without += agent == "none"


def coverage(viewer: Viewer, today: date) -> tuple[list[Coverage], Coverage]:
    """Return the coverage of every unit an officer sees, in Vietnamese order, and of all of them together."""
    return covered(seen_by(viewer), today)


def covered(machines: QuerySet[Machine], today: date) -> tuple[list[Coverage], Coverage]:
    """Return the coverage of machines by unit and altogether; those off the register do not count."""
    found, heard = agents(), Coverage("", None)
    units: dict[uuid.UUID, Coverage] = {}
    on_register = machines.filter(withdrawn_at=None).select_related("unit")
    for machine in on_register.order_by("unit__sort_key", "host"):
        line = units.setdefault(machine.unit_id, Coverage(machine.unit.name, machine.unit_id))
        agent = heard_as(found, machine.host)
        line.add(machine, agent, today)
        heard.add(machine, agent, today)
    return list(units.values()), heard


@dataclass(frozen=True)
class Read:
    """A line of a list with what it would become, or one sentence about why it cannot; `known`: already there."""

    line: Line
    told: MachineTold | None
    problem: str = ""
    known: bool = False


def read_lines(lines: Iterable[Line], viewer: Viewer, today: date, keeps: list[Unit]) -> list[Read]:
    """Return every line of a list with the machine it names; a unit left out is the only one that is kept."""
    many = list(lines)
    named = units_called(sorted({one.get("unit") for one in many if one.get("unit")}), today)
    mine = {one.id for one in keeps}
    systems: dict[str, list[InformationSystem]] = {}
    for system in systems_seen(viewer).filter(withdrawn_at=None):
        systems.setdefault(search_key(system.name), []).append(system)
    there = {host.lower() for host in Machine.objects.filter(withdrawn_at=None).values_list("host", flat=True)}
    found, before = [], dict[str, int]()
    for line in many:
        read = _read(line, named, mine, keeps, systems, today)
        host = line.get("host").lower()
        if read.told is not None and host in before:
            read = Read(line, None, f"Tên máy này đã có ở dòng {before[host]} của tệp.")
        elif read.told is not None and host in there:
            read = Read(line, None, "Máy này đã có trong sổ, được bỏ qua.", known=True)
        if read.told is not None:
            before[host] = line.number
        found.append(read)
    return found


def _read(
    line: Line,
    named: dict[str, list[Unit]],
    mine: set[uuid.UUID],
    keeps: list[Unit],
    systems: dict[str, list[InformationSystem]],
    today: date,
) -> Read:
    kind = KINDS.get(search_key(line.get("kind")))
    if kind is None:
        return Read(line, None, "Loại máy phải là “máy chủ”, “máy trạm” hoặc “thiết bị mạng”.")
    agent = YES_NO.get(search_key(line.get("agent")))
    if agent is None:
        return Read(line, None, "Cột “Cần tác tử” chỉ ghi “có” hoặc “không”.")
    protection, wrong = protection_of(line)
    if wrong:
        return Read(line, None, wrong)
    units = named.get(line.get("unit"), []) if line.get("unit") else keeps
    if len(units) != 1:
        return Read(line, None, _unit_problem(line, units))
    if units[0].id not in mine:
        return Read(line, None, f"Bạn không giữ sổ của {units[0].name}.")
    fitting = systems.get(search_key(line.get("system")), []) if line.get("system") else []
    if line.get("system") and len(fitting) != 1:
        said = line.get("system")[:80]
        if fitting:
            return Read(line, None, f"Có nhiều hệ thống tên “{said}”. Hãy để trống rồi chọn sau.")
        return Read(line, None, f"Không có hệ thống “{said}” trong sổ. Hãy đăng ký hệ thống trước hoặc để trống.")
    told = MachineTold(
        unit_id=units[0].id,
        host=line.get("host"),
        kind=kind,
        addresses=tuple(one for one in line.get("addresses").replace(";", " ").replace(",", " ").split() if one),
        system_id=fitting[0].id if fitting else None,
        agent_expected=agent,
        asset_number=line.get("asset_number"),
        protection=protection,
    )
    fault = fault_of(told, today)
    return Read(line, None, fault[1]) if fault else Read(line, told)


def _unit_problem(line: Line, units: list[Unit]) -> str:
    said = line.get("unit")[:80]
    if not said:
        return "Dòng này chưa ghi đơn vị. Hãy điền cột “Đơn vị”."
    if units:
        return f"Có nhiều đơn vị tên “{said}”. Hãy ghi đúng tên đầy đủ."
    return f"Không tìm thấy đơn vị “{said}” đang hoạt động. Hãy ghi đúng tên đầy đủ."
