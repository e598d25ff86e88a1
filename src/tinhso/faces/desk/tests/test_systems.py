# SPDX-License-Identifier: EUPL-1.2
"""Systems, machines, links, levels at the desk: every page opens, forms lose nothing, the unit sees its own only."""

import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.errors import SigningUnavailable
from tinhso.kernel.events import proofs
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.security import actions
from tinhso.modules.security.models import (
    DutyRecord,
    InformationSystem,
    InternetLink,
    LayerEvidence,
    LevelDossier,
    Machine,
    PartDetermination,
    RegisterSnapshot,
    RequirementAnswer,
    SecuritySpending,
    Source,
    UserCount,
)
from tinhso.modules.security.types import (
    InformationKind,
    MachineKind,
    MachineTold,
    SourceKind,
    SourceTold,
    SystemKind,
    SystemTold,
)

LIST = reverse("desk:systems")


@pytest.fixture
def head(people, sign_in):
    return sign_in(people.head)


@pytest.fixture
def operator(people, sign_in):
    officer = world.officer_in(people.unit, PostRole.OPERATOR, "operator")
    return sign_in(viewer_of_officer(officer, world.TODAY))


def registered(people, name: str = "Cổng thử", viewer=None, **changed) -> InformationSystem:
    unit = people.unit.id
    fields = {"owner_id": unit, "focal_id": unit, "security_unit_id": unit, "name": name,
              "kind": SystemKind.CITIZENS, "information": (InformationKind.PERSONAL,)} | changed  # fmt: skip
    return actions.register_system(uuid.uuid4(), SystemTold(**fields), viewer=viewer or people.head, now=timezone.now())


def source(people, host: str = "tuong-lua") -> Source:
    told = SourceTold(people.unit.id, host, SourceKind.NETWORK, 600)
    return actions.register_source(uuid.uuid4(), told, viewer=people.head, now=timezone.now())[0]


def form(people, **changed: object) -> dict[str, object]:
    unit = str(people.unit.id)
    fields = {"name": "Cổng thử", "kind": "citizens", "information": ["personal", "public"], "owner": unit,
              "focal": unit, "security_unit": unit, "components": "web\nkho", "since-day": "1", "since-month": "2",
              "since-year": "2024"}  # fmt: skip
    return fields | changed


PAGES = ["systems", "security_inputs", "machines", "machines_take_in", "machines_sample", "machine_coverage",
         "internet_links", "level_dossiers", "security_due", "security_layers", "security_money", "security_counters",
         "security_bands"]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_empty_and_filled(head, people, name):
    assert head.get(reverse(f"desk:{name}")).status_code == 200
    made = registered(people)
    actions.determine_level(
        uuid.uuid4(),
        actions.PartTold(made.id, "", {"kind": "internal", "information": "private", "defence": "no"},
                         timezone.localdate()),
        viewer=people.head, now=timezone.now(),
    )  # fmt: skip
    told = MachineTold(people.unit.id, "may-1", MachineKind.SERVER, ("10.0.0.1",), made.id)
    actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())

    assert head.get(reverse(f"desk:{name}")).status_code == 200


def test_the_tabs_lead_from_the_sources_to_the_systems(head):
    assert f'href="{LIST}"' in head.get(reverse("desk:event_sources")).text


def test_a_system_is_registered_found_exported_changed_and_withdrawn(head, people):
    key = uuid.uuid4()
    where = reverse("desk:system_new", args=[key])
    assert head.get(where).status_code == 200
    assert head.post(where, form(people)).url == reverse("desk:system", args=[key])
    page = reverse("desk:system", args=[key])

    assert "Cổng thử" in head.get(LIST, {"q": "cong THU"}).text
    assert "Không có hệ thống nào khớp" in head.get(LIST, {"q": "khác"}).text
    rows = list(load_workbook(BytesIO(head.get(LIST, {"dang": "xlsx"}).content)).active.values)
    assert rows[1][0] == "Cổng thử"
    head.post(reverse("desk:system_change", args=[key]), form(people, name="Cổng mới"))
    assert "Cổng mới" in head.get(page).text
    head.post(page, {"act": "withdraw"})
    assert "Cổng mới" not in head.get(LIST).text
    assert "Cổng mới" in head.get(LIST, {"tt": "da_go"}).text
    assert head.get(page).status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Hãy ghi tên hệ thống"),
        ({"kind": "x"}, "Hãy chọn loại hệ thống"),
        ({"information": ["x"]}, "Hãy chọn ít nhất một loại thông tin"),
        ({"owner": ""}, "Hãy chọn chủ quản"),
        ({"focal": "x"}, "Hãy chọn đơn vị vận hành"),
        ({"since-day": "31", "since-month": "2"}, "Ngày này không có trong lịch"),
        ({"since-year": "2999"}, "chưa tới"),
        ({"components": "x" * 4001}, "quá dài"),
    ],
)
def test_wrong_input_is_told_at_its_box_and_loses_nothing(head, people, changed, sentence):
    answer = head.post(reverse("desk:system_new", args=[uuid.uuid4()]), form(people, supplier="Công ty Giữ") | changed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Công ty Giữ" in answer.text
    assert not InformationSystem.objects.exists()


def test_a_unit_sees_only_its_own(people, sign_in):
    made = registered(people)
    told = MachineTold(people.unit.id, "may-1", MachineKind.SERVER)
    machine = actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    other = sign_in(world.staff(world.unit_of("28759")).head)

    for name, key in (("system", made.id), ("machine", machine.id), ("system_checklist", made.id)):
        assert other.get(reverse(f"desk:{name}", args=[key])).status_code == 404
    assert "Cổng thử" not in other.get(LIST).text
    assert "may-1" not in other.get(reverse("desk:machines")).text


def test_a_specialist_reads_and_does_not_write(people, sign_in):
    made, doer = registered(people), sign_in(people.specialist)

    assert doer.get(reverse("desk:system", args=[made.id])).status_code == 200
    assert doer.get(reverse("desk:system_new", args=[uuid.uuid4()])).status_code == 403
    assert doer.post(reverse("desk:system", args=[made.id]), {"act": "withdraw"}).status_code == 403
    assert doer.get(reverse("desk:system_requirement", args=[made.id, "1-policy"])).status_code == 403


def test_users_and_inputs_are_kept_on_the_page(head, people):
    made, fed = registered(people), source(people)
    page = reverse("desk:system", args=[made.id])
    today = timezone.localdate()
    on = {"on-day": today.day, "on-month": today.month, "on-year": today.year}

    wrong = head.post(page, {"act": "users", "users": "chín nghìn", **on})
    assert wrong.status_code == 422
    assert "chín nghìn" in wrong.text
    head.post(page, {"act": "users", "users": "9.500", **on})
    assert UserCount.objects.get().users == 9_500
    assert "Sắp tới 10.000" in head.get(page).text
    assert "9.500" in head.get(LIST).text
    assert head.post(page, {"act": "input", "kind": "web", "source": "x"}).status_code == 422
    head.post(page, {"act": "input", "kind": "web", "source": str(fed.id)})
    assert "tuong-lua" in head.get(page).text
    named = head.get(page).context["inputs"][0][0].named[0]
    head.post(page, {"act": "remove_input", "input": str(named.id)})
    head.post(page, {"act": "remove_input", "input": "nhầm"})
    assert head.get(page).context["inputs"][0][0].named == ()
    assert head.post(page, {"act": "dance"}).status_code == 302


def test_a_level_is_determined_one_question_at_a_time(head, people):
    made = registered(people)
    where = reverse("desk:system_level", args=[made.id])
    answers: dict[str, str] = {"part": "Kho"}
    said = {"kind": "internal", "information": "private", "defence": "no"}
    for key, choice in said.items():
        shown = head.get(where, answers)
        assert f'name="{key}"' in shown.text
        again = head.get(where, answers | {"hoi": key})
        assert "Hãy chọn một câu trả lời" in again.text
        answers[key] = choice

    result = head.get(where, answers)
    assert "Kết quả: cấp độ 2" in result.text
    assert "Điều 8" in result.text
    head.post(where, answers | {"made_id": str(uuid.uuid4())})
    assert [(one.part, one.level) for one in PartDetermination.objects.all()] == [("Kho", 2)]
    assert "cấp độ 2" in head.get(reverse("desk:system", args=[made.id])).text
    bent = head.get(where, {"kind": "x'\x00", "part": "\x00" * 300})
    assert bent.status_code == 200
    assert head.post(where, {"kind": "internal"}).status_code == 422
    key = PartDetermination.objects.get().id
    head.post(reverse("desk:system", args=[made.id]), {"act": "drop_part", "part": str(key)})
    assert PartDetermination.objects.get().withdrawn_at is not None


def machine_form(people, **changed: str) -> dict[str, str]:
    fields = {"host": "may-1", "kind": "server", "addresses": "10.0.0.1\n10.0.0.2", "unit": str(people.unit.id),
              "agent": "true", "asset_number": "TS-01"}  # fmt: skip
    return fields | changed


def test_a_machine_is_registered_changed_and_withdrawn(head, people):
    key = uuid.uuid4()
    where = reverse("desk:machine_new", args=[key])
    assert head.get(where).status_code == 200
    assert head.post(where, machine_form(people)).status_code == 302
    page = reverse("desk:machine", args=[key])
    assert "Chưa có tác tử" in head.get(page).text
    assert head.post(page, machine_form(people, host="may 1")).status_code == 422
    assert "may-1" in head.get(reverse("desk:machines"), {"tac_tu": "none", "loai": "server"}).text
    head.post(page, machine_form(people, host="may-2", agent="false"))
    assert (Machine.objects.get().host, Machine.objects.get().agent_expected) == ("may-2", False)
    rows = list(load_workbook(BytesIO(head.get(reverse("desk:machines"), {"dang": "xlsx"}).content)).active.values)
    assert rows[1][0] == "may-2"
    assert "may-2" not in head.get(reverse("desk:machines"), {"tac_tu": "none"}).text
    head.post(page, {"act": "withdraw"})
    assert "may-2" not in head.get(reverse("desk:machines")).text
    assert head.get(page).status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit": ""}, "Hãy chọn đơn vị"),
        ({"kind": ""}, "Hãy chọn loại máy"),
        ({"addresses": "10.0.0.300"}, "không phải địa chỉ IP"),
        ({"asset_number": "9" * 61}, "Số tài sản dài quá"),
    ],
)
def test_a_wrong_machine_is_told_at_its_box(head, people, changed, sentence):
    answer = head.post(reverse("desk:machine_new", args=[uuid.uuid4()]), machine_form(people, **changed))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "may-1" in answer.text


def test_a_list_of_machines_is_shown_before_it_is_written(head, people):
    where = reverse("desk:machines_take_in")
    text = "Tên máy,Loại\nmay-1,máy chủ\nhai từ,máy chủ\nmay-3,tủ lạnh\n"
    shown = head.post(where, {"act": "read", "list": SimpleUploadedFile("may.csv", text.encode())})
    assert "Ghi được 1 máy; 2 dòng không ghi được" in shown.text
    assert not Machine.objects.exists()

    done = head.post(where, {"act": "take", "read": shown.context["signed"]})
    assert done.status_code == 302
    assert Machine.objects.get().host == "may-1"
    assert head.post(where, {"act": "take", "read": shown.context["signed"] + "x"}).status_code == 422
    assert head.post(where, {"act": "read"}).status_code == 422
    assert head.post(where, {"list": SimpleUploadedFile("may.csv", b"")}).status_code == 422
    sample = head.get(reverse("desk:machines_sample")).content
    again = head.post(where, {"list": SimpleUploadedFile("mau.csv", sample)})
    assert "Ghi được 1 máy; 0 dòng" in again.text


def test_a_list_signed_for_one_is_not_written_by_another(head, people, sign_in):
    text = "Tên máy,Loại\nmay-1,máy chủ\n"
    shown = head.post(reverse("desk:machines_take_in"), {"list": SimpleUploadedFile("may.csv", text.encode())})
    other = sign_in(world.staff(world.unit_of("28759")).head)

    assert (
        other.post(reverse("desk:machines_take_in"), {"act": "take", "read": shown.context["signed"]}).status_code
        == 422
    )
    assert not Machine.objects.exists()


def test_coverage_has_both_numbers_and_a_list_only_operators_write(head, people):
    told = MachineTold(people.unit.id, "may-1", MachineKind.SERVER)
    actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    where = reverse("desk:machine_coverage")

    assert "0 / 1 (0,0 %)" in head.get(where).text
    assert "Ghi danh sách trung tâm quốc gia" not in head.get(where).text
    today = timezone.localdate()
    on = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    assert head.post(where, {"named": "may-1", **on}).status_code == 403
    assert b"may-1" not in head.get(where, {"dang": "csv"}).content


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


def test_soc_30_machines_without_an_agent_are_counted_and_listed_by_unit(head, people):
    """SOC-30: statistics by unit and machine, the machines without an agent by name."""
    fed = source(people, "co-tac-tu")
    Source.objects.filter(id=fed.id).update(last_heard_at=timezone.now())
    for host in ("co-tac-tu", "khong-tac-tu"):
        told = MachineTold(people.unit.id, host, MachineKind.WORKSTATION)
        actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())

    assert "1 / 2 (50,0 %)" in head.get(reverse("desk:machine_coverage")).text
    rows = list(load_workbook(BytesIO(head.get(reverse("desk:machines"), {"tac_tu": "none", "dang": "xlsx"}).content))
                .active.values)  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["khong-tac-tu"]


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


def test_an_operator_writes_the_list_of_the_national_centre(operator, people):
    told = MachineTold(people.unit.id, "may-1", MachineKind.SERVER)
    actions.register_machine(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    where, today = reverse("desk:machine_coverage"), timezone.localdate()
    on = {"on-day": today.day, "on-month": today.month, "on-year": today.year}

    done = operator.post(where, {"named": "may-1\nmay-la", **on})
    assert "may-la" in done.text
    assert "1 / 1 (100,0 %)" in done.text
    assert operator.post(where, {"named": "may-1", "on-day": "x"}).status_code == 422


def test_the_bands_show_no_number_of_ours(head, people):
    text = head.get(reverse("desk:security_bands")).text

    assert "không tính con số và không dự báo" in text
    assert "chưa biết" in text


def test_the_list_asks_a_bounded_number_of_queries(head, people, django_assert_max_num_queries):
    for number in range(6):
        registered(people, f"Hệ thống {number}")
    with django_assert_max_num_queries(25):
        assert head.get(LIST).status_code == 200
    with django_assert_max_num_queries(25):
        assert head.get(reverse("desk:security_counters")).status_code == 200
