# SPDX-License-Identifier: EUPL-1.2
"""The inbox: whose turn it is decides what stands in it; filters, tabs, pages by key, a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tinhso.modules.onestop import actions
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START

INBOX = reverse("desk:inbox")
MOST_QUERIES = 20


def test_a_new_dossier_stands_in_the_inbox_of_the_reception(people, person, sign_in):
    dossier = world.submitted(person)

    mine = sign_in(people.reception).get(INBOX).content.decode()
    other = sign_in(people.leader).get(INBOX).content.decode()

    assert dossier.provisional in mine
    assert dossier.provisional not in other
    assert "Không có việc nào ở đây." in other


def test_a_consultation_stands_in_the_same_inbox(people, person, sign_in):
    asked = world.staff(world.unit_of(world.OTHER_COMMUNE))
    dossier = world.processing(person, people)
    now = START + timedelta(hours=5)
    child = actions.consult(
        dossier.case_id,
        unit_id=asked.unit.id,
        question="Đề nghị xác minh nơi cư trú của người nộp.",
        answer_by=now + timedelta(days=3),
        viewer=people.specialist,
        now=now,
    )

    page = sign_in(asked.specialist).get(INBOX).content.decode()

    assert reverse("desk:consultation", args=[child.case_id]) in page


def test_what_waits_for_the_applicant_has_its_own_tab(people, person, sign_in):
    dossier = world.processing(person, people)
    actions.request_supplement(
        dossier.case_id,
        viewer=people.specialist,
        items=["Giấy khai sinh"],
        ground="thieu_thanh_phan",
        reason="Hồ sơ còn thiếu giấy khai sinh bản chính.",
        now=START + timedelta(hours=3),
    )
    client = sign_in(people.specialist)

    assert dossier.code not in client.get(INBOX).content.decode()
    assert dossier.code in client.get(INBOX, {"ngan": "cho-bo-sung"}).content.decode()


def test_a_finished_result_waits_at_the_desk_of_the_reception(people, person, sign_in):
    dossier = world.completed(person, people)

    page = sign_in(people.reception).get(INBOX, {"ngan": "tra-ket-qua"}).content.decode()

    assert dossier.code in page


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"q": "nguyen thi buoi"}, True),
        ({"q": "tran van"}, False),
        ({"kenh": "truc_tuyen"}, True),
        ({"kenh": "truc_tiep"}, False),
        ({"thu_tuc": world.MARRIAGE_STATUS}, True),
        ({"thu_tuc": "1.000000"}, False),
        ({"han": "qua_han"}, False),
    ],
)
def test_the_list_is_narrowed(people, person, sign_in, asked, is_found):
    dossier = world.submitted(person)

    page = sign_in(people.reception).get(INBOX, asked).content.decode()

    assert (dossier.provisional in page) is is_found


def test_a_fragment_is_a_part_of_the_page(people, person, sign_in):
    world.submitted(person)
    client = sign_in(people.reception)

    whole = client.get(INBOX).content.decode()
    part = client.get(INBOX, headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith('<div id="danh-sach"')
    assert "<html" not in part
    assert part.count("data-list-link") == whole.count("data-list-link")


def test_pages_follow_one_another_without_gap_or_repeat(people, person, sign_in, monkeypatch):
    monkeypatch.setattr("tinhso.faces.desk.paging.SIZE", 2)
    filed = {world.submitted(person, now=START + timedelta(minutes=n)).provisional for n in range(5)}
    client = sign_in(people.reception)

    seen, address, pages = [], INBOX, 0
    while address:
        response = client.get(address)
        seen += [row.number for row in response.context["rows"]]
        address = f"{INBOX}{response.context['page'].next}" if response.context["page"].next else ""
        pages += 1
    back = client.get(f"{INBOX}{response.context['page'].previous}")

    assert pages == 3
    assert len(seen) == 5
    assert set(seen) == filed
    assert [row.number for row in back.context["rows"]] == seen[2:4]


def test_a_broken_page_key_shows_the_beginning(people, person, sign_in):
    dossier = world.submitted(person)

    response = sign_in(people.reception).get(INBOX, {"sau": "khong-phai-khoa"})

    assert response.status_code == 200
    assert dossier.provisional in response.content.decode()


def test_more_dossiers_cost_no_more_queries(people, person, sign_in):
    client = sign_in(people.reception)
    world.submitted(person)
    client.get(INBOX)
    with CaptureQueriesContext(connection) as few:
        client.get(INBOX)

    for n in range(4):
        world.submitted(person, now=START + timedelta(minutes=n))
    with CaptureQueriesContext(connection) as many:
        client.get(INBOX)

    assert len(many) == len(few) <= MOST_QUERIES
