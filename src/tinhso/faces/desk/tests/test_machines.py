# SPDX-License-Identifier: EUPL-1.2
"""Machines at the desk: registered one by one or by a list shown first, their coverage with both numbers."""

import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.faces.desk.tests.registering import source
from tinhso.modules.onestop.tests import world
from tinhso.modules.security import actions
from tinhso.modules.security.models import (
    Machine,
    Source,
)
from tinhso.modules.security.types import (
    MachineKind,
    MachineTold,
)


def machine_form(people, **changed: str) -> dict[str, str]:
    fields = {"host": "may-1", "kind": "server", "addresses": "10.0.0.1\n10.0.0.2", "unit": str(people.unit.id),
              "agent": "true", "antimalware": "unknown", "asset_number": "TS-01"}  # fmt: skip
    return fields | changed


def test_a_machine_is_registered_changed_and_withdrawn(head, people):
    key = uuid.uuid4()
    where = reverse("desk:machine_new", args=[key])
    assert head.get(where).status_code == 200
    assert head.post(where, machine_form(people)).status_code == 302
    page = reverse("desk:machine", args=[key])
    assert "Chưa có tác tử" in head.get(page).text
    assert head.post(page, machine_form(people, host="may 1")).status_code == 422
    assert "may-1" in head.get(reverse("desk:machines"), {"tac_tu": "none", "loai": "server"}).text
    head.post(page, machine_form(people, host="may-2", agent="false"))
    assert (Machine.objects.get().host, Machine.objects.get().agent_expected) == ("may-2", False)
    rows = list(load_workbook(BytesIO(head.get(reverse("desk:machines"), {"dang": "xlsx"}).content)).active.values)
    assert rows[1][0] == "may-2"
    assert "may-2" not in head.get(reverse("desk:machines"), {"tac_tu": "none"}).text
    head.post(page, {"act": "withdraw"})
    assert "may-2" not in head.get(reverse("desk:machines")).text
    assert head.get(page).status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit": ""}, "Hãy chọn đơn vị"),
        ({"kind": ""}, "Hãy chọn loại máy"),
        ({"addresses": "10.0.0.300"}, "không phải địa chỉ IP"),
        ({"asset_number": "9" * 61}, "Số tài sản dài quá"),
    ],
)
def test_a_wrong_machine_is_told_at_its_box(head, people, changed, sentence):
    answer = head.post(reverse("desk:machine_new", args=[uuid.uuid4()]), machine_form(people, **changed))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "may-1" in answer.text


def test_a_list_of_machines_is_shown_before_it_is_written(head, people):
    where = reverse("desk:machines_take_in")
    text = "Tên máy,Loại\nmay-1,máy chủ\nhai từ,máy chủ\nmay-3,tủ lạnh\n"
    shown = head.post(where, {"act": "read", "list": SimpleUploadedFile("may.csv", text.encode())})
    assert "Ghi được 1 máy; 2 dòng không ghi được" in shown.text
    assert not Machine.objects.exists()

    done = head.post(where, {"act": "take", "read": shown.context["signed"]})
    assert done.status_code == 302
    assert Machine.objects.get().host == "may-1"
    assert head.post(where, {"act": "take", "read": shown.context["signed"] + "x"}).status_code == 422
    assert head.post(where, {"act": "read"}).status_code == 422
    assert head.post(where, {"list": SimpleUploadedFile("may.csv", b"")}).status_code == 422
    sample = head.get(reverse("desk:machines_sample")).content
    again = head.post(where, {"list": SimpleUploadedFile("mau.csv", sample)})
    assert "Ghi được 1 máy; 0 dòng" in again.text


def test_a_list_signed_for_one_is_not_written_by_another(head, people, sign_in):
    text = "Tên máy,Loại\nmay-1,máy chủ\n"
    shown = head.post(reverse("desk:machines_take_in"), {"list": SimpleUploadedFile("may.csv", text.encode())})
    other = sign_in(world.staff(world.unit_of("28759")).head)

    assert (
        other.post(reverse("desk:machines_take_in"), {"act": "take", "read": shown.context["signed"]}).status_code
        == 422
    )
    assert not Machine.objects.exists()


def test_coverage_has_both_numbers_and_a_list_only_operators_write(head, people):
    told = MachineTold(people.unit.id, "may-1", MachineKind.SERVER)
    actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    where = reverse("desk:machine_coverage")

    assert "0 / 1 (0,0 %)" in head.get(where).text
    assert "Ghi danh sách trung tâm quốc gia" not in head.get(where).text
    today = timezone.localdate()
    on = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    assert head.post(where, {"named": "may-1", **on}).status_code == 403
    assert b"may-1" not in head.get(where, {"dang": "csv"}).content


def test_soc_30_machines_without_an_agent_are_counted_and_listed_by_unit(head, people):
    """SOC-30: statistics by unit and machine, the machines without an agent by name."""
    fed = source(people, "co-tac-tu")
    Source.objects.filter(id=fed.id).update(last_heard_at=timezone.now())
    for host in ("co-tac-tu", "khong-tac-tu"):
        told = MachineTold(people.unit.id, host, MachineKind.WORKSTATION)
        actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())

    assert "1 / 2 (50,0 %)" in head.get(reverse("desk:machine_coverage")).text
    rows = list(load_workbook(BytesIO(head.get(reverse("desk:machines"), {"tac_tu": "none", "dang": "xlsx"}).content))
                .active.values)  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["khong-tac-tu"]


def test_an_operator_writes_the_list_of_the_national_centre(operator, people):
    told = MachineTold(people.unit.id, "may-1", MachineKind.SERVER)
    actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    where, today = reverse("desk:machine_coverage"), timezone.localdate()
    on = {"on-day": today.day, "on-month": today.month, "on-year": today.year}

    done = operator.post(where, {"named": "may-1\nmay-la", **on})
    assert "may-la" in done.text
    assert "1 / 1 (100,0 %)" in done.text
    assert operator.post(where, {"named": "may-1", "on-day": "x"}).status_code == 422


def test_soc_30_machines_without_anti_malware_software_are_listed_counted_and_taken_along(head, people):
    """SOC-30: the machines that carry no anti-malware software by name, by unit, in a file that can be read in."""
    for host, guard in (("co", "present"), ("chua", "absent"), ("chua-hoi", "unknown"), ("may-in", "exempt")):
        form = machine_form(people, host=host, addresses="", antimalware=guard)
        if guard == "present":
            form |= {"product": "Phần mềm A", "reported_on-day": "1", "reported_on-month": "3",
                     "reported_on-year": "2026"}  # fmt: skip
        assert head.post(reverse("desk:machine_new", args=[uuid.uuid4()]), form).status_code == 302
    where = reverse("desk:machines")

    rows = list(load_workbook(BytesIO(head.get(where, {"ma_doc": "absent", "dang": "xlsx"}).content)).active.values)
    assert [row[0] for row in rows[1:]] == ["chua"]
    assert rows[0][7:10] == ("Phòng chống mã độc", "Phần mềm phòng chống mã độc", "Phần mềm báo lần cuối")
    assert "báo ngày 01/03/2026" in head.get(where, {"ma_doc": "present"}).text
    assert head.get(where, {"ma_doc": "lạ"}).status_code == 200
    assert "1 / 3 (33,3 %)" in head.get(reverse("desk:machine_coverage")).text
    shown = head.get(reverse("desk:security_unit")).text
    assert f"{where}?don_vi={people.unit.id}&amp;ma_doc=absent" in shown
    whole = head.get(where, {"dang": "csv"}).content
    Machine.objects.all().delete()
    read = head.post(reverse("desk:machines_take_in"), {"list": SimpleUploadedFile("may.csv", whole)})
    assert "Ghi được 4 máy; 0 dòng" in read.text
    head.post(reverse("desk:machines_take_in"), {"act": "take", "read": read.context["signed"]})
    kept = {one.host: one.antimalware for one in Machine.objects.all()}
    assert kept == {"co": "present", "chua": "absent", "chua-hoi": "unknown", "may-in": "exempt"}
    assert str(Machine.objects.get(host="co").antimalware_seen_on) == "2026-03-01"


def test_a_machine_is_asked_about_anti_malware_software_at_its_box(head, people):
    where = reverse("desk:machine_new", args=[uuid.uuid4()])
    for changed, sentence in (
        ({"antimalware": "lạ"}, "Hãy chọn máy có phần mềm phòng chống mã độc hay chưa"),
        ({"product": "Phần mềm A"}, "thì hãy chọn “Có”"),
        ({"antimalware": "present", "reported_on-day": "31", "reported_on-month": "2"}, "không có trong lịch"),
    ):
        answer = head.post(where, machine_form(people, **changed))
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
        assert "may-1" in answer.text


def test_a_unit_writes_the_list_of_its_anti_malware_management(head, people, sign_in):
    told = MachineTold(people.unit.id, "may-1", MachineKind.SERVER)
    actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    where, today = reverse("desk:machine_coverage"), timezone.localdate()
    said = {"act": "antimalware", "reported": "may-1\nmay-la", "product": "Phần mềm A", "reported_on-day": today.day,
            "reported_on-month": today.month, "reported_on-year": today.year}  # fmt: skip

    refused = head.post(where, said | {"product": ""})
    assert (refused.status_code, "may-la" in refused.text) == (422, True)
    done = head.post(where, said)
    assert "may-la" in done.text
    assert "1 / 1 (100,0 %)" in done.text
    other = sign_in(people.specialist)
    assert other.post(where, said).status_code == 403
    assert 'name="reported"' not in other.get(where).text
