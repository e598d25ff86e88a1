# SPDX-License-Identifier: EUPL-1.2
"""Monthly and quarterly figures for the national reporting system: once, again only when they changed, with receipt.

01/2018/TT-VPCP, Điều 17.
"""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.indicators import actions as indicators
from tinhso.kernel.indicators.models import Fact, MonthlyFact, ProvinceFact
from tinhso.modules.onestop.actions.reporting import ask_for_reports, send_reports
from tinhso.modules.onestop.models import NationalReport
from tinhso.modules.onestop.queries.reporting import sent_reports
from tinhso.modules.onestop.reporting.rules import digest_of, periods_ended
from tinhso.modules.onestop.tests import world

DECEMBER = timezone.make_aware(datetime(2026, 12, 1, 2, 20))
JANUARY = timezone.make_aware(datetime(2027, 1, 1, 2, 20))


def fold() -> None:
    """Fold all acts anew."""
    Fact.objects.all().delete()
    MonthlyFact.objects.all().delete()
    ProvinceFact.objects.all().delete()
    indicators.add_acts(acts_between(1, 10**9))


def sent(now: datetime) -> list[str]:
    """Fold what happened, send what changed; return the periods with their revision."""
    fold()
    made = send_reports(now=now)
    exchange.deliver_to("reporting", now=now + timedelta(seconds=1))
    return [f"{one.period}/{one.revision}" for one in made]


def took(reporting, period: str) -> list[dict]:
    return [one for one in reporting.took() if one.get("KyBaoCao") == period]


@pytest.fixture
def november(people, person):
    return world.completed(person, people)


def test_a_month_that_ended_is_sent_once_with_its_figures(reporting, november):
    before = len(took(reporting, "2026-11"))

    assert sent(DECEMBER) == ["2026-11/1"]
    assert sent(DECEMBER + timedelta(days=1)) == []

    (told,) = took(reporting, "2026-11")[before:]
    assert (told["TuNgay"], told["DenNgay"], told["LanGui"]) == ("2026-11-01", "2026-11-30", 1)
    assert told["TongCong"]["TiepNhanTrucTuyen"] == 1
    assert told["TongCong"]["GiaiQuyetDungHan"] == 1
    assert [one["LinhVuc"] for one in told["TheoLinhVuc"]] == ["Hộ tịch"]


def test_the_quarter_follows_when_it_has_ended(reporting, november):
    sent(DECEMBER)

    assert sent(JANUARY) == ["2026-Q4/1"]


def test_figures_that_changed_are_sent_again_as_another_revision(reporting, november, people, person):
    sent(DECEMBER)
    world.received(world.citizen("083190000999", "Trần Văn Mít"), people)

    assert sent(DECEMBER + timedelta(days=1)) == ["2026-11/2"]
    assert [one["TongCong"]["TiepNhanTrucTuyen"] for one in took(reporting, "2026-11")][-2:] == [1, 2]
    acts = [one.data for one in acts_between(1, 10**9) if one.verb == "report:sent"]
    assert [(one["period"], one["revision"]) for one in acts] == [("2026-11", 1), ("2026-11", 2)]


@pytest.mark.parametrize("how", ["busy", "garbage", "mute"])
def test_a_system_that_fails_gets_it_once_in_the_end(reporting, november, how):
    before = len(took(reporting, "2026-11"))
    reporting.behave("wrong", how)
    sent(DECEMBER)
    reporting.behave("ok")
    for minutes in (10, 40):
        exchange.deliver_to("reporting", now=DECEMBER + timedelta(minutes=minutes))

    assert len(took(reporting, "2026-11")) == before + 1
    (shown,) = sent_reports()
    assert shown.message.state == "sent"
    assert shown.message.receipt
    assert shown.total == {"received": 1, "ended": 1, "open": 0}


def test_a_period_without_anything_is_not_reported(reporting, people):
    assert sent(DECEMBER) == []
    assert not NationalReport.objects.exists()


def test_without_the_connection_nothing_is_sent(people):
    with pytest.raises(Refused, match="Chưa kết nối"):
        send_reports(now=DECEMBER)


def test_only_the_operator_asks_for_it(reporting, people):
    with pytest.raises(NotAllowed):
        ask_for_reports(viewer=people.head, now=DECEMBER)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 12, 1), ["2026-Q3", "2026-10", "2026-11"]),
        (date(2026, 12, 31), ["2026-Q3", "2026-10", "2026-11"]),
        (date(2027, 1, 1), ["2026-11", "2026-12", "2026-Q4"]),
    ],
)
def test_periods_are_those_that_have_ended(today, last):
    assert [one.name for one in periods_ended(today)][-3:] == last


def test_a_digest_does_not_depend_on_the_order_of_keys():
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1}) != digest_of({"a": 1, "b": 3})
