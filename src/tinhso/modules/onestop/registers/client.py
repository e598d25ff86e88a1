# SPDX-License-Identifier: EUPL-1.2
"""The way to the national databases: one question over HTTP, five answers kept apart, anything else is no answer."""

from datetime import datetime
from typing import Any

import requests

from tinhso.config import demo, env
from tinhso.modules.onestop.errors import RegisterUnavailable
from tinhso.modules.onestop.registers.types import Answer, Inquiry, Told

TIMEOUT_SECONDS = (3.0, 8.0)
"""To connect and to answer; a database slower than this counts as down and the officer may ask again."""

DOWN = "Cơ sở dữ liệu chưa trả lời. Chưa có gì bị mất; hãy bấm Tra cứu lại sau ít phút."
WRONG = "Cơ sở dữ liệu trả lời không đọc được hoặc không đúng người được hỏi nên không dùng. Hãy bấm Tra cứu lại."
STRANGER = "Cơ sở dữ liệu không nhận mã khách của tỉnh. Hãy báo người quản trị kiểm tra TINHSO_REGISTERS_SECRET."
NOT_CONNECTED = "Hệ thống chưa kết nối các cơ sở dữ liệu quốc gia (TINHSO_REGISTERS_URL). Hãy báo người quản trị."
CONTRADICTION = "Cơ sở dữ liệu có %d bản ghi khác nhau về người này; không bản ghi nào được dùng."


def ask(inquiry: Inquiry) -> Told:
    """Return what the database told about one subject. Raises RegisterUnavailable with what the officer may do."""
    if not env.REGISTERS_URL:
        raise RegisterUnavailable(NOT_CONNECTED, code="not_connected")
    body = {
        "id": str(inquiry.id),
        "subject": inquiry.subject,
        "fields": list(inquiry.fields),
        "purpose": inquiry.purpose,
    }
    secret = env.REGISTERS_SECRET
    if not secret and env.MODE == "demo":
        secret = demo.registers_secret(env.VAR, env.REGISTERS_CLIENT)
    try:
        answer = requests.post(
            f"{env.REGISTERS_URL}/v1/{inquiry.register}/query",
            json=body,
            auth=(env.REGISTERS_CLIENT, secret),
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise RegisterUnavailable(DOWN, code="down") from error
    if answer.status_code in (401, 403):
        raise RegisterUnavailable(STRANGER, code="stranger")
    if answer.status_code != 200:
        raise RegisterUnavailable(DOWN, code=f"http_{answer.status_code}")
    return read(answer, inquiry)


def read(answer: requests.Response, inquiry: Inquiry) -> Told:
    """Return an answer taken apart; one about another question or another person is no answer."""
    try:
        content = answer.json()
        about = (content["id"], content["subject"], content["register"])
        told = Told(Answer(content["answer"]), str(content["reference"])[:60], _instant(content["as_of"]))
        records = [dict(one) for one in content["records"]]
    except (ValueError, KeyError, TypeError) as error:
        raise RegisterUnavailable(WRONG, code="unreadable") from error
    if about != (str(inquiry.id), inquiry.subject, inquiry.register) or not told.reference:
        raise RegisterUnavailable(WRONG, code="other_question")
    return _judged(told, records, inquiry)


def _judged(told: Told, records: list[dict[str, Any]], inquiry: Inquiry) -> Told:
    """Return the answer the records bear out: nothing said is nothing known, two that differ are none."""
    if told.answer not in (Answer.KNOWN, Answer.PARTIAL):
        return told
    values = {key: str(value)[:300] for one in records[:1] for key, value in one.items() if key in inquiry.fields}
    missing = tuple(one for one in inquiry.fields if one not in values)
    if any(one != records[0] for one in records):
        note = CONTRADICTION % len(records)
        return Told(Answer.PARTIAL, told.reference, told.as_of, {}, inquiry.fields, note)
    if not values:
        return Told(Answer.NO_DATA, told.reference, told.as_of, {}, missing)
    answer = Answer.PARTIAL if missing else Answer.KNOWN
    return Told(answer, told.reference, told.as_of, values, missing)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant without its zone")
    return at
