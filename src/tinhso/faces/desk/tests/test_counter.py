# SPDX-License-Identifier: EUPL-1.2
"""Reception at the counter: number rules give sentences, files are inspected, two presses make one dossier."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.desk.counter import components
from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import who_has_seen
from tinhso.modules.onestop.errors import NotYourDossier
from tinhso.modules.onestop.models import Component, Dossier, NumberBlock, Paper
from tinhso.modules.onestop.policies import check_applicant
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.queries.mandates import filer_words
from tinhso.modules.onestop.queries.number_blocks import open_numbers
from tinhso.modules.onestop.tests import world

COPY = "2.000815"  # chứng thực bản sao: bản sao phải nộp
KEY = "0190a5b0-0000-7000-8000-000000000001"
NEW = {"full_name": "Trần Thị Dừa", "personal_number": "083190000777", "sex": "nu"}
BORN = {"birth_date-day": "5", "birth_date-month": "3", "birth_date-year": "1990"}


def file_of(person, code=COPY):
    return reverse("desk:counter_file", args=[person.id, code])


def typed(code=COPY, **more):
    parts = components(version_in_force(code, timezone.localdate()))
    shown = {f"how-{one['key']}": "shown" for one in parts}
    return {"commune": world.COMMUNE, "client_key": KEY, "return_method": "tai_quay", **shown, **more}


def wanted_key():
    """Return the key of a paper that is handed in, not only shown."""
    return next(one["key"] for one in components(version_in_force(COPY, timezone.localdate())) if one["kind"] != "show")


def scan(name="ban-quet.pdf", content=world.PDF):
    return SimpleUploadedFile(name, content)


def test_a_person_is_found_by_number_and_by_name(people, person, sign_in):
    client = sign_in(people.reception)

    for words in ("083190000123", "nguyen thi buoi"):
        html = client.get(reverse("desk:counter"), {"q": words}).content.decode()
        assert reverse("desk:counter_procedure", args=[person.id]) in html


def test_who_is_listed_learns_of_it(people, person, sign_in):
    sign_in(people.reception).get(reverse("desk:counter"), {"q": "nguyen thi buoi"})

    [seen] = who_has_seen(person.id)
    assert seen.reader == people.reception.name
    assert "số định danh cá nhân" in seen.shown


def test_a_new_person_is_written_down(people, sign_in):
    response = sign_in(people.reception).post(reverse("desk:counter_register"), {**NEW, **BORN})

    made = Person.objects.get(personal_number="083190000777")
    assert response.url == reverse("desk:counter_procedure", args=[made.id])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"birth_date-year": "1985"}, "1985"),
        ({"personal_number": "12345"}, "12"),
        ({"full_name": ""}, "họ"),
        ({"birth_date-day": "31", "birth_date-month": "2"}, "không có trong lịch"),
    ],
)
def test_a_number_that_contradicts_gives_a_sentence_and_keeps_what_was_typed(people, sign_in, wrong, words):
    response = sign_in(people.reception).post(reverse("desk:counter_register"), {**NEW, **BORN, **wrong})

    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert "data-error-summary" in html
    assert not Person.objects.filter(personal_number="083190000777").exists()


def test_one_press_files_and_receives(people, person, sign_in):
    client = sign_in(people.reception)

    client.get(file_of(person))
    response = client.post(file_of(person), typed(receipt="yes"))

    dossier = Dossier.objects.get()
    assert response.url == reverse("desk:dossier", args=[dossier.case_id])
    assert dossier.code
    assert dossier.receiving_unit_id == people.unit.id
    assert Paper.objects.get(dossier=dossier).form == "F01"
    assert "Tiếp nhận tại quầy" in who_has_seen(person.id)[0].purpose


def test_a_procedure_of_the_same_day_asks_whether_a_receipt_is_wanted(people, person, sign_in):
    """61/2018/NĐ-CP: none unless the applicant asks."""
    client = sign_in(people.reception)
    assert "Giấy tiếp nhận và hẹn trả" in client.get(file_of(person)).text

    page = client.post(file_of(person), typed(), follow=True)

    assert not Paper.objects.filter(dossier=Dossier.objects.get()).exists()
    assert "không lập giấy hẹn" in page.text
    assert "Lập kết quả, trình ký trong ngày" in page.text


def test_two_presses_make_one_dossier(people, person, sign_in):
    client = sign_in(people.reception)

    first = client.post(file_of(person), typed())
    second = client.post(file_of(person), typed())

    assert first.url == second.url
    assert Dossier.objects.count() == 1


def test_a_scan_is_kept_with_its_component(people, person, sign_in):
    key = wanted_key()

    response = sign_in(people.reception).post(file_of(person), {**typed(), f"how-{key}": "scan", f"scan-{key}": scan()})

    assert response.status_code == 302
    assert Component.objects.get(key=key).document.kind == "scan"


def test_a_renamed_program_is_refused_beside_its_box(people, person, sign_in):
    key = components(version_in_force(COPY, timezone.localdate()))[0]["key"]
    program = scan("giay-to.pdf", b"MZ" + b"\0" * 200)

    response = sign_in(people.reception).post(file_of(person), {**typed(), f"scan-{key}": program})

    assert response.status_code == 422
    assert f"scan-{key}" in response.context["errors"]
    assert not Dossier.objects.exists()


def test_a_missing_paper_is_named(people, person, sign_in):
    wanted = [one for one in components(version_in_force(COPY, timezone.localdate())) if one["required"]]
    sent = {**typed(), **{f"how-{one['key']}": "scan" for one in wanted}}

    response = sign_in(people.reception).post(file_of(person), sent)

    assert response.status_code == 422
    assert {f"scan-{one['key']}" for one in wanted} == set(response.context["errors"])


def test_an_organisation_with_a_wrong_tax_code_is_refused(people, person, sign_in):
    sent = typed(tax_code="0100109107", organisation="Công ty Dừa")

    response = sign_in(people.reception).post(file_of(person), sent)

    assert response.status_code == 422
    assert "Công ty Dừa" in response.content.decode()


@pytest.mark.parametrize("role", ["specialist", "head", "leader"])
def test_only_the_reception_sits_at_the_counter(people, sign_in, role):
    assert sign_in(getattr(people, role)).get(reverse("desk:counter")).status_code == 403


def test_a_receipt_written_by_hand_is_entered_with_its_number_and_hour(people, person, sign_in):
    client, now = sign_in(people.reception), timezone.localtime()
    page = reverse("desk:number_blocks")
    boxes = {f"day-{box}": value for box, value in (("year", now.year), ("month", now.month), ("day", now.day))}
    assert client.post(page, boxes | {"count": "hai", "reason": "Cắt điện cả ngày."}).status_code == 422
    assert client.post(page, boxes | {"count": "2", "reason": "điện"}).status_code == 422
    client.post(page, boxes | {"count": "2", "reason": "Cắt điện cả ngày."})
    (number, code), _other = open_numbers(people.unit.id)
    late = {name.replace("day-", "late-"): value for name, value in boxes.items()} | {"reserved": number}
    assert "viết tay" in client.post(file_of(person), typed(**late | {"reserved": "la:1"})).text
    assert "9:30" in client.post(file_of(person), typed(**late, late_time="sáng")).text
    assert not Dossier.objects.exists()

    client.post(file_of(person), typed(**late, late_time="0:00"))

    dossier = Dossier.objects.get()
    assert (dossier.code, timezone.localtime(dossier.received_at).hour) == (code, 0)
    assert "Đã nhập hồ sơ" in client.get(page).text
    block = NumberBlock.objects.get()
    client.post(reverse("desk:void_numbers", args=[block.id]), {"reason": "Không có ai nộp nữa."})
    assert open_numbers(people.unit.id) == []


def test_who_brings_the_papers_is_recorded_and_counted_apart(people, person, sign_in):
    data = typed(bearer_name="Trần Văn Giúp", bearer_number="083085000555")

    sign_in(people.reception).post(file_of(person), data)

    dossier = Dossier.objects.get()
    assert dossier.applicant_id == person.id
    assert dossier.submitter is not None
    assert filer_words(dossier) == "Trần Văn Giúp (nộp hộ tại quầy)"
    assert Act.objects.get(verb="dossier:submitted").data["filed_by"] == "helper"
    with pytest.raises(NotYourDossier):
        check_applicant(world.viewer(dossier.submitter), dossier)


@pytest.mark.parametrize(
    ("name", "number"), [("Trần Văn Giúp", ""), ("", "083085000555"), ("Trần Văn Giúp", "083190000123")]
)
def test_half_a_bearer_is_refused_beside_the_box(people, person, sign_in, name, number):
    answer = sign_in(people.reception).post(file_of(person), typed(bearer_name=name, bearer_number=number))

    assert answer.status_code == 422
    assert "người nộp hộ, khác với người đề nghị" in answer.content.decode()
    assert not Dossier.objects.exists()
