# SPDX-License-Identifier: EUPL-1.2
"""Read a message of a ministry's system: one record in the words of the sync service, times in Vietnam's time. Pure."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop.ministry.types import ENDED, MinistryRecord

SERVICE = "DongBoHoSoMC"
STATES = tuple(str(number) for number in range(1, 11))
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-/]{2,59}")
VIETNAM = timezone(timedelta(hours=7))


class UnreadableDossier(Refused):
    """A message that is not one record of the sync service; its sender is told what is wrong."""


def read_dossier(text: str) -> MinistryRecord:
    """Return the record of a message. Raises UnreadableDossier naming the first thing wrong."""
    try:
        body = json.loads(text)
        service, unit, (record,) = body["service"], body["madonvi"], body["data"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableDossier("Bản tin phải có service, madonvi và data với đúng một bản ghi.") from error
    if service != SERVICE or not isinstance(unit, str) or not isinstance(record, dict):
        raise UnreadableDossier(f"Chỉ nhận {SERVICE} với một bản ghi.")
    number, state = _text(record, "MaHoSo"), _text(record, "TrangThaiHoSo")
    if not NUMBER.fullmatch(number):
        raise UnreadableDossier("MaHoSo không phải mã hồ sơ.")
    if state not in STATES:
        raise UnreadableDossier("TrangThaiHoSo chỉ nhận 1 đến 10.")
    received, finished = _moment(record, "NgayTiepNhan"), _moment(record, "NgayKetThucXuLy")
    if received is None:
        raise UnreadableDossier("NgayTiepNhan: thiếu.")
    if (state in ENDED) != (finished is not None) or (finished is not None and finished < received):
        raise UnreadableDossier("NgayKetThucXuLy phải có khi và chỉ khi hồ sơ đã xong, và không trước NgayTiepNhan.")
    return MinistryRecord(
        system=_text(record, "HeThong")[:100],
        number=number,
        procedure=_text(record, "MaTTHC")[:12],
        title=_text(record, "TenTTHC")[:300],
        unit=unit[:40],
        state=state,
        received_at=received,
        promised_at=_moment(record, "NgayHenTra"),
        finished_at=finished,
    )


def is_on_time(finished_at: datetime, promised_at: datetime | None) -> bool:
    """Tell whether a dossier ended by its promise; the day of the promise ends at 24:00, without one nothing is late.

    Source: Bộ luật Dân sự 2015, Điều 148 (a limit ends at the end of its last day).
    """
    return promised_at is None or finished_at.astimezone(VIETNAM).date() <= promised_at.astimezone(VIETNAM).date()


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UnreadableDossier(f"{name}: thiếu hoặc không phải chuỗi.")
    return value.strip()


def _moment(record: Mapping[str, Any], name: str) -> datetime | None:
    value = record.get(name, "")
    if value == "":
        return None
    try:
        return datetime.strptime(str(value), "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise UnreadableDossier(f"{name}: không theo yyyyMMddHHmmss.") from error
