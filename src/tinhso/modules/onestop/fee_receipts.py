# SPDX-License-Identifier: EUPL-1.2
"""The receipt of a fee as PDF: drawn from its row whenever it is asked for, so it can never say anything else."""

from datetime import datetime

from tinhso.kernel.documents.rendering import render
from tinhso.lib.money import format_vnd, spell_vnd
from tinhso.modules.onestop.models import Dossier, FeeReceipt
from tinhso.modules.onestop.papers import TEMPLATES, head_of, moment
from tinhso.modules.onestop.payments.types import PayChannel

TITLE = "Biên lai thu phí, lệ phí"
CHANNELS = {PayChannel.GATEWAY: "Trực tuyến qua cổng thanh toán", PayChannel.CASH: "Tiền mặt tại quầy"}


def render_receipt(receipt: FeeReceipt, dossier: Dossier, *, now: datetime) -> bytes:
    """Return the PDF of a receipt: who paid, for what, how much in figures and in words, by which text."""
    payment = receipt.payment
    charge, person = payment.charge, dossier.applicant
    entries = [
        ("Người nộp", dossier.organisation.name if dossier.organisation else person.full_name),
        ("Mã hồ sơ", dossier.code or dossier.provisional),
        ("Thủ tục", dossier.version.procedure.short_name),
        ("Khoản thu", charge.title),
        ("Số tiền", format_vnd(payment.amount_vnd)),
        ("Bằng chữ", spell_vnd(payment.amount_vnd)),
        ("Căn cứ", charge.legal_source or "chưa ghi trong dữ liệu thủ tục"),
        ("Hình thức nộp", CHANNELS[PayChannel(payment.channel)]),
        ("Mã giao dịch", payment.transaction),
        ("Thời điểm nộp", moment(payment.paid_at)),
    ]
    data = {
        **head_of(receipt.unit, receipt.number, receipt.issued_at),
        "kind": TITLE,
        "entries": entries,
        "items": [],
        "items_title": "",
        "paragraphs": ["Biên lai điện tử lập từ sổ thu của hệ thống; số biên lai liên tục trong năm."],
        "qr": None,
        "qr_caption": "",
        "post": "Người thu tiền" if payment.taken_by else "Hệ thống thu phí",
        "signer": payment.taken_by.full_name if payment.taken_by else "",
        "receivers": [person.full_name, "Lưu: hồ sơ"],
    }
    return render(TEMPLATES / "form.typ", data, title=TITLE, now=now)
