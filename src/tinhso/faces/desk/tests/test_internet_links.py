# SPDX-License-Identifier: EUPL-1.2
"""Internet links at the desk: their sensors, and what is planned for encrypted traffic."""

import uuid
from io import BytesIO

from django.urls import reverse
from openpyxl import load_workbook

from tinhso.faces.desk.tests.registering import source
from tinhso.modules.security.models import (
    InternetLink,
)


def test_a_link_is_registered_and_gets_a_sensor(head, people):
    where, key, fed = reverse("desk:internet_links"), uuid.uuid4(), source(people, "suricata-1")
    fields = {"link_id": str(key), "label": "Cáp 1", "unit": str(people.unit.id), "networks": "203.0.113.0/24"}
    bad = head.post(where, fields | {"networks": "mạng nhà"})
    assert bad.status_code == 422
    assert "Cáp 1" in bad.text
    head.post(where, fields)
    page = reverse("desk:internet_link", args=[key])
    assert "Không có cảm biến" in head.get(where).text
    assert head.post(page, {"act": "place", "source": ""}).status_code == 422
    head.post(page, {"act": "place", "source": str(fed.id)})
    assert "suricata-1" in head.get(page).text
    sensor = head.get(page).context["row"].sensors[0]
    head.post(page, {"act": "remove", "sensor": str(sensor.id)})
    head.post(page, {"act": "remove", "sensor": "nhầm"})
    head.post(page, {"act": "withdraw"})
    assert InternetLink.objects.get().withdrawn_at is not None
    assert head.get(page).status_code == 200


def test_soc_06_whether_encrypted_traffic_is_seen_is_told_per_link(head, people):
    """SOC-06: the plan for HTTPS traffic of each link is documented; a link without one is named (Thông tư 31/2017)."""
    where, unit = reverse("desk:internet_links"), str(people.unit.id)
    plan = "Giải mã ở thiết bị cân bằng tải."
    for label, said in (("Cáp 1", plan), ("Cáp 2", "")):
        head.post(where, {"link_id": str(uuid.uuid4()), "label": label, "unit": unit, "https_plan": said})

    rows = list(load_workbook(BytesIO(head.get(where, {"dang": "xlsx"}).content)).active.values)
    assert {row[0]: row[5] for row in rows[1:]} == {"Cáp 1": plan, "Cáp 2": None}
    assert "Chưa nêu" in head.get(where).text
    assert plan in head.get(reverse("desk:internet_link", args=[InternetLink.objects.get(label="Cáp 1").id])).text
