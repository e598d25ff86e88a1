# SPDX-License-Identifier: EUPL-1.2
"""A part that stops is told once to those on duty by mail and SMS, once more when it works again: no storm."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from tinhso.config import env
from tinhso.kernel.events.models import Act
from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.exchange.models import Message
from tinhso.modules.security.actions import watching as actions
from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.records import Record, Way, encode
from tinhso.modules.security.collect.spool import Spool
from tinhso.modules.security.models import DetectorPlace, Outage
from tinhso.modules.security.queries import watching as queries
from tinhso.modules.security.store import connecting
from tinhso.modules.security.store.client import Store
from tinhso.modules.security.types.keeping import WatchedPart
from tinhso.modules.security.watching import Bounds, Reading, clock_step, faults
from tinhso_counterparts.running import in_thread, on_free_ports

NIGHT = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)  # 02:00 in Vietnam: quiet hours
BOUNDS = Bounds(delay_seconds=300, spool_percent=80, silent=10)
WELL = Reading(
    now=NIGHT, looked_at=NIGHT, collector_at=NIGHT, is_store_there=True, evaluated_at=NIGHT, arrived_at=NIGHT,
    detector_behind=0, counted_at=NIGHT, counter_behind=0, silent=0, sources=50, spool_percent=10.0,
)  # fmt: skip
AGO = NIGHT - timedelta(minutes=10)
DOWN = {WatchedPart.STORE: "Kho sự kiện không trả lời."}


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({}, []),
        ({"collector_at": AGO}, ["collector"]),
        ({"collector_at": None}, ["collector"]),
        ({"looked_at": AGO}, ["worker"]),
        ({"looked_at": None}, []),  # a machine that does not tell the time since its start
        ({"detector_behind": 9, "evaluated_at": None, "arrived_at": None}, ["detector"]),
        ({"is_store_there": False, "detector_behind": 9, "evaluated_at": AGO, "arrived_at": AGO}, ["store"]),
        ({"detector_behind": 9, "evaluated_at": AGO, "arrived_at": AGO}, ["detector"]),
        ({"detector_behind": 0, "evaluated_at": AGO, "arrived_at": AGO}, []),  # nothing waits
        ({"detector_behind": 9, "arrived_at": AGO}, ["delay"]),
        ({"counter_behind": 9, "counted_at": AGO}, ["counter"]),
        ({"silent": 9}, []),
        ({"silent": 10}, ["sources"]),
        ({"spool_percent": 80.0}, ["spool"]),
        ({"full": "Đĩa đầy."}, ["spool"]),
    ],
)
def test_what_the_parts_say_and_what_is_wrong(changed, parts):
    assert [one.value for one in faults(replace(WELL, **changed), BOUNDS)] == parts


@pytest.mark.parametrize(
    ("after", "elapsed", "step"), [(104.0, 30, 0.0), (110.0, 30, 10.0), (40.0, 30, -60.0), (140.0, 86_400, 0.0)]
)
def test_a_clock_that_was_set_is_told_from_one_that_drifts(after, elapsed, step):
    assert clock_step(100.0, after, elapsed) == step


@pytest.fixture
def duty(monkeypatch, db):
    monkeypatch.setattr(env, "WATCH_MAIL", ["truc@bentre.example", "phong@bentre.example"])


def looks(pattern: str, *, start: datetime = NIGHT, every: int = 30) -> int:
    """Look again and again, x: the store is away; return how many notices were written."""
    return sum(
        actions.note_faults(DOWN if one == "x" else {}, now=start + timedelta(seconds=every * number))
        for number, one in enumerate(pattern)
    )


def test_an_outage_is_told_once_and_its_end_once(duty):
    assert looks("xx") == 0, "a moment is no outage"
    assert looks("x" * 100, start=NIGHT + timedelta(seconds=60)) == 2
    assert looks("." * 10, start=NIGHT + timedelta(hours=1)) == 2

    subjects = list(Message.objects.order_by("created_at", "recipient").values_list("subject", flat=True))
    assert [one.split(":")[0] for one in subjects] == [
        "Giám sát an toàn thông tin có lỗi", "Giám sát an toàn thông tin có lỗi",
        "Giám sát an toàn thông tin đã trở lại", "Giám sát an toàn thông tin đã trở lại",
    ]  # fmt: skip
    acts = [(act.verb, act.data["part"], act.data["told"]) for act in Act.objects.order_by("seq")]
    assert acts == [("security_watch:stopped", "store", 2), ("security_watch:recovered", "store", 2)]
    assert Outage.objects.get().ended_at == NIGHT + timedelta(hours=1)


def test_a_part_that_comes_and_goes_makes_no_storm(duty):
    assert looks("xxx.x" * 200) == 2, "one outage with gaps shorter than two minutes"
    assert Outage.objects.count() == 1
    Outage.objects.all().delete()

    assert looks("xxxx" + "." * 6, start=NIGHT + timedelta(days=1)) == 4
    again = NIGHT + timedelta(days=1, minutes=6)
    assert looks("xxxx" + "." * 6, start=again) == 0, "half an hour has not gone by"
    assert looks("x" * 60, start=again + timedelta(minutes=10)) == 2, "one that lasts is told when it has"


def test_nobody_named_is_no_fault(db, monkeypatch):
    monkeypatch.setattr(env, "WATCH_MAIL", [])
    assert looks("xxxx") == 0
    assert Act.objects.get(verb="security_watch:stopped").data["told"] == 0


def test_a_clock_that_was_set_is_an_act_and_told(duty):
    assert actions.note_clock("boot-1", 1_000.0, now=NIGHT) == 0
    assert actions.note_clock("boot-1", 1_000.2, now=NIGHT + timedelta(seconds=30)) == 0
    assert actions.note_clock("boot-1", 4_600.2, now=NIGHT + timedelta(seconds=3_660)) == 3_600
    assert actions.note_clock("boot-1", 4_600.2, now=NIGHT + timedelta(seconds=3_690)) == 0
    assert actions.note_clock("boot-2", 9.0, now=NIGHT + timedelta(hours=2)) == 0, "the machine was started anew"

    assert [act.data["step_ms"] for act in Act.objects.filter(verb="system_clock:changed")] == [3_600_000]
    assert Message.objects.filter(subject__contains="bị đặt tới 3600 giây").count() == 2


def test_a_worker_that_stood_still_is_told_when_it_is_back(duty):
    actions.note_clock("boot-1", 1_000.0, now=NIGHT)
    actions.note_clock("boot-1", 1_000.0, now=NIGHT + timedelta(seconds=150))
    assert not Outage.objects.exists()
    back = NIGHT + timedelta(minutes=32, seconds=30)
    actions.note_clock("boot-1", 1_000.0, now=back)

    outage = Outage.objects.get()
    assert (outage.part, outage.began_at, outage.ended_at) == ("worker", NIGHT + timedelta(seconds=150), back)
    assert Message.objects.filter(subject__contains="trong 30 phút").count() == 2
    assert Act.objects.get().verb == "security_watch:recovered"


@pytest.mark.parametrize("asks_store", [True, False])
def test_the_store_is_asked_or_taken_as_last_found(db, tmp_path, monkeypatch, asks_store):
    """Nothing is simulated here but the address of a store that nobody runs."""
    monkeypatch.setattr(connecting, "store", lambda: Store("http://127.0.0.1:9/"))
    monkeypatch.setattr(env, "COLLECT", True)
    monkeypatch.setattr(env, "COLLECT_FOLDER", tmp_path)
    assert (WatchedPart.STORE in queries.standing_now(NIGHT, asks_store=asks_store).wrong) is asks_store
    actions.note_faults(DOWN, now=NIGHT)
    assert WatchedPart.STORE in queries.standing_now(NIGHT, asks_store=asks_store).wrong


def test_this_machine_tells_its_start_and_its_clock():
    boot, offset = queries.boot_and_offset(datetime.now(UTC))
    again = queries.boot_and_offset(datetime.now(UTC))
    assert boot == again[0]
    assert abs(again[1] - offset) < 1


def test_a_detector_that_does_not_read_is_seen_in_the_spool(db, tmp_path):
    spool = Spool(tmp_path, lambda: int(NIGHT.timestamp() * 1e9))
    spool.open()
    segments.note_reader(tmp_path, segments.DETECTOR, segments.Position(1, 0))
    spool.write(encode([Record(Way.TCP, int(NIGHT.timestamp() * 1e9), b"<13>1 - a b - - - c", "10.1.2.3")] * 100))
    DetectorPlace.objects.create(id=1, evaluated_at=AGO, arrived_at=AGO)

    told = queries.reading(NIGHT, tmp_path, is_store_there=False)

    assert told.detector_behind > 1_000
    assert told.delay_seconds == 600
    assert told.counter_behind == told.detector_behind, "who never read has everything before it"
    assert 0 < told.spool_percent <= 100
    spool.close()


def test_mail_and_sms_arrive_also_at_night(tmp_path, db, monkeypatch, settings):
    with in_thread(("sms", "mail"), on_free_ports(tmp_path)) as addresses:
        accounts = json.loads(Path(addresses["sms"]["accounts_file"]).read_text("utf-8"))
        monkeypatch.setattr(env, "SMS_URL", addresses["sms"]["smpp"])
        monkeypatch.setattr(env, "SMS_PASSWORD", accounts["tinhso"])
        monkeypatch.setattr(env, "WATCH_MAIL", ["truc@bentre.example"])
        monkeypatch.setattr(env, "WATCH_PHONES", ["+84912345678"])
        host, _, port = addresses["mail"]["smtp"].rpartition(":")
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = host.rpartition("/")[2], int(port)
        exchange.queue_message(
            key="onestop:1:sms", channel="sms", recipient="+84987654321", subject="Tin", body="Đã nhận", now=NIGHT
        )

        assert looks("xxxx") == 2
        later = NIGHT + timedelta(minutes=3)
        assert (exchange.deliver_letters(now=later), exchange.deliver_texts(now=later)) == (1, 1)

        phones = requests.get(f"{addresses['sms']['url']}/api/messages", timeout=5).json()["messages"]
        letters = requests.get(f"{addresses['mail']['url']}/api/messages", timeout=5).json()["messages"]
    assert [one["text"] for one in phones] == ["Giám sát an toàn thông tin có lỗi: Kho sự kiện không trả lời."]
    assert letters[0]["subject"] == "Giám sát an toàn thông tin có lỗi: Kho sự kiện không trả lời."
