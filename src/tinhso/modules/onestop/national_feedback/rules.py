# SPDX-License-Identifier: EUPL-1.2
"""Read a message of the national feedback system; say what ours say. Pure."""

import json
import re
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop.national_feedback.types import FromThere, Told

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{2,49}")
LONGEST_TEXT = 4000
OTHER_TOPIC = "khac"

STATES: Mapping[str, str] = {
    "feedback:sent": "DaTiepNhan",
    "feedback:more:asked": "ChoBoSung",
    "feedback:more:told": "DaTiepNhan",
    "feedback:answered": "DaTraLoi",
    "feedback:refused": "TuChoi",
    "feedback:taken_back": "DaRut",
    "feedback:published": "DaCongKhai",
}
"""TrangThai of a message by the act it tells."""


class UnreadableFeedback(Refused):
    """A message that is not one of PhanAnh, NoiThem, Rut; its sender is told what is wrong."""


def number_of(feedback_id: uuid.UUID) -> str:
    """Return what we call feedback towards the national system.

    >>> number_of(uuid.UUID("019aaaaa-0000-7000-8000-00000000beef"))
    'PA-00000000BEEF'
    """
    return f"PA-{feedback_id.hex[-12:].upper()}"


def read_message(text: str, topics: Collection[str]) -> FromThere:
    """Return what a message says. Raises UnreadableFeedback naming the first thing wrong.

    topics: keys known here; another one, or none, becomes the topic of other things.
    """
    try:
        body = json.loads(text)
        kind, number = Told(body["LoaiBanTin"]), body["MaPhanAnh"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableFeedback("Bản tin cần LoaiBanTin (PhanAnh, NoiThem hoặc Rut) và MaPhanAnh.") from error
    if not isinstance(number, str) or not NUMBER.fullmatch(number):
        raise UnreadableFeedback("MaPhanAnh phải có từ 3 đến 50 chữ, số, dấu chấm hoặc gạch nối.")
    if kind is Told.TAKEN_BACK:
        return FromThere(kind, number)
    words = _text(body, "NoiDung", most=LONGEST_TEXT)
    if kind is Told.MORE:
        return FromThere(kind, number, words)
    topic = _text(body, "ChuDe", most=20)
    return FromThere(
        kind,
        number,
        words,
        topic=topic if topic in topics else OTHER_TOPIC,
        unit_code=_text(body, "MaDonVi", most=40),
        name=_text(body, "HoTen", most=100),
        contact=_text(body, "LienHe", most=254),
        filed_at=_moment(body),
    )


def _text(body: Mapping[str, Any], name: str, *, most: int) -> str:
    value = body.get(name) or ""
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise UnreadableFeedback(f"{name} phải là chữ, không quá {most} ký tự.")
    return value.strip()


def _moment(body: Mapping[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(str(body["ThoiDiem"]))
    except (ValueError, KeyError) as error:
        raise UnreadableFeedback("ThoiDiem phải theo ISO 8601.") from error
    if at.tzinfo is None:
        raise UnreadableFeedback("ThoiDiem phải có múi giờ.")
    return at
