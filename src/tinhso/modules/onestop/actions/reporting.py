# SPDX-License-Identifier: EUPL-1.2
"""Send the figures of months and quarters to the national reporting system, again only when they changed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.exchange.actions import queue_for_partner
from tinhso.kernel.exchange.models import Partner
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries import code_of, territory
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.models import NationalReport
from tinhso.modules.onestop.policies import check_operator
from tinhso.modules.onestop.queries.reporting import figures_of
from tinhso.modules.onestop.reporting.rules import digest_of, periods_ended
from tinhso.modules.onestop.reporting.types import PARTNER, Period, ReportSent


def send_reports(*, now: datetime, by: Actor = SYSTEM) -> list[NationalReport]:
    """Queue a message for every ended period whose figures are not those sent last; return what was queued.

    A period in which nothing happened and that was never reported is left out. Raises Refused without the connection.
    """
    made = [_send(period, now, by) for period in periods_ended(timezone.localtime(now).date())]
    return [one for one in made if one is not None]


def ask_for_reports(*, viewer: Viewer, now: datetime) -> list[NationalReport]:
    """Let the operator look for changed figures at once, as the worker does every night."""
    check_operator(viewer)
    return send_reports(now=now, by=viewer.actor())


@transaction.atomic(durable=True)
def _send(period: Period, now: datetime, by: Actor) -> NationalReport | None:
    """Send one period when its figures changed; two at once wait for one another at the row of the partner."""
    if Partner.objects.select_for_update().filter(key=PARTNER).first() is None:
        raise Refused("Chưa kết nối hệ thống báo cáo quốc gia. Hãy chạy “tinhso partners connect reporting”.")
    figures = figures_of(period)
    digest = digest_of(figures)
    last = NationalReport.objects.filter(period=period.name).order_by("-revision").first()
    if (last is None and not any(figures["TongCong"].values())) or (last is not None and last.digest == digest):
        return None
    revision = last.revision + 1 if last else 1
    report_id = uuid7()
    key = f"report:{period.name}:{revision}:{report_id.hex[-12:]}"
    today = timezone.localtime(now).date()
    head = {"KyBaoCao": period.name, "LanGui": revision, "MaDonVi": code_of(territory().root_id, today)}
    span = {"TuNgay": period.since.isoformat(), "DenNgay": period.until.isoformat()}
    queue_for_partner(
        PARTNER,
        key=key,
        stream=f"report:{period.name}",
        subject=f"Báo cáo kỳ {period.name}, lần {revision}",
        body=head | span | figures,
        now=now,
    )
    payload = ReportSent(period=period.name, revision=revision, digest=digest)
    record(payload, at=now, actor=by, subject=f"report:{period.name}")
    return NationalReport.objects.create(
        id=report_id,
        period=period.name,
        until=period.until,
        revision=revision,
        figures=figures,
        digest=digest,
        message_key=key,
        queued_at=now,
    )
