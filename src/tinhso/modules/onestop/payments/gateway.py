# SPDX-License-Identifier: EUPL-1.2
"""The way to the payment gateway (cổng thanh toán): signed requests out, signed notices in, the daily statement.

Every request and every notice carries HMAC-SHA256 of its content under the secret shared with the gateway.
"""

import csv
import hashlib
import hmac
import io
import json
import uuid
from datetime import date, datetime
from typing import Any

import requests

from tinhso.config import demo, env
from tinhso.modules.onestop.errors import GatewayUnavailable
from tinhso.modules.onestop.payments.types import Money, StatementLine

SIGNATURE = "X-Pay-Signature"
ANSWER_SECONDS = 5
LONGEST_TRANSACTION = 64
DOWN = "Cổng thanh toán chưa trả lời. Khoản phí vẫn còn nguyên; vui lòng thử lại sau ít phút hoặc nộp tại quầy."
WRONG = "Cổng thanh toán trả lời không đúng định dạng. Hãy báo người quản trị; chưa có khoản nào được ghi."


class NoticeUnreadable(ValueError):
    """A notice without what it must say."""


def secret() -> bytes:
    """Return the shared secret; the demonstration reads it from the stand-in's own file."""
    known = demo.pay_merchant(env.VAR) if env.MODE == "demo" else {}
    return (env.PAY_SECRET or known.get("secret", "")).encode()


def beneficiary() -> tuple[str, str]:
    """Return bank (BIN) and account that fees are transferred to; empty texts when none is declared."""
    known = demo.pay_merchant(env.VAR) if env.MODE == "demo" else {}
    return env.PAY_BANK_BIN or known.get("bank_bin", ""), env.PAY_ACCOUNT or known.get("account", "")


def sign(content: bytes) -> str:
    return hmac.new(secret(), content, hashlib.sha256).hexdigest()


def is_signed(content: bytes, signature: str) -> bool:
    """Whether the gateway wrote this; without a shared secret nothing is believed."""
    return bool(secret()) and hmac.compare_digest(sign(content).encode(), signature.encode("utf-8", "replace"))


def create_order(order_id: uuid.UUID, *, reference: str, amount_vnd: int, return_url: str, notice_url: str) -> str:
    """Return the address of the gateway's page for an order; the same order asked again gives the same page."""
    wanted = {
        "order": str(order_id),
        "reference": reference,
        "amount_vnd": amount_vnd,
        "return_url": return_url,
        "notice_url": notice_url,
    }
    address = _json(_ask("POST", "/api/orders", wanted)).get("url")
    if not isinstance(address, str) or not address.startswith(f"{env.PAY_URL}/"):
        raise GatewayUnavailable(WRONG)
    return address


def payment_of(order_id: uuid.UUID) -> Money | None:
    """Return the money the gateway received for an order, None when it received none."""
    answer = _json(_ask("GET", f"/api/orders/{order_id}"))
    if answer.get("state") != "paid":
        return None
    try:
        return read_money(answer)
    except NoticeUnreadable as error:
        raise GatewayUnavailable(WRONG) from error


def refund(transaction: str, *, amount_vnd: int) -> None:
    """Have money of a transaction paid back; asked twice it is paid back once."""
    _ask("POST", "/api/refunds", {"transaction": transaction, "amount_vnd": amount_vnd})


def statement(day: date) -> list[StatementLine]:
    """Return the lines of the bank's statement of a day."""
    text = _ask("GET", f"/api/statements/{day.isoformat()}.csv").content
    try:
        return [_line(row) for row in csv.DictReader(io.StringIO(text.decode()))]
    except (ValueError, KeyError) as error:
        raise GatewayUnavailable(WRONG) from error


def _line(row: dict[str, str]) -> StatementLine:
    return StatementLine(row["transaction"], row["reference"], int(row["amount_vnd"]), _instant(row["paid_at"]))


def read_notice(body: bytes) -> Money:
    """Return what a notice says; raises NoticeUnreadable."""
    try:
        content = json.loads(body)
    except ValueError as error:
        raise NoticeUnreadable("no JSON") from error
    if not isinstance(content, dict):
        raise NoticeUnreadable("no object")
    return read_money(content)


def read_money(content: dict[str, Any]) -> Money:
    """Return the money a notice or an answer speaks of; raises NoticeUnreadable."""
    try:
        amount, transaction = content["amount_vnd"], content["transaction"]
        money = Money(uuid.UUID(content["order"]), transaction, amount, _instant(content["paid_at"]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NoticeUnreadable("something is missing") from error
    if type(amount) is not int or amount <= 0 or not isinstance(transaction, str):
        raise NoticeUnreadable("no amount")
    if not 0 < len(transaction) <= LONGEST_TRANSACTION:
        raise NoticeUnreadable("no transaction")
    return money


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant without its zone")
    return at


def _ask(method: str, path: str, content: dict[str, Any] | None = None) -> requests.Response:
    body = json.dumps(content).encode() if content is not None else b""
    headers = {SIGNATURE: sign(f"{method} {path}\n".encode() + body), "Content-Type": "application/json"}
    try:
        answer = requests.request(
            method, f"{env.PAY_URL}{path}", data=body, headers=headers, timeout=ANSWER_SECONDS, allow_redirects=False
        )
    except requests.RequestException as error:
        raise GatewayUnavailable(DOWN, code="gateway_down") from error
    if answer.status_code != 200:
        raise GatewayUnavailable(DOWN, code=f"gateway_{answer.status_code}")
    return answer


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError as error:
        raise GatewayUnavailable(WRONG) from error
    if not isinstance(content, dict):
        raise GatewayUnavailable(WRONG)
    return content
