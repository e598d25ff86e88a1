# SPDX-License-Identifier: EUPL-1.2
"""VietQR payloads: the published example, limits, damage, and a decoder that is not ours."""

import importlib.util

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tinhso.lib.vietqr import Transfer, VietQRError, crc16, parse_vietqr, vietqr_payload

# Example of the format's own description (NAPAS, QR IBFT to an account): transfer of 180,000 đồng.
PUBLISHED = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA"
    "530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"
)
GOOD = Transfer("970403", "0011012345678", 180_000, "TSPHI2ABCD34EFGH")
HAS_DECODER = importlib.util.find_spec("vietnam_qr_pay") is not None


def test_the_published_example_is_read():
    assert parse_vietqr(PUBLISHED) == Transfer("970403", "0011012345678", 180_000, "thanh toan don hang")


def test_our_payload_differs_from_the_published_one_in_the_bill_number_alone():
    ours = vietqr_payload(Transfer("970403", "0011012345678", 180_000, "thanh toan don hang"))

    assert ours[:-8] == PUBLISHED[:-8].replace("62340107NPS68690819", "62230819")


transfers = st.builds(
    Transfer,
    bank_bin=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    amount_vnd=st.none() | st.integers(1, 10**13 - 1),
    reference=st.from_regex(r"[0-9A-Za-z .:/-]{0,25}", fullmatch=True),
)


@given(transfers)
def test_what_is_drawn_is_read_back(transfer):
    assert parse_vietqr(vietqr_payload(transfer)) == transfer


@given(st.integers(0, len(PUBLISHED) - 1), st.sampled_from("0Az9 ế"))
def test_any_changed_letter_is_noticed(place, letter):
    changed = PUBLISHED[:place] + letter + PUBLISHED[place + 1 :]
    if changed != PUBLISHED:
        with pytest.raises(VietQRError):
            parse_vietqr(changed)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Transfer("97040", "1"), "6 chữ số"),
        (Transfer("970403", ""), "tài khoản"),
        (Transfer("970403", "1" * 20), "tài khoản"),
        (Transfer("970403", "1", 0), "Số tiền"),
        (Transfer("970403", "1", -5), "Số tiền"),
        (Transfer("970403", "1", 10**13), "Số tiền"),
        (Transfer("970403", "1", 1.5), "Số tiền"),  # type: ignore[arg-type]
        (Transfer("970403", "1", True), "Số tiền"),
        (Transfer("970403", "1", 1, "Nộp phí"), "bỏ dấu"),
        (Transfer("970403", "1", 1, "A" * 26), "25 ký tự"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(wrong, said):
    with pytest.raises(VietQRError) as refusal:
        vietqr_payload(wrong)

    assert said in refusal.value.sentence


def sealed(body: str) -> str:
    return f"{body}6304{crc16(body + '6304'):04X}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.vn/",
        "6304FFFF",
        PUBLISHED[:-10],
        PUBLISHED + "00",
        sealed("000201"),
        sealed("00020101021238990010A000000727"),
        sealed(PUBLISHED[:-8].replace("5303704", "5303840")),
        sealed(PUBLISHED[:-8].replace("5802VN", "5802US")),
        sealed(PUBLISHED[:-8].replace("A000000727", "A000000728")),
        sealed(PUBLISHED[:-8].replace("5406180000", "5406-80000")),
        sealed("XX" + PUBLISHED[:-8]),
    ],
)
def test_what_is_no_transfer_of_ours_is_refused(text):
    with pytest.raises(VietQRError):
        parse_vietqr(text)


def test_a_drawn_code_is_read_by_a_reader_of_codes(tmp_path):
    payload = vietqr_payload(GOOD)
    path = tmp_path / "code.png"
    segno.make(payload, error="m", micro=False).save(str(path), border=4, scale=6)

    [found] = zxingcpp.read_barcodes(Image.open(path))

    assert found.text == payload


@pytest.mark.skipif(not HAS_DECODER, reason="vietnam-qr-pay is not installed (requirements-dev.lock has it)")
@given(transfers)
def test_an_independent_decoder_reads_the_same(transfer):
    from vietnam_qr_pay import QRPay  # noqa: PLC0415 - may be missing

    read = QRPay(vietqr_payload(transfer))

    assert read.is_valid
    assert (read.consumer.bank_bin, read.consumer.bank_number) == (transfer.bank_bin, transfer.account)
    assert (read.amount or None) == (str(transfer.amount_vnd) if transfer.amount_vnd else None)
    assert (read.additional_data.purpose or "") == transfer.reference


@pytest.mark.skipif(not HAS_DECODER, reason="vietnam-qr-pay is not installed (requirements-dev.lock has it)")
def test_we_read_what_an_independent_encoder_writes():
    from vietnam_qr_pay import QRPay  # noqa: PLC0415 - may be missing

    theirs = QRPay.init_viet_qr(
        bank_bin=GOOD.bank_bin, bank_number=GOOD.account, amount=str(GOOD.amount_vnd), purpose=GOOD.reference
    ).build()

    assert parse_vietqr(theirs) == GOOD
