# SPDX-License-Identifier: EUPL-1.2
"""A holiday created during the year moves due dates, never the promise on the receipt (Bộ luật Dân sự, Điều 148)."""

from datetime import date, timedelta

from tinhso.kernel.calendar.types import DayKind, DayOverride
from tinhso.kernel.casework.actions import announce_day, withdraw_day
from tinhso.kernel.events.types import Actor
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START

NEW_DAY = DayOverride(date(2026, 11, 4), DayKind.HOLIDAY, "Ngày nghỉ mới", "01/QĐ-TTg")


def test_a_new_holiday_moves_the_due_date_and_its_withdrawal_moves_it_back(people, person):
    dossier = world.received(person, people)
    before, by = dossier.case.due_at, Actor("officer:1")

    moved = announce_day(NEW_DAY, now=START + timedelta(hours=5), by=by)

    after = Dossier.objects.get(pk=dossier.pk)
    assert moved == 1
    assert (after.case.due_at, after.promised_at) == (before + timedelta(days=1), before)
    assert withdraw_day(NEW_DAY.day, basis="02/QĐ-TTg", now=START + timedelta(hours=6), by=by) == 1
    assert Dossier.objects.get(pk=dossier.pk).case.due_at == before
