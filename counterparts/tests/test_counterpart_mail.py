# SPDX-License-Identifier: EUPL-1.2
"""The mail counterpart, spoken to with the standard library's SMTP client."""

import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
import requests

from tinhso_counterparts.mail.smtp import is_rejected

ANH = "anh@congdan.example"


@pytest.fixture(scope="module")
def running(start) -> Iterator:
    yield from start("mail")


@pytest.fixture
def mail(running):
    requests.delete(f"{running.url}/api/messages", timeout=5)
    yield running
    running.behave("ok")


def connect(mail) -> smtplib.SMTP:
    parts = urlsplit(mail.addresses["smtp"])
    return smtplib.SMTP(parts.hostname, parts.port, timeout=5)


def letter(to: str = ANH) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Cổng dịch vụ công <khong-tra-loi@bentre.example>"
    message["To"] = f"Nguyễn Thị Hồng Ánh <{to}>"
    message["Subject"] = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    message.set_content("Hồ sơ của bà đã được tiếp nhận.\nXem: http://127.0.0.1:8000/ho-so/1\n")
    message.add_alternative("<p>Hồ sơ của bà <b>đã được tiếp nhận</b>.</p>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Giấy hẹn.pdf")
    return message


def send(mail, message: EmailMessage) -> dict:
    with connect(mail) as server:
        return server.send_message(message)


def listed(mail, **query: str) -> list[dict]:
    return requests.get(f"{mail.url}/api/messages", query, timeout=5).json()["messages"]


def test_a_message_is_read_as_people_would(mail):
    send(mail, letter())

    [found] = listed(mail, to=ANH)

    assert found["subject"] == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert found["to"] == f"Nguyễn Thị Hồng Ánh <{ANH}>"
    assert found["text"].startswith("Hồ sơ của bà đã được tiếp nhận.")
    [attachment] = found["attachments"]
    assert attachment["name"] == "Giấy hẹn.pdf"
    answer = requests.get(mail.url + attachment["url"], timeout=5)
    assert answer.content == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_pages_show_list_letter_and_search_without_diacritics(mail):
    send(mail, letter())
    [found] = listed(mail)

    page = requests.get(mail.url, {"q": "tiep nhan ho so"}, timeout=5)
    empty = requests.get(mail.url, {"q": "bien nhan thue"}, timeout=5)
    one = requests.get(f"{mail.url}/mail/{found['id']}", timeout=5)

    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in page.text
    assert "Tìm thấy 0 thư" in empty.text
    assert "http://127.0.0.1:8000/ho-so/1</a>" in one.text
    assert "default-src 'none'" in one.headers["Content-Security-Policy"]


def test_markup_in_a_message_stays_text(mail):
    message = EmailMessage()
    message["Subject"] = "<script>alert(1)</script>"
    message["To"] = ANH
    message.set_content("<style>p{}</style><p>Xin <b>chào</b></p><script>x()</script>", subtype="html")
    send_from = "a@bentre.example"
    with connect(mail) as server:
        server.send_message(message, from_addr=send_from)

    [found] = listed(mail)
    page = requests.get(f"{mail.url}/mail/{found['id']}", timeout=5)

    assert found["text"] == "Xin chào"
    assert "<script" not in page.text


def test_the_same_message_twice_is_two_deliveries(mail):
    send(mail, letter())
    send(mail, letter())

    assert len(listed(mail)) == 2


def test_broken_bytes_are_kept_and_shown(mail):
    raw = b"Subject: =?x-nobody?q?abc?=\r\nContent-Type: text/plain; charset=x-nobody\r\n\r\n\xff\xfe la\r\n"
    with connect(mail) as server:
        server.sendmail("a@bentre.example", [ANH], raw)

    [found] = listed(mail)
    page = requests.get(f"{mail.url}/mail/{found['id']}", timeout=5)

    assert page.status_code == 200
    assert requests.get(mail.url + found["raw_url"], timeout=5).content.endswith(b"\xff\xfe la\r\n")


def test_delete_all_empties_the_inbox(mail):
    send(mail, letter())

    page = requests.post(f"{mail.url}/delete-all", timeout=5)

    assert "Chưa có thư nào" in page.text
    assert listed(mail) == []


def test_wrong_answers_451_to_everyone(mail):
    mail.behave("wrong")

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(mail, letter())

    assert refused.value.recipients[ANH][0] == 451
    assert listed(mail) == []


def test_reject_answers_550_to_the_same_some(mail):
    people = [f"nguoi{number}@congdan.example" for number in range(8)]
    mail.behave("wrong", how="reject")

    with connect(mail) as server:
        refused = server.sendmail("a@bentre.example", people, b"Subject: x\r\n\r\nx\r\n")

    assert {code for code, _ in refused.values()} == {550}
    assert set(refused) == {person for person in people if is_rejected(person)}
    assert set(listed(mail)[0]["rcpt_to"]) == set(people) - set(refused)


def test_slow_takes_its_time_for_each_message(mail):
    mail.behave("slow", delay_seconds=0.6)
    begun = time.monotonic()

    send(mail, letter())

    assert time.monotonic() - begun >= 0.6


def test_down_refuses_new_lines_cuts_open_ones_and_keeps_the_inbox(mail):
    with connect(mail) as server:
        server.ehlo()
        mail.behave("down")
        code, _ = server.mail("a@bentre.example")
        server.close()

    assert code == 421
    with pytest.raises(ConnectionRefusedError):
        connect(mail)
    assert listed(mail) == []
