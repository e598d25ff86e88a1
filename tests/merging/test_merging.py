# SPDX-License-Identifier: EUPL-1.2
"""The figures of the old and the new province are both right after one adopted the ledger of the other (ADR 0049)."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from tests.merging.provinces import DAYS, NAMES, NEW, OLD, Told, empty, live, own_key, scope, told
from tests.replay.week import Snapshot, differences, snapshot
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.indicators import origins
from tinhso.kernel.indicators import queries as indicators
from tinhso.kernel.indicators.actions import compare_with_replay
from tinhso.kernel.indicators.adoption.adopt import adopt
from tinhso.kernel.indicators.adoption.checking import verify_adopted
from tinhso.kernel.indicators.models import AdoptedAct, AdoptedFact, AdoptedLedger, Fact
from tinhso.kernel.indicators.rebuilding import rebuild
from tinhso.kernel.indicators.scopes import OWN

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ADMIN = Actor("system:administrator")


@pytest.fixture
def two(tmp_path) -> dict[str, Told]:
    """What each province said of itself; the database holds the new one, with its own acts only."""
    found = {}
    for code, done, open_ in ((OLD, 3, 1), (NEW, 1, 2)):
        empty()
        folder = tmp_path / code
        folder.mkdir()
        with own_key(folder) as key:
            live(code, done=done, open_=open_)
            found[code] = told(folder, key, code)
    return found


def figures(told_by: Snapshot) -> dict[str, Any]:
    return {name: values[1:3] for name, values in told_by.items() if name.startswith("figure ")}


def added(first: Any, second: Any) -> tuple[Any, ...]:
    return tuple(None if one is None else one + other for one, other in zip(first, second, strict=True))


def take(file, *keys: str) -> AdoptedLedger:
    return adopt(file, trusted=keys, now=timezone.now(), by=ADMIN)


def test_what_each_said_stays_right_and_together_they_are_the_sum(two):
    old, new = two[OLD], two[NEW]
    row = take(old.file, old.key.key_id)
    key = str(row.id)

    assert differences(old.now, snapshot(scope(origin=key))) == []
    assert differences(new.now, snapshot(scope(origin=OWN))) == []
    for day in DAYS:
        assert differences(old.then[day], snapshot(scope(day, origin=key, known_on=day))) == []
        assert differences(new.then[day], snapshot(scope(day, origin=OWN, known_on=day))) == []

    whole = figures(snapshot(scope()))
    assert whole == {name: added(figures(old.now)[name], figures(new.now)[name]) for name in whole}
    assert whole["figure onestop.received"][0] == 6 + 5
    late = [figures(one.then[DAYS[0]])["figure onestop.received"][0] for one in (old, new)]
    assert late == [4, 3], "a dossier of the first day came only on the second"
    assert figures(snapshot(scope(DAYS[0], known_on=DAYS[0])))["figure onestop.received"][0] == sum(late)

    assert_recorded(row, old)
    assert_replays(old, new, key)
    assert_guarded(row)
    assert_once_only(old, new)


def assert_recorded(row: AdoptedLedger, old: Told) -> None:
    (act,) = ledger.acts_of_subject(f"ledger:{row.id}")
    counted = {"units": old.exported.units, "seals": old.exported.seals, "acts": old.exported.acts}

    assert act.verb == "ledger:foreign:adopted"
    assert {name: act.data[name] for name in counted} == counted
    assert act.data["last_seal"] == bytes(row.last_seal).hex()
    assert row.province == NAMES[OLD]
    ((checked),) = verify_adopted()
    assert (checked.sound, checked.acts, checked.seals) == (True, old.exported.acts, old.exported.seals)


def assert_replays(old: Told, new: Told, key: str) -> None:
    """Replay equals live facts, and a rebuild brings the same."""
    assert compare_with_replay() == []
    before = sorted(AdoptedFact.objects.values_list("fact", "day", "unit_id", "known_on", "value"), key=str)
    rebuild()
    after = sorted(AdoptedFact.objects.values_list("fact", "day", "unit_id", "known_on", "value"), key=str)

    assert before == after
    assert compare_with_replay() == []
    assert differences(old.now, snapshot(scope(origin=key))) == []
    assert differences(new.now, snapshot(scope(origin=OWN))) == []
    AdoptedFact.objects.filter(fact="onestop.received").delete()
    assert {one.fact for one in compare_with_replay()} == {"onestop.received"}
    rebuild()


def assert_guarded(row: AdoptedLedger) -> None:
    """Check that the database refuses change, and that change past the database is named."""
    one = AdoptedAct.objects.filter(verb="dossier:received").order_by("seq")[0]
    for statement in (
        "UPDATE indicators_adoptedact SET area = 'x'",
        "DELETE FROM indicators_adoptedseal",
        "DELETE FROM indicators_adoptedledger",
        "TRUNCATE indicators_adoptedunit",
    ):
        with pytest.raises(DatabaseError, match="never changed or removed"), connection.cursor() as cursor:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE indicators_adoptedact DISABLE TRIGGER USER")
        cursor.execute("UPDATE indicators_adoptedact SET area = 'x' WHERE id = %s", [one.id])
    (checked,) = verify_adopted()
    assert [finding.sentence for finding in checked.findings] == [
        f"Sự kiện số {one.seq} (dossier:received) đã bị sửa sau khi ghi."
    ]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_adoptedact SET area = %s WHERE id = %s", [one.area, one.id])
        cursor.execute("ALTER TABLE indicators_adoptedact ENABLE TRIGGER USER")


def assert_once_only(old: Told, new: Told) -> None:
    """Check that the same acts are refused a second time, and our own; nothing moves."""
    facts = sorted(Fact.objects.values_list("fact", "day", "value"), key=str)
    with pytest.raises(Refused, match="đã được tiếp nhận"):
        take(old.file, old.key.key_id)
    with pytest.raises(Refused, match="sổ của chính hệ thống này"):
        take(new.file, new.key.key_id)
    with pytest.raises(Refused, match="chưa được xác nhận"):
        take(old.file, new.key.key_id)

    assert len(origins.origins()) == 1
    assert sorted(Fact.objects.values_list("fact", "day", "value"), key=str) == facts


def test_units_of_the_other_province_keep_their_names(two):
    old = two[OLD]
    key = str(take(old.file, old.key.key_id).id)
    parts = {one.name for one in indicators.contributions("onestop.received", scope(origin=key))}
    together = {one.name for one in indicators.contributions("onestop.received", scope())}

    assert parts == {one.name for one in old.now["units of onestop.received"]}
    assert len(together) == 2
    assert {f"{one} ({NAMES[OLD]} cũ)" for one in parts} < together
