# SPDX-License-Identifier: EUPL-1.2
"""Answers, duties with their days, layers with evidence, money, the six counters and the frozen register."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.models import Territory
from tinhso.modules.security import actions
from tinhso.modules.security.errors import LevelImpossible, NotYourSystem
from tinhso.modules.security.levels.layers import Connection, EvidenceKind
from tinhso.modules.security.levels.requirements import Answer, required
from tinhso.modules.security.models import (
    InformationSystem,
    LayerEvidence,
    Machine,
    RegisterSnapshot,
    RequirementAnswer,
    SecuritySpending,
)
from tinhso.modules.security.queries import level_records as queries
from tinhso.modules.security.tests.registering import machine, system
from tinhso.modules.security.tests.world import NOW

ON = date(2026, 3, 2)


@pytest.fixture
def province(world):
    Territory.objects.create(province_code="99", root=world.school, law_date=ON, installed_at=NOW)


@pytest.fixture
def level_3(world) -> InformationSystem:
    made = system(world)
    InformationSystem.objects.filter(id=made.id).update(level=3, level_on=date(2025, 6, 2))
    made.refresh_from_db()
    return made


def answer(level_3, world, key: str = "1-policy", **changed) -> RequirementAnswer:
    fields = {"requirement": key, "answer": Answer.MET, "reason": "", "evidence": "QĐ 1", "assessed_on": ON,
              "assessor": "Tổ đánh giá"} | changed  # fmt: skip
    return actions.answer_requirement(level_3.id, actions.AnswerTold(**fields), viewer=world.head, now=NOW)


def duty(world, made: InformationSystem | None, code: str = "assessment", **changed):
    fields = {"duty": code, "unit_id": world.health.id, "system_id": made.id if made else None, "done_on": ON,
              "paper": "BC 7", "assessor": "Công ty Đánh giá", "assessor_kind": "licensed"} | changed  # fmt: skip
    return actions.record_duty(uuid.uuid4(), actions.DutyTold(**fields), viewer=world.head, now=NOW)


def evidence(world, made, kind: EvidenceKind, **changed) -> LayerEvidence:
    fields = {"system_id": made.id, "kind": kind, "paper": "QĐ 5", "on": ON} | changed
    return actions.tell_evidence(uuid.uuid4(), actions.EvidenceTold(**fields), viewer=world.head, now=NOW)


def test_a_checklist_sums_per_family_and_annex_and_is_deployed_only_when_nothing_is_open(world, level_3):
    for one in required(3):
        answer(level_3, world, one.key)
    answer(level_3, world, "3-data", answer=Answer.PARTLY, reason="Chưa sao lưu ngoài")

    found = queries.checklist(level_3.id, 3, ON)
    assert (found.standard, found.all.met, found.all.partly, found.all.open) == ("tcvn_11930_2017", 29, 1, 1)
    assert dict(found.by_annex)[3].open == 1
    assert dict(found.by_family)["Bảo đảm an toàn dữ liệu"].partly == 1
    (row,) = queries.counted([level_3], ON)
    assert row.counters["plan_deployed"] is False

    answer(level_3, world, "3-data", answer=Answer.NOT_APPLICABLE, reason="Không lưu dữ liệu")
    (row,) = queries.counted([level_3], ON)
    assert row.counters["plan_deployed"] is True
    assert RequirementAnswer.objects.count() == 32


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"assessed_on": ON + timedelta(days=1)}, "assessed_on"),
        ({"assessed_on": date(2017, 6, 30)}, "assessed_on"),
        ({"key": "6-policy"}, "LevelImpossible"),
        ({"answer": Answer.NOT_APPLICABLE}, "reason"),
        ({"answer": Answer.PARTLY}, "reason"),
        ({"evidence": " "}, "evidence"),
        ({"assessor": ""}, "assessor"),
        ({"evidence": "x" * 4001}, "reason"),
    ],
)
def test_an_answer_that_lacks_something_is_refused_at_its_box(world, level_3, changed, box):
    with pytest.raises(LevelImpossible) as refused:
        answer(level_3, world, **changed)

    assert refused.value.code == box
    assert not RequirementAnswer.objects.exists()


def test_what_is_due_is_listed_with_its_day_and_moves_on_when_it_is_done(world, level_3):
    rows = {row.due.code: row for row in queries.duties_for(world.head, ON)}
    assert {code: row.due.due_on for code, row in rows.items()} == {
        "assessment": date(2026, 6, 2),
        "yearly_report": date(2025, 11, 29),
        "agency_check": date(2028, 3, 2),
        "sharing": date(2026, 3, 31),
    }
    assert [code for code, row in rows.items() if row.is_overdue] == ["yearly_report"]

    late = duty(world, level_3, "yearly_report")
    done = duty(world, level_3)
    duty(world, None, "sharing")
    rows = {row.due.code: row for row in queries.duties_for(world.head, ON)}
    assert (late.period, late.on_time, done.on_time) == ("2025", False, True)
    assert rows["yearly_report"].due.due_on == date(2026, 11, 29)
    assert rows["assessment"].due.due_on == date(2027, 3, 2)
    assert rows["sharing"].due.due_on == date(2026, 6, 30)
    assert queries.duties_for(world.school_head, ON) == [
        row for row in queries.duties_for(world.head, ON) if row.system
    ]


@pytest.mark.parametrize(
    ("code", "changed", "box"),
    [
        ("dance", {}, "duty"),
        ("assessment", {"system_id": None}, "system"),
        ("assessment", {"done_on": ON + timedelta(days=1)}, "done_on"),
        ("assessment", {"paper": ""}, "paper"),
        ("assessment", {"assessor": " "}, "assessor"),
        ("assessment", {"assessor_kind": "friend"}, "assessor_kind"),
        ("assessment", {"findings": 1, "findings_open": 2}, "findings_open"),
        ("assessment", {"findings": 1}, "findings_open"),
    ],
)
def test_a_duty_that_lacks_something_is_refused_at_its_box(world, level_3, code, changed, box):
    with pytest.raises(LevelImpossible) as refused:
        duty(world, level_3, code, **changed)

    assert refused.value.code == box


def test_a_duty_of_the_unit_names_no_system(world, level_3):
    with pytest.raises(LevelImpossible):
        duty(world, level_3, "agency_check")
    with pytest.raises(NotYourSystem):
        actions.record_duty(
            uuid.uuid4(), actions.DutyTold("sharing", world.health.id, None, ON, paper="x"), viewer=world.doer, now=NOW
        )


def test_layers_stand_by_evidence_and_fall_when_it_is_withdrawn(world, level_3):
    for kind in (EvidenceKind.DECISION, EvidenceKind.STAFF_LIST, EvidenceKind.CONTACT):
        evidence(world, level_3, kind)
    contract = evidence(world, level_3, EvidenceKind.CONTRACT, organisation="Công ty Giám sát")
    duty(world, level_3)
    (row,) = queries.layers_for(world.head, ON)
    assert [one.stands for one in row.layers] == [True, True, True, None]

    def connected(_system_id: uuid.UUID) -> Connection:
        return Connection(ON, 7)

    (row,) = queries.layers_for(world.head, ON, connections=connected)
    assert row.layers[3].stands is True
    actions.withdraw_evidence(contract.id, viewer=world.head, now=NOW)
    (row,) = queries.layers_for(world.head, ON)
    assert [one.stands for one in row.layers] == [True, False, True, None]


def test_the_assessor_is_not_who_monitors(world, level_3):
    evidence(world, level_3, EvidenceKind.CONTRACT, organisation="Công ty Đánh giá")
    duty(world, level_3)
    (row,) = queries.layers_for(world.head, ON)

    assert (row.layers[2].stands, row.layers[2].why) == (False, "not_independent")


@pytest.mark.parametrize(
    ("kind", "changed", "box"),
    [
        (EvidenceKind.DECISION, {"paper": " "}, "paper"),
        (EvidenceKind.DECISION, {"on": ON + timedelta(days=1)}, "on"),
        (EvidenceKind.DECISION, {"until": ON - timedelta(days=1)}, "until"),
        (EvidenceKind.CONTRACT, {}, "organisation"),
    ],
)
def test_evidence_that_lacks_something_is_refused_at_its_box(world, level_3, kind, changed, box):
    with pytest.raises(LevelImpossible) as refused:
        evidence(world, level_3, kind, **changed)

    assert refused.value.code == box


def money(world, **changed) -> SecuritySpending:
    fields = {"year": 2026, "variant": "it_budget", "scope": "year", "stage": "planned", "numerator_vnd": 12,
              "denominator_vnd": 100, "basis": "Dự toán 2026"} | changed  # fmt: skip
    return actions.tell_spending(uuid.uuid4(), actions.MoneyTold(**fields), viewer=world.operator, now=NOW)


def test_the_newest_line_of_each_definition_and_stage_counts(world, province):
    money(world)
    later = NOW + timedelta(days=1)
    told = actions.MoneyTold(2026, "it_budget", "year", "planned", 9, 100, "Điều chỉnh")
    actions.tell_spending(uuid.uuid4(), told, viewer=world.operator, now=later)
    money(world, stage="settled", numerator_vnd=5)

    lines = queries.spending_of([world.school.id], 2026)
    assert [(one.stage, one.numerator_vnd) for one in lines] == [("planned", 9), ("settled", 5)]
    assert queries.spending_years() == [2026]


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"variant": "x"}, "scope"),
        ({"scope": "project"}, "scope"),
        ({"stage": "x"}, "stage"),
        ({"year": 1999}, "year"),
        ({"numerator_vnd": 101}, "numerator_vnd"),
        ({"numerator_vnd": 0, "denominator_vnd": 0}, "numerator_vnd"),
        ({"numerator_vnd": -1}, "numerator_vnd"),
        ({"basis": ""}, "basis"),
    ],
)
def test_money_that_cannot_be_is_refused_at_its_box(world, province, changed, box):
    with pytest.raises(LevelImpossible) as refused:
        money(world, **changed)

    assert refused.value.code == box


def test_the_six_counters_rest_on_what_was_written_down(world, level_3):
    (row,) = queries.counted([level_3], ON)
    assert row.counters == {
        "level_approved": True, "plan_deployed": False, "inspected": False, "monitored": False, "sharing": False,
        "response_plan": False,
    }  # fmt: skip

    duty(world, level_3)
    duty(world, level_3, "response_plan", assessor="", assessor_kind="")
    evidence(world, level_3, EvidenceKind.CONTRACT, organisation="Công ty Giám sát")
    one, other = machine(world, "a", system_id=level_3.id), machine(world, "b", system_id=level_3.id)
    Machine.objects.filter(id=one.id).update(national_seen_on=ON)
    (row,) = queries.counted([level_3], ON)
    assert [key for key, yes in row.counters.items() if yes] == [
        "level_approved", "inspected", "monitored", "response_plan"
    ]  # fmt: skip
    Machine.objects.filter(id=other.id).update(national_seen_on=ON)
    assert queries.counted([level_3], ON)[0].counters["sharing"] is True


def test_the_frozen_register_keeps_its_denominator(world, province, level_3):
    """The denominator of a reporting date stays what it was, whatever comes onto the register later."""
    frozen = actions.freeze_register(viewer=world.operator, now=NOW)
    system(world, "Đến sau")
    again = actions.freeze_register(viewer=world.operator, now=NOW + timedelta(hours=1))
    later = timezone.make_aware(datetime(2026, 4, 1, 9))
    actions.freeze_register(viewer=world.operator, now=later)

    assert frozen.on == again.on
    assert [len(one.rows) for one in RegisterSnapshot.objects.order_by("on")] == [1, 2]
    acts = [one.data for one in Act.objects.filter(verb="system_register:frozen").order_by("seq")]
    assert [(one["systems"], one["level_approved"]) for one in acts] == [(1, 1), (2, 1)]
    assert queries.sums_of(frozen.rows)["level_approved"] == 1
    with pytest.raises(NotYourSystem):
        actions.freeze_register(viewer=world.head, now=NOW)
