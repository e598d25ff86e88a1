# SPDX-License-Identifier: EUPL-1.2
"""The national centre over the wire: signed packets only, nothing private, repeats recognised, every bad mood."""

import hashlib
import json

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PROVINCE = Ed25519PrivateKey.generate()
STATUS = {
    "agency_code": "000.00.15.H07",
    "sent_at": "2026-03-02T01:00:00Z",
    "machines_managed": 12,
    "machines_protected": None,
    "machines_infected": 1,
    "detections": [{"malware_name": "Mirai", "family": None, "machines": 1, "first_seen": "2026-03-01",
                    "last_seen": "2026-03-02", "cleaned": 0}],
    "signature_database_date": None,
}  # fmt: skip
PACKET = {"format": "tinhso/1", "kind": "malware_status", "reference": "000.00.15.H07", "sender": "000.00.00.H07",
          "sent_at": "2026-03-02T01:00:00Z", "body": STATUS, "paper": None}  # fmt: skip


@pytest.fixture(scope="module")
def running(start):
    yield from start("ncsc")


@pytest.fixture
def centre(running):
    running.behave("ok")
    raw = PROVINCE.public_key().public_bytes_raw().hex()
    requests.put(f"{running.addresses['web']}/api/provinces", json={"public_key": raw}, timeout=5)
    yield running
    running.behave("ok")


def send(centre, packet=PACKET, *, key="k", signer=PROVINCE, **changed):
    body = packet if isinstance(packet, bytes) else json.dumps(packet).encode()
    digest = hashlib.sha256(body).hexdigest()
    head = {"key": key, "partner": "ncsc", "recipient": centre.url, "sequence": 1, "sha256": digest, "stream": "s"}
    text = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    public = signer.public_key().public_bytes_raw()
    headers = {
        "X-Message-Key": key,
        "X-Message-Recipient": centre.url,
        "X-Message-Stream": "s",
        "X-Message-Sequence": "1",
        "X-Message-Hash": digest,
        "X-Message-Signature": signer.sign(text).hex(),
        "X-Message-Key-Id": hashlib.sha256(public).hexdigest()[:16],
    }
    return requests.post(f"{centre.url}/messages", data=body, headers=headers | changed, timeout=5)


def held(centre):
    return requests.get(f"{centre.addresses['web']}/api/packets", timeout=5).json()["packets"]


def test_a_signed_packet_is_kept_once_and_shown(centre):
    first, again = send(centre, key="mot").json(), send(centre, key="mot").json()
    shown = requests.get(centre.addresses["web"], timeout=5).text

    assert (first["receipt"], again["repeated"]) == (again["receipt"], True)
    assert [one["repeats"] for one in held(centre) if one["key"] == "mot"] == [1]
    assert "Tình hình mã độc" in shown
    assert send(centre, PACKET | {"reference": "khác"}, key="mot").status_code == 409


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"X-Message-Signature": ""}, 401),
        ({"X-Message-Signature": "00" * 64}, 401),
        ({"X-Message-Signature": "không"}, 401),
        ({"X-Message-Key-Id": "0" * 16}, 401),
        ({"X-Message-Stream": "khac"}, 401),
        ({"X-Message-Hash": "0" * 64}, 400),
    ],
)
def test_unsigned_and_damaged_packets_are_refused(centre, changed, status):
    changed = {name: value.encode() for name, value in changed.items()}
    before = len(held(centre))

    assert send(centre, key="sai", **changed).status_code == status
    assert len(held(centre)) == before


def test_a_stranger_is_refused(centre):
    assert send(centre, key="lạ".encode().hex(), signer=Ed25519PrivateKey.generate()).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"note": "gửi an@soyte.example.vn"},
        {"note": "số 083204001234"},
        {"note": "máy 10.1.2.3"},
        {"note": "tệp C:\\Users\\an"},
        {"rows": [{"username": "an"}]},
    ],
)
def test_private_data_is_refused(centre, body):
    answer = send(centre, PACKET | {"kind": "incident_notice", "body": body}, key="rieng")

    assert answer.status_code == 422
    assert "thông tin riêng" in answer.json()["message"]


@pytest.mark.parametrize(
    "packet",
    [
        b"{",
        b"[]",
        {},
        PACKET | {"kind": "khác"},
        PACKET | {"sender": "Bến Tre"},
        PACKET | {"body": {**STATUS, "owner": 1}},
        PACKET | {"body": {**STATUS, "machines_managed": -1}},
        PACKET | {"body": {**STATUS, "detections": [{}]}},
        PACKET | {"paper": {"base64": "!", "sha256": ""}},
        PACKET | {"paper": {"base64": "YQ==", "sha256": "0"}},
    ],
)
def test_packets_of_another_shape_are_refused(centre, packet):
    assert send(centre, packet, key="hinh").status_code in (400, 422)


@pytest.mark.parametrize(("how", "status"), [("error-code", 422), ("busy", 503), ("garbage", 200), ("lose", 200)])
def test_bad_moods(centre, how, status):
    before = len(held(centre))
    centre.behave("wrong", how=how)

    assert send(centre, key=f"wrong-{how}").status_code == status
    assert len(held(centre)) == before


def test_down_refuses_the_connection_and_mute_keeps_it(centre):
    centre.behave("wrong", how="mute")
    with pytest.raises(requests.ConnectionError):
        send(centre, key="cam")
    centre.behave("down")
    with pytest.raises(requests.ConnectionError):
        send(centre, key="tat")

    assert [one["key"] for one in held(centre)][-1] == "cam"
