# SPDX-License-Identifier: EUPL-1.2
"""Each step as a form: it goes through, a stale page is 409, a refusal comes back with what was typed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.casework.models import Case
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Consultation, Dossier, SupplementRequest
from tinhso.modules.onestop.queries import catalogue
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START
from tinhso.modules.onestop.types import ReturnMethod

REASON = "Giấy tờ nộp kèm không đọc được, đề nghị nộp bản rõ."
GROUND = {"ground": "thieu_thanh_phan", "reason": REASON}
REFUSAL = {"ground": "khong_du_dieu_kien", "reason": REASON}
DUTY = {
    "notice": "1234/TB-CCT",
    "amount": "1.250.000",
    "legal_ground": "Luật Đất đai 31/2024/QH15",
    "pay_by-day": "31",
    "pay_by-month": "12",
    "pay_by-year": "2099",
}
BODY = "Xác nhận tình trạng hôn nhân của bà Nguyễn Thị Bưởi: chưa đăng ký kết hôn với ai."


def step_of(dossier, name):
    return reverse("desk:step", args=[dossier.case_id, name])


def state_of(dossier):
    return Case.objects.get(id=dossier.case_id).state


def version_of(dossier):
    return Case.objects.get(id=dossier.case_id).version


def reached(state, person, people):
    if state == "submitted":
        return world.submitted(person)
    if state == "assigned":
        dossier = world.received(person, people)
        return actions.assign(
            dossier.case_id, holder_id=people.specialist.officer_id, viewer=people.head, now=START + timedelta(hours=1)
        )
    if state == "supplement_received":
        return supplemented(person, people)
    if state == "verifying":
        dossier = world.processing(person, people)
        actions.verify(
            dossier.case_id, matter="Kiểm tra nơi cư trú.", viewer=people.specialist, now=START + timedelta(hours=3)
        )
        return dossier
    if state in ("finance_wait", "finance_paid"):
        return charged(person, people, paid=state == "finance_paid")
    if state == "returned":
        dossier = world.completed(person, people)
        return actions.return_result(
            dossier.case_id,
            method=ReturnMethod.COUNTER,
            viewer=people.reception,
            receiver_checked=True,
            now=START + timedelta(hours=5),
        )
    if state == "rejected_draft":
        dossier = world.processing(person, people)
        return actions.propose_refusal(
            dossier.case_id, viewer=people.specialist, now=START + timedelta(hours=3), **REFUSAL
        )
    if state == "withdraw_requested":
        dossier = world.received(person, people)
        return actions.request_withdrawal(dossier.case_id, viewer=world.viewer(person), now=START + timedelta(hours=1))
    return getattr(world, state)(person, people)


def charged(person, people, *, paid):
    dossier = world.processing(person, people)
    notice = actions.Notice("12/TB", 900_000, "Luật Đất đai 31/2024/QH15", (START + timedelta(days=60)).date())
    actions.request_duty(dossier.case_id, notice=notice, viewer=people.specialist, now=START + timedelta(hours=3))
    if paid:
        actions.settle_duty(dossier.case_id, receipt="C1-02", viewer=people.reception, now=START + timedelta(hours=4))
    return dossier


def supplemented(person, people):
    dossier = world.processing(person, people)
    actions.request_supplement(
        dossier.case_id, viewer=people.specialist, items=["Giấy khai sinh"], now=START + timedelta(hours=3), **GROUND
    )
    return actions.supply(dossier.case_id, viewer=world.viewer(person), documents={}, now=START + timedelta(hours=4))


STEPS = [
    ("submitted", "reception", "receive", {}, "received"),
    ("submitted", "reception", "request_intake_supplement", {**GROUND, "items": "Giấy khai sinh"}, "intake_supplement"),
    ("submitted", "reception", "refuse_intake", REFUSAL, "intake_refused"),
    ("assigned", "specialist", "start", {}, "processing"),
    ("processing", "specialist", "request_supplement", {**GROUND, "items": "Tờ khai"}, "supplement_requested"),
    ("supplement_received", "specialist", "accept_supplement", {}, "processing"),
    ("processing", "specialist", "verify", {"matter": "Kiểm tra nơi cư trú."}, "verifying"),
    (
        "verifying",
        "specialist",
        "close_verification",
        {"record": "Đã gặp tổ trưởng tổ dân phố.", "confirmed": "yes"},
        "processing",
    ),
    ("processing", "specialist", "request_duty", DUTY, "finance_wait"),
    ("finance_wait", "reception", "settle_duty", {"receipt": "C1-02/NS"}, "finance_paid"),
    ("finance_paid", "specialist", "check_duty", {}, "processing"),
    ("returned", "reception", "archive", {}, "archived"),
    ("processing", "specialist", "propose_result", {"body": BODY}, "awaiting_signature"),
    ("processing", "specialist", "propose_refusal", REFUSAL, "rejected_draft"),
    ("awaiting_signature", "leader", "send_back", {"reason": "Sửa lại tên người được cấp."}, "processing"),
    ("rejected_draft", "leader", "sign_refusal", {}, "refused"),
    ("withdraw_requested", "reception", "stop", {"reason": "Người nộp đã ký đơn rút hồ sơ."}, "stopped"),
    ("completed", "reception", "return_result", {"method": "tai_quay", "receiver_checked": "yes"}, "returned"),
]


@pytest.mark.parametrize(("before", "role", "name", "typed", "after"), STEPS)
def test_a_step_goes_through_its_form(people, person, sign_in, before, role, name, typed, after):
    dossier = reached(before, person, people)
    client = sign_in(getattr(people, role))

    page = client.get(step_of(dossier, name))
    done = client.post(step_of(dossier, name), {**typed, "version": version_of(dossier)})

    assert page.status_code == 200
    assert done.status_code == 302, done.content.decode()
    assert done.url == reverse("desk:dossier", args=[dossier.case_id])
    assert state_of(dossier) == after


@pytest.mark.parametrize(("before", "role", "name", "typed", "after"), STEPS)
def test_a_stale_page_is_a_conflict_and_keeps_what_was_typed(people, person, sign_in, before, role, name, typed, after):
    dossier = reached(before, person, people)
    state = state_of(dossier)

    response = sign_in(getattr(people, role)).post(step_of(dossier, name), {**typed, "version": 1000})

    html = response.content.decode()
    assert response.status_code == 409
    assert "vừa được người khác xử lý" in html
    assert typed.get("reason", "") in html
    assert state_of(dossier) == state


@pytest.mark.parametrize(
    ("before", "role", "name", "typed", "sentence"),
    [
        ("submitted", "reception", "refuse_intake", {"reason": REASON}, "chọn một lý do trong danh mục"),
        ("submitted", "reception", "request_intake_supplement", {**GROUND, "items": ""}, "liệt kê từng giấy tờ"),
        ("received", "head", "assign", {}, "chọn một cán bộ"),
        ("processing", "specialist", "propose_result", {"body": "ngắn"}, "quá ngắn"),
        ("processing", "specialist", "consult", {"question": "?"}, "chọn cơ quan"),
        ("completed", "reception", "return_result", {"method": "tai_quay"}, "kiểm tra giấy tờ của người nhận"),
        ("verifying", "specialist", "close_verification", {"record": REASON}, "chọn kết quả xác minh"),
        ("processing", "specialist", "request_duty", {**DUTY, "amount": "một triệu"}, "Không đọc được số tiền"),
        ("processing", "specialist", "request_duty", {**DUTY, "pay_by-year": "2020"}, "Hạn nộp đã qua"),
        ("finance_wait", "reception", "settle_duty", {"receipt": "?"}, "số chứng từ"),
        ("completed", "reception", "return_result", {}, "chọn cách trả kết quả"),
    ],
)
def test_a_refusal_comes_back_on_the_same_page(people, person, sign_in, before, role, name, typed, sentence):
    dossier = reached(before, person, people)

    response = sign_in(getattr(people, role)).post(step_of(dossier, name), {**typed, "version": version_of(dossier)})

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "data-error-summary" in html
    assert all(words in html for words in typed.values())


def test_a_second_supplement_is_refused_with_the_law(people, person, sign_in):
    dossier = supplemented(person, people)
    client = sign_in(people.specialist)
    client.post(step_of(dossier, "accept_supplement"), {"version": version_of(dossier)})

    again = client.post(
        step_of(dossier, "request_supplement"), {**GROUND, "items": "Tờ khai", "version": version_of(dossier)}
    )

    assert again.status_code == 422
    assert "61/2018/NĐ-CP" in again.content.decode()
    assert SupplementRequest.objects.filter(dossier=dossier).count() == 1


def test_the_head_assigns_among_officers_with_their_load(people, person, sign_in):
    dossier = world.received(person, people)
    client = sign_in(people.head)

    page = client.get(step_of(dossier, "assign")).content.decode()
    client.post(
        step_of(dossier, "assign"), {"holder": str(people.colleague.officer_id), "version": version_of(dossier)}
    )

    assert "Đang giữ 0 việc" in page
    assert Case.objects.get(id=dossier.case_id).holder_id == people.colleague.officer_id


def test_another_agency_is_asked_and_answers(people, person, sign_in):
    dossier = world.processing(person, people)
    asked = world.staff(world.unit_of(world.OTHER_COMMUNE))
    day = timezone.localdate() + timedelta(days=9)
    typed = {"unit": str(asked.unit.id), "question": "Đề nghị xác minh nơi cư trú.", "version": version_of(dossier)}
    typed |= {"answer_by-day": day.day, "answer_by-month": day.month, "answer_by-year": day.year}

    sent = sign_in(people.specialist).post(step_of(dossier, "consult"), typed)
    child = Consultation.objects.get(dossier=dossier)
    address = reverse("desk:consultation", args=[child.case_id])
    client = sign_in(asked.specialist)
    empty = client.post(address, {"answer": "Đã xác minh, đúng nơi cư trú."})
    done = client.post(address, {"agrees": "yes", "answer": "Đã xác minh, đúng nơi cư trú."})

    assert sent.status_code == 302, sent.content.decode()
    assert empty.status_code == 422
    assert done.status_code == 302
    assert state_of(dossier) == "processing"
    assert Consultation.objects.get(dossier=dossier).agrees is True


def test_units_are_found_without_diacritics(people, person, sign_in):
    dossier = world.processing(person, people)

    page = sign_in(people.specialist).get(reverse("desk:unit_options", args=[dossier.case_id]), {"tim": "son dong"})

    assert "Sơn Đông" in page.content.decode()
    assert page.content.decode().count("<option") < 5


def test_the_leader_apologises_once(people, person, sign_in):
    dossier = world.processing(person, people)
    day = timezone.localdate() + timedelta(days=60)
    typed = {"reason": REASON, "until-day": day.day, "until-month": day.month, "until-year": day.year}
    client = sign_in(people.leader)

    first = client.post(step_of(dossier, "apologise"), typed)
    second = client.post(step_of(dossier, "apologise"), typed)

    assert first.status_code == 302, first.content.decode()
    assert second.status_code == 422
    assert "một lần" in second.content.decode()


def test_a_draft_is_handed_out_to_be_looked_at_and_nothing_is_kept(people, person, sign_in):
    dossier = world.processing(person, people)

    response = sign_in(people.specialist).post(reverse("desk:preview", args=[dossier.case_id]), {"body": BODY})

    assert response.content.startswith(b"%PDF")
    assert state_of(dossier) == "processing"
    assert Dossier.objects.get(case_id=dossier.case_id).result_id is None


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("specialist", "receive", 403),
        ("leader", "receive", 403),
        ("reception", "assign", 403),
        ("reception", "khong_co_buoc_nay", 404),
    ],
)
def test_a_step_of_someone_else_has_no_form(people, person, sign_in, role, name, status):
    dossier = world.submitted(person)
    client = sign_in(getattr(people, role))

    assert client.get(step_of(dossier, name)).status_code == status


def test_a_step_of_someone_else_is_refused_when_posted(people, person, sign_in):
    dossier = world.submitted(person)

    response = sign_in(people.leader).post(step_of(dossier, "receive"), {"version": version_of(dossier)})

    assert response.status_code == 403
    assert state_of(dossier) == "submitted"


def test_where_a_record_names_several_results_the_drafter_says_which(people, person, sign_in, monkeypatch):
    kinds = ["Thông báo nội dung cần sửa đổi, bổ sung", "Giấy chứng nhận"]
    monkeypatch.setattr(catalogue, "_FROZEN", {})
    world.name_results(world.MARRIAGE_STATUS, *kinds)
    dossier = reached("processing", person, people)
    client, address = sign_in(people.specialist), step_of(dossier, "propose_result")

    unsaid = client.post(address, {"body": BODY, "version": version_of(dossier)})
    assert unsaid.status_code == 422
    html = unsaid.content.decode()
    assert html.count("Hãy chọn loại kết quả đang trình ký.") == 2  # in the summary and beside the choice
    assert BODY in html

    preview = client.post(reverse("desk:preview", args=[dossier.case_id]), {"body": BODY, "result": kinds[1]})
    assert kinds[1].upper() in world.words_of(preview.content)
    assert client.post(address, {"body": BODY, "result": kinds[1], "version": version_of(dossier)}).status_code == 302
    actions.send_back(dossier.case_id, reason=REASON, viewer=people.leader, now=timezone.now())
    assert f'value="{kinds[1]}" checked' in client.get(address).content.decode()
