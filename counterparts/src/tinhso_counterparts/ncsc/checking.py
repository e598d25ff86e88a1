# SPDX-License-Identifier: EUPL-1.2
"""What the centre refuses: packets not signed by a province it knows, of another shape, or with private data."""

import base64
import binascii
import hashlib
import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CODE = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Y]\d{2}(?:\.[0-9A-Z]+)*")
KINDS = ("malware_status", "incident_notice", "incident_report", "indicators", "refusal")
HEAD = {"format": str, "kind": str, "reference": str, "sender": str, "sent_at": str, "body": dict}
STATUS = {"agency_code", "sent_at", "machines_managed", "machines_protected", "machines_infected", "detections",
          "signature_database_date"}  # fmt: skip
DETECTION = {"malware_name", "family", "machines", "first_seen", "last_seen", "cleaned"}
PRIVATE_FIELDS = {"user", "username", "user_name", "email", "full_name", "phone", "cccd", "personal_number", "password"}
PRIVATE_TEXTS = {
    "thư điện tử": re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    "số định danh": re.compile(r"(?<![\w.-])\d{12}(?![\w-])"),
    "đường dẫn trong máy": re.compile(r"[A-Za-z]:\\|/home/|/Users/|\\\\\w+\\"),
}
ADDRESS = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
INSIDE = tuple(ipaddress.ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"))


class Refusal(Exception):
    """A packet that is not taken: HTTP status and why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


def check_signature(headers: Mapping[str, str], body: bytes, keys: Mapping[str, str], partner: str) -> None:
    """Raise Refusal unless a known key signed head and hash. keys: key id → raw public key, hex."""
    digest = hashlib.sha256(body).hexdigest()
    if headers.get("X-Message-Hash") != digest:
        raise Refusal(400, "Mã băm không khớp nội dung.")
    place = headers.get("X-Message-Sequence", "")
    head = {
        "key": headers.get("X-Message-Key", ""),
        "partner": partner,
        "recipient": headers.get("X-Message-Recipient", ""),
        "sequence": int(place) if place.isascii() and place.isdigit() else -1,
        "sha256": digest,
        "stream": headers.get("X-Message-Stream", ""),
    }
    text = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    raw = keys.get(headers.get("X-Message-Key-Id", ""))
    if not headers.get("X-Message-Signature") or raw is None:
        raise Refusal(401, "Gói tin không có chữ ký của đơn vị đã đăng ký.")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(raw)).verify(
            bytes.fromhex(headers["X-Message-Signature"]), text
        )
    except (InvalidSignature, ValueError) as error:
        raise Refusal(401, "Chữ ký không đúng.") from error


def read(body: bytes) -> dict[str, Any]:
    """Return a packet of the right shape without private data; raises Refusal."""
    try:
        packet = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "Gói tin không phải JSON.") from error
    if not isinstance(packet, dict) or any(not isinstance(packet.get(name), kind) for name, kind in HEAD.items()):
        raise Refusal(422, f"Gói tin thiếu một trong: {', '.join(HEAD)}.")
    if packet["kind"] not in KINDS:
        raise Refusal(422, "Loại gói tin không có trong danh mục.")
    if not CODE.fullmatch(packet["sender"]):
        raise Refusal(422, "Nơi gửi phải ghi bằng mã định danh (QCVN 102:2016/BTTTT).")
    _check_paper(packet.get("paper"))
    if packet["kind"] == "malware_status":
        _check_status(packet["body"])
    for where, why in private_in(packet["body"]):
        raise Refusal(422, f"Gói tin có thông tin riêng ({why}) ở {where}.")
    return packet


def _check_paper(paper: Any) -> None:
    if paper is None:
        return
    try:
        content = base64.b64decode(paper["base64"], validate=True)
        fits = hashlib.sha256(content).hexdigest() == paper["sha256"]
    except (KeyError, TypeError, binascii.Error, ValueError) as error:
        raise Refusal(422, "Văn bản kèm theo không đọc được.") from error
    if not fits:
        raise Refusal(422, "Mã băm của văn bản kèm theo không khớp.")


def _check_status(said: dict[str, Any]) -> None:
    if set(said) != STATUS or not CODE.fullmatch(str(said["agency_code"])):
        raise Refusal(422, f"Bản tin mã độc phải có đúng: {', '.join(sorted(STATUS))}.")
    counts = (said["machines_managed"], said["machines_protected"], said["machines_infected"])
    if any(one is not None and (not isinstance(one, int) or one < 0) for one in counts):
        raise Refusal(422, "Số máy phải là số nguyên không âm, hoặc null khi chưa biết.")
    rows = said["detections"]
    if not isinstance(rows, list) or any(not isinstance(one, dict) or set(one) != DETECTION for one in rows):
        raise Refusal(422, f"Mỗi dòng phát hiện phải có đúng: {', '.join(sorted(DETECTION))}.")


def private_in(said: Any, at: str = "body") -> Iterator[tuple[str, str]]:
    """Yield where a packet holds private data this centre can recognise, and which."""
    if isinstance(said, dict):
        for name, one in said.items():
            if str(name).lower() in PRIVATE_FIELDS:
                yield f"{at}.{name}", "trường riêng tư"
            yield from private_in(one, f"{at}.{name}")
    elif isinstance(said, list):
        for place, one in enumerate(said):
            yield from private_in(one, f"{at}[{place}]")
    elif isinstance(said, str):
        yield from ((at, why) for why, pattern in PRIVATE_TEXTS.items() if pattern.search(said))
        yield from ((at, "địa chỉ mạng nội bộ") for one in ADDRESS.findall(said) if _is_inside(one))


def _is_inside(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address in net for net in INSIDE)
