# SPDX-License-Identifier: EUPL-1.2
"""Search in scope, files for spreadsheets, the book in order of number, the load of a unit, delegation."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.kernel.identity.models import Assignment, Delegation
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START

SEARCH = reverse("desk:search")
DANGEROUS = "=HYPERLINK(1)"


def sheet_of(response):
    return load_workbook(io.BytesIO(response.content)).active


def other_unit():
    return world.staff(world.unit_of(world.OTHER_COMMUNE))


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"q": "buoi nguyen"}, True),
        ({"q": "083190000123"}, True),
        ({"q": "khong co ai"}, False),
        ({"trang_thai": "received"}, True),
        ({"trang_thai": "returned"}, False),
        ({"thu_tuc": world.MARRIAGE_STATUS}, True),
        ({"tu-day": "1", "tu-month": "11", "tu-year": "2026"}, True),
        ({"den-day": "1", "den-month": "11", "den-year": "2026"}, False),
    ],
)
def test_dossiers_are_found(people, person, sign_in, asked, is_found):
    dossier = world.received(person, people)

    html = sign_in(people.specialist).get(SEARCH, asked).content.decode()

    assert (f"/can-bo/ho-so/{dossier.case_id}/" in html) is is_found


def test_a_day_that_does_not_exist_gives_a_sentence(people, sign_in):
    html = sign_in(people.specialist).get(SEARCH, {"tu-day": "31", "tu-month": "2", "tu-year": "2026"})

    assert "không có trong lịch" in html.content.decode()


def test_nobody_finds_dossiers_of_another_unit(people, person, sign_in):
    dossier = world.received(person, people)

    html = sign_in(other_unit().leader).get(SEARCH, {"q": dossier.code}).content.decode()

    assert str(dossier.case_id) not in html


def test_the_excel_file_opens_with_vietnamese_heads_and_harmless_cells(people, sign_in):
    world.received(world.citizen(name=DANGEROUS), people)

    sheet = sheet_of(sign_in(people.specialist).get(SEARCH, {"tai": "excel"}))

    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Mã hồ sơ", "Thủ tục", "Người nộp")
    assert rows[1][2] == f"'{DANGEROUS}"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_csv_file_reads_as_vietnamese(people, person, sign_in):
    world.received(person, people)

    text = sign_in(people.specialist).get(SEARCH, {"tai": "csv"}).content.decode("utf-8-sig")

    assert text.splitlines()[0].startswith("Mã hồ sơ,Thủ tục,Người nộp")
    assert "Nguyễn Thị Bưởi" in text


def test_more_dossiers_cost_no_more_queries(people, person, sign_in):
    client = sign_in(people.leader)
    world.received(person, people)
    client.get(SEARCH)
    with CaptureQueriesContext(connection) as few:
        client.get(SEARCH)

    for n in range(1, 4):
        world.received(person, people, now=START + timedelta(minutes=n))
    with CaptureQueriesContext(connection) as many:
        client.get(SEARCH)

    assert len(many) == len(few) <= 20


def test_the_book_stands_in_order_of_number(people, person, sign_in):
    codes = [world.received(person, people, now=START + timedelta(minutes=n)).code for n in range(3)]
    client = sign_in(people.reception)
    address = reverse("desk:book", args=[people.unit.id, "ho_tich", 2026])

    listed = client.get(reverse("desk:books")).content.decode()
    html = client.get(address).content.decode()
    sheet = sheet_of(client.get(address, {"tai": "excel"}))
    pdf = client.get(address, {"tai": "pdf"})

    assert "Hộ tịch/2026-STD" in listed
    assert [html.index(code) for code in codes] == sorted(html.index(code) for code in codes)
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [1, 2, 3]
    assert pdf.content.startswith(b"%PDF")


def test_the_book_of_another_unit_stays_closed(people, person, sign_in):
    world.received(person, people)

    response = sign_in(other_unit().leader).get(reverse("desk:book", args=[people.unit.id, "ho_tich", 2026]))

    assert response.status_code == 403


def test_the_control_slip_is_made_from_the_hand_overs(people, person, sign_in):
    received = world.processing(person, people)
    client = sign_in(people.specialist)

    slip = client.get(reverse("desk:control_slip", args=[received.case_id]))

    assert slip.content.startswith(b"%PDF")
    assert slip["Content-Disposition"].startswith("attachment")


def test_a_dossier_not_received_has_no_control_slip(people, person, sign_in):
    dossier = world.submitted(person)

    response = sign_in(people.reception).get(reverse("desk:control_slip", args=[dossier.case_id]))

    assert response.status_code == 422


def test_the_head_sees_who_has_how_much(people, person, sign_in):
    world.processing(person, people)

    response = sign_in(people.head).get(reverse("desk:unit"))

    loads = {one.officer.full_name: one.living for one in response.context["burdens"]}
    assert loads == {people.specialist.name: 1, people.colleague.name: 0}


@pytest.mark.parametrize(("role", "status"), [("head", 200), ("leader", 200), ("reception", 403), ("specialist", 403)])
def test_the_unit_page_is_for_those_who_lead(people, sign_in, role, status):
    assert sign_in(getattr(people, role)).get(reverse("desk:unit")).status_code == status


def test_a_post_is_lent_and_taken_back(people, sign_in):
    post = Assignment.objects.get(officer_id=people.leader.officer_id)
    today = timezone.localdate()
    typed = {"assignment": str(post.id), "to": str(people.head.officer_id), "paper": "12/GUQ"}
    for name in ("begins", "ends"):
        typed |= {f"{name}-day": today.day, f"{name}-month": today.month, f"{name}-year": today.year}
    client = sign_in(people.leader)

    without_paper = client.post(reverse("desk:delegations"), {**typed, "paper": ""})
    given = client.post(reverse("desk:delegations"), typed)
    lent = Delegation.objects.get()
    page = client.get(reverse("desk:delegations")).content.decode()
    inbox = sign_in(people.head).get(reverse("desk:inbox")).content.decode()
    ended = client.post(reverse("desk:end_delegation", args=[lent.id]))

    assert without_paper.status_code == 422
    assert given.status_code == 302, given.content.decode()
    assert "Giao cho" in page
    assert "(được ủy quyền)" in inbox
    assert ended.status_code == 302
    assert Delegation.objects.get().valid.isempty


def test_nobody_takes_back_what_another_lent(people, sign_in):
    post = Assignment.objects.get(officer_id=people.leader.officer_id)
    typed = {"assignment": str(post.id), "to": str(people.colleague.officer_id), "paper": "12/GUQ"}
    for name in ("begins", "ends"):
        typed |= {f"{name}-day": 1, f"{name}-month": 12, f"{name}-year": 2026}

    response = sign_in(people.head).post(reverse("desk:delegations"), typed)

    assert response.status_code == 422
    assert not Delegation.objects.exists()
