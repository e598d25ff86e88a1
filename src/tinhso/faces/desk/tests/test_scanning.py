# SPDX-License-Identifier: EUPL-1.2
"""Scans on the desk's pages: kept whatever else is wrong, shown with progress and suggestions, signed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.faces.desk.tests.conftest import signed_in
from tinhso.kernel.documents.tests import sheets
from tinhso.kernel.documents.types import SignatureMark, SignedPdf
from tinhso.kernel.identity.queries import who_has_seen
from tinhso.modules.onestop.actions import scan_reading, scan_signing
from tinhso.modules.onestop.models import Component, Dossier, Scan, ScanPage
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.scanning_world import COPY, SITTING, Reader, part, read_all, ready, scanned

KEY = SITTING.partition(":")[2]


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    quick = Reader()
    monkeypatch.setattr(scan_reading, "straighten_and_read", quick)
    return quick


@pytest.fixture
def client(people, sign_in):
    return sign_in(people.reception)


def file_of(person):
    return reverse("desk:counter_file", args=[person.id, COPY])


def sent(*files, **more):
    uploads = [SimpleUploadedFile(f"{place}.jpg", data) for place, data in enumerate(files)]
    key = part()["key"]
    scans = {f"scan-{key}": uploads} if uploads else {}
    return {"client_key": KEY, "commune": world.COMMUNE, f"how-{key}": "scan", **scans, **more}


def test_the_scan_is_kept_before_anything_is_filed(client, person):
    response = client.post(
        file_of(person), sent(sheets.jpeg(), sheets.jpeg(lines=("hai",)), keep="1", request="Ba bản")
    )

    html = response.content.decode()
    assert response.status_code == 200
    assert "Đã đọc 0 trên 2 trang" in html
    assert "Ba bản" in html
    assert not Dossier.objects.exists()


def test_a_form_that_is_wrong_loses_no_scan(client, person):
    response = client.post(file_of(person), sent(sheets.jpeg(), return_method=""))

    assert response.status_code == 422
    assert Scan.objects.get().state == "waiting"


def test_the_dossier_is_received_while_pages_still_wait(client, person):
    client.post(file_of(person), sent(sheets.jpeg(), keep="1"))
    response = client.post(file_of(person), sent(return_method="tai_quay"))

    dossier = Dossier.objects.get()
    assert response.url == reverse("desk:dossier", args=[dossier.case_id])
    assert Scan.objects.get().dossier_id == dossier.case_id
    assert "Đang nhận dạng" in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("nature", "words"),
    [
        ("electronic", "bản điện tử"),
        ("shown", "xuất trình"),
        ("opinion", "lấy ý kiến"),
        ("state_secret", "bí mật"),
    ],
)
def test_a_paper_that_is_not_scanned_is_refused_beside_its_box(client, person, nature, words):
    key = part()["key"]

    response = client.post(file_of(person), sent(sheets.jpeg(), keep="1", **{f"nature-{key}": nature}))

    assert response.status_code == 422
    assert words in response.context["errors"][f"scan-{key}"]


def test_an_electronic_paper_is_kept_as_it_is(client, person):
    key = part()["key"]
    typed = sent(sheets.jpeg(), return_method="tai_quay") | {f"how-{key}": "electronic"}

    assert client.post(file_of(person), typed).status_code == 302

    component = Component.objects.get(key=key)
    assert (component.source, component.document.kind) == ("upload", "component")
    assert not Scan.objects.exists()


def test_suggestions_are_marked_and_compared_and_never_typed_in(client, people, person):
    scan = ready(people, person)

    html = client.get(reverse("desk:scan_sign", args=[scan.id])).content.decode()

    assert "Gợi ý" in html
    assert "khớp với người nộp" in html
    assert "125/2024/UBND-XNTTHN" in html
    assert 'value="125/2024/UBND-XNTTHN"' not in html


def test_progress_asks_again_until_the_pages_are_read(client, people, person):
    scan = scanned(people, person)
    address = reverse("desk:scan_progress", args=[scan.id])

    before = client.get(address).content.decode()
    read_all()
    after = client.get(address).content.decode()

    assert "hx-trigger" in before
    assert "hx-trigger" not in after
    assert "Chờ kiểm tra, ký" in after


def test_pages_are_shown_and_put_in_order_with_buttons(client, people, person):
    scan = ready(people, person, sheets.pdf(("một",), ("hai",)))
    second = ScanPage.objects.get(scan=scan, page=1)

    shown = client.get(reverse("desk:scan", args=[scan.id])).content.decode()
    moved = client.post(reverse("desk:scan_arrange", args=[scan.id, second.pk]), {"deed": "up"})
    picture = client.get(reverse("desk:scan_page", args=[second.pk]))

    assert shown.count("so-hoa/trang/") == 2
    assert moved.url == f"{reverse('desk:scan', args=[scan.id])}#trang-{second.pk}"
    assert picture["Content-Type"] == "image/jpeg"
    assert ScanPage.objects.get(scan=scan, place=0) == second


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"sheets": ""}, "đếm số tờ"),
        ({"sheets": "hai"}, "đếm số tờ"),
        ({"sheets": "2"}, "2 tờ (2 mặt)"),
        ({"sheets": "1", "two_sided": "1"}, "1 tờ (2 mặt)"),
        ({"sheets": "1", "issued_on-day": "31", "issued_on-month": "2", "issued_on-year": "2024"}, "lịch"),
    ],
)
def test_what_is_wrong_in_the_count_is_said_and_nothing_is_signed(client, people, person, typed, words):
    scan = ready(people, person)

    response = client.post(reverse("desk:scan_sign", args=[scan.id]), typed)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Scan.objects.get().state == "ready"


def test_the_officer_signs_the_scan(client, people, person, monkeypatch):
    def sign(pdf, *, key, role, reason, now, at):
        return SignedPdf(pdf, SignatureMark(role, key.key, key.name, "1", "B-LT", now))

    monkeypatch.setattr(scan_signing, "make_signature", sign)
    scan = ready(people, person)

    response = client.post(reverse("desk:scan_sign", args=[scan.id]), {"sheets": "1", "two_sided": "0"})

    assert response.url == reverse("desk:scan", args=[scan.id])
    assert Scan.objects.get().state == "signed"
    assert client.get(reverse("desk:scans")).context["scans"] == []


def test_a_signature_needs_a_fresh_sign_in(people, person):
    scan = ready(people, person)

    response = signed_in(people.reception, ago_seconds=86_400).get(reverse("desk:scan_sign", args=[scan.id]))

    assert response.status_code == 302


def test_who_looks_at_a_scan_is_written_down(client, people, person):
    client.get(reverse("desk:scan", args=[ready(people, person).id]))

    assert "Kiểm tra bản quét" in who_has_seen(person.id)[0].purpose


def test_a_scan_not_filed_is_given_up(client, people, person):
    scan = scanned(people, person)

    client.post(reverse("desk:scan_drop", args=[scan.id]))

    assert Scan.objects.get().state == "dropped"


def test_the_paper_held_already_is_offered_and_used(client, people, person):
    scan = ready(people, person)
    client.post(file_of(person), sent(return_method="tai_quay"))
    Component.objects.filter(key=scan.key).update(digitised_at=world.START)
    key, other = scan.key, "0190a5b0-0000-7000-8000-000000000002"

    offered = client.get(file_of(person)).content.decode()
    typed = {f"how-{key}": "held", f"held-{key}": str(scan.document_id), "client_key": other}
    response = client.post(file_of(person), sent(return_method="tai_quay") | typed)

    assert "Dùng bản đã có trong kho" in offered
    assert response.status_code == 302
    assert Component.objects.filter(key=key, source="store").exists()


@pytest.mark.parametrize("name", ["scan", "scan_progress", "scan_file", "scan_sign"])
def test_another_desk_sees_no_scan(people, person, name):
    scan = ready(people, person)
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE)).reception

    assert signed_in(stranger).get(reverse(f"desk:{name}", args=[scan.id])).status_code == 403
