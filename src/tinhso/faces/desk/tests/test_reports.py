# SPDX-License-Identifier: EUPL-1.2
"""Reports by templates: made without code, seen with real numbers, published, run, taken as Excel and signed PDF."""

import io
import uuid

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tinhso.kernel.documents.types import SignatureMark, SignatureRole, SignedPdf
from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.actions import reports as actions
from tinhso.modules.onestop.models import Report, ReportVersion
from tinhso.modules.onestop.tests import world

ID = uuid.UUID("0190a5b0-0000-7000-8000-0000000000bb")
GOOD = {
    "title": "Báo cáo quý theo cơ quan",
    "heading": "Tình hình giải quyết thủ tục hành chính",
    "rows": "don_vi",
    "columns": ["received", "ended_late", "on_time_share"],
    "period": "quarter",
    "seen": "0",
}
EDIT, SHOW = reverse("desk:report_edit", args=[ID]), reverse("desk:report", args=[ID])


@pytest.fixture
def controller(people):
    officer = world.officer_in(registry.territory().root, PostRole.CONTROLLER, "kiểm soát")
    return viewer_of_officer(officer, world.TODAY)


def publish(client, **change):
    return client.post(EDIT, GOOD | {"deed": "publish"} | change)


def test_a_template_is_made_previewed_and_published_without_code(controller, people, person, sign_in):
    world.completed(person, people)
    client = sign_in(controller)

    preview = client.post(EDIT, GOOD | {"deed": "preview"}).content.decode()
    assert "Tỷ lệ đúng hạn (%)" in preview
    assert not Report.objects.exists()

    assert publish(client).url == SHOW
    assert Act.objects.get(verb="report:template:published").data["version"] == 1
    head = sign_in(people.head)
    page = head.get(SHOW).content.decode()
    assert "Tình hình giải quyết thủ tục hành chính" in page
    assert "Quý" in page
    found = head.get(reverse("desk:reports"), {"q": "bao cao QUY"})
    assert "Báo cáo quý theo cơ quan" in found.content.decode()


@pytest.mark.parametrize(
    ("change", "box", "words"),
    [
        ({"title": "x"}, "title", "Tên mẫu"),
        ({"columns": []}, "columns", "ít nhất một cột"),
        ({"columns": ["received", "nothing"]}, "columns", "không có trong danh mục"),
        ({"rows": "sao"}, "rows", "mỗi dòng"),
        ({"field": "Không có lĩnh vực này"}, "field", "Không có lĩnh vực"),
        ({"channel": "chim bồ câu"}, "channel", "kênh nộp"),
    ],
)
def test_a_bad_template_is_refused_with_a_sentence(controller, sign_in, change, box, words):
    response = publish(sign_in(controller), **change)

    assert response.status_code == 422
    assert words in response.context["errors"][box]
    assert not ReportVersion.objects.exists()


def test_a_stale_tab_publishes_nothing_and_a_second_press_once(controller, sign_in):
    client = sign_in(controller)
    publish(client)
    publish(client)
    publish(client, title="Báo cáo quý, bản hai", seen="1")

    stale = publish(client, title="Báo cáo quý, bản cũ", seen="1")

    assert stale.status_code == 409
    assert "vừa được người khác" in stale.content.decode()
    assert list(ReportVersion.objects.values_list("number", flat=True)) == [1, 2]


def test_excel_and_signed_pdf(controller, sign_in, monkeypatch):
    def sign(pdf, *, key, role, reason, now):
        return SignedPdf(pdf, SignatureMark(SignatureRole(role), key.key, key.name, "1", "B-LT", now))

    monkeypatch.setattr(actions.sign_report, "__kwdefaults__", {"sign": sign})
    client = sign_in(controller)
    publish(client)

    sheet = load_workbook(io.BytesIO(client.get(SHOW, {"part": "1", "year": "2026", "tai": "excel"}).content)).active
    paper = client.post(f"{reverse('desk:report_sign', args=[ID])}?part=1&year=2026")

    assert [cell.value for cell in sheet[1]][1:] == ["Tổng tiếp nhận", "Đã xong, quá hạn", "Tỷ lệ đúng hạn (%)"]
    assert paper.content.startswith(b"%PDF")
    signed = Act.objects.get(verb="report:paper:signed").data
    assert (signed["version"], signed["since"]) == (1, "2026-01-01")


def test_the_period_to_sign_survives_being_asked_who_one_is(controller, sign_in):
    client = sign_in(controller)
    publish(client)

    page = client.get(SHOW, {"part": "1", "year": "2025"}).content.decode()

    assert f'action="{reverse("desk:report_sign", args=[ID])}?part=1&amp;year=2025"' in page


@pytest.mark.parametrize("part", ["5", "0", "x"])
def test_a_period_that_is_none_is_said(controller, sign_in, part):
    client = sign_in(controller)
    publish(client)

    response = client.get(SHOW, {"part": part, "year": "2026"})

    assert response.status_code == 422
    assert "Kỳ báo cáo không có" in response.content.decode()


def test_an_ended_template_is_offered_no_longer(controller, sign_in):
    client = sign_in(controller)
    publish(client)

    client.post(reverse("desk:report_end", args=[ID]))

    assert client.get(SHOW).url == reverse("desk:reports")
    assert "Chưa có mẫu báo cáo nào" in client.get(reverse("desk:reports")).content.decode()


def test_only_the_controller_of_the_province_makes_templates(people, sign_in):
    for viewer in (people.head, people.specialist):
        assert sign_in(viewer).get(EDIT).status_code == 403
