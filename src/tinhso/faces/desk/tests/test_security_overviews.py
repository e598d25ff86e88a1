# SPDX-License-Identifier: EUPL-1.2
"""The page of a unit holds nothing of another; the page of a leader says what is red and what is not known."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.desk.tests.test_alerts import LINES, raised
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.security import actions, policies
from tinhso.modules.security.errors import NotYourUnit
from tinhso.modules.security.models import Alert, Incident, IncidentDuty, Source
from tinhso.modules.security.queries import overviews
from tinhso.modules.security.queries.machines import machine_of_source
from tinhso.modules.security.tests import world as small
from tinhso.modules.security.tests.test_incidents import told
from tinhso.modules.security.types import MachineKind, MachineTold, SystemKind, SystemTold
from tinhso.modules.security.types.systems import InformationKind

UNIT, LEADER = reverse("desk:security_unit"), reverse("desk:security_leader")


@pytest.fixture
def other(people):
    """Another unit with a system, a machine, a silent source, an alert, an incident and an infected machine."""
    unit = small.unit("Sở Khác thử")
    head = small.person(unit, PostRole.HEAD)
    fill(unit, head, "khac")
    return unit


def fill(unit, head, word: str) -> None:
    now = timezone.now()
    kept = actions.register_machine(
        uuid.uuid4(), MachineTold(unit.id, f"tram-{word}", MachineKind.WORKSTATION), viewer=head, now=now
    )
    assert kept.unit_id == unit.id
    source, _token = actions.register_source(uuid.uuid4(), small.told(unit, f"nguon-{word}"), viewer=head, now=now)
    Source.objects.filter(id=source.id).update(silent_since=now)
    what = told(SimpleNamespace(health=unit), title=f"Sự cố {word} thử nghiệm", detected_at=now)
    actions.open_incident(uuid.uuid4(), what, viewer=head, now=now)
    infected = machine_of_source(source.id)
    assert infected is not None
    actions.report_infected(infected, malware=f"Sâu {word}", seen_at=now, now=now)
    system = SystemTold(unit.id, unit.id, unit.id, f"Hệ thống {word}", SystemKind.INTERNAL, (InformationKind.PUBLIC,))
    actions.register_system(uuid.uuid4(), system, viewer=head, now=now)


def page(client, unit) -> str:
    answer = client.get(f"{UNIT}?don_vi={unit.id}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_unit_sees_its_own_and_nothing_of_another(people, other, sign_in):
    fill(people.unit, people.head, "nha")
    raised(people, *LINES)
    Alert.objects.filter(host="may-1").update(unit_id=other.id)
    head = sign_in(people.head)
    for shown in (head.get(UNIT).text, page(head, people.unit)):
        for own in ("nguon-nha", "Sự cố nha", "may-2", "Sâu nha", "Hệ thống nha"):
            assert own in shown, own
        for foreign in ("khac", "may-1", "Sở Khác thử"):
            assert foreign not in shown
    found = overviews.unit_page(people.head, people.unit, timezone.localdate())
    assert (found.coverage.machines, found.sources["total"], found.infected_count, len(found.systems)) == (1, 1, 1, 1)


@pytest.mark.parametrize("role", ["head", "specialist", "leader", "reception"])
def test_the_page_of_another_unit_is_refused(people, other, sign_in, role):
    answer = sign_in(getattr(people, role)).get(f"{UNIT}?don_vi={other.id}")
    assert answer.status_code == 403
    assert "khac" not in answer.text


def test_an_operator_sees_one_unit_at_a_time(people, other, sign_in):
    fill(people.unit, people.head, "nha")
    viewer = viewer_of_officer(world.officer_in(people.unit, PostRole.OPERATOR, "van-hanh"), timezone.localdate())
    shown = page(sign_in(viewer), other)
    assert "nguon-khac" in shown
    assert "nguon-nha" not in shown
    assert policies.sees_everything(viewer)
    assert not policies.sees_everything(policies.as_unit(viewer, other.id))
    with pytest.raises(NotYourUnit):
        overviews.unit_page(people.head, other, timezone.localdate())


def test_odd_addresses_of_the_unit_page(people, sign_in):
    head = sign_in(people.head)
    assert head.get(f"{UNIT}?don_vi=la").status_code == 200
    assert head.get(f"{UNIT}?don_vi={uuid.uuid4()}").status_code == 403
    assert "Đơn vị chưa có hệ thống thông tin nào trong sổ" in head.get(UNIT).text


def test_a_leader_sees_what_is_red_and_what_is_not_known(people, other, sign_in):
    fill(people.unit, people.head, "nha")
    leader = sign_in(people.leader)
    calm = leader.get(LEADER).text
    assert "Nguồn sự kiện im lặng: 1." in calm
    IncidentDuty.objects.update(due_at=timezone.now() - timedelta(hours=1))
    raised(people, *LINES)
    shown = leader.get(LEADER).text
    number = Incident.objects.get(case__unit=people.unit).case.number
    foreign = Incident.objects.get(case__unit=other).case.number
    assert f"Thông báo sự cố của {number}" in shown
    assert foreign not in shown
    assert "chưa ai nhận: 1" in shown
    assert "không dự báo loại nào" in shown
    assert "chưa có số liệu" in shown
    assert "Cảnh báo theo tháng: tháng này 3, tháng trước 0, nhiều nhất 3." in shown
    assert "Trung tâm giám sát chưa có ai" not in shown


def test_a_calm_house_says_so(people, sign_in):
    shown = sign_in(people.leader).get(LEADER).text
    assert "Không có việc quá hạn" in shown
    assert "Không có việc nào đến hạn" in shown
    assert sign_in(people.reception).get(LEADER).status_code == 403


def test_exercises_do_not_count_in_the_trend(people):
    now = timezone.now()
    what = told(SimpleNamespace(health=people.unit), title="Diễn tập thử nghiệm", is_drill=True, detected_at=now)
    actions.open_incident(uuid.uuid4(), what, viewer=people.head, now=now)
    found = overviews.leader_page(people.leader, now)
    assert (found.incidents, found.months[-1].incidents, found.late, found.soon) == (0, 0, (), ())
