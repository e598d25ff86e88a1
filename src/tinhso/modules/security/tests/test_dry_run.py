# SPDX-License-Identifier: EUPL-1.2
"""A dry run says what an incident would do, and then the incident does just that; the run itself writes nothing."""

import uuid
from datetime import timedelta

import pytest
from django.apps import apps

from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import count_acts
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.exchange.actions import register_partner
from tinhso.modules.security import actions
from tinhso.modules.security.incidents.dry_run import MAIN_ROAD, Asked, Unknown, dry_run
from tinhso.modules.security.models import Alert
from tinhso.modules.security.tests.play import SUDO, Play
from tinhso.modules.security.tests.test_incidents import fresh, opened, step, told
from tinhso.modules.security.tests.world import NOW, unit
from tinhso.modules.security.types.incidents import Category, DutyKind

DETECTED = NOW - timedelta(hours=2)


def asked(world, **changed) -> Asked:
    fields = {"category": Category.INTRUSION_ATTEMPT, "unit_id": world.health.id, "detected_at": DETECTED}
    return Asked(**(fields | changed))


def rows() -> dict[str, int]:
    return {one._meta.db_table: one._default_manager.count() for one in apps.get_models() if one._meta.managed}


def counts() -> tuple[int, int, dict[str, int]]:
    last = Act.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    return count_acts(), last, rows()


@pytest.fixture
def alert(world) -> Alert:
    Play(world.health.id).feed(SUDO.format(host="may-1"))
    return Alert.objects.get()


@pytest.mark.parametrize("category", list(Category))
def test_a_dry_run_writes_nothing(world, alert, category):
    before = counts()
    assert before[0] > 0
    assert len(before[2]) > 100
    dry_run(asked(world, category=category, alert=alert, ended_at=NOW))
    assert counts() == before
    opened(world)
    assert counts() != before


@pytest.mark.parametrize("is_archive", [True, False], ids=["archive", "other"])
def test_what_it_says_is_what_then_happens(world, is_archive):
    said = dry_run(asked(world, is_archive=is_archive, ended_at=NOW))
    incident = opened(world, is_archive=is_archive)
    due = {one.kind: one.due_at for one in said.papers}
    assert incident.duties.get().due_at == due[DutyKind.NOTICE]
    assert [one.name for one in said.steps] == list(MAIN_ROAD)
    for one in said.steps[:-1]:
        incident = step(world, incident, one.name)
        if one.tasks:
            laid = incident.tasks.order_by("place").values_list("key", "needs_approval")
            assert list(laid) == [(task.key, task.needs_approval) for task in one.tasks]
    assert incident.duties.get(kind="closing").due_at == due[DutyKind.CLOSING]
    incident.duties.update(done_at=NOW)
    incident.tasks.update(state="skipped")
    step(world, incident, said.steps[-1].name)
    assert fresh(incident).case.closed_at == NOW


def test_who_may_handle_and_approve_is_named(world):
    found = dry_run(asked(world))
    assert len(found.handlers) == 2
    assert len(found.approvers) == 1
    assert [one.name for one in found.steps if one.needs_leader] == ["close"]
    assert not {Unknown.NOBODY_HANDLES, Unknown.NOBODY_APPROVES} & set(found.unknown)
    empty = dry_run(asked(world, unit_id=unit("Xã không có ai").id))
    assert {Unknown.NOBODY_HANDLES, Unknown.NOBODY_APPROVES} <= set(empty.unknown)


def test_what_it_cannot_decide_is_said(world):
    found = dry_run(asked(world))
    assert {Unknown.NO_TASK_LIMITS, Unknown.GRADING, Unknown.END, Unknown.CENTRE_AWAY} <= set(found.unknown)
    assert {one.kind: one.due_at is None for one in found.papers} == {"notice": False, "initial": True, "closing": True}
    assert Unknown.GENERAL_PLAYBOOK not in found.unknown
    assert Unknown.GENERAL_PLAYBOOK in dry_run(asked(world, category=Category.FRAUD)).unknown
    assert Unknown.END not in dry_run(asked(world, ended_at=NOW)).unknown
    assert Unknown.CALENDAR in dry_run(asked(world, detected_at=NOW + timedelta(days=4000))).unknown


def test_papers_go_to_the_national_centre_once_it_is_connected(world):
    assert not any(one.goes_to_centre for one in dry_run(asked(world)).papers)
    register_partner("ncsc", title="Trung tâm", channel="json", endpoint="https://ncsc.example", now=NOW, by=SYSTEM)
    found = dry_run(asked(world))
    assert all(one.goes_to_centre for one in found.papers)
    assert Unknown.CENTRE_AWAY not in found.unknown


def test_an_alert_that_is_elsewhere_does_not_come_along(world, alert):
    found = dry_run(asked(world, alert=alert))
    assert (found.joins_alert, Unknown.ALERT_ELSEWHERE in found.unknown) == (True, False)
    first = opened(world, alert_ids=[alert.id])
    alert.refresh_from_db()
    found = dry_run(asked(world, alert=alert))
    assert (found.joins_alert, Unknown.ALERT_ELSEWHERE in found.unknown) == (False, True)
    second = actions.open_incident(uuid.uuid4(), told(world), alert_ids=[alert.id], viewer=world.operator, now=NOW)
    alert.refresh_from_db()
    assert alert.incident_id == first.case_id != second.case_id
