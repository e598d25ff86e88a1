# SPDX-License-Identifier: EUPL-1.2
"""Where a partner hands in a message: proven by its signature, stored, answered at once; the worker does the rest."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status
from ninja.errors import HttpError

from tinhso.faces.api.rate_limits import PerAddress
from tinhso.faces.api.schemas import MessageReceipt, Problem
from tinhso.kernel.exchange.actions import take_message
from tinhso.kernel.exchange.errors import Damaged, NotProven, UnknownPartner
from tinhso.kernel.exchange.types import Envelope
from tinhso.kernel.registry.queries import code_of, territory

router = Router(tags=["exchange"])
MESSAGES = "6000/m"
LONGEST_MESSAGE = 1 << 20
"""Bytes of one body; files are not in it, they are fetched from the partner."""
HEADS = {
    "X-Message-Key": "Mã bản tin của đối tác, không dùng lại cho nội dung khác.",
    "X-Message-Recipient": "Mã cơ quan nhận (mã định danh của tỉnh).",
    "X-Message-Stream": "Luồng phải giữ thứ tự, ví dụ mã hồ sơ; bỏ trống nếu không cần.",
    "X-Message-Sequence": "Số thứ tự trong luồng, từ 1; 0 nếu không có luồng.",
    "X-Message-Hash": "SHA-256 (hex) của nội dung.",
    "X-Message-Signature": (
        "Ed25519 (hex) trên JSON khóa sắp thứ tự, không khoảng trắng: "
        "key, partner, recipient, sequence, sha256, stream."
    ),
    "X-Message-Key-Id": "16 chữ số hex đầu của SHA-256 khóa công khai.",
}
PARAMETERS = [
    {"in": "header", "name": name, "description": words, "required": True, "schema": {"type": "string"}}
    for name, words in HEADS.items()
]


@router.post(
    "/{partner}/messages",
    response={202: MessageReceipt, **dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429, 503), Problem)},
    throttle=[PerAddress(MESSAGES)],
    summary="Nhận một bản tin có chữ ký của đối tác liên thông",
    operation_id="take_message",
    openapi_extra={
        "parameters": PARAMETERS,
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
    },
)
def take(request: HttpRequest, partner: str) -> Status[dict[str, Any]]:
    """Store the message and answer with a receipt; the same message again gets the same receipt and does nothing.

    202 says that it is kept here for good, not that it was done: what comes of it is told as a message of ours.
    404 unknown partner, 400 damaged, 401 not proven, 422 for another agency, 409 contradicts an earlier one, 413 too
    large, 503 suspended: with each of them nothing was kept and the partner still has its message.
    """
    now = timezone.now()
    try:
        receipt = take_message(
            _envelope(request, partner), recipient=code_of(territory().root_id, timezone.localdate(now)), now=now
        )
    except UnknownPartner as error:
        raise HttpError(404, error.sentence) from error
    except Damaged as error:
        raise HttpError(400, error.sentence) from error
    except NotProven as error:
        raise HttpError(401, error.sentence) from error
    return Status(202, {"receipt": receipt.number, "state": receipt.state, "repeats": receipt.repeats})


def _envelope(request: HttpRequest, partner: str) -> Envelope:
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise HttpError(413, "Bản tin lớn hơn 1 MB nên không nhận.") from error
    if len(body) > LONGEST_MESSAGE:
        raise HttpError(413, "Bản tin lớn hơn 1 MB nên không nhận.")
    head = request.headers
    place = head.get("X-Message-Sequence", "0")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Damaged("Nội dung không phải UTF-8. Bản tin chưa được nhận.") from error
    return Envelope(
        key=head.get("X-Message-Key", ""),
        recipient=head.get("X-Message-Recipient", ""),
        subject="",
        body=text,
        partner=partner,
        stream=head.get("X-Message-Stream", ""),
        sequence=int(place) if place.isascii() and place.isdigit() and len(place) < 8 else -1,
        digest=head.get("X-Message-Hash", ""),
        signature=head.get("X-Message-Signature", ""),
        key_id=head.get("X-Message-Key-Id", ""),
    )
