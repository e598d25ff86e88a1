# SPDX-License-Identifier: EUPL-1.2
"""What the portal sends us, read and checked: a filing, a supplement, a withdrawal, each one record.

No public source shows how the portal hands a filing to a province. The envelope and most names of fields are those of
the sync service; `NopHoSo`, `BoSungHoSo`, `RutHoSo`, `ToKhai` and `HashTepTin` beside a file are ours, to be agreed
with its operator. Codes of components are not published either: `MaThanhPhanHoSo` is our key (`tp01`, `tp02`, …).
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from tinhso.kernel.events.errors import Refused
from tinhso.lib.ids import IdentifierError
from tinhso.lib.tax_code import parse_tax_code

FILE, SUPPLY, WITHDRAW = "NopHoSo", "BoSungHoSo", "RutHoSo"
NUMBER = re.compile(r"[A-Z0-9][A-Z0-9.\-]{3,49}")
PERSONAL = re.compile(r"[0-9]{12}")
PERSON, ORGANISATION = "1", "2"
MOST_FILES = 40


class Unreadable(Refused):
    """A message that is not what its service promises; its sender is told what is wrong."""


@dataclass(frozen=True)
class PortalFile:
    """One file as announced. sha256: hex, checked after the download."""

    component: str
    filename: str
    address: str
    sha256: str


@dataclass(frozen=True)
class Arrival:
    """One record: who, about which number; the rest as its service has it.

    For an organisation: tax_code and organisation say which, the person is who filed in its name.
    """

    service: str
    number: str
    personal_number: str
    tax_code: str = ""
    organisation: str = ""
    files: tuple[PortalFile, ...] = ()
    procedure: str = ""
    full_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    commune_code: str = ""
    filed_at: datetime | None = None
    answers: dict[str, Any] = field(default_factory=dict)


def read(text: str) -> Arrival:
    """Return the record of a message. Raises Unreadable with a sentence for the sender."""
    try:
        body = json.loads(text)
        service, (record,) = body["service"], body["data"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable("Bản tin phải có service và data với đúng một bản ghi.") from error
    if service not in (FILE, SUPPLY, WITHDRAW) or not isinstance(record, dict):
        raise Unreadable(f"Không có dịch vụ “{str(service)[:40]}” ở đây.", code="UnknownService")
    number = _text(record, "MaHoSo", must=True)
    if not NUMBER.fullmatch(number):
        raise Unreadable("MaHoSo không phải mã hồ sơ của Cổng.")
    personal, tax_code = _who(record, filing=service == FILE)
    if service != FILE:
        return Arrival(service, number, personal, tax_code, files=_files(record) if service == SUPPLY else ())
    return _filing(record, number, personal, tax_code)


def _who(record: dict[str, Any], *, filing: bool) -> tuple[str, str]:
    """Return personal number and tax code, the one empty that does not apply.

    An organisation (LoaiDoiTuong 2) is named by its tax code in MaDoiTuong; who files in its name by SoDinhDanh.
    """
    kind, named = str(record.get("LoaiDoiTuong", PERSON)), _text(record, "MaDoiTuong", must=True)
    if kind not in (PERSON, ORGANISATION):
        raise Unreadable("LoaiDoiTuong chỉ nhận 1 (cá nhân) hoặc 2 (tổ chức).", code="UnknownKind")
    tax_code = "" if kind == PERSON else _tax_code(named)
    personal = named if kind == PERSON else _text(record, "SoDinhDanh", must=filing)
    if (personal or filing) and not PERSONAL.fullmatch(personal):
        raise Unreadable("Số định danh của người nộp phải có 12 chữ số.", code="NoPersonalNumber")
    return personal, tax_code


def _tax_code(text: str) -> str:
    try:
        return str(parse_tax_code(text).text)
    except IdentifierError as error:
        raise Unreadable(f"MaDoiTuong: {error}", code="NoTaxCode") from error


def _filing(record: dict[str, Any], number: str, personal: str, tax_code: str) -> Arrival:
    answers = record.get("ToKhai", {})
    if not isinstance(answers, dict):
        raise Unreadable("ToKhai phải là một đối tượng.")
    return Arrival(
        FILE,
        number,
        personal,
        tax_code,
        organisation=_text(record, "ChuHoSo", must=True)[:200] if tax_code else "",
        files=_files(record),
        procedure=_text(record, "MaTTHC", must=True),
        full_name=_text(record, "TenNguoiNop" if tax_code else "ChuHoSo", must=True)[:100],
        birth_date=_moment(record, "NgaySinh", "%Y%m%d").date(),
        phone=_text(record, "SoDienThoai")[:16],
        email=_text(record, "Email")[:254],
        commune_code=_text(record, "MaXa", must=True)[:10],
        filed_at=timezone.make_aware(_moment(record, "NgayNop", "%Y%m%d%H%M%S")),
        answers=answers,
    )


def number_in(text: str) -> str:
    """Return the number a message is about, for an answer to it; empty when it cannot be read."""
    try:
        number = str(json.loads(text)["data"][0]["MaHoSo"])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return ""
    return number if NUMBER.fullmatch(number) else ""


def _text(record: dict[str, Any], name: str, *, must: bool = False) -> str:
    value = record.get(name, "")
    if not isinstance(value, str) or (must and not value.strip()):
        raise Unreadable(f"{name}: thiếu hoặc không phải chuỗi.")
    return value.strip()


def _moment(record: dict[str, Any], name: str, shape: str) -> datetime:
    try:
        return datetime.strptime(_text(record, name, must=True), shape)  # noqa: DTZ007 - local time, made aware above
    except ValueError as error:
        raise Unreadable(f"{name}: không phải thời điểm theo mẫu {shape}.") from error


def _files(record: dict[str, Any]) -> tuple[PortalFile, ...]:
    found = record.get("TaiLieuNop", [])
    if not isinstance(found, list) or len(found) > MOST_FILES or not all(isinstance(one, dict) for one in found):
        raise Unreadable(f"TaiLieuNop phải là danh sách không quá {MOST_FILES} tệp.")
    names = ("MaThanhPhanHoSo", "TenTepDinhKem", "DuongDanTaiTepTin", "HashTepTin")
    files = tuple(PortalFile(*(_text(one, name, must=True) for name in names)) for one in found)
    twice = {one.component for one in files if [two.component for two in files].count(one.component) > 1}
    if twice:
        raise Unreadable(f"Mỗi thành phần một tệp; trùng: {', '.join(sorted(twice))}.")
    return files


def check_hash(file: PortalFile, content: bytes) -> None:
    """Raise Unreadable unless the file that came is the one announced."""
    if hashlib.sha256(content).hexdigest() != file.sha256.lower():
        raise Unreadable(f"Tệp “{file.filename[:80]}” không khớp mã băm đã báo.", code="FileDamaged")
