# SPDX-License-Identifier: EUPL-1.2
"""The calendar of scans, penetration tests and exercises of a system (QCVN 12:2026/BCA, SOC-72)."""

import hashlib
import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.events.models import Act
from tinhso.modules.security.actions import checks as actions
from tinhso.modules.security.actions import open_incident, withdraw_system
from tinhso.modules.security.errors import LevelImpossible, NotYourSystem, OffRegister
from tinhso.modules.security.levels import checks as rules
from tinhso.modules.security.levels.reading import Trust
from tinhso.modules.security.models import Drill, SystemCheck
from tinhso.modules.security.queries import checks as queries
from tinhso.modules.security.tests.levelling import PDF
from tinhso.modules.security.tests.registering import TODAY, system
from tinhso.modules.security.tests.test_incidents import told as told_incident
from tinhso.modules.security.tests.world import NOW
from tinhso.modules.security.types.checks import CheckDoneTold, CheckKind, CheckTold

SCAN = CheckTold(CheckKind.SCAN, date(2026, 3, 20), rule="archive_scan")
OWN = CheckTold(CheckKind.PENTEST, date(2026, 6, 1), months=18, basis="Quy chế 05/QC-SYT")


@pytest.fixture
def kept(world):
    return system(world)


def plan(world, kept, told=SCAN, viewer=None, now=NOW):
    return actions.plan_check(kept.id, told, viewer=viewer or world.head, now=now)


def complete(world, check, now=NOW, **changed):
    fields = {"done_on": TODAY, "doer": "Đội ứng cứu tỉnh", "data": PDF, "filename": "bao-cao.pdf"} | changed
    return actions.complete_check(check.id, CheckDoneTold(**fields), viewer=world.head, now=now)


def open_check(kept, kind=CheckKind.SCAN) -> SystemCheck:
    return SystemCheck.objects.get(system=kept, kind=kind, done_on=None, dropped_at=None)


def test_soc_72_only_intervals_that_were_read_are_offered_and_each_names_its_text():
    """QCVN 12:2026/BCA, as inferred: scans quarterly, critical ones monthly, a test and an exercise yearly."""
    read = {(one.kind, one.months, one.source, one.trust) for one in rules.rules(TODAY).values()}
    text = "QCVN 12:2026/BCA"
    assert read == {
        ("scan", 3, text, Trust.INFERRED), ("scan", 1, text, Trust.INFERRED),
        ("pentest", 12, text, Trust.INFERRED), ("exercise", 12, text, Trust.INFERRED),
    }  # fmt: skip
    assert all("lưu trữ" in one.text for one in rules.rules(TODAY).values()), "for archive systems only"
    assert {one.kind for one in rules.rules(TODAY).values()} == set(CheckKind)


def test_a_scan_is_planned_done_with_its_report_and_planned_again(world, kept):
    first = plan(world, kept)
    assert (first.due_on, first.months, first.basis) == (date(2026, 3, 20), 3, "QCVN 12:2026/BCA")

    done = complete(world, first, findings=4, findings_open=1)

    digest = hashlib.sha256(PDF).hexdigest()
    assert (done.sha256, done.on_time, done.document.title) == (digest, True, "bao-cao.pdf")
    following = open_check(kept)
    assert (following.due_on, following.planned_on, following.rule) == (date(2026, 6, 2), date(2026, 6, 2), first.rule)
    planned, made = Act.objects.filter(verb__startswith="security_check").order_by("seq")
    assert planned.data["due_on"] == "2026-03-20"
    assert (made.verb, made.data["sha256"], made.data["on_time"]) == ("security_check:done", digest, True)
    assert made.subject == f"information_system:{kept.id}"
    assert complete(world, first).id == done.id, "the same form again"
    assert SystemCheck.objects.count() == 2


def test_what_is_done_after_its_day_is_late_and_counted_from_the_day_it_was_done(world, kept):
    first = plan(world, kept)
    later = NOW + timedelta(days=60)
    assert list(queries.planned(queries.checks_for(world.head), overdue_on=date(2026, 3, 20))) == []
    assert list(queries.planned(queries.checks_for(world.head), overdue_on=date(2026, 3, 21))) == [first]

    done = complete(world, first, now=later, done_on=date(2026, 4, 30))

    assert not done.on_time
    assert open_check(kept).due_on == date(2026, 7, 30)


def test_planning_anew_moves_the_plan_but_not_the_due_day(world, kept):
    first = plan(world, kept)
    with pytest.raises(LevelImpossible, match="chậm nhất ngày 20/03/2026") as refused:
        plan(world, kept, CheckTold(CheckKind.SCAN, date(2026, 4, 1), rule="archive_scan"))
    assert refused.value.code == "planned_on"

    moved = plan(world, kept, CheckTold(CheckKind.SCAN, date(2026, 3, 10), rule="archive_scan"))
    assert (moved.id, moved.planned_on, moved.due_on) == (first.id, date(2026, 3, 10), date(2026, 3, 20))
    complete(world, moved)
    monthly = plan(world, kept, CheckTold(CheckKind.SCAN, date(2026, 4, 1), rule="archive_scan_critical"))
    assert monthly.due_on == date(2026, 4, 2), "a month after the last one"
    late = plan(world, kept, CheckTold(CheckKind.SCAN, date(2026, 5, 9), rule="archive_scan_critical"),
                now=NOW + timedelta(days=60))  # fmt: skip
    assert (late.planned_on, late.due_on) == (date(2026, 5, 9), date(2026, 4, 2)), "overdue stays overdue"


def test_a_keeper_sets_an_interval_of_his_own_with_its_basis_or_a_single_one(world, kept):
    own = plan(world, kept, OWN)
    assert (own.rule, own.months, own.basis) == ("", 18, "Quy chế 05/QC-SYT")
    once = plan(world, kept, CheckTold(CheckKind.EXERCISE, date(2026, 4, 1), basis="Kế hoạch 12/KH-SYT"))
    complete(world, once)
    assert not SystemCheck.objects.filter(kind="exercise", done_on=None).exists()


@pytest.mark.parametrize(
    ("told", "box"),
    [
        (CheckTold(CheckKind.SCAN, date(2026, 3, 1), rule="archive_scan"), "planned_on"),
        (CheckTold(CheckKind.PENTEST, date(2026, 4, 1), rule="archive_scan"), "rhythm"),
        (CheckTold(CheckKind.SCAN, date(2026, 4, 1), rule="lạ"), "rhythm"),
        (CheckTold(CheckKind.SCAN, date(2026, 4, 1), months=0, basis="Quy chế"), "months"),
        (CheckTold(CheckKind.SCAN, date(2026, 4, 1), months=61, basis="Quy chế"), "months"),
        (CheckTold(CheckKind.SCAN, date(2026, 4, 1), months=3), "basis"),
        (CheckTold(CheckKind.SCAN, date(2026, 4, 1), basis="a" * 301), "basis"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_box(world, kept, told, box):
    with pytest.raises(LevelImpossible) as refused:
        plan(world, kept, told)

    assert refused.value.code == box
    assert not SystemCheck.objects.exists()


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"done_on": date(2026, 3, 3)}, "done_on"),
        ({"doer": " "}, "doer"),
        ({"doer": "a" * 301}, "doer"),
        ({"paper": "a" * 201}, "paper"),
        ({"findings": 1}, "findings_open"),
        ({"findings": 1, "findings_open": 2}, "findings_open"),
        ({"data": b""}, "report"),
        ({"drill_id": uuid.uuid4()}, "drill"),
    ],
)
def test_nothing_is_done_without_what_shows_it(world, kept, changed, box):
    check = plan(world, kept)
    with pytest.raises(LevelImpossible) as refused:
        complete(world, check, **changed)

    assert refused.value.code == box
    assert open_check(kept) == check


def test_a_file_that_is_none_leaves_the_check_open(world, kept):
    check = plan(world, kept)
    with pytest.raises(FileRefused):
        complete(world, check, data=b"MZ\x90\x00" + b"\x00" * 64, filename="bao-cao.pdf")
    assert open_check(kept) == check


def test_an_exercise_held_at_the_desk_is_evidence_without_a_file(world, kept):
    check = plan(world, kept, CheckTold(CheckKind.EXERCISE, TODAY, rule="archive_exercise"))
    scan = plan(world, kept)
    drill = drilled(world)

    with pytest.raises(LevelImpossible, match="đã kết thúc"):
        actions.complete_check(scan.id, told_drill(drill), viewer=world.operator, now=NOW)
    done = actions.complete_check(check.id, told_drill(drill), viewer=world.operator, now=NOW)
    assert (done.drill, done.document, done.sha256) == (drill, None, "")
    assert open_check(kept, CheckKind.EXERCISE).due_on == date(2027, 3, 2)


def told_drill(drill: Drill) -> CheckDoneTold:
    return CheckDoneTold(TODAY, "Trung tâm giám sát", drill_id=drill.id)


def drilled(world) -> Drill:
    """Return an exercise that is over; only that it ended matters here."""
    incident = open_incident(uuid.uuid4(), told_incident(world), viewer=world.head, now=NOW)
    return Drill.objects.create(
        title="Diễn tập mã độc", purpose="thử", search_key="dien tap", category="malicious_code", severity=2,
        unit=world.health, system_name="Cổng", planned_at=NOW, prepared_by_id=world.operator.officer_id,
        prepared_at=NOW, incident=incident, started_at=NOW, started_by_id=world.operator.officer_id, ended_at=NOW,
    )  # fmt: skip


def test_a_year_shows_what_was_done_what_is_late_and_what_is_foreseen(world, kept):
    complete(world, plan(world, kept))
    other = system(world, "Một cửa")
    plan(world, other, CheckTold(CheckKind.SCAN, date(2026, 3, 5), rule="archive_scan_critical"))

    rows = queries.year_of(queries.of_year(queries.checks_for(world.head), 2026), 2026, date(2026, 3, 20))

    first, second = rows
    assert first.done == {3: [TODAY]}
    assert sorted(first.planned) == [6, 9, 12]
    assert (second.late, second.planned) == ({3: [date(2026, 3, 5)]}, {})
    following = queries.year_of(queries.of_year(queries.checks_for(world.head), 2027), 2027, date(2026, 3, 4))
    assert [sorted(row.planned) for row in following] == [[3, 6, 9, 12], list(range(1, 13))]
    assert [one.name for one in queries.without(world.head, CheckKind.SCAN)] == []
    assert len(queries.without(world.head, CheckKind.PENTEST)) == 2


def test_a_check_taken_off_stays_in_the_ledger_and_can_be_planned_again(world, kept):
    check = plan(world, kept)
    actions.drop_check(check.id, viewer=world.head, now=NOW)
    actions.drop_check(check.id, viewer=world.head, now=NOW)

    assert Act.objects.filter(verb="security_check:dropped").count() == 1
    assert not queries.checks_for(world.head).exists()
    with pytest.raises(LevelImpossible, match="đã bỏ"):
        complete(world, check)
    assert plan(world, kept).id != check.id


def test_who_keeps_the_system_keeps_its_calendar(world, kept):
    stranger = system(world, "Của trường", viewer=world.operator, owner_id=world.school.id, focal_id=world.school.id)
    for viewer in (world.doer, world.auditor):
        with pytest.raises(NotYourSystem):
            plan(world, kept, viewer=viewer)
    check = plan(world, stranger, viewer=world.operator)
    assert check in queries.checks_for(world.auditor)
    assert check not in queries.checks_for(world.head)
    with pytest.raises(SystemCheck.DoesNotExist):
        queries.check_for(world.head, check.id)
    with pytest.raises(NotYourSystem):
        actions.drop_check(check.id, viewer=world.head, now=NOW)


def test_a_system_off_the_register_has_no_calendar(world, kept):
    check = plan(world, kept)
    withdraw_system(kept.id, viewer=world.head, now=NOW)
    assert not queries.checks_for(world.head).exists()
    with pytest.raises(OffRegister):
        complete(world, check)


def test_the_database_keeps_one_open_check_of_a_kind_and_none_done_without_evidence(world, kept):
    check = plan(world, kept)
    fields = {"system": kept, "kind": "scan", "due_on": TODAY, "planned_on": TODAY,
              "planned_by_id": world.head.officer_id, "planned_at": NOW}  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        SystemCheck.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        SystemCheck.objects.filter(id=check.id).update(done_on=TODAY)
