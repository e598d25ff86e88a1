# SPDX-License-Identifier: EUPL-1.2
"""Look-up and verification: what a passer-by may learn, and what a paper is worth."""

from io import BytesIO

import pypdfium2 as pdfium
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.config import env
from tinhso.faces.portal.views.look_up import MOST
from tinhso.kernel.events import proofs
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.actions import seal
from tinhso.kernel.events.keys import load_or_make
from tinhso.modules.onestop.tests import world


def test_look_up_says_code_and_degree_and_nothing_else(client, people, now):
    dossier = world.submitted(world.citizen(), now=now)

    html = client.get(reverse("portal:look_up"), {"ma": dossier.provisional.lower()}).content.decode()

    assert dossier.provisional in html
    assert "20 %" in html
    assert "Bưởi" not in html
    assert dossier.version.procedure.short_name not in html.partition("<main")[2]


def test_nobody_goes_through_all_codes(client, province):
    cache.clear()
    answers = [client.get(reverse("portal:look_up"), {"ma": "H00.00-000000-0000"}) for _ in range(MOST + 1)]

    assert {one.status_code for one in answers[:MOST]} == {200}
    assert answers[MOST].status_code == 429
    assert "Hãy chờ một phút" in answers[MOST].content.decode()
    other = client.get(reverse("portal:look_up"), {"ma": "H00.00-000000-0000"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_opening_the_empty_page_asks_nothing(client, province):
    cache.clear()
    pages = [client.get(reverse("portal:look_up")).status_code for _ in range(MOST + 2)]

    assert set(pages) == {200}


def test_an_unknown_code_is_said_to_be_unknown(client, province):
    html = client.get(reverse("portal:look_up"), {"ma": "H00.00-000000-0000"}).content.decode()

    assert "Không có hồ sơ mang mã này" in html


def test_a_file_that_is_no_pdf_is_said_to_be_unreadable(client, province):
    upload = SimpleUploadedFile("giay.pdf", b"khong phai pdf", content_type="application/pdf")

    html = client.post(reverse("portal:verify"), {"tep": upload}).content.decode()

    assert "Không đọc được tệp" in html


def blank_pdf() -> bytes:
    document, stream = pdfium.PdfDocument.new(), BytesIO()
    document.new_page(200, 200)
    document.save(stream)
    return stream.getvalue()


def test_a_pdf_without_signature_is_said_to_have_none(client, province):
    upload = SimpleUploadedFile("giay.pdf", blank_pdf(), content_type="application/pdf")

    html = client.post(reverse("portal:verify"), {"tep": upload}).content.decode()

    assert "Không có chữ ký số" in html


def test_no_file_is_asked_for(client, province):
    response = client.post(reverse("portal:verify"))

    assert response.status_code == 422
    assert "Chọn tệp PDF" in response.content.decode()


@pytest.fixture
def proof(people, now):
    """The text of the proof that a dossier was filed, sealed as the worker seals."""
    dossier = world.submitted(world.citizen(), now=now)
    key = load_or_make(env.KEY_FOLDER / "ledger.pem")
    seal(now=now, key=key, wait_seconds=0)
    act = ledger.acts_of_case(dossier.case_id)[0]
    found = proofs.proof_of(act.seq)
    assert found is not None
    return proofs.encode(found)


@pytest.mark.django_db(transaction=True)
def test_a_proof_shows_the_act_and_its_seal(client, proof):
    html = client.get(reverse("portal:verify_proof"), {"p": proof}).content.decode()

    assert "Có trong sổ sự kiện đã niêm phong" in html
    assert "Nộp hồ sơ" in html
    assert "Niêm phong số" in html


@pytest.mark.django_db(transaction=True)
def test_a_whole_address_may_be_pasted(client, proof):
    html = client.get(
        reverse("portal:verify_proof"), {"p": f"https://mot.cua/xac-minh/giay?p={proof}"}
    ).content.decode()

    assert "Có trong sổ sự kiện đã niêm phong" in html


@pytest.mark.django_db(transaction=True)
def test_a_changed_proof_is_refused_on_the_same_page(client, proof):
    changed = proof[:-12] + ("A" if proof[-12] != "A" else "B") + proof[-11:]

    response = client.get(reverse("portal:verify_proof"), {"p": changed})

    assert response.status_code == 400
    assert "Không xác minh được" in response.content.decode()


def test_one_address_does_not_keep_the_house_busy_with_papers(client, db):
    cache.clear()
    address = reverse("portal:verify")

    answers = [client.get(address).status_code for _ in range(45)]

    assert (answers[0], answers[-1]) == (200, 429)
    cache.clear()
