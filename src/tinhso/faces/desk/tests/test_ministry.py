# SPDX-License-Identifier: EUPL-1.2
"""The list of dossiers on a ministry's system: empty, filled, searched, without a way to change anything."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tinhso.kernel.exchange.types import Arrived
from tinhso.kernel.registry.queries import code_of
from tinhso.modules.onestop.actions.from_ministry import HANDLER
from tinhso.modules.onestop.models import MinistryDossier
from tinhso.modules.onestop.tests import world

PAGE = reverse("desk:ministry")
RECORD = {
    "MaHoSo": "DKDN-1",
    "HeThong": "Hệ thống đăng ký doanh nghiệp",
    "MaTTHC": "2.001610",
    "TenTTHC": "Đăng ký thành lập doanh nghiệp tư nhân",
    "TrangThaiHoSo": "9",
    "NgayTiepNhan": "20261030080000",
    "NgayHenTra": "20261101170000",
    "NgayKetThucXuLy": "20261102080000",
}


@pytest.fixture
def told(people):
    unit = code_of(people.unit.id, world.TODAY)
    body = json.dumps({"service": "DongBoHoSoMC", "madonvi": unit, "data": [RECORD]})
    message = Arrived(people.unit.id, "ministry", "1", "DKDN-1", 1, body, world.START)
    HANDLER.handle(message, HANDLER.prepare(message), world.START + timedelta(hours=1))


def test_before_anything_came_the_page_says_so(people, sign_in):
    assert "Chưa có hồ sơ nào từ hệ thống của bộ" in sign_in(people.head).get(PAGE).content.decode()


def test_a_late_one_is_shown_as_late_and_nothing_can_be_pressed(told, people, sign_in):
    text = sign_in(people.head).get(PAGE).content.decode()
    main = text[text.index("<main") : text.index("</main")]

    assert "DKDN-1" in main
    assert "quá hạn" in main
    assert re.findall(r'method="post"', main) == []


def test_words_are_found_without_diacritics(told, people, sign_in):
    client = sign_in(people.head)

    assert len(client.get(PAGE, {"q": "doanh nghiep"}).context["page"].object_list) == 1
    assert "không cần gõ dấu" in client.get(PAGE, {"q": "zzz"}).content.decode()


def test_the_address_of_a_dossier_leads_nowhere(told, people, sign_in):
    kept = MinistryDossier.objects.get()

    assert sign_in(people.head).get(reverse("desk:dossier", args=(kept.id,))).status_code == 404
