# SPDX-License-Identifier: EUPL-1.2
"""Levels at the desk: the dossier to its decision, requirements, duties, layers, money, counters, bands."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.desk.tests.registering import registered
from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.errors import SigningUnavailable
from tinhso.kernel.events import proofs
from tinhso.modules.security import actions
from tinhso.modules.security.models import (
    DutyRecord,
    InformationSystem,
    LayerEvidence,
    LevelDossier,
    RegisterSnapshot,
    RequirementAnswer,
    SecuritySpending,
)


@pytest.fixture
def dossier(people):
    made = registered(people)
    said = {"kind": "internal", "information": "private", "defence": "no"}
    part = actions.PartTold(made.id, "", said, timezone.localdate())
    actions.determine_level(uuid.uuid4(), part, viewer=people.head, now=timezone.now())
    return made


def version() -> str:
    return str(Case.objects.get(kind="level_dossier").version)


def test_a_dossier_goes_from_its_texts_to_the_decision(head, people, sign_in, dossier, monkeypatch):
    leader = sign_in(people.leader)
    head.post(
        reverse("desk:system", args=[dossier.id]),
        {"act": "draft", "variant": "running", "dossier_id": str(uuid.uuid4())},
    )
    made = LevelDossier.objects.get()
    page = reverse("desk:level_dossier", args=[made.case_id])
    assert "Còn thiếu: 10" in head.get(page).text
    refused = head.post(page, {"act": "submit", "version": version()})
    assert refused.status_code == 422
    assert "Còn thiếu" in refused.text

    content = reverse("desk:level_content", args=[made.case_id])
    boxes = [key for _part, rows in head.get(content).context["boxes"] for key, _words in rows]
    assert head.post(content, {"version": "9", "overview": "Giữ lại"}).status_code == 409
    head.post(content, {key: "Đã làm." for key in boxes} | {"version": "1"})
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " \
          b"3 0 obj<</Type/Page/MediaBox[0 0 9 9]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # fmt: skip
    assert head.post(page, {"act": "file", "part": "2"}).status_code == 422
    assert head.post(page, {"act": "file", "part": "2", "file": SimpleUploadedFile("a.exe", b"MZ")}).status_code == 422
    head.post(page, {"act": "file", "part": "2", "file": SimpleUploadedFile("tk.pdf", pdf)})
    kept = head.get(page).context["parts"][1][2][0]
    assert head.get(reverse("desk:level_file", args=[made.case_id, kept.document_id])).content.startswith(b"%PDF")
    assert head.get(reverse("desk:level_file", args=[made.case_id, uuid.uuid4()])).status_code == 404

    for deed, fields in (
        ("submit", {}), ("accept", {}), ("send_back", {"back_text": "Thiếu sơ đồ"}), ("submit", {}), ("accept", {}),
        ("appraise", {"text": "Đạt."}),
    ):  # fmt: skip
        assert head.post(page, {"act": deed, "version": version(), **fields}).status_code == 302, deed
    assert "Thiếu sơ đồ" in head.get(page).text
    assert leader.post(page, {"act": "approve", "version": version(), "number": ""}).status_code == 422
    leader.post(page, {"act": "approve", "version": version(), "number": "9/QĐ-UBND"})
    assert InformationSystem.objects.get().level == 2
    assert "9/QĐ-UBND" in head.get(page).text

    for form_ in ("dossier", "decision"):
        assert head.get(reverse("desk:level_preview", args=[made.case_id, form_])).content.startswith(b"%PDF")
    assert head.get(reverse("desk:level_preview", args=[made.case_id, "x"])).status_code == 404
    where = reverse("desk:level_sign", args=[made.case_id, "decision"])
    assert leader.get(where).status_code == 302
    assert "niêm phong" in leader.post(where).text
    monkeypatch.setattr(proofs, "proof_of", lambda seq: seq)
    monkeypatch.setattr(proofs, "encode", lambda proof: "TS1.x")

    def out(*_said: object, **_more: object) -> None:
        raise SigningUnavailable("Dịch vụ ký số đang bận. Hãy thử lại.")

    monkeypatch.setitem(actions.sign_level_paper.__kwdefaults__, "sign", out)
    assert leader.post(where).status_code == 503
    listed = head.get(reverse("desk:level_dossiers"))
    assert "Cấp độ có hiệu lực" in listed.text
    assert head.get(reverse("desk:level_dossiers"), {"dang": "csv", "tt": "in_force"}).content.count(b"\n") == 2


def test_a_requirement_is_answered(head, people, dossier):
    where = reverse("desk:system_requirement", args=[dossier.id, "1-policy"])
    today = timezone.localdate()
    fields = {"answer": "met", "evidence": "QĐ 1", "assessor": "Tổ", "assessed_on-day": today.day,
              "assessed_on-month": today.month, "assessed_on-year": today.year}  # fmt: skip
    assert head.get(where).status_code == 200
    assert head.post(where, fields | {"answer": "partly"}).status_code == 422
    head.post(where, fields)
    assert RequirementAnswer.objects.get().answer == "met"
    page = head.get(reverse("desk:system_checklist", args=[dossier.id]))
    assert "Còn mở 19 trên 20" in page.text
    assert head.get(reverse("desk:system_checklist", args=[dossier.id]), {"dang": "xlsx"}).status_code == 200
    assert head.get(reverse("desk:system_requirement", args=[dossier.id, "9-policy"])).status_code == 404


def test_duties_layers_and_evidence_are_written_down(head, people, dossier):
    today = timezone.localdate()
    on = {"done_on-day": today.day, "done_on-month": today.month, "done_on-year": today.year}
    where = reverse("desk:security_due")
    fields = {"record_id": str(uuid.uuid4()), "duty": "assessment", "system": str(dossier.id), "paper": "BC 7",
              "assessor": "Công ty Đánh giá", "assessor_kind": "licensed", **on}  # fmt: skip
    wrong = head.post(where, fields | {"findings": "vài"})
    assert wrong.status_code == 422
    assert "Công ty Đánh giá" in wrong.text
    assert head.post(where, fields | {"system": "", "unit": ""}).status_code == 422
    assert head.post(where, fields).status_code == 302
    assert DutyRecord.objects.get().paper == "BC 7"
    assert "BC 7" in head.get(where).text
    assert head.get(where, {"dang": "xlsx"}).status_code == 200

    page = reverse("desk:system_layers", args=[dossier.id])
    piece = {"evidence_id": str(uuid.uuid4()), "kind": "contract", "paper": "HĐ 5", "organisation": "Công ty Giám sát",
             "on-day": today.day, "on-month": today.month, "on-year": today.year}  # fmt: skip
    assert head.post(page, piece | {"kind": ""}).status_code == 422
    head.post(page, piece)
    assert "HĐ 5" in head.get(page).text
    table = head.get(reverse("desk:security_layers"))
    assert "chưa có quyết định còn hiệu lực" in table.text
    assert "Chưa biết" in table.text
    head.post(page, {"act": "withdraw", "evidence": str(LayerEvidence.objects.get().id)})
    assert LayerEvidence.objects.get().withdrawn_at is not None
    assert head.get(reverse("desk:security_layers"), {"dang": "csv"}).status_code == 200


def test_only_an_operator_tells_the_money_of_the_province_and_freezes_the_register(head, operator, people):
    registered(people)
    where = reverse("desk:security_money")
    fields = {"spending_id": str(uuid.uuid4()), "year": "2026", "variant": "it_budget", "scope": "year",
              "stage": "planned", "numerator_vnd": "12.000.000", "denominator_vnd": "100.000.000",
              "basis": "Dự toán"}  # fmt: skip
    assert head.post(where, fields).status_code == 403
    assert head.post(reverse("desk:security_counters")).status_code == 403
    assert not SecuritySpending.objects.exists()

    wrong = operator.post(where, fields | {"scope": "project"})
    assert wrong.status_code == 422
    assert "12.000.000" in wrong.text
    assert operator.post(where, fields | {"numerator_vnd": "mười"}).status_code == 422
    operator.post(where, fields)
    shown = operator.get(where, {"nam": "2026"}).text
    for words in ("12.000.000", "100.000.000", "12,00", "đạt", "Chưa ghi số của năm này"):
        assert words in shown
    operator.post(reverse("desk:security_counters"))
    operator.post(reverse("desk:security_counters"))
    assert len(RegisterSnapshot.objects.get().rows) == 1
    assert "0 / 1 (0,0 %)" in operator.get(reverse("desk:security_counters")).text


def test_the_bands_show_no_number_of_ours(head, people):
    text = head.get(reverse("desk:security_bands")).text

    assert "không tính con số và không dự báo" in text
    assert "chưa biết" in text
