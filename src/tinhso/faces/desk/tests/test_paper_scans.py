# SPDX-License-Identifier: EUPL-1.2
"""Papers scanned from the page of a dossier, and the book of certified copies."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.kernel.documents.tests import sheets
from tinhso.kernel.documents.types import SignatureMark, SignatureRole, SignedPdf
from tinhso.modules.onestop.actions import scan_reading, scan_signing
from tinhso.modules.onestop.models import Component, DigitalCopy, Scan
from tinhso.modules.onestop.scanning.types import Purpose
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.scanning_world import Reader, paper, read_all

KEY = "0190a5b0-0000-7000-8000-0000000000aa"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    def sign(pdf, *, key, role, reason, now, at):
        return SignedPdf(pdf + b"% signed\n", SignatureMark(SignatureRole(role), key.key, key.name, "1", "B-LT", now))

    monkeypatch.setattr(scan_reading, "straighten_and_read", Reader())
    monkeypatch.setattr(scan_signing, "make_signature", sign)


def sent(**more):
    return {
        "client_key": KEY,
        "name": "Biên bản xác minh",
        "nature": "paper",
        "scan": SimpleUploadedFile("trang.jpg", sheets.jpeg()),
    } | more


def page_of(dossier, purpose="settlement"):
    return reverse("desk:scan_paper", args=[dossier.case_id, purpose])


def test_a_paper_goes_from_the_dossier_to_its_components(people, person, sign_in):
    dossier, client = world.processing(person, people), sign_in(people.specialist)
    assert page_of(dossier) in client.get(reverse("desk:dossier", args=[dossier.case_id])).content.decode()

    opened = client.post(page_of(dossier), sent())
    read_all()
    scan = Scan.objects.get()
    assert opened.url == reverse("desk:scan", args=[scan.id])
    assert "Biên bản xác minh" in client.get(reverse("desk:dossier", args=[dossier.case_id])).content.decode()
    signed = client.post(reverse("desk:scan_sign", args=[scan.id]), {"sheets": "1", "compared": "1"})

    assert signed.status_code == 302
    assert Component.objects.get(document=scan.document_id).dossier_id == dossier.case_id
    assert client.get(opened.url).status_code == 200


@pytest.mark.parametrize(
    ("change", "box", "words"),
    [
        ({"name": ""}, "name", "tên giấy tờ"),
        ({"nature": "state_secret"}, "scan", "bí mật"),
        ({"scan": []}, "scan", "Chưa chọn tệp"),
        ({"client_key": "x"}, "client_key", "Trang đã cũ"),
    ],
)
def test_what_is_wrong_is_said_at_its_control_and_the_name_stays(people, person, sign_in, change, box, words):
    dossier = world.processing(person, people)

    response = sign_in(people.specialist).post(page_of(dossier), sent(**change))

    assert response.status_code == 422
    assert words in response.context["errors"][box]
    assert change.get("name", "Biên bản xác minh") in response.content.decode()


def test_strangers_and_unknown_purposes_find_no_page(people, person, sign_in):
    dossier = world.processing(person, people)

    assert sign_in(people.head).get(page_of(dossier, "certified")).status_code == 403
    assert sign_in(people.specialist).get(page_of(dossier, "intake")).status_code == 404


def test_what_differs_is_said_on_the_page_of_the_signature(people, person, sign_in):
    dossier = world.completed(person, people)
    scan, client = paper(people, dossier, Purpose.RESULT, name=""), sign_in(people.specialist)
    typed = {"sheets": "1", "compared": "1", "paper_number": "9/KQ", "issued_on-day": "5", "issued_on-month": "3"}

    response = client.post(reverse("desk:scan_sign", args=[scan.id]), typed | {"issued_on-year": "2024"})

    assert response.status_code == 422
    assert "số, ký hiệu khác với" in response.content.decode()
    assert "9/KQ" in response.content.decode()


def test_the_leader_certifies_and_the_book_has_the_line(people, person, sign_in):
    dossier = world.processing(person, people)
    scan = paper(people, dossier, Purpose.CERTIFIED, name="Bằng tốt nghiệp", viewer=people.reception)
    assert "chờ ở trang Số hóa của lãnh đạo" in (
        sign_in(people.reception).get(reverse("desk:scan", args=[scan.id])).content.decode()
    )
    leader = sign_in(people.leader)
    assert "Bằng tốt nghiệp" in leader.get(reverse("desk:scans")).content.decode()

    leader.post(reverse("desk:scan_sign", args=[scan.id]), {"sheets": "1", "compared": "1"})
    book = leader.get(reverse("desk:certified_book"), {"q": "bang tot"}).content.decode()

    assert DigitalCopy.objects.get().number == 1
    assert "Bằng tốt nghiệp" in book
    assert "1/2026" in book
    assert "Không có dòng nào khớp" in leader.get(reverse("desk:certified_book"), {"q": "xyz"}).content.decode()


def test_an_empty_book_says_what_to_do(people, sign_in):
    html = sign_in(people.leader).get(reverse("desk:certified_book")).content.decode()

    assert "Chưa có bản sao điện tử nào" in html
