# SPDX-License-Identifier: EUPL-1.2
"""The channel `sms`: short messages through an SMS centre, and the reports of what became of them."""

from collections.abc import Callable

from tinhso.config import demo, env
from tinhso.kernel.exchange.errors import Busy, PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.smpp import pdu as smpp
from tinhso.kernel.exchange.smpp.client import Connection, RefusedByCentre
from tinhso.kernel.exchange.smpp.pdu import Malformed, Report
from tinhso.kernel.exchange.smpp.texts import octets_of, reference_of
from tinhso.kernel.exchange.types import Envelope
from tinhso.lib.phone import is_mobile

NAME = "sms"
RECEIPT_PREFIX = "SMPP "


def is_connected() -> bool:
    """Tell whether this installation sends short messages at all."""
    return bool(env.SMS_URL)


class SmsChannel:
    """SMPP 3.4. Every repeat of a message carries the same user_message_reference and the same part reference."""

    name = NAME

    def send(self, envelope: Envelope) -> str:
        """Return "SMPP " and the identifiers the centre gave the parts, in their order.

        Raises PermanentFailure (not a mobile number, refused for good), TemporaryFailure, Busy (throttled).
        """
        if not is_connected():
            raise TemporaryFailure("Chưa kết nối tổng đài tin nhắn (TINHSO_SMS_URL); sẽ tự gửi lại.")
        if not is_mobile(envelope.recipient):
            raise PermanentFailure("Số điện thoại này không phải số di động Việt Nam nên không nhận được tin nhắn.")
        reference = reference_of(envelope.key)
        parts = octets_of(envelope.body, reference)
        phone, has_header = envelope.recipient, len(parts) > 1
        bodies = [
            smpp.submit_body(env.SMS_SENDER, phone, octets, has_header=has_header, reference=reference)
            for octets in parts
        ]
        return RECEIPT_PREFIX + " ".join(_talk(bodies))


def listen(take: Callable[[Report], bool]) -> int:
    """Hand each report the centre owes us to `take`; return how many. Raises TemporaryFailure."""
    try:
        with _connect(receives=True) as connection:
            return connection.listen(take)
    except (OSError, Malformed, RefusedByCentre) as error:
        raise _failure(error) from error


def identifiers(receipt: str) -> list[str]:
    """Return the identifiers of the parts from the receipt of a message that went."""
    return receipt.removeprefix(RECEIPT_PREFIX).split() if receipt.startswith(RECEIPT_PREFIX) else []


def _talk(bodies: list[bytes]) -> list[str]:
    try:
        with _connect(receives=False) as connection:
            return [connection.submit(body) for body in bodies]
    except (OSError, Malformed, RefusedByCentre) as error:
        raise _failure(error) from error


def _connect(*, receives: bool) -> Connection:
    password = env.SMS_PASSWORD or demo.sms_password(env.VAR, env.SMS_USER)
    try:
        return Connection(env.SMS_URL, env.SMS_USER, password, receives=receives)
    except RefusedByCentre as error:
        # The message is good, the account is not: it waits until an operator has mended the settings.
        raise Busy(
            f"Tổng đài tin nhắn không cho đăng nhập ({error}). Hãy kiểm tra TINHSO_SMS_USER và TINHSO_SMS_PASSWORD; "
            "sẽ tự gửi lại."
        ) from error


def _failure(error: OSError | Malformed | RefusedByCentre) -> TemporaryFailure | PermanentFailure:
    if isinstance(error, Malformed):
        return TemporaryFailure(f"Tổng đài tin nhắn trả lời sai giao thức ({error}); sẽ tự gửi lại.")
    if isinstance(error, OSError):
        return Busy(f"Tổng đài tin nhắn chưa trả lời ({type(error).__name__}); sẽ tự gửi lại.")
    if error.status in smpp.NEVER:
        return PermanentFailure(f"Tổng đài tin nhắn từ chối: {smpp.NEVER[error.status]} ({error}).")
    if error.status in (smpp.RTHROTTLED, smpp.RMSGQFUL):
        return Busy(f"Tổng đài tin nhắn yêu cầu gửi chậm lại ({error}); sẽ tự gửi lại.")
    return TemporaryFailure(f"Tổng đài tin nhắn tạm từ chối ({error}); sẽ tự gửi lại.")
