# SPDX-License-Identifier: EUPL-1.2
"""Plans of the year: filed by the operator as an act, listed with what is lacking, named in the yearly report."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.events.models import Act
from tinhso.modules.onestop.models import ServicePlan
from tinhso.modules.onestop.quality_paper import rows_of
from tinhso.modules.onestop.queries.quality import quality_of
from tinhso.modules.onestop.tests import world

PAGE = reverse("ops:plans")
NOW = timezone.now()


def filled(**change):
    upload = SimpleUploadedFile("ke-hoach.pdf", world.PDF, "application/pdf")
    return {"year": str(NOW.year), "kind": "nang_cap", "tep": upload} | change


def test_a_plan_is_filed_read_and_reported(at, tmp_path: Path):
    assert at["operator"].get(PAGE).text.count("Còn thiếu") == 2

    assert at["operator"].post(PAGE, filled()).status_code == 302

    made, act = ServicePlan.objects.get(), Act.objects.get(verb="service_plan:filed")
    assert (act.data["kind"], act.rule, act.evidence) == (
        "nang_cap",
        "224/2026/NĐ-CP, Điều 21",
        [str(made.document_id)],
    )
    page = at["auditor"].get(PAGE)
    assert page.text.count("Còn thiếu") == 1
    assert "Nộp một kế hoạch" not in page.text
    taken = at["auditor"].get(reverse("ops:plan_file", args=[made.id]))
    assert taken.content == world.PDF
    lines = {line[0]: line[1] for line in rows_of(quality_of(NOW.year, var=tmp_path, now=NOW))}
    assert lines["Kế hoạch nâng cấp trong năm"].startswith("nộp ")
    assert lines["Kế hoạch duy trì dịch vụ khi bị tấn công"] == "chưa có"


def test_an_earlier_version_stays_and_the_newest_counts(at):
    for _ in range(2):
        at["operator"].post(PAGE, filled())

    assert at["operator"].get(PAGE).text.count("/van-hanh/ke-hoach/") >= 2
    assert ServicePlan.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"year": "hai"}, "bốn chữ số"),
        ({"year": "1999"}, "Kế hoạch là của một năm"),
        ({"kind": "khac"}, "chọn loại kế hoạch"),
        ({"tep": ""}, "chọn tệp kế hoạch"),
        ({"tep": SimpleUploadedFile("x.pdf", b"MZ\x90", "application/pdf")}, ""),
    ],
    ids=["letters", "long ago", "kind", "no file", "no document"],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(at, change, sentence):
    answer = at["operator"].post(PAGE, filled(**change))

    assert answer.status_code in {415, 422}
    assert sentence in answer.text
    assert "govuk-error-summary" in answer.text
    assert not ServicePlan.objects.exists()


def test_others_read_and_file_nothing(at):
    assert at["auditor"].post(PAGE, filled()).status_code == 403
    assert at["specialist"].get(PAGE).status_code == 403
    assert not ServicePlan.objects.exists()
