# SPDX-License-Identifier: EUPL-1.2
"""What the gateway tells the house after a payment, and the signatures of both directions (HMAC-SHA256)."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable

import aiohttp

from tinhso_counterparts.modes import Mode
from tinhso_counterparts.pay.store import Order

SIGNATURE = "X-Pay-Signature"
ANSWER_SECONDS = 10


def sign(secret: str, content: bytes) -> str:
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()


def is_signed(secret: str, content: bytes, signature: str) -> bool:
    return hmac.compare_digest(sign(secret, content).encode(), signature.encode("utf-8", "replace"))


def content_of(order: Order) -> dict[str, object]:
    """Return what is said of a paid order, by notice and by query alike."""
    return {
        "order": order.id,
        "state": "paid" if order.is_paid else "open",
        "transaction": order.transaction,
        "reference": order.reference,
        "amount_vnd": order.paid_vnd if order.is_paid else order.amount_vnd,
        "paid_at": order.paid_at.isoformat() if order.paid_at else None,
    }


async def tell(order: Order, secret: str, mode: Mode, note: Callable[[str], None]) -> None:
    """Send the notice of a payment as the mode wants it; what the house answered is noted."""
    if mode.is_wrong("never"):
        note(f"{order.id} not told")
        return
    if mode.is_wrong("late"):
        await asyncio.sleep(mode.delay_seconds)
    body = json.dumps(content_of(order)).encode()
    key = f"not {secret}" if mode.is_wrong("signature") else secret
    for _ in range(2 if mode.is_wrong("twice", default=True) else 1):
        note(f"{order.id} {await _send(order.notice_url, body, sign(key, body))}")


async def _send(url: str, body: bytes, signature: str) -> str:
    headers = {SIGNATURE: signature, "Content-Type": "application/json"}
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            return f"{answer.status} {(await answer.text())[:300]}"
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"no answer: {type(error).__name__}"
