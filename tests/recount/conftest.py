# SPDX-License-Identifier: EUPL-1.2
"""A few played days in three communes, folded once for the file; results are not really signed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, cast

import pytest
from django.db import transaction

from tests.faults.prepare import COMMUNES
from tinhso.faces.ui.tests.static_files import plain_static_files
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Act
from tinhso.kernel.exchange.types import Arrived
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.indicators.actions import add_acts
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Area
from tinhso.kernel.registry.types import Level, PostRole
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.from_ministry import FromMinistry
from tinhso.modules.onestop.ministry.types import MinistryRecord
from tinhso.modules.onestop.models import Offer
from tinhso.modules.onestop.tests import world
from tinhso.play import dossiers
from tinhso.play.assessments import round_in_demo
from tinhso.play.offers import offer_in_demo
from tinhso.play.province import Player, Script
from tinhso.play.systems import systems_in_demo

__all__ = ["plain_static_files"]
FIRST, DAYS, PER_DAY, SEED = date(2026, 10, 26), 9, 12, 766


class Unsigned:
    """The actions of the one-stop with results left as drafted."""

    def __getattr__(self, name: str) -> Any:
        return self._complete if name == "sign_result" else getattr(actions, name)

    def _complete(self, *args: Any, **options: Any) -> Any:
        return actions.sign_result(*args, **options, sealer=world.plain_seal)


class FewCommunes(Player):
    def _communes(self) -> list[Area]:
        return [area for area in super()._communes() if area.code in COMMUNES]


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[Viewer]:
    """Play the days inside a transaction around the file; return a leader of the whole province."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        around = transaction.atomic()
        around._from_testcase = True  # type: ignore[attr-defined]  # durable actions may run inside, as in any test
        around.__enter__()
        try:
            patch.setattr(dossiers, "actions", Unsigned())
            leader = _staff()
            player = FewCommunes(Script(FIRST, DAYS, PER_DAY, SEED, world.TODAY))
            player.play(progress=lambda done, what: None)
            _offer(player.moment.now)
            _tell_of_ministry(player.moment.now)
            assert round_in_demo(now=player.moment.now) is not None
            assert len(systems_in_demo(now=player.moment.now)) == 4
            last = Act.objects.order_by("-seq").values_list("seq", flat=True)[0]
            add_acts(ledger.acts_between(1, last))
            yield leader
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


def _offer(now: datetime) -> None:
    """Let the elder of the demonstration be offered something, say yes and have it put back."""
    offer_in_demo(now=now)
    offer = Offer.objects.select_related("person").get()
    actions.accept_offer(offer.id, viewer=world.viewer(offer.person), now=now)
    actions.restore_offer(offer.id, viewer=world.viewer(offer.person), now=now)


def _tell_of_ministry(now: datetime) -> None:
    """Let a ministry's system tell of three dossiers: one in time, one late, one open."""
    for number, taken, promised in (("BT-1", 1, 2), ("BT-2", 3, 1), ("BT-3", None, 2)):
        told = MinistryRecord(
            system="Hệ thống của bộ",
            number=number,
            procedure="1.004873",
            title="Hồ sơ của bộ",
            unit=registry.code_of(world.unit_of().id, FIRST),
            state="4" if taken is None else "10",
            received_at=now - timedelta(days=5),
            promised_at=now + timedelta(days=promised - 5),
            finished_at=None if taken is None else now + timedelta(days=taken - 5),
        )
        FromMinistry().handle(cast(Arrived, None), told, now)


def _staff() -> Viewer:
    world.build_province()
    communes = [registry.unit_for_area(code, Level.COMMUNE, world.TODAY) for code in COMMUNES]
    districts = {one.parent_id: one.parent for one in communes if one is not None}
    departments = registry.units_as_of(world.TODAY).filter(level=Level.DEPARTMENT)
    for unit in (*communes, *districts.values(), *departments):
        world.staff(unit)
    root = registry.territory().root
    world.officer_in(root, PostRole.OPERATOR, "operator")
    return world.staff(root).leader
