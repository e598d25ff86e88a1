# SPDX-License-Identifier: EUPL-1.2
"""Linked work at the desk: forward, the page of a part for both sides, registration of a bundle, the alert."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.identity.queries import who_has_seen
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Bundle, Dossier, LinkedPart
from tinhso.modules.onestop.tests import linked, world
from tinhso.modules.onestop.tests.linked import DUTY, order, part_of, state
from tinhso.modules.onestop.tests.world import OTHER_COMMUNE, START


@pytest.fixture
def other(people):
    return world.staff(world.unit_of(OTHER_COMMUNE))


@pytest.fixture
def bodies(people):
    return {"police": linked.police(), "insurance": linked.insurance()}


def step_of(dossier, name):
    return reverse("desk:step", args=[dossier.case_id, name])


def page_of(part):
    return reverse("desk:linked_part", args=[part.pk])


def typed(dossier, unit, **changes):
    version = Dossier.objects.select_related("case").get(pk=dossier.pk).case.version
    one = {"mode": "at_once", "unit-1": str(unit.id), "duty-1": DUTY, "days-1": "2", "version": version}
    return {**one, **changes}


def forwarded(person, people, other):
    dossier = world.processing(person, people)
    (part,) = actions.forward_peer(
        dossier.case_id,
        orders=[order(other.unit, leads=True)],
        in_sequence=False,
        viewer=people.specialist,
        now=START + timedelta(hours=3),
    )
    return dossier, part


def test_the_form_sends_the_dossier_and_its_page_shows_the_clock(people, person, other, sign_in):
    dossier = world.processing(person, people)
    client = sign_in(people.specialist)

    page = client.get(step_of(dossier, "forward_peer"))
    done = client.post(step_of(dossier, "forward_peer"), typed(dossier, other.unit))

    assert str(other.unit.id) in page.content.decode()
    assert done.status_code == 302, done.content.decode()
    html = client.get(done.url).content.decode()
    assert other.unit.name in html
    assert "Đã gửi, chờ xác nhận" in html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mode": ""}, "Hãy chọn cách gửi"),
        ({"unit-1": "", "duty-1": ""}, "ít nhất một cơ quan"),
        ({"unit-1": ""}, "Hãy chọn cơ quan"),
        ({"days-1": "hai"}, "số ngày làm việc"),
        ({"days-1": "0"}, "số ngày làm việc từ 1"),
        ({"duty-1": "xem"}, "nhiệm vụ của từng cơ quan"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(people, person, other, sign_in, changes, sentence):
    dossier = world.processing(person, people)

    response = sign_in(people.specialist).post(step_of(dossier, "forward_peer"), typed(dossier, other.unit, **changes))

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert state(dossier) == "processing"
    assert changes.get("duty-1", DUTY) in html


def test_up_goes_to_a_department_only(people, person, other, sign_in):
    department = linked.department()
    world.staff(department)
    dossier = world.processing(person, people)
    client = sign_in(people.specialist)

    offered = [value for value, _ in client.get(step_of(dossier, "forward_up")).context["bodies"]]
    refused = client.post(step_of(dossier, "forward_up"), typed(dossier, other.unit))
    done = client.post(step_of(dossier, "forward_up"), typed(dossier, department))

    assert str(department.id) in offered
    assert str(other.unit.id) not in offered
    assert "không phải cơ quan cấp trên" in refused.content.decode()
    assert done.status_code == 302
    assert state(dossier) == "forwarded_up"


def test_bodies_are_found_without_diacritics(people, person, other, sign_in):
    dossier = world.processing(person, people)
    address = reverse("desk:bodies", args=[dossier.case_id, "peer"])

    client = sign_in(people.specialist)
    found = client.get(address, {"tim-1": "son dong"}).content.decode()

    assert str(other.unit.id) in found
    assert str(people.unit.id) not in found
    assert client.get(reverse("desk:bodies", args=[dossier.case_id, "down"])).status_code == 404


def test_the_body_confirms_and_answers_on_its_page(people, person, other, sign_in):
    dossier, part = forwarded(person, people, other)
    reception, worker = sign_in(other.reception), sign_in(other.specialist)

    assert "Xác nhận đã nhận" in reception.get(page_of(part)).content.decode()
    assert "Trả kết quả" not in reception.get(page_of(part)).content.decode()
    reception.post(page_of(part), {"viec": "acknowledge"})
    wrong = worker.post(page_of(part), {"viec": "answer", "answer": "Đã xác nhận đầy đủ."})
    done = worker.post(page_of(part), {"viec": "answer", "fulfilled": "yes", "answer": "Đã xác nhận đầy đủ."})

    assert wrong.status_code == 422
    assert "Đã xác nhận đầy đủ." in wrong.content.decode()
    assert done.status_code == 302
    assert state(dossier) == "processing"


def test_strangers_see_no_part_and_only_the_sender_takes_it_back(people, person, other, sign_in):
    dossier, part = forwarded(person, people, other)
    stranger = world.staff(world.unit_of("28759")).reception

    sender = sign_in(people.specialist)
    assert sign_in(stranger).get(page_of(part)).status_code == 403
    refused = sign_in(other.specialist).post(page_of(part), {"viec": "recall", "reason": "Không phải việc của tôi."})
    assert refused.status_code == 403
    assert sender.post(page_of(part), {"viec": "recall", "reason": "sai"}).status_code == 422
    assert sender.post(page_of(part), {"viec": "nothing"}).status_code == 404
    sender.post(page_of(part), {"viec": "recall", "reason": "Gửi nhầm cơ quan phối hợp."})

    assert (state(part), state(dossier)) == ("recalled", "processing")


def test_the_justice_officer_registers_and_the_police_sees_only_its_questions(people, person, bodies, sign_in):
    dossier = linked.examined(person, people, noi_kcb="Trạm y tế", nyc_email="kin@example.vn")
    client = sign_in(people.specialist)
    version = Dossier.objects.select_related("case").get(pk=dossier.pk).case.version
    born = {"kq-so_dinh_danh": linked.CHILD, "kq-so_dang_ky": "15/2026"}
    day = {"kq-ngay_dang_ky-day": "2", "kq-ngay_dang_ky-month": "11", "kq-ngay_dang_ky-year": "2026"}

    wrong = client.post(step_of(dossier, "register_bundle"), {**born, "version": version})
    done = client.post(step_of(dossier, "register_bundle"), {**born, **day, "version": version})

    assert wrong.status_code == 422
    assert "Ngày đăng ký khai sinh" in wrong.content.decode()
    assert done.status_code == 302, done.content.decode()
    html = sign_in(bodies["police"].reception).get(page_of(part_of(dossier, "thuong_tru"))).content.decode()
    assert linked.CHILD in html
    assert "Lê Thị Mận" in html
    assert "Trạm y tế" not in html
    assert "kin@example.vn" not in html
    assert any("Phần việc liên thông" in one.purpose for one in who_has_seen(person.id))


def test_an_optional_component_is_left_out_when_its_box_is_cleared(people, person, bodies, sign_in):
    dossier = linked.examined(person, people, code=linked.DEATH)
    version = Dossier.objects.select_related("case").get(pk=dossier.pk).case.version
    day = {"kq-ngay_dang_ky-day": "2", "kq-ngay_dang_ky-month": "11", "kq-ngay_dang_ky-year": "2026"}
    sent = {"kq-so_dang_ky": "7/2026", **day, "optional": ["mai_tang", "tu_tuat"], "do": ["mai_tang"]}

    client = sign_in(people.specialist)
    page = client.get(step_of(dossier, "register_bundle"))
    client.post(step_of(dossier, "register_bundle"), {**sent, "version": version})

    assert page.context["wanted"] == ["mai_tang", "tu_tuat"]
    assert (state(part_of(dossier, "mai_tang")), state(part_of(dossier, "tu_tuat"))) == ("sent", "recalled")
    assert Bundle.objects.get(dossier=dossier).registered_by_id == people.specialist.officer_id


def test_a_late_receipt_stands_at_the_head_of_both_inboxes(people, person, bodies, sign_in):
    dossier = linked.registered(person, people)
    LinkedPart.objects.filter(dossier=dossier).update(acknowledge_by=timezone.now() - timedelta(minutes=5))

    for viewer in (bodies["police"].reception, people.head):
        assert "Quá giờ xác nhận phần việc liên thông" in sign_in(viewer).get(reverse("desk:inbox")).content.decode()


def test_registration_is_offered_for_a_bundle_once(people, person, bodies, sign_in):
    dossier = linked.examined(person, people)
    client, page = sign_in(people.specialist), reverse("desk:dossier", args=[dossier.case_id])

    before = [one.name for one in client.get(page).context["steps"]]
    sent = linked.registered(world.citizen("083190000777", "Trần Thị Dừa"), people)
    after = client.get(reverse("desk:dossier", args=[sent.case_id]))

    assert "register_bundle" in before
    assert [one.name for one in after.context["steps"]] == ["close_forward"]
    assert "Chưa kết nối Cổng Dịch vụ công quốc gia" in after.content.decode()
