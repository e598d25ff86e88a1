# SPDX-License-Identifier: EUPL-1.2
"""The register of systems, machines and links: who may, what is refused, coverage, which machine an address is of."""

import io
import uuid
from datetime import date, timedelta

import pytest
from openpyxl import Workbook

from tinhso.kernel.casework.succession import Successions
from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.types import PlannedMerger
from tinhso.modules.security import actions
from tinhso.modules.security.actions.succession import move_to_successors
from tinhso.modules.security.errors import MachineListUnreadable, NotYourSystem, OffRegister, RegisterIncomplete
from tinhso.modules.security.machine_list import MOST_LINES, read_list
from tinhso.modules.security.models import InformationSystem, InternetLink, LinkSensor, Machine, Source
from tinhso.modules.security.queries import machines_register, systems
from tinhso.modules.security.tests.world import NOW, registered
from tinhso.modules.security.types import (
    InformationKind,
    InputKind,
    LinkTold,
    MachineKind,
    MachineTold,
    SystemKind,
    SystemTold,
)

TODAY = date(2026, 3, 2)


def system_told(world, name: str = "Cổng dịch vụ công", **changed) -> SystemTold:
    fields = {
        "owner_id": world.health.id,
        "focal_id": world.health.id,
        "security_unit_id": world.school.id,
        "name": name,
        "kind": SystemKind.CITIZENS,
        "information": (InformationKind.PERSONAL,),
        "components": "web; cơ sở dữ liệu",
        "since": date(2024, 5, 1),
    }
    return SystemTold(**(fields | changed))


def system(world, name: str = "Cổng dịch vụ công", viewer=None, **changed) -> InformationSystem:
    told = system_told(world, name, **changed)
    return actions.register_system(uuid.uuid4(), told, viewer=viewer or world.head, now=NOW)


def machine(world, host: str, *addresses: str, viewer=None, **changed) -> Machine:
    fields = {"unit_id": world.health.id, "host": host, "kind": MachineKind.SERVER, "addresses": addresses} | changed
    return actions.register_machine(uuid.uuid4(), MachineTold(**fields), viewer=viewer or world.head, now=NOW)


def verbs() -> list[str]:
    wanted = ("information_system", "machine", "internet_link")
    return [one for one in Act.objects.order_by("seq").values_list("verb", flat=True) if one.startswith(wanted)]


def test_a_system_is_registered_once_changed_and_withdrawn(world):
    key = uuid.uuid4()
    first = actions.register_system(key, system_told(world), viewer=world.head, now=NOW)
    again = actions.register_system(key, system_told(world), viewer=world.head, now=NOW)
    actions.change_system(key, system_told(world), viewer=world.head, now=NOW)
    changed = actions.change_system(key, system_told(world, supplier="Công ty A"), viewer=world.head, now=NOW)
    may = machine(world, "web-1", system_id=key)
    actions.withdraw_system(key, viewer=world.head, now=NOW)

    assert first.id == again.id
    assert changed.supplier == "Công ty A"
    assert Machine.objects.get(id=may.id).system is None
    assert list(systems.systems_for(world.head)) == []
    assert verbs() == ["information_system:registered", "information_system:changed", "machine:registered",
                       "information_system:withdrawn"]  # fmt: skip
    with pytest.raises(OffRegister):
        actions.change_system(key, system_told(world), viewer=world.head, now=NOW)


@pytest.mark.parametrize(
    ("who", "may"), [("head", True), ("operator", True), ("doer", False), ("school_head", False), ("auditor", False)]
)
def test_who_keeps_the_register_of_a_unit(world, who, may):
    viewer, kept = getattr(world, who), system(world, "Cũ")
    held = machine(world, "cu")
    deeds = [
        lambda: system(world, "Mới", viewer=viewer),
        lambda: actions.change_system(kept.id, system_told(world, "Cũ nữa"), viewer=viewer, now=NOW),
        lambda: actions.count_users(kept.id, 5, TODAY, viewer=viewer, now=NOW),
        lambda: machine(world, "moi", viewer=viewer),
        lambda: actions.withdraw_machine(held.id, viewer=viewer, now=NOW),
        lambda: actions.register_link(uuid.uuid4(), LinkTold(world.health.id, "Cáp"), viewer=viewer, now=NOW),
        lambda: actions.withdraw_system(kept.id, viewer=viewer, now=NOW),
    ]
    for deed in deeds:
        if may:
            deed()
        else:
            with pytest.raises(NotYourSystem):
                deed()


@pytest.mark.parametrize(
    ("who", "seen"), [("head", 1), ("doer", 1), ("operator", 2), ("auditor", 2), ("school_head", 2)]
)
def test_who_sees_which_systems(world, who, seen):
    """The security unit (the school here) sees the systems it appraises."""
    system(world)
    system(world, "Trường", viewer=world.operator, owner_id=world.school.id, focal_id=world.school.id)

    assert systems.systems_for(getattr(world, who)).count() == seen


BAD = {
    "no name": ({"name": "  "}, "name"),
    "a long name": ({"name": "x" * 301}, "name"),
    "no information": ({"information": ()}, "information"),
    "no such unit": ({"security_unit_id": uuid.uuid4()}, "security_unit"),
    "tomorrow": ({"since": TODAY + timedelta(days=1)}, "since"),
    "a long supplier": ({"supplier": "x" * 301}, "supplier"),
    "twice": ({"name": "CỔNG  dịch vụ công"}, "name"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_with_a_system_is_said_at_its_box(world, case):
    changed, box = BAD[case]
    system(world)
    with pytest.raises(RegisterIncomplete) as refused:
        system(world, **({"name": "Khác"} | changed))

    assert refused.value.code == box
    assert refused.value.sentence.endswith(".")


def test_lists_find_without_diacritics_in_vietnamese_order(world):
    for name in ("Ấn chỉ", "Anh", "Ăn uống", "An Bình"):
        system(world, name)

    assert [one.name for one in systems.systems_for(world.head)] == ["An Bình", "Anh", "Ăn uống", "Ấn chỉ"]
    assert [one.name for one in systems.systems_for(world.head, text="an chi")] == ["Ấn chỉ"]
    assert systems.systems_for(world.head, level="none").count() == 4
    assert systems.systems_for(world.head, level="3").count() == 0


def test_users_are_watched_by_their_newest_count(world):
    one, other = system(world), system(world, "Nội bộ", kind=SystemKind.INTERNAL)
    for users, on in ((9_500, TODAY), (12_000, date(2026, 1, 1))):
        actions.count_users(one.id, users, on, viewer=world.head, now=NOW)
    actions.count_users(other.id, 50_000, TODAY, viewer=world.head, now=NOW)

    (near,) = systems.users_near(world.head)
    assert (near[0].id, near[1].state, near[1].users) == (one.id, "near", 9_500)
    assert len(systems.users_of(one.id)) == 2
    with pytest.raises(RegisterIncomplete):
        actions.count_users(one.id, -1, TODAY, viewer=world.head, now=NOW)
    with pytest.raises(RegisterIncomplete):
        actions.count_users(one.id, 1, TODAY + timedelta(days=1), viewer=world.head, now=NOW)


def test_soc_02_a_system_without_one_of_the_three_inputs_is_red(world):
    """SOC-02: web-server logs, sensor alerts, firewall logs of systems of level 3 and up (Thông tư 31/2017)."""
    good, bad, low = system(world, "A"), system(world, "B"), system(world, "C")
    InformationSystem.objects.filter(id=low.id).update(level=2, level_on=TODAY)
    source, _ = registered(world, "tuong-lua")
    for one in (good, bad):
        for kind in list(InputKind)[: 3 if one == good else 2]:
            actions.name_input(one.id, kind, source.id, viewer=world.head, now=NOW)
    rows = {row.system.name: row for row in systems.inputs_of(systems.systems_for(world.head))}
    assert [rows[name].is_red for name in "ABC"] == [True, True, False]

    Source.objects.filter(id=source.id).update(last_heard_at=NOW)

    rows = {row.system.name: row for row in systems.inputs_of(systems.systems_for(world.head))}
    assert [rows[name].is_red for name in "ABC"] == [False, True, False]
    assert [one.state for one in rows["B"].inputs] == ["heard", "heard", "missing"]
    Source.objects.filter(id=source.id).update(silent_since=NOW)
    assert next(row for row in systems.inputs_of([good])).inputs[0].state == "silent"


def test_an_input_of_another_unit_is_refused_and_a_removed_one_is_gone(world):
    kept = system(world)
    source, _ = registered(world, "nguon")
    Source.objects.filter(id=source.id).update(unit=world.school)
    with pytest.raises(RegisterIncomplete):
        actions.name_input(kept.id, InputKind.WEB, source.id, viewer=world.head, now=NOW)
    Source.objects.filter(id=source.id).update(unit=world.health)
    named = actions.name_input(kept.id, InputKind.WEB, source.id, viewer=world.head, now=NOW)
    again = actions.name_input(kept.id, InputKind.WEB, source.id, viewer=world.head, now=NOW)
    actions.remove_input(named.id, viewer=world.head, now=NOW)
    actions.remove_input(named.id, viewer=world.head, now=NOW)

    assert named.id == again.id
    assert [one.state for one in systems.inputs_of([kept])[0].inputs] == ["missing"] * 3
    assert verbs().count("information_system:input:removed") == 1


def test_soc_04_every_internet_link_has_a_sensor_or_is_red(world):
    """SOC-04: link register × sensor register; a sensor that never spoke or fell silent is no sensor."""
    told = LinkTold(world.health.id, "Cáp quang 1", "Nhà mạng A", ("203.0.113.0/24",))
    link = actions.register_link(uuid.uuid4(), told, viewer=world.head, now=NOW)
    source, _ = registered(world, "suricata-1")
    assert [(row.state, row.is_red) for row in systems.links_for(world.head)] == [("none", True)]

    sensor = actions.place_sensor(link.id, source.id, viewer=world.head, now=NOW)
    assert [(row.state, row.is_red) for row in systems.links_for(world.head)] == [("never", True)]
    Source.objects.filter(id=source.id).update(last_heard_at=NOW)
    assert [(row.state, row.is_red) for row in systems.links_for(world.head)] == [("heard", False)]
    actions.remove_sensor(sensor.id, viewer=world.head, now=NOW)
    assert [row.state for row in systems.links_for(world.head)] == ["none"]
    actions.place_sensor(link.id, source.id, viewer=world.head, now=NOW)
    actions.withdraw_link(link.id, viewer=world.head, now=NOW)
    assert systems.links_for(world.head) == []
    assert not LinkSensor.objects.filter(removed_at=None).exists()
    assert systems.links_for(world.school_head) == []


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"label": " "}, "label"),
        ({"networks": ("203.0.113.300",)}, "networks"),
        ({"https_plan": "x" * 4001}, "https_plan"),
    ],
)
def test_what_is_wrong_with_a_link_is_said_at_its_box(world, changed, box):
    fields = {"unit_id": world.health.id, "label": "Cáp"} | changed
    with pytest.raises(RegisterIncomplete) as refused:
        actions.register_link(uuid.uuid4(), LinkTold(**fields), viewer=world.head, now=NOW)

    assert refused.value.code == box
    assert not InternetLink.objects.exists()


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"host": "hai từ"}, "host"),
        ({"host": ""}, "host"),
        ({"host": "MAY-1"}, "host"),
        ({"addresses": ("10.0.0.300",)}, "addresses"),
        ({"addresses": ("10.0.0.1",) * 21}, "addresses"),
        ({"asset_number": "9" * 61}, "asset_number"),
        ({"system_id": uuid.uuid4()}, "system"),
    ],
)
def test_what_is_wrong_with_a_machine_is_said_at_its_box(world, changed, box):
    machine(world, "may-1")
    with pytest.raises(RegisterIncomplete) as refused:
        machine(world, **({"host": "may-2"} | changed))

    assert refused.value.code == box


def test_which_machine_answers_at_an_address_or_a_name(world):
    kept = system(world)
    one = machine(world, "web-1.tinh.gov.vn", "10.1.2.3", "2001:db8::5", system_id=kept.id)
    machine(world, "db-1", "10.1.2.4")
    machine(world, "chung", "10.9.9.9")
    machine(world, "rieng", "10.9.9.9")
    find = machines_register.machine_at

    for asked in ("10.1.2.3", "::ffff:10.1.2.3", "2001:DB8:0::5", "WEB-1.tinh.gov.vn.", "web-1"):
        found = find(asked)
        assert (found.id, found.unit, found.system) == (one.id, world.health, kept), asked
    assert find("db-1.khac.vn").host == "db-1"
    for asked in ("10.1.2.5", "web-2", "", "web-1.khac.vn", "10.9.9.9", "web-1; drop"):
        assert find(asked) is None, asked
    actions.withdraw_machine(one.id, viewer=world.head, now=NOW)
    assert find("10.1.2.3") is None


def test_coverage_shows_agents_and_the_national_centre_apart(world):
    """§9.4 of the rules: a machine counts as sharing only if the national centre sees it."""
    for host in ("a", "b.tinh.vn", "c", "d"):
        machine(world, host, f"10.0.0.{ord(host[0]) - 96}")
    machine(world, "in", agent_expected=False)
    machine(world, "truong", viewer=world.operator, unit_id=world.school.id)
    for host, changed in (("A", {"last_heard_at": NOW}), ("b", {"last_heard_at": NOW, "silent_since": NOW}), ("c", {})):
        source, _ = registered(world, host)
        Source.objects.filter(id=source.id).update(**changed)

    seen, unknown = actions.note_seen_by_nation(["a", "10.0.0.4", "la", " "], TODAY, viewer=world.operator, now=NOW)

    assert (seen, unknown) == (2, ["la"])
    (line,), whole = machines_register.coverage(world.head, TODAY)
    told = (line.machines, line.expected, line.heard, line.silent, line.never, line.without, line.national)
    assert told == (5, 4, 1, 1, 1, 1, 2)
    assert whole.machines == 5
    assert machines_register.coverage(world.operator, TODAY)[1].machines == 6
    later = TODAY + timedelta(days=31)
    assert machines_register.coverage(world.head, later)[1].national == 0
    assert [one.host for one in machines_register.machines_for(world.head, agent="none")] == ["d"]


def test_an_older_list_of_the_national_centre_takes_no_newer_one_back(world):
    one = machine(world, "a")
    actions.note_seen_by_nation(["a"], TODAY, viewer=world.operator, now=NOW)
    actions.note_seen_by_nation(["A"], TODAY - timedelta(days=9), viewer=world.operator, now=NOW)

    assert Machine.objects.get(id=one.id).national_seen_on == TODAY
    with pytest.raises(NotYourSystem):
        actions.note_seen_by_nation(["a"], TODAY, viewer=world.head, now=NOW)
    with pytest.raises(RegisterIncomplete):
        actions.note_seen_by_nation(["a"], TODAY + timedelta(days=1), viewer=world.operator, now=NOW)


CSV = (
    "Danh sách máy\n"
    "Tên máy;Loại;Địa chỉ IP;Đơn vị;Hệ thống;Cần tác tử;Số tài sản\n"
    "web-1;Máy chủ;10.0.0.1, 10.0.0.2;Sở Y tế thử;Cổng dịch vụ công;có;TS1\n"
    "pc-1;may tram;;;;;\n"
    "pc-1;máy trạm;;;;;\n"
    "hai từ;máy trạm;;;;;\n"
    "x;tủ lạnh;;;;;\n"
    "y;máy chủ;10.0.0.300;;;;\n"
    "z;máy chủ;;Sở Không Có;;;\n"
    "t;máy chủ;;Sở Giáo dục thử;;;\n"
    "u;máy chủ;;;Hệ thống lạ;;\n"
    "v;máy chủ;;;;có lẽ;\n"
    "cu;máy chủ;;;;;\n"
    ";;;;;;\n"
)


def excel(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(world, data: bytes, name: str = "may.csv"):
    keeps = systems.units_to_keep(world.head, TODAY)
    return machines_register.read_lines(read_list(data, name), world.head, TODAY, keeps)


def test_a_list_is_read_line_by_line_and_nothing_is_lost(world):
    system(world)
    machine(world, "CU")
    found = read(world, b"\xef\xbb\xbf" + CSV.encode())

    assert [(one.line.number, one.line.get("host"), one.told is not None) for one in found] == [
        (3, "web-1", True), (4, "pc-1", True), (5, "pc-1", False), (6, "hai từ", False), (7, "x", False),
        (8, "y", False), (9, "z", False), (10, "t", False), (11, "u", False), (12, "v", False), (13, "cu", False),
    ]  # fmt: skip
    assert all(one.problem.endswith(".") for one in found if one.told is None)
    assert "dòng 4" in found[2].problem
    assert found[-1].known
    made = actions.take_machines([one.told for one in found if one.told], viewer=world.head, now=NOW)
    again = actions.take_machines([one.told for one in found if one.told], viewer=world.head, now=NOW)
    assert [(one.host, one.addresses, one.kind) for one in made] == [
        ("web-1", ["10.0.0.1", "10.0.0.2"], "server"),
        ("pc-1", [], "workstation"),
    ]
    assert again == []


def test_an_excel_list_reads_the_same(world):
    rows = [["Tên máy", "Loại", "Số tài sản"], ["web-1", "máy chủ", 12.0], [None, None, None], ["=1+1", "máy trạm", ""]]
    found = read(world, excel(rows), "may.XLSX")

    first = found[0].line
    assert (first.number, first.get("host"), first.get("asset_number")) == (2, "web-1", "12")
    assert found[0].told is not None


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "trống"),
        (b" \n", "a.csv", "trống"),
        (b"x" * (5 << 20) + b"x", "a.csv", "5 MB"),
        (b"a;b", "a.pdf", "chọn tệp Excel"),
        ("Tên máy;Loại".encode("utf-16"), "a.csv", "UTF-8"),
        (b"a\x00b", "a.csv", "ký tự không đọc được"),
        (b"a;b\nc;d", "a.csv", "tiêu đề"),
        (b"PK\x03\x04rest", "a.xlsx", ""),
        (b"MZ program", "a.xlsx", ""),
        (("host;loai\n" + "a;server\n" * (MOST_LINES + 1)).encode(), "a.csv", "quá 5000 dòng"),
        (b'"' + b"x" * 200_000, "a.csv", "CSV"),
    ],
)
def test_a_file_that_is_no_list_gets_one_sentence(data, name, words):
    with pytest.raises(MachineListUnreadable) as refused:
        read_list(data, name)

    assert words in refused.value.sentence
    assert refused.value.sentence.endswith(".")


def test_after_a_reorganisation_the_register_belongs_to_units_in_force(world):
    kept = system(world, operators=(world.health.id,), viewer=world.operator, focal_id=world.school.id)
    one = machine(world, "a")
    mergers = {world.health.id: PlannedMerger(world.health.id, "", world.school.id, "", "")}
    move_to_successors(Successions(mergers, {}, TODAY))

    kept.refresh_from_db()
    assert (kept.owner_id, kept.operators) == (world.school.id, [world.school.id])
    assert Machine.objects.get(id=one.id).unit_id == world.school.id
