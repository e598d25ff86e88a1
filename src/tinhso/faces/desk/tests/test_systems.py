# SPDX-License-Identifier: EUPL-1.2
"""Systems at the desk: every page opens, forms lose nothing, the unit sees its own only."""

import uuid
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.faces.desk.tests.registering import registered, source
from tinhso.modules.onestop.tests import world
from tinhso.modules.security import actions
from tinhso.modules.security.models import (
    InformationSystem,
    PartDetermination,
    UserCount,
)
from tinhso.modules.security.types import (
    MachineKind,
    MachineTold,
)

LIST = reverse("desk:systems")


def form(people, **changed: object) -> dict[str, object]:
    unit = str(people.unit.id)
    fields = {"name": "Cổng thử", "kind": "citizens", "information": ["personal", "public"], "owner": unit,
              "focal": unit, "security_unit": unit, "components": "web\nkho", "since-day": "1", "since-month": "2",
              "since-year": "2024"}  # fmt: skip
    return fields | changed


PAGES = ["systems", "security_inputs", "machines", "machines_take_in", "machines_sample", "machine_coverage",
         "internet_links", "level_dossiers", "security_due", "security_layers", "security_money", "security_counters",
         "security_bands"]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_empty_and_filled(head, people, name):
    assert head.get(reverse(f"desk:{name}")).status_code == 200
    made = registered(people)
    actions.determine_level(
        uuid.uuid4(),
        actions.PartTold(made.id, "", {"kind": "internal", "information": "private", "defence": "no"},
                         timezone.localdate()),
        viewer=people.head, now=timezone.now(),
    )  # fmt: skip
    told = MachineTold(people.unit.id, "may-1", MachineKind.SERVER, ("10.0.0.1",), made.id)
    actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())

    assert head.get(reverse(f"desk:{name}")).status_code == 200


def test_the_tabs_lead_from_the_sources_to_the_systems(head):
    assert f'href="{LIST}"' in head.get(reverse("desk:event_sources")).text


def test_a_system_is_registered_found_exported_changed_and_withdrawn(head, people):
    key = uuid.uuid4()
    where = reverse("desk:system_new", args=[key])
    assert head.get(where).status_code == 200
    assert head.post(where, form(people)).url == reverse("desk:system", args=[key])
    page = reverse("desk:system", args=[key])

    assert "Cổng thử" in head.get(LIST, {"q": "cong THU"}).text
    assert "Không có hệ thống nào khớp" in head.get(LIST, {"q": "khác"}).text
    rows = list(load_workbook(BytesIO(head.get(LIST, {"dang": "xlsx"}).content)).active.values)
    assert rows[1][0] == "Cổng thử"
    head.post(reverse("desk:system_change", args=[key]), form(people, name="Cổng mới"))
    assert "Cổng mới" in head.get(page).text
    head.post(page, {"act": "withdraw"})
    assert "Cổng mới" not in head.get(LIST).text
    assert "Cổng mới" in head.get(LIST, {"tt": "da_go"}).text
    assert head.get(page).status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Hãy ghi tên hệ thống"),
        ({"kind": "x"}, "Hãy chọn loại hệ thống"),
        ({"information": ["x"]}, "Hãy chọn ít nhất một loại thông tin"),
        ({"owner": ""}, "Hãy chọn chủ quản"),
        ({"focal": "x"}, "Hãy chọn đơn vị vận hành"),
        ({"since-day": "31", "since-month": "2"}, "Ngày này không có trong lịch"),
        ({"since-year": "2999"}, "chưa tới"),
        ({"components": "x" * 4001}, "quá dài"),
    ],
)
def test_wrong_input_is_told_at_its_box_and_loses_nothing(head, people, changed, sentence):
    answer = head.post(reverse("desk:system_new", args=[uuid.uuid4()]), form(people, supplier="Công ty Giữ") | changed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Công ty Giữ" in answer.text
    assert not InformationSystem.objects.exists()


def test_a_unit_sees_only_its_own(people, sign_in):
    made = registered(people)
    told = MachineTold(people.unit.id, "may-1", MachineKind.SERVER)
    machine = actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    other = sign_in(world.staff(world.unit_of("28759")).head)

    for name, key in (("system", made.id), ("machine", machine.id), ("system_checklist", made.id)):
        assert other.get(reverse(f"desk:{name}", args=[key])).status_code == 404
    assert "Cổng thử" not in other.get(LIST).text
    assert "may-1" not in other.get(reverse("desk:machines")).text


def test_a_specialist_reads_and_does_not_write(people, sign_in):
    made, doer = registered(people), sign_in(people.specialist)

    assert doer.get(reverse("desk:system", args=[made.id])).status_code == 200
    assert doer.get(reverse("desk:system_new", args=[uuid.uuid4()])).status_code == 403
    assert doer.post(reverse("desk:system", args=[made.id]), {"act": "withdraw"}).status_code == 403
    assert doer.get(reverse("desk:system_requirement", args=[made.id, "1-policy"])).status_code == 403


def test_users_and_inputs_are_kept_on_the_page(head, people):
    made, fed = registered(people), source(people)
    page = reverse("desk:system", args=[made.id])
    today = timezone.localdate()
    on = {"on-day": today.day, "on-month": today.month, "on-year": today.year}

    wrong = head.post(page, {"act": "users", "users": "chín nghìn", **on})
    assert wrong.status_code == 422
    assert "chín nghìn" in wrong.text
    head.post(page, {"act": "users", "users": "9.500", **on})
    assert UserCount.objects.get().users == 9_500
    assert "Sắp tới 10.000" in head.get(page).text
    assert "9.500" in head.get(LIST).text
    assert head.post(page, {"act": "input", "kind": "web", "source": "x"}).status_code == 422
    head.post(page, {"act": "input", "kind": "web", "source": str(fed.id)})
    assert "tuong-lua" in head.get(page).text
    named = head.get(page).context["inputs"][0][0].named[0]
    head.post(page, {"act": "remove_input", "input": str(named.id)})
    head.post(page, {"act": "remove_input", "input": "nhầm"})
    assert head.get(page).context["inputs"][0][0].named == ()
    assert head.post(page, {"act": "dance"}).status_code == 302


def test_a_level_is_determined_one_question_at_a_time(head, people):
    made = registered(people)
    where = reverse("desk:system_level", args=[made.id])
    answers: dict[str, str] = {"part": "Kho"}
    said = {"kind": "internal", "information": "private", "defence": "no"}
    for key, choice in said.items():
        shown = head.get(where, answers)
        assert f'name="{key}"' in shown.text
        again = head.get(where, answers | {"hoi": key})
        assert "Hãy chọn một câu trả lời" in again.text
        answers[key] = choice

    result = head.get(where, answers)
    assert "Kết quả: cấp độ 2" in result.text
    assert "Điều 8" in result.text
    head.post(where, answers | {"made_id": str(uuid.uuid4())})
    assert [(one.part, one.level) for one in PartDetermination.objects.all()] == [("Kho", 2)]
    assert "cấp độ 2" in head.get(reverse("desk:system", args=[made.id])).text
    bent = head.get(where, {"kind": "x'\x00", "part": "\x00" * 300})
    assert bent.status_code == 200
    assert head.post(where, {"kind": "internal"}).status_code == 422
    key = PartDetermination.objects.get().id
    head.post(reverse("desk:system", args=[made.id]), {"act": "drop_part", "part": str(key)})
    assert PartDetermination.objects.get().withdrawn_at is not None


def test_the_list_asks_a_bounded_number_of_queries(head, people, django_assert_max_num_queries):
    for number in range(6):
        registered(people, f"Hệ thống {number}")
    with django_assert_max_num_queries(25):
        assert head.get(LIST).status_code == 200
    with django_assert_max_num_queries(25):
        assert head.get(reverse("desk:security_counters")).status_code == 200
