# SPDX-License-Identifier: EUPL-1.2
"""Payloads of VietQR codes (mã VietQR của NAPAS): EMVCo merchant-presented QR with a bank account of Vietnam.

A payload is a row of fields, each two digits of identifier, two digits of length, then the value. Plain ASCII: a
bank's reader counts bytes where we would count letters, so diacritics are taken off before and refused here.
Source: EMV QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1, tables 3.1 to 3.8; NAPAS 247 by QR.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NAPAS_GUID: Final = "A000000727"
TO_ACCOUNT: Final = "QRIBFTTA"
"""Service code: transfer to an account (chuyển nhanh đến tài khoản)."""

STATIC, DYNAMIC = "11", "12"
DONG, VIETNAM = "704", "VN"
LONGEST_REFERENCE: Final = 25
"""EMVCo table 3.7 allows 25 characters for each part of the additional data."""

LARGEST_VND: Final = 10**13 - 1
"""EMVCo gives the amount 13 characters."""

_BIN: Final = re.compile(r"[0-9]{6}")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z]{1,19}")
_REFERENCE: Final = re.compile(rf"[0-9A-Za-z .:/-]{{1,{LONGEST_REFERENCE}}}")
_WHOLE_VND: Final = re.compile(r"[1-9][0-9]{0,12}")
_CHECKED: Final = "6304"


class VietQRError(ValueError):
    """A payment that cannot be drawn, or a code that cannot be read; `sentence` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Transfer:
    """One transfer a code asks for.

    bank_bin: six digits of the bank (BIN); account: number at that bank, at most 19 letters and digits.
    amount_vnd: whole đồng, None when the payer types it; reference: at most 25 plain characters, may be empty.
    """

    bank_bin: str
    account: str
    amount_vnd: int | None = None
    reference: str = ""


def vietqr_payload(transfer: Transfer) -> str:
    """Return the text of the QR code of a transfer.

    Raises VietQRError for a part that does not fit.

    >>> vietqr_payload(Transfer("970403", "0011012345678"))[:12]
    '000201010211'
    """
    _check(transfer)
    account = _field("00", transfer.bank_bin) + _field("01", transfer.account)
    merchant = _field("00", NAPAS_GUID) + _field("01", account) + _field("02", TO_ACCOUNT)
    parts = [
        _field("00", "01"),
        _field("01", STATIC if transfer.amount_vnd is None else DYNAMIC),
        _field("38", merchant),
        _field("53", DONG),
        _field("54", str(transfer.amount_vnd)) if transfer.amount_vnd is not None else "",
        _field("58", VIETNAM),
        _field("62", _field("08", transfer.reference)) if transfer.reference else "",
        _CHECKED,
    ]
    body = "".join(parts)
    return f"{body}{crc16(body):04X}"


def _check(transfer: Transfer) -> None:
    amount = transfer.amount_vnd
    if not _BIN.fullmatch(transfer.bank_bin):
        raise VietQRError("Mã ngân hàng thụ hưởng (BIN) phải gồm đúng 6 chữ số. Hãy kiểm tra lại.")
    if not _ACCOUNT.fullmatch(transfer.account):
        raise VietQRError("Số tài khoản thụ hưởng gồm 1 đến 19 chữ số hoặc chữ cái không dấu. Hãy kiểm tra lại.")
    if amount is not None and (type(amount) is not int or not 0 < amount <= LARGEST_VND):
        raise VietQRError("Số tiền trong mã VietQR phải là số đồng nguyên, lớn hơn 0 và không quá 13 chữ số.")
    if transfer.reference and not _REFERENCE.fullmatch(transfer.reference):
        raise VietQRError(
            f"Nội dung chuyển khoản gồm tối đa {LONGEST_REFERENCE} ký tự không dấu. Hãy rút gọn và bỏ dấu."
        )


def _field(identifier: str, value: str) -> str:
    return f"{identifier}{len(value):02d}{value}"


def crc16(text: str) -> int:
    """Return the CRC-16/CCITT-FALSE of ASCII text: polynomial 1021, begins at FFFF (ISO/IEC 13239).

    >>> f"{crc16('123456789'):04X}"
    '29B1'
    """
    register = 0xFFFF
    for byte in text.encode("ascii"):
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1) ^ 0x1021 if register & 0x8000 else register << 1
            register &= 0xFFFF
    return register


def parse_vietqr(payload: str) -> Transfer:
    """Return the transfer a code asks for; the checksum is verified first.

    Raises VietQRError when it is no VietQR, was cut or changed, or asks for another currency or country.
    """
    if len(payload) < 12 or len(payload) > 512 or not payload.isascii() or payload[-8:-4] != _CHECKED:
        raise VietQRError("Đây không phải mã VietQR. Hãy quét lại mã trên trang nộp phí.")
    if payload[-4:].upper() != f"{crc16(payload[:-4]):04X}":
        raise VietQRError("Mã VietQR bị sai hoặc thiếu ký tự (không khớp mã kiểm tra). Hãy quét lại.")
    fields = dict(_fields(payload[:-8]))
    merchant = dict(_fields(fields.get("38", "")))
    if fields.get("00") != "01" or merchant.get("00") != NAPAS_GUID or merchant.get("02") != TO_ACCOUNT:
        raise VietQRError("Mã này không phải mã chuyển khoản VietQR của NAPAS. Hãy quét mã trên trang nộp phí.")
    if fields.get("53") != DONG or fields.get("58") != VIETNAM:
        raise VietQRError("Mã này không dùng đồng Việt Nam. Hãy quét mã trên trang nộp phí.")
    beneficiary = dict(_fields(merchant.get("01", "")))
    found = Transfer(
        bank_bin=beneficiary.get("00", ""),
        account=beneficiary.get("01", ""),
        amount_vnd=_amount(fields.get("54")),
        reference=dict(_fields(fields.get("62", ""))).get("08", ""),
    )
    _check(found)
    return found


def _amount(text: str | None) -> int | None:
    if text is None:
        return None
    if not _WHOLE_VND.fullmatch(text):
        raise VietQRError("Số tiền trong mã VietQR không phải số đồng nguyên. Hãy quét mã khác.")
    return int(text)


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield (identifier, value) of each field; raises VietQRError when a length does not fit."""
    place = 0
    while place < len(text):
        head = text[place : place + 4]
        if len(head) < 4 or not head.isdigit():
            raise VietQRError("Mã VietQR bị hỏng: không đọc được độ dài của một trường. Hãy quét lại.")
        end = place + 4 + int(head[2:])
        if end > len(text):
            raise VietQRError("Mã VietQR bị cắt ngắn. Hãy quét lại toàn bộ mã.")
        yield head[:2], text[place + 4 : end]
        place = end
