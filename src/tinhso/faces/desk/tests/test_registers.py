# SPDX-License-Identifier: EUPL-1.2
"""Data instead of paper at the desk: the button, the answer kept, silence in a sentence, papers asked all the same."""

from datetime import timedelta

from django.urls import reverse

from tinhso.modules.onestop.models import PaperAsked, RegisterQuery, Revocation, SupplementRequest
from tinhso.modules.onestop.queries import registers
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.asking_registers import databases
from tinhso.modules.onestop.tests.world import START

__all__ = ["databases"]
REASON = "Dữ liệu ghi sai năm sinh so với giấy khai sinh."


def key_of(dossier, words="tùy thân"):
    return next(one.key for one in registers.served_by(dossier.version) if words in one.name)


def page(client, dossier):
    return client.get(reverse("desk:dossier", args=[dossier.case_id])).content.decode()


def test_the_answer_stands_on_the_dossier_with_source_and_time(people, person, sign_in, databases):
    databases.put(
        "population", full_name="Nguyễn Thị Bưởi", birth_date="1990-05-17", gender="female", identity_card="X"
    )
    dossier = world.submitted(person)
    client = sign_in(people.reception)
    assert "Không phải nộp" in page(client, dossier)
    address = reverse("desk:query_register", args=[dossier.case_id, key_of(dossier)])

    answer = client.post(address)

    assert answer.status_code == 302
    html = page(client, dossier)
    assert "Có dữ liệu đầy đủ" in html
    assert "CSDL quốc gia về dân cư" in html
    assert RegisterQuery.objects.get().reference in html
    assert "Tra cứu lại" in html


def test_silence_is_a_sentence_and_no_error_page(people, person, sign_in, databases):
    databases.behave("down")
    dossier = world.submitted(person)
    client = sign_in(people.reception)

    answer = client.post(reverse("desk:query_register", args=[dossier.case_id, key_of(dossier)]), follow=True)

    assert answer.status_code == 200
    assert "Cơ sở dữ liệu chưa trả lời" in answer.content.decode()


def test_a_stranger_and_a_plain_visit_ask_nothing(people, person, sign_in):
    dossier = world.submitted(person)
    address = reverse("desk:query_register", args=[dossier.case_id, key_of(dossier)])
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE))

    assert sign_in(stranger.reception).post(address).status_code == 403
    assert sign_in(people.reception).get(address).status_code == 302
    assert not RegisterQuery.objects.exists()


def test_a_served_paper_is_asked_only_with_its_reason(people, person, sign_in):
    dossier = world.submitted(person)
    client = sign_in(people.reception)
    address = reverse("desk:step", args=[dossier.case_id, "request_intake_supplement"])
    key = key_of(dossier)
    html = client.get(address).content.decode()
    assert f'name="despite-{key}"' in html
    common = {"ground": "du_lieu_khong_co", "reason": REASON, "version": dossier.case.version}

    refused = client.post(address, common | {"items": "Bản sao căn cước"})
    assert refused.status_code == 422
    assert "không phải nộp vì cơ quan tự tra cứu" in refused.content.decode()
    asked = client.post(address, common | {f"despite-{key}": "sai", f"despite_reason-{key}": REASON})

    assert asked.status_code == 302
    assert PaperAsked.objects.get().correct_at
    assert SupplementRequest.objects.get().items == ["Giấy tờ tùy thân"]


def test_a_leader_takes_a_result_back(people, person, sign_in):
    dossier = world.completed(person, people, now=START - timedelta(days=1))
    address = reverse("desk:revoke", args=[dossier.case_id])
    client = sign_in(people.leader)
    assert client.get(address).status_code == 200
    assert client.post(address, {"ground": "", "reason": REASON}).status_code == 422

    assert client.post(address, {"ground": "sai_noi_dung", "reason": REASON}).status_code == 302

    assert Revocation.objects.get().ground == "sai_noi_dung"
    assert sign_in(people.specialist).get(address).status_code == 403
