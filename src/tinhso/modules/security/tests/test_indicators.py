# SPDX-License-Identifier: EUPL-1.2
"""From object to watch list to sighting to the case of a machine: the life of an indicator (SOC-61)."""

import json
import uuid
from datetime import timedelta

import pytest

from tinhso.config import env
from tinhso.kernel.casework.errors import SomeoneWasFaster, StepImpossible
from tinhso.kernel.events.models import Act
from tinhso.modules.security import actions as sources
from tinhso.modules.security.actions import blacklists, indicators, infected, objects
from tinhso.modules.security.actions.blacklists import Seen
from tinhso.modules.security.errors import (
    IntelligenceIncomplete,
    MachineIncomplete,
    NotYourIntelligence,
    NotYourSource,
)
from tinhso.modules.security.intelligence.watching import Watchlist
from tinhso.modules.security.models import Blacklist, Indicator, InfectedMachine, Sighting
from tinhso.modules.security.queries import intelligence as queries
from tinhso.modules.security.tests import sharing
from tinhso.modules.security.tests.sharing import indicator
from tinhso.modules.security.tests.world import NOW, registered, told
from tinhso.modules.security.types import IndicatorKind, Standing, Tlp

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def taken(world, *said: dict) -> None:
    collection = sharing.opened(world.operator, f"bo-{uuid.uuid4().hex[:6]}")
    objects.load_objects(collection.id, said, now=NOW)
    indicators.derive_indicators(now=NOW)


def standing(value: str, now=NOW) -> str:
    return queries.indicators_for(now=now, text=value).get().standing


def look(*values: str, now=NOW) -> set[int]:
    return Watchlist(queries.watched(now)).look(values)


def test_an_object_becomes_a_value_to_watch(world):
    taken(world, indicator(1, confidence=80), indicator(2, pattern="[file:name = 'a.exe']"))
    one, other = Indicator.objects.order_by("id")

    assert (one.kind, one.value, one.confidence, one.label) == ("address", "198.51.0.1", 80, "Máy chủ điều khiển 1")
    assert look("198.51.0.1") == {one.id}
    assert (other.kind, standing("a.exe")) == ("other", Standing.NOT_WATCHABLE)
    assert indicators.derive_indicators(now=NOW) == 0


def test_a_new_version_changes_and_a_revoked_one_ends(world):
    collection = sharing.opened(world.operator)
    versions = [
        {"pattern": "[domain-name:value = 'a.example' OR domain-name:value = 'b.example']"},
        {"pattern": "[domain-name:value = 'b.example']"},
        {"pattern": "[domain-name:value = 'b.example']", "revoked": True},
    ]
    met = []
    for day, changed in enumerate(versions, start=3):
        said = indicator(1, modified=f"2026-03-0{day}T00:00:00.000Z", **changed)
        objects.load_objects(collection.id, [said], now=NOW)
        indicators.derive_indicators(now=NOW)
        met.append((bool(look("a.example")), bool(look("b.example"))))

    assert met == [(True, True), (False, True), (False, False)]
    assert standing("b.example") == Standing.REVOKED


def test_listed_values_are_kept_and_never_watched(world):
    registered(world, addresses=("203.113.5.0/24",))
    values = {1: "10.1.2.3", 2: "8.8.8.8", 3: "203.113.5.9", 4: "198.51.100.4"}
    taken(world, *(indicator(n, pattern=f"[ipv4-addr:value = '{value}']") for n, value in values.items()))

    assert [standing(value) for value in values.values()] == ["listed", "listed", "listed", "watched"]
    assert len(look(*values.values())) == 1


def test_the_operators_lists_count_as_soon_as_they_lie_there(world, tmp_path, monkeypatch):
    indicators.add_indicator("tot.vi.du", label="thử", confidence=None, tlp=Tlp.GREEN, viewer=world.operator, now=NOW)
    monkeypatch.setattr(env, "WARNING_LISTS", str(tmp_path))
    (tmp_path / "hong.json").write_text("{")
    (tmp_path / "tot.json").write_text(json.dumps({"name": "Trang tốt", "type": "hostname", "list": ["tot.vi.du"]}))
    changed = indicators.list_again()

    assert changed == 1
    assert Indicator.objects.get().listed_by == "Trang tốt"
    assert queries.warning_lists().faults == (f"{tmp_path.name}/hong.json: không phải JSON.",)


def test_indicators_age_by_kind_and_a_sighting_makes_them_fresh(world):
    source, _ = registered(world)
    taken(world, indicator(1))
    (one,) = Indicator.objects.all()
    aged = NOW + 61 * DAY
    before = (standing("198.51.0.1", NOW + 59 * DAY), standing("198.51.0.1", aged))
    blacklists.note_sightings([Seen(one.id, at=NOW + 50 * DAY, source_id=source.id, count=3)], now=NOW + 50 * DAY)

    assert before == (Standing.WATCHED, Standing.DECAYED)
    assert standing("198.51.0.1", aged) == Standing.WATCHED
    assert (Sighting.objects.get().count, Indicator.objects.get().sightings) == (3, 3)


def test_the_operator_sets_another_half_life(world):
    taken(world, indicator(1))
    indicators.set_half_lives({IndicatorKind.ADDRESS: 1}, viewer=world.operator, now=NOW)
    fast = standing("198.51.0.1", NOW + 3 * DAY)
    indicators.set_half_lives({IndicatorKind.ADDRESS: None}, viewer=world.operator, now=NOW)

    assert (fast, standing("198.51.0.1", NOW + 3000 * DAY)) == (Standing.DECAYED, Standing.WATCHED)
    assert Act.objects.filter(verb="intelligence:decay:set").count() == 2
    said = {IndicatorKind.DOMAIN: 7, IndicatorKind.ADDRESS: 0}
    with pytest.raises(IntelligenceIncomplete):
        indicators.set_half_lives(said, viewer=world.operator, now=NOW)
    assert indicators.half_lives()[IndicatorKind.DOMAIN] == 90


def test_valid_until_and_valid_from(world):
    taken(
        world, indicator(1, valid_until="2026-03-05T00:00:00.000Z"), indicator(2, valid_from="2026-03-09T00:00:00.000Z")
    )

    assert [standing("198.51.0.1", NOW + n * DAY) for n in (0, 5)] == ["watched", "expired"]
    assert [standing("198.51.0.2", NOW + n * DAY) for n in (0, 9)] == ["not_yet", "watched"]


BAD = [("", "value"), ("xin chào", "value"), ("GREEN", "value"), ("http://[", "value")]


@pytest.mark.parametrize(("text", "box"), BAD)
def test_what_is_no_value_is_refused_at_its_box(world, text, box):
    with pytest.raises(IntelligenceIncomplete) as refused:
        indicators.add_indicator(text, label="x", confidence=None, tlp=Tlp.GREEN, viewer=world.operator, now=NOW)

    assert refused.value.code == box


def test_hand_entry_revoked_and_written_again(world):
    said = {"label": "Thư lừa đảo", "confidence": 90, "tlp": Tlp.AMBER, "viewer": world.operator, "now": NOW}
    one = indicators.add_indicator("hxxp://xau[.]example/a", **said)
    indicators.revoke_indicator(one.id, viewer=world.operator, now=NOW)
    gone = look("http://xau.example/a")
    indicators.add_indicator("http://xau.example/a", **said)

    assert gone == set()
    assert look("http://xau.example/a") == {one.id}
    with pytest.raises(NotYourIntelligence):
        indicators.revoke_indicator(one.id, viewer=world.doer, now=NOW)


def listed(world, text: str, *, is_ours: bool = True, origin: str = "NCSC") -> Blacklist:
    return blacklists.take_blacklist(text.encode(), origin=origin, is_ours=is_ours, now=NOW, viewer=world.operator)


def test_a_listed_address_finds_the_machine_of_its_unit(world):
    source, _ = registered(world, "pc-07", addresses=("203.113.5.7",))
    registered(world, "cong-mang", addresses=("203.113.5.0/24",))
    kept = listed(world, "203.113.5.7,Mirai\n203.113.5.8,Mirai\n192.0.2.1,Mirai\n")
    machines = {one.at_address: one for one in InfectedMachine.objects.select_related("case")}

    assert (kept.rows, kept.ours, kept.unplaced) == (3, 2, ["192.0.2.1"])
    assert machines["203.113.5.7"].source_id == source.id
    assert machines["203.113.5.8"].host == "cong-mang"
    assert {one.case.unit_id for one in machines.values()} == {world.health.id}
    assert machines["203.113.5.7"].case.title == "Máy pc-07 có dấu hiệu nhiễm mã độc (Mirai)"


def test_an_address_behind_which_units_stand_is_nobodys(world):
    registered(world, "may-a", addresses=("203.113.5.0/24",))
    registered(world, "may-b", addresses=("203.113.5.0/24",))
    both = listed(world, "203.113.5.9")
    sources.register_source(
        uuid.uuid4(), told(world.school, "may-c", addresses=("203.113.5.0/24",)), viewer=world.school_head, now=NOW
    )
    shared = listed(world, "203.113.5.9,lần hai")

    assert (both.ours, InfectedMachine.objects.get().machine_key) == (1, "address:203.113.5.9")
    assert (shared.ours, shared.unplaced) == (0, ["203.113.5.9"])


def test_one_living_case_however_often_a_machine_is_reported(world):
    registered(world, "pc-07", addresses=("203.113.5.7",))
    for day in ("01", "02", "02"):
        listed(world, f"203.113.5.7,2026-03-{day},Mirai\n")

    machine = InfectedMachine.objects.get()
    assert machine.reports == 2  # the same file twice is one report
    assert Blacklist.objects.count() == 2
    assert Act.objects.filter(verb="infected_machine:notified").count() == 1


def stepped(world, machine, *steps: str, at=NOW) -> InfectedMachine:
    for place, step in enumerate(steps):
        machine = InfectedMachine.objects.select_related("case").get(case_id=machine.case_id)
        infected.handle_machine(
            machine.case_id,
            step,
            text="Đã làm theo hướng dẫn của tổ ứng cứu.",
            viewer=world.head,
            now=at + place * HOUR,
            expected_version=machine.case.version,
        )
    return InfectedMachine.objects.select_related("case").get(case_id=machine.case_id)


def test_a_machine_seen_again_falls_back_and_a_late_report_does_not(world):
    source, _ = registered(world, "pc-07", addresses=("203.113.5.7",))
    taken(world, indicator(1))
    (bad,) = Indicator.objects.all()
    blacklists.note_sightings([Seen(bad.id, at=NOW, source_id=source.id)], now=NOW)
    machine = stepped(world, InfectedMachine.objects.get(), "isolate", "clean")
    blacklists.note_sightings([Seen(bad.id, at=NOW, host="PC-07.sub.example")], now=NOW + 3 * HOUR)
    late = InfectedMachine.objects.select_related("case").get()
    blacklists.note_sightings([Seen(bad.id, at=NOW + 4 * HOUR, address="203.113.5.7")], now=NOW + 4 * HOUR)
    again = InfectedMachine.objects.select_related("case").get()

    assert (machine.case.state, late.case.state, again.case.state) == ("cleaned", "cleaned", "notified")
    assert again.reports == 3
    assert Act.objects.get(verb="infected_machine:seen_again").data == {"from_state": "cleaned"}


def test_after_it_is_closed_a_new_sighting_is_a_new_case(world):
    registered(world, "pc-07", addresses=("203.113.5.7",))
    listed(world, "203.113.5.7,Mirai")
    done = stepped(world, InfectedMachine.objects.get(), "isolate", "clean", "recheck", "close", at=NOW + HOUR)
    listed(world, "203.113.5.7,Mirai,lại")

    assert (done.case.state, done.is_open, len(done.notes)) == ("closed", False, 4)
    assert InfectedMachine.objects.filter(is_open=True).count() == 1
    assert InfectedMachine.objects.count() == 2


def test_who_works_on_a_machine_and_what_is_refused(world):
    registered(world, "pc-07", addresses=("203.113.5.7",))
    listed(world, "203.113.5.7")
    machine = InfectedMachine.objects.select_related("case").get()

    def handle(step, text="Đã rút cáp mạng.", viewer=world.head, version=1):
        return infected.handle_machine(
            machine.case_id, step, text=text, viewer=viewer, now=NOW, expected_version=version
        )

    for viewer in (world.school_head, world.auditor):
        with pytest.raises(NotYourSource):
            handle("isolate", viewer=viewer)
    with pytest.raises(NotYourSource):
        handle("dismiss", viewer=world.doer)
    with pytest.raises(MachineIncomplete):
        handle("isolate", text="ok")
    with pytest.raises(MachineIncomplete):
        handle("see_again")
    with pytest.raises(StepImpossible):
        handle("close")
    with pytest.raises(SomeoneWasFaster):
        handle("isolate", version=9)
    assert handle("isolate", viewer=world.doer).notes[0]["by"] == "Lê Thị Thử"


def test_a_list_of_strangers_is_watched_for(world):
    registered(world, "pc-07", addresses=("203.113.5.7",))
    kept = listed(world, "192.0.2.9,Mirai\n203.113.5.7,Mirai\n10.0.0.1\n", is_ours=False)

    assert (kept.ours, InfectedMachine.objects.count()) == (1, 1)
    assert [standing(value) for value in ("192.0.2.9", "203.113.5.7", "10.0.0.1")] == ["watched", "listed", "listed"]


@pytest.mark.parametrize(
    ("content", "origin", "box"), [("", "NCSC", "file"), ("a,b", "NCSC", "file"), ("1.2.3.4", " ", "origin")]
)
def test_what_is_no_list_is_refused(world, content, origin, box):
    with pytest.raises(IntelligenceIncomplete) as refused:
        listed(world, content, origin=origin)

    assert refused.value.code == box
    assert not Blacklist.objects.exists()
