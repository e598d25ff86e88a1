# SPDX-License-Identifier: EUPL-1.2
"""The table of the ministry in the browser: chosen, looked at, written; a refusal loses nothing."""

import html as entities
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.modules.scorecards.models import Score
from tinhso.modules.scorecards.tests import world as made

TABLE = "Mã;Thẩm định (%);Công nhận (%)\r\n1.1;80;75\r\n1.2;1.250;\r\n"


@pytest.fixture
def world(people):
    return made.build()


@pytest.fixture
def opened(world):
    return made.opened(world)


@pytest.fixture
def keeper(world, sign_in):
    return sign_in(world.keeper)


def send(browser, opened, data: bytes, name: str = "bang.csv"):
    address = reverse("desk:assessment_table", args=[opened.id])
    return browser.post(address, {"act": "read", "table": SimpleUploadedFile(name, data)})


def kept(answer) -> str:
    found = re.search(r'name="read" value="([^"]*)"', answer.content.decode())
    assert found is not None
    return entities.unescape(found[1])


def write(browser, opened, read: str, **more: object):
    day = timezone.localdate()
    sent = {"act": "take", "read": read, "paper": "2154/QĐ-BTTTT", "paper_on-day": day.day, "paper_on-month": day.month}
    return browser.post(reverse("desk:assessment_table", args=[opened.id]), sent | {"paper_on-year": day.year} | more)


def test_a_table_is_looked_at_before_it_is_written(keeper, opened):
    page = send(keeper, opened, TABLE.encode())

    text = page.content.decode()
    assert page.status_code == 200
    assert Score.objects.count() == 0
    assert "dòng 3, 1.2" in text
    assert "dấu chấm ngăn hàng nghìn" in text
    assert "Ghi 2 điểm đọc đủ" in text
    answer = write(keeper, opened, kept(page))
    assert answer.status_code == 302
    assert Score.objects.count() == 2
    assert "75,00 %" in keeper.get(reverse("desk:assessment", args=[opened.id])).content.decode()


def test_a_box_left_empty_keeps_what_was_read(keeper, opened):
    read = kept(send(keeper, opened, TABLE.encode()))

    lacking = write(keeper, opened, read, paper="")
    no_day = write(keeper, opened, read, **{"paper_on-day": ""})

    assert lacking.status_code == 422
    assert "số, ký hiệu văn bản" in lacking.content.decode()
    assert kept(lacking)
    assert no_day.status_code == 422
    assert kept(no_day)
    assert Score.objects.count() == 0


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"PK\x03\x04rubbish", "Mã;Điểm".encode("utf-16"), b"a;b\n1;2"])
def test_what_is_no_table_gets_a_sentence(keeper, opened, data):
    answer = send(keeper, opened, data)

    assert answer.status_code == 422
    assert "Chưa nhập được" in answer.content.decode()


def test_a_bent_or_missing_form_is_refused(keeper, opened, world, sign_in):
    address = reverse("desk:assessment_table", args=[opened.id])

    assert keeper.post(address, {"act": "read"}).status_code == 422
    assert write(keeper, opened, "bent").status_code == 422
    assert sign_in(world.health_head).get(address).status_code == 403
    assert sign_in(world.health_doer).get(address).status_code == 403


def test_a_changed_score_asks_why(keeper, opened):
    write(keeper, opened, kept(send(keeper, opened, TABLE.encode())))
    page = send(keeper, opened, TABLE.replace("80", "70").encode())

    assert "sẽ thay" in page.content.decode()
    assert write(keeper, opened, kept(page)).status_code == 422
    assert write(keeper, opened, kept(page), why="Bộ đã thẩm định lại").status_code == 302
