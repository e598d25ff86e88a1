# SPDX-License-Identifier: EUPL-1.2
"""Bundles at the portal: told step by step under code 4, counted once, and each status on its ten-minute clock."""

from datetime import timedelta

from tinhso.kernel.exchange.models import Message
from tinhso.modules.onestop.linked.types import PartStanding
from tinhso.modules.onestop.queries import parts
from tinhso.modules.onestop.tests import linked, world


def test_a_bundle_is_one_dossier_there_in_state_4(portal, people, person):
    linked.police()
    linked.insurance()
    dossier = linked.registered(person, people)

    portal.tell()

    held = portal.held()
    assert list(held) == [dossier.provisional]  # invariant 7: parts are no dossiers of their own
    assert held[dossier.provisional]["state"] == "4"


def test_each_status_runs_against_its_ten_minutes(portal, people, person):
    """63/2024/NĐ-CP, Điều 7 [B]: trạng thái được đồng bộ chậm nhất 10 phút."""
    linked.police()
    linked.insurance()
    dossier = linked.registered(person, people)
    changed = world.START + timedelta(hours=2, minutes=30)

    waiting = parts.tellings_of(dossier, changed + timedelta(minutes=9))
    late = parts.tellings_of(dossier, changed + timedelta(minutes=11))
    portal.tell()
    Message.objects.filter(case_id=dossier.pk).update(sent_at=changed + timedelta(minutes=10))
    kept = parts.tellings_of(dossier, changed + timedelta(hours=9))

    assert waiting[0].standing is PartStanding.RUNNING
    assert late[0].standing is PartStanding.LATE
    assert (kept[0].standing, kept[0].sent_at) == (PartStanding.KEPT, changed + timedelta(minutes=10))
