# SPDX-License-Identifier: EUPL-1.2
"""The national centre: packets scrubbed, signed, queued while it is down, proven by its receipt (SOC-07, 30..33)."""

import json
import time
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.events.models import Act
from tinhso.kernel.exchange import actions as exchange
from tinhso.kernel.exchange.models import InMessage, Message
from tinhso.kernel.exchange.rules import digest, signed_text
from tinhso.kernel.exchange.signing import exchange_key
from tinhso.kernel.exchange.types import Envelope
from tinhso.kernel.registry.models import Territory, UnitCode
from tinhso.modules.security.actions import blacklists, indicators
from tinhso.modules.security.actions import national_centre as actions
from tinhso.modules.security.errors import IntelligenceIncomplete, NotAPacket, NotYourIntelligence
from tinhso.modules.security.models import Blacklist, Indicator, InfectedMachine
from tinhso.modules.security.queries.national_centre import connection_records
from tinhso.modules.security.tests.world import NOW, registered
from tinhso.modules.security.types import PacketKind, SourceKind, Tlp
from tinhso_counterparts.modes import Word, order, utc_now, write_mode
from tinhso_counterparts.running import in_thread, on_free_ports

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PROVINCE_CODE, HEALTH_CODE = "000.00.00.H07", "000.00.15.H07"


class Centre:
    """The running stand-in."""

    def __init__(self, addresses: dict[str, str], folder: Path) -> None:
        self.url, self.web, self.folder = addresses["url"], addresses["web"], folder

    def behave(self, word: str, how: str = "") -> None:
        write_mode(self.folder, order(Word(word), how, 0, None, utc_now()))
        for _ in range(100):
            try:
                requests.get(self.url, timeout=1)
                up = True
            except requests.ConnectionError:
                up = False
            if up != (word == "down"):
                return
            time.sleep(0.05)

    def held(self) -> list[dict]:
        return requests.get(f"{self.web}/api/packets", timeout=5).json()["packets"]

    def packets(self, reference: str) -> list[dict]:
        return [one["packet"] for one in self.held() if one["packet"]["reference"] == reference]


@pytest.fixture(scope="session")
def running(tmp_path_factory) -> Iterator[Centre]:
    var = tmp_path_factory.mktemp("centre")
    with in_thread(("ncsc",), on_free_ports(var)) as addresses:
        yield Centre(addresses["ncsc"], var / "ncsc")


@pytest.fixture
def centre(running, world) -> Iterator[Centre]:
    """The centre in good mood, knowing our key; the province and one agency have codes of QCVN 102."""
    Territory.objects.all().delete()
    Territory.objects.create(root=world.school, province_code="83", law_date=date(2020, 1, 1), installed_at=NOW)
    for unit, code in ((world.school, PROVINCE_CODE), (world.health, HEALTH_CODE)):
        UnitCode.objects.create(unit=unit, scheme="qcvn102", code=code, status="synthetic", valid="[2020-01-01,)")
    public = exchange_key().public.raw.hex()
    requests.put(f"{running.web}/api/provinces", json={"public_key": public}, timeout=5).raise_for_status()
    actions.connect_centre(running.url, viewer=world.operator, now=NOW)
    yield running
    running.behave("ok")


def queued(body: dict, reference: str = "", kind: PacketKind = PacketKind.INCIDENT_NOTICE, paper=None, now=NOW):
    return actions.send_to_national_centre(kind, reference or uuid.uuid4().hex, body, paper, now=now)


def deliver(after=timedelta()) -> int:
    return exchange.deliver_to("ncsc", now=NOW + after)


def test_a_packet_arrives_signed_with_its_paper_and_gets_a_receipt(centre):
    message = queued({"description": "Trang bị thay đổi giao diện"}, "SC-01/2026", paper=b"%PDF-1.7 thu")
    sent = deliver()
    (packet,) = centre.packets("SC-01/2026")

    assert sent == 1
    assert (packet["sender"], packet["kind"]) == (PROVINCE_CODE, "incident_notice")
    assert packet["paper"]["media_type"] == "application/pdf"
    assert Message.objects.get(id=message.id).receipt.startswith("NCSC-")
    assert Act.objects.get(verb="national_centre:packet:queued").data["removed"] == 0


def test_private_pieces_never_leave_and_are_counted(centre):
    body = {"description": "Máy 10.1.2.3 của an@soyte.example.vn mở C:\\Users\\an\\x.exe", "username": "an"}
    queued(body, "SC-rieng")
    deliver()
    (packet,) = centre.packets("SC-rieng")

    text = json.dumps(packet, ensure_ascii=False)
    assert not any(one in text for one in ("10.1.2.3", "an@soyte", "Users", "username"))
    assert Act.objects.get(verb="national_centre:packet:queued").data["removed"] == 4


def test_the_same_packet_is_queued_once_and_taken_once(centre):
    first, again = queued({"a": 1}, "SC-hai"), queued({"a": 1}, "SC-hai", now=NOW + HOUR)
    deliver()

    assert first.id == again.id
    assert len(centre.packets("SC-hai")) == 1


MOODS = {
    "down": ("down", ""),
    "busy": ("wrong", "busy"),
    "garbage": ("wrong", "garbage"),
    "mute": ("wrong", "mute"),
}


@pytest.mark.parametrize("mood", MOODS)
def test_packets_wait_in_order_while_the_centre_is_away(centre, mood):
    """SOC-07: queued when the link is down."""
    reference = f"SC-{mood}"
    queued({"a": 1}, reference)
    queued({"a": 2}, reference, now=NOW + MINUTE)
    centre.behave(*MOODS[mood])
    away = deliver()
    record = next(one for one in connection_records() if one.layer == "monitoring")
    centre.behave("ok")
    back = deliver(2 * HOUR)
    after = next(one for one in connection_records() if one.layer == "monitoring")

    assert (away, back) == (0, 2)
    assert (record.waiting, bool(record.last_error), record.last_accepted) == (2, True, None)
    assert (after.waiting, after.last_error, after.last_accepted) == (0, "", NOW + 2 * HOUR)
    assert [one["body"]["a"] for one in centre.packets(reference)] == [1, 2]


def test_what_the_centre_refuses_waits_for_a_person(centre):
    queued({"a": 1}, "SC-tu-choi")
    centre.behave("wrong", "error-code")
    deliver()
    (record,) = (one for one in connection_records() if one.layer == "monitoring")

    assert (record.given_up, record.adapter) == (1, "json")
    assert "HTTP 422" in record.last_error


def test_an_unsigned_packet_is_refused(centre):
    """SOC-32."""
    message = queued({"a": 1}, "SC-khong-ky")
    Message.objects.filter(id=message.id).update(signature="00" * 64)
    deliver()

    assert centre.packets("SC-khong-ky") == []
    assert Message.objects.get(id=message.id).state == "dead"


def test_the_status_of_an_agency_is_exactly_the_record(centre, world):
    """security_rules.md §6; SOC-30, SOC-31: unknown stays null, the sender is known by its code."""
    registered(world, "pc-07", addresses=("203.113.5.7",), kind=SourceKind.WINDOWS)
    registered(world, "fw-01", kind=SourceKind.NETWORK)
    blacklists.take_blacklist(b"203.113.5.7,Mirai", origin="NCSC", is_ours=True, now=NOW, viewer=world.operator)
    first, again = actions.send_malware_status(now=NOW), actions.send_malware_status(now=NOW)
    deliver()
    (packet,) = centre.packets(HEALTH_CODE)

    assert (first, again) == (1, 1)
    assert Message.objects.count() == 1
    assert packet["body"] == {
        "agency_code": HEALTH_CODE,
        "sent_at": "2026-03-02T01:00:00.000Z",
        "machines_managed": 1,
        "machines_protected": None,
        "machines_infected": 1,
        "detections": [
            {
                "malware_name": "Mirai",
                "family": None,
                "machines": 1,
                "first_seen": "2026-03-02",
                "last_seen": "2026-03-02",
                "cleaned": 0,
            }
        ],
        "signature_database_date": None,
    }
    assert next(one for one in connection_records() if one.layer == "antimalware").last_accepted == NOW


def test_an_agency_without_a_code_sends_nothing(centre, world):
    registered(world, "pc-07")
    UnitCode.objects.filter(unit=world.health).delete()

    assert actions.send_malware_status(now=NOW) == 0


def added(world, value: str, label: str, tlp: Tlp = Tlp.GREEN) -> Indicator:
    said = {"label": label, "confidence": 80, "tlp": tlp, "viewer": world.operator, "now": NOW}
    return indicators.add_indicator(value, **said)


def test_indicators_are_shared_after_the_scrubber(centre, world):
    shown = added(world, "xau.example", "Thư gửi từ an@soyte.example.vn")
    red, private = added(world, "do.example", "đỏ", Tlp.RED), added(world, "10.1.2.3", "nội bộ")
    ids = [shown.id, red.id, private.id]
    said, clean, removed = actions.preview_sharing(ids)
    message = actions.share_indicators(ids, viewer=world.operator, now=NOW)
    deliver()
    sent = next(one["packet"] for one in centre.held() if one["key"] == message.key)

    assert [one["pattern"] for one in said] == ["[domain-name:value = 'xau.example']"]
    assert (clean[0]["name"], [one.kind for one in removed]) == ("Thư gửi từ [địa chỉ thư điện tử]", ["email"])
    assert sent["body"]["objects"] == clean
    with pytest.raises(IntelligenceIncomplete):
        actions.share_indicators([red.id], viewer=world.operator, now=NOW)
    with pytest.raises(NotYourIntelligence):
        actions.share_indicators(ids, viewer=world.head, now=NOW)


def test_nothing_goes_before_the_centre_is_connected(world):
    assert queued({"a": 1}) is None
    assert connection_records() == []
    with pytest.raises(IntelligenceIncomplete):
        actions.share_indicators([added(world, "xau.example", "x").id], viewer=world.operator, now=NOW)


WRONG_PLACES = ["", "http://ncsc.example", "ftp://ncsc.example", "https://", "http://[", "x" * 300]


@pytest.mark.parametrize("endpoint", WRONG_PLACES)
def test_only_https_reaches_the_centre(world, endpoint):
    with pytest.raises(IntelligenceIncomplete):
        actions.connect_centre(endpoint, viewer=world.operator, now=NOW)


@pytest.mark.parametrize(("body", "paper"), [({"a": 1}, b"PK"), ({"a": object()}, None), ({"a": float("nan")}, b"")])
def test_what_is_no_packet_is_refused(centre, body, paper):
    with pytest.raises(NotAPacket):
        queued(body, "SC-sai", paper=paper)


def arrived(centre, world, body: object, key: str = "DS-1") -> InMessage:
    """Take a message as if the centre had sent it to our door, and let the worker handle it."""
    stated = json.dumps(body)
    raw = VerifyingKey.from_pem((centre.folder / "portal.pub.pem").read_bytes())
    actions.connect_centre(centre.url, public_key=raw.raw.hex(), viewer=world.operator, now=NOW)
    head = (key, "ncsc", "", 0, PROVINCE_CODE, digest(stated))
    signature = signer(centre).sign(signed_text(*head)).hex()
    proof = {"digest": digest(stated), "signature": signature, "key_id": raw.key_id}
    envelope = Envelope(key=key, recipient=PROVINCE_CODE, subject="", body=stated, partner="ncsc", **proof)
    exchange.take_message(envelope, recipient=PROVINCE_CODE, now=NOW)
    exchange.handle_waiting(now=NOW)
    return InMessage.objects.get(their_id=key)


def signer(centre):
    return load_pem_private_key((centre.folder / "portal.pem").read_bytes(), None)


def test_a_list_the_centre_sends_opens_cases(centre, world):
    registered(world, "pc-07", addresses=("203.113.5.7",))
    ours = {"address": "203.113.5.7", "seen_at": "2026-03-01", "malware": 'Mirai "x",\n2'}
    rows = [ours, {"address": "192.0.2.1"}, 7]
    kept = arrived(centre, world, {"kind": "blacklist", "is_ours": True, "rows": rows})

    assert (kept.state, kept.outcome) == ("done", "Đã nhận 2 địa chỉ, 1 của máy trong tỉnh.")
    assert InfectedMachine.objects.get().malware == 'Mirai "x", 2'
    assert Blacklist.objects.get().unplaced == ["192.0.2.1"]


STRANGE = [[], {"kind": "x"}, {"kind": "blacklist", "rows": 7}, {"kind": "blacklist", "rows": []}]


@pytest.mark.parametrize("body", STRANGE)
def test_a_message_we_do_not_understand_is_refused_to_its_sender(centre, world, body):
    kept = arrived(centre, world, body)
    deliver()

    assert kept.state == "refused"
    assert [one["body"]["message"] for one in centre.packets("DS-1")][-1:] == ["DS-1"]
