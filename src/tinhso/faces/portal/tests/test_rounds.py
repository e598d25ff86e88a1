# SPDX-License-Identifier: EUPL-1.2
"""A round of assessment for everybody: what is declared and accepted, by which unit; no name, no score."""

import hashlib
import json
import uuid

import pytest
from django.urls import reverse
from lxml import html
from tests.crawl.reading import read
from tests.crawl.rule import breaches

from tinhso.modules.onestop.tests.editing.office import signed
from tinhso.modules.scorecards import actions
from tinhso.modules.scorecards.declaring.types import Whose
from tinhso.modules.scorecards.tests import world as made


@pytest.fixture
def world(province):
    return made.build()


@pytest.fixture
def accepted(world):
    """A round in which the department of health declared one component, accepted, with a score of the ministry."""
    found = made.opened(world)
    one = made.accepted(world, made.declared(world, made.assigned(world, found, "1.1", to_doer=True)))
    told = actions.ScoreTold(Whose.APPRAISED, made.Decimal("0.7"), "12/BC-BTTTT", made.TODAY)
    actions.enter_score(one.case_id, told, viewer=world.keeper, now=made.NOW)
    return found


def page(client, found, **asked):
    return client.get(reverse("portal:round", args=[found.id]), asked)


def row(answer, code: str) -> list[str]:
    tree = html.fromstring(answer.content.decode())
    line = tree.xpath(f"//tr[th[starts-with(normalize-space(), '{code} ')]]")[0]
    return [" ".join(one.text_content().split()) for one in line.xpath("td")]


def test_what_is_declared_accepted_and_by_whom_stands_there_without_names(client, accepted, world):
    answer = page(client, accepted)

    text = answer.content.decode()
    cells = row(answer, "1.1")
    assert cells[0] == "Sở Y tế thử"
    assert cells[-3:] == ["76,43 %", "70,00 %", "–"]
    assert "Lê Thị" not in text
    assert "0 trên" not in text
    assert row(answer, "1.2")[0] == "–"


def test_no_score_is_printed_and_none_is_called_official(client, accepted):
    for form in ("", "csv", "xlsx", "jsonstat", "sdmx"):
        assert breaches(read(page(client, accepted, dang=form))) == []
    assert "mô phỏng" not in page(client, accepted).content.decode().lower()


def test_the_table_is_narrowed_without_marks_and_leaves_as_data(client, accepted):
    narrowed = page(client, accepted, q="so y te")
    data = json.loads(page(client, accepted, dang="jsonstat").content)

    assert row(narrowed, "1.1")[0] == "Sở Y tế thử"
    assert "98 trong 98" not in narrowed.content.decode()
    assert data["size"] == [1, 98, 4]
    assert 76.43 in data["value"]
    assert "geo" not in data["role"]
    assert "Không có chỉ số thành phần nào khớp" in page(client, accepted, q="khong co gi").content.decode()
    assert page(client, accepted, q="x" * 5000, nguon="<script>").status_code == 200


def test_the_list_leads_to_the_round_and_people_find_the_list(client, accepted):
    listed = client.get(reverse("portal:rounds")).content.decode()

    assert reverse("portal:round", args=[accepted.id]) in listed
    assert "1 trên 98 thành phần được chấp nhận" in listed
    assert reverse("portal:rounds") in client.get(reverse("portal:figures")).content.decode()


def test_without_a_round_the_page_says_so_and_an_unknown_one_is_not_there(client, world):
    assert "Chưa có kỳ đánh giá nào" in client.get(reverse("portal:rounds")).content.decode()
    assert client.get(reverse("portal:round", args=[uuid.uuid4()])).status_code == 404


def test_a_sealed_scorecard_is_fetched_and_checked_by_everybody(client, accepted, world):
    paper_id = uuid.uuid4()
    told = actions.CardTold(accepted.id, paper_id, made.TODAY, b"%PDF-1.7 x")
    actions.seal_scorecard(told, viewer=world.other_keeper, now=made.NOW, sign=signed)
    address = reverse("portal:round_sealed", args=[accepted.id, paper_id])

    shown = client.get(address).content.decode()
    file = client.get(reverse("portal:round_sealed_file", args=[accepted.id, paper_id]))

    assert address in page(client, accepted).content.decode()
    assert hashlib.sha256(file.content).hexdigest() in shown
    assert file.content == b"%PDF-1.7 x% signed\n"
    assert "Văn phòng" in shown
    assert client.get(reverse("portal:round_sealed", args=[accepted.id, uuid.uuid4()])).status_code == 404
    assert client.get(reverse("portal:round_sealed_file", args=[uuid.uuid4(), paper_id])).status_code == 404
