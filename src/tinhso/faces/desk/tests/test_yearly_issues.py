# SPDX-License-Identifier: EUPL-1.2
"""What is issued every year, at the desk: noted, shown to everybody, taken back, refused with a sentence."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.documents.tests.samples import pdf
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.tests import world
from tinhso.modules.plans.models import Plan
from tinhso.modules.scorecards.models import Issue

DUTY = "ke-hoach-cds"


def this_year() -> int:
    return timezone.localdate().year


def page(year: int | None = None, code: str = DUTY) -> str:
    return reverse("desk:yearly_issue", args=[year or this_year(), code])


def form(**more: object) -> dict[str, object]:
    today = timezone.localdate()
    day = {"issued_on-day": today.day, "issued_on-month": today.month, "issued_on-year": today.year}
    return {"act": "note", "issue": str(uuid.uuid4()), "number": "12/KH-UBND", **day} | more


@pytest.fixture
def keeper(people, sign_in):
    return sign_in(world.staff(registry.territory().root).leader)


def test_a_paper_is_noted_and_everybody_sees_it(keeper, client):
    assert keeper.get(page()).text.count('value="note"') == 1
    answer = keeper.post(page(), form())

    assert answer.status_code == 302
    assert "12/KH-UBND" in keeper.get(reverse("desk:yearly_issues")).text
    assert "12/KH-UBND" in client.get(reverse("portal:yearly_duties")).text
    assert "Bỏ ghi văn bản này" in keeper.get(page()).text


def test_a_note_is_taken_back_and_stays_in_the_history(keeper):
    keeper.post(page(), form())
    issue = Issue.objects.get()
    short = keeper.post(page(), {"act": "take_back", "issue": issue.id, "why": "nhầm"})
    done = keeper.post(page(), {"act": "take_back", "issue": issue.id, "why": "ghi nhầm văn bản khác"})

    assert (short.status_code, done.status_code) == (422, 302)
    assert "ít nhất 10 ký tự" in short.text
    again = keeper.get(page()).text
    assert "ghi nhầm văn bản khác" in again
    assert 'value="note"' in again


def test_a_file_is_kept_and_handed_out(keeper):
    file = SimpleUploadedFile("ke-hoach.pdf", pdf(), content_type="application/pdf")
    keeper.post(page(), form(file=file))
    issue = Issue.objects.get()

    answer = keeper.get(reverse("desk:yearly_issue_file", args=[issue.id]))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"


def plan_of(office, officer_id, **more: object) -> Plan:
    fields = {"kind": "plan", "title": "Kế hoạch năm", "search_key": "ke hoach nam", "number": "9/KH-UBND"}
    years = {"year_from": this_year(), "year_to": this_year(), "created_at": timezone.now()}
    state = {"state": "in_force", "issued_on": timezone.localdate(), "office": office, "keeper_id": officer_id}
    return Plan.objects.create(**(fields | years | state | more))


def test_an_issued_plan_ticks_the_line_with_its_own_number_and_day(keeper, client):
    root = registry.territory().root
    plan = plan_of(root, world.staff(root).leader.officer_id)
    empty = {"number": "", "issued_on-day": "", "issued_on-month": "", "issued_on-year": ""}

    answer = keeper.post(page(), form(**empty, plan=str(plan.id)))

    assert answer.status_code == 302
    issue = Issue.objects.get()
    assert (issue.number, issue.issued_on, issue.plan) == ("9/KH-UBND", plan.issued_on, plan.id)
    assert reverse("portal:plan", args=[plan.id]) in client.get(reverse("portal:yearly_duties")).text


def test_a_draft_is_no_plan_that_was_issued(keeper):
    root = registry.territory().root
    draft = plan_of(root, world.staff(root).leader.officer_id, state="draft", issued_on=None)

    answer = keeper.post(page(), form(number="", plan=str(draft.id)))

    assert answer.status_code == 422
    assert "Hãy ghi số, ký hiệu văn bản" in answer.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number": " "}, "Hãy ghi số, ký hiệu văn bản"),
        ({"issued_on-day": "31", "issued_on-month": "2"}, "Ngày này không có trong lịch"),
        ({"issued_on-year": "2019"}, "hơn một năm"),
        ({"issue": "x"}, "Trang đã cũ"),
        ({"issued_on-day": "", "issued_on-month": "", "issued_on-year": ""}, "Hãy nhập ngày"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(keeper, changed, said):
    answer = keeper.post(page(), form(number="77/KH-UBND") | changed)

    assert answer.status_code == 422
    assert said in answer.text
    assert Issue.objects.count() == 0
    if "number" not in changed:
        assert 'value="77/KH-UBND"' in answer.text


def test_a_second_paper_of_the_year_is_refused(keeper):
    keeper.post(page(), form())

    answer = keeper.post(page(), form(number="13/KH-UBND"))

    assert answer.status_code == 409
    assert "bỏ ghi trước khi ghi lại" in answer.text
    assert Issue.objects.count() == 1


def test_a_specialist_reads_and_cannot_note(people, sign_in):
    reader = sign_in(people.specialist)

    assert 'value="note"' not in reader.get(page()).text
    assert reader.post(page(), form()).status_code == 403
    assert Issue.objects.count() == 0


def test_a_year_or_a_duty_that_is_none_is_told(keeper):
    assert keeper.get(reverse("desk:yearly_issue", args=[99999, DUTY])).status_code == 404
    assert keeper.get(page(code="khong-co")).status_code == 422
    assert keeper.get(reverse("desk:yearly_issues"), {"nam": "x"}).status_code == 422
