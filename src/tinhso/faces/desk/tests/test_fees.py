# SPDX-License-Identifier: EUPL-1.2
"""Money at the desk by its forms: an amount is named, cash taken, a fee waived, a refund asked for and confirmed."""

import pytest
from django.urls import reverse

from tinhso.modules.onestop.models import Charge, FeeReceipt, Refund
from tinhso.modules.onestop.tests import world

SOURCE = "Nghị quyết thử nghiệm số 01/NQ-HĐND"


@pytest.fixture
def charge(people, person) -> Charge:
    return Charge.objects.get(dossier=world.submitted(person))


def send(browser, name: str, charge: Charge, key=None, **data):
    return browser.post(reverse(f"desk:{name}", args=[charge.dossier_id, key or charge.id]), data, follow=True)


def test_cash_from_the_amount_to_the_refund(charge, people, sign_in):
    desk, head = sign_in(people.reception), sign_in(people.head)

    said = send(desk, "state_fee", charge, amount="15.000", source=SOURCE).content.decode()
    assert "Thu tiền mặt" in said
    said = send(desk, "cash", charge, amount="15000").content.decode()
    receipt = FeeReceipt.objects.get()
    assert receipt.number in said
    pdf = desk.get(reverse("desk:fee_receipt", args=[charge.dossier_id, receipt.payment_id]))
    assert pdf.content.startswith(b"%PDF")

    send(desk, "refund", charge, receipt.payment_id, reason="Thu nhầm mức của thủ tục khác.")
    assert send(desk, "refund", charge, receipt.payment_id, confirm="1").status_code == 403
    assert "Đã hoàn trả" in send(head, "refund", charge, receipt.payment_id, confirm="1").content.decode()
    assert Refund.objects.get().paid_at


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("state_fee", {"amount": "", "source": SOURCE}, "Chưa nhập số tiền"),
        ("state_fee", {"amount": "15.5", "source": SOURCE}, "Không đọc được"),
        ("state_fee", {"amount": "0", "source": SOURCE}, "lớn hơn 0"),
        ("state_fee", {"amount": "15000", "source": ""}, "văn bản"),
        ("cash", {"amount": "15000"}, "đã thu"),
        ("exempt", {"ground": "x", "source": SOURCE, "reason": "Đã xem giấy tờ."}, "đối tượng"),
        ("exempt", {"ground": "ho_ngheo", "source": SOURCE, "reason": "x"}, "lý do miễn"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(charge, people, sign_in, name, data, said):
    found = send(sign_in(people.reception), name, charge, **data)

    charge.refresh_from_db()
    assert found.status_code in (409, 422)
    assert said in found.content.decode()
    assert "Phí, lệ phí" in found.content.decode()
    assert all(typed in found.content.decode() for typed in data.values())
    assert (charge.amount_vnd, charge.is_open) == (None, True)


def test_an_exempted_fee_is_shown_with_its_reason(charge, people, sign_in):
    given = {"ground": "ho_ngheo", "source": SOURCE, "reason": "Đã xem giấy chứng nhận hộ nghèo."}

    said = send(sign_in(people.reception), "exempt", charge, **given).content.decode()

    assert "Được miễn" in said
    assert "giấy chứng nhận hộ nghèo" in said


def test_a_specialist_has_no_till(charge, people, sign_in):
    assert send(sign_in(people.specialist), "cash", charge, amount="15000").status_code == 403
