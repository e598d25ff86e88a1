# SPDX-License-Identifier: EUPL-1.2
"""No face calls a score of ours official, to nobody, in no language and in no file; a planted one is found."""

import json
from collections import Counter

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client
from django.urls import reverse

from tests.crawl.reading import of_html, of_tables, read
from tests.crawl.rule import breaches, unconfirmed
from tests.crawl.walking import starts, walk
from tinhso.faces.portal.ranking import DTI
from tinhso.faces.ui import scorecards
from tinhso.modules.scorecards.dti.reading import edition

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
OWN = ("/ho-so/", "/toi/", "/kho/", "/nhap/", "/dat-lich/", "/phan-anh/")
OFFICE = ("/can-bo/", "/van-hanh/", "/api/")
WALKS = {
    "visitor": (("/",), ["/xep-hang/", "/chi-so-766/", "/so-lieu/", "/ky-danh-gia/", "/api/v1/figures"], 60),
    "citizen": (OWN, ["/ho-so/", "/kho/"], 8),
    "officer": (OFFICE, ["/can-bo/"], 15),
    "leader": (OFFICE, ["/can-bo/", "/can-bo/chi-so/", "/can-bo/thong-ke/"], 20),
    "standing office": (OFFICE, ["/can-bo/", "/can-bo/ke-hoach/", "/can-bo/chi-so/ky/"], 15),
    "administrator": (OFFICE, ["/van-hanh/"], 10),
}
"""Where everybody walks, what they must have seen, and how many pages at least; public pages are the visitor's."""
KINDS = {"text/html", "text/csv", "application/json"}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("who", WALKS)
def test_no_face_calls_a_score_of_ours_official(people: dict[str, Client], who: str, language: str):
    within, must_see, least = WALKS[who]
    wrong, kinds, seen = {}, Counter[str](), set()
    for address, answer in walk(people[who], each=2 if language == "vi" else 1, language=language, within=within):
        assert answer.status_code < 500, address
        if answer.status_code == 200:
            kinds[answer.headers.get("Content-Type", "").partition(";")[0]] += 1
            seen.add(address)
        if found := breaches(read(answer)):
            wrong[address] = found[:5]

    assert not wrong
    assert set(must_see) <= seen
    assert kinds["text/html"] >= least, kinds
    if who == "visitor":
        assert set(kinds) >= KINDS
    if who in ("visitor", "leader"):
        assert any("spreadsheetml" in one for one in kinds), kinds


def test_every_face_has_addresses_to_start_from():
    found = starts()

    for face in ("/so-lieu/", "/can-bo/", "/van-hanh/", "/api/v1/figures", "/api/v1/openapi.json", "/xep-hang/"):
        assert face in found


PART = next(part.title for part in edition(DTI).parts() if part.title and part.title in unconfirmed())
ROW = (
    f"<table><thead><tr><th>Chỉ số</th><th>{{head}}</th></tr></thead><tr><td>{PART}</td><td>{{cell}}</td></tr></table>"
)


@pytest.mark.parametrize(
    ("body", "is_clean"),
    [
        ("<p>Điểm chính thức: 812,50</p>", False),
        ("<p>Your province's official score is 0.81.</p>", False),
        ("<p>Xếp hạng <b>chính thức</b> của tỉnh: 12</p>", False),
        ('<meta name="description" content="Chỉ số chính thức 0,7"><p>x</p>', False),
        ("<p>Thời điểm chính thức vận hành: tháng 10-2022</p>", True),
        ("<p>Điểm chính thức do Cổng Dịch vụ công quốc gia tính; con số ở đây là tính trước.</p>", True),
        (ROW.format(head="Điểm", cell="7,5"), False),
        (ROW.format(head="Mức", cell="7,5 điểm"), False),
        (ROW.format(head="Mô phỏng: điểm", cell="7,5"), True),
        (ROW.format(head="Điểm", cell="–"), True),
        (f"<p>{PART}: đạt 7,5 trên 10 điểm</p>", False),
        (f"<p>Mô phỏng, {PART}: đạt 7,5 trên 10 điểm</p>", True),
        ("<p>Hồ sơ nộp trực tuyến: 7,5 điểm</p>", True),
    ],
)
def test_the_rule_on_a_page(body: str, is_clean: bool):
    assert (breaches(of_html(f"<html><body><main>{body}</main></body></html>")) == []) is is_clean


@pytest.mark.parametrize(
    ("rows", "is_clean"),
    [
        ([["Chỉ số", "Điểm"], [PART, "7.5"]], False),
        ([["Chỉ số", "Điểm mô phỏng"], [PART, "7.5"]], True),
        ([["Chỉ số", "Điểm chính thức"], ["Nhận thức số", "7.5"]], False),
        ([["Indicator", "Official score"], ["Awareness", "7.5"]], False),
    ],
)
def test_the_rule_in_a_file(rows: list[list[str]], is_clean: bool):
    assert (breaches(of_tables([rows])) == []) is is_clean


@pytest.mark.parametrize(("told", "is_clean"), [({"official": True}, False), ({"official": False}, True)])
def test_the_rule_in_an_answer_for_machines(told: dict[str, bool], is_clean: bool):
    assert (breaches(read(JsonResponse({"scores": [told]}))) == []) is is_clean
    label = HttpResponse(json.dumps({"label": "Official score"}), content_type="application/json")
    assert breaches(read(label))


def test_a_breach_planted_in_the_words_of_a_page_is_found(people: dict[str, Client], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scorecards, "total_words", lambda total: "Điểm chính thức: 81,5")
    start = [reverse("portal:six_shares")]

    found = {address for address, answer in walk(people["visitor"], each=1, start=start) if breaches(read(answer))}

    assert reverse("portal:index_766") in found


def test_a_breach_planted_in_a_file_is_found(people: dict[str, Client], monkeypatch: pytest.MonkeyPatch):
    def table(card: object) -> tuple[list[str], list[list[object]]]:
        return ["Mã", "Chỉ số", "Điểm"], [["1.1", PART, 7]]

    monkeypatch.setattr(scorecards, "table", table)
    start = [reverse("portal:index_766")]

    found = {address for address, answer in walk(people["visitor"], each=2, start=start) if breaches(read(answer))}

    assert {"csv", "xlsx"} <= {address.rpartition("=")[2] for address in found if "chi-so-766" in address}
