# SPDX-License-Identifier: EUPL-1.2
"""A message of the sync service in the words of the coordination API; what must be settled before it can go.

Left out as nothing here says it: MaDichVuCong, codes of components, household businesses, districts (MaHuyen).
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tinhso.kernel.documents.errors import BlobMissing
from tinhso.kernel.documents.queries import newest_version, open_version
from tinhso.kernel.exchange import queries
from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.modules.onestop.models import Component, Dossier, PortalFiling
from tinhso.modules.onestop.national.mapping import PARTNER, Service
from tinhso.modules.onestop.national.records import instant

Record = dict[str, Any]
KINDS = {"1": "0", "2": "1"}
"""LoaiDoiTuong: the sync service counts from 1 (person, firm), the coordination API from 0."""
ELECTRONIC = "2"
"""LoaiBan: 0 original, 1 copy, 2 electronic."""
STATUS = (
    "TrangThaiHoSo",
    "NgayTiepNhan",
    "NgayHenTra",
    "NgayTra",
    "NgayKetThucXuLy",
    "SoBienNhan",
    "DonViXuLy",
    "DanhSachHoSoBoSung",
    "DanhSachGiayToKetQua",
)
PROGRESS = ("NguoiXuLy", "ThoiDiemXuLy", "PhongBanXuLy", "NoiDungXuLy", "TrangThai", "NgayKetThucTheoQuyDinh")


@dataclass(frozen=True)
class Opened:
    """A message as it was queued: service, unit, number used here, record."""

    service: str
    unit: str
    number: str
    record: Record


@dataclass(frozen=True)
class Paper:
    """A file of a dossier. name: what it is called towards the portal, made from its SHA-256."""

    document_id: uuid.UUID
    title: str
    sha256: str

    @property
    def name(self) -> str:
        return f"file:{self.sha256}"


def opened(body: str) -> Opened:
    """Return the parts of a queued body."""
    found = json.loads(body)
    (record,) = found["data"]
    return Opened(found["service"], found["madonvi"], record.get("MaHoSo", ""), record)


def needs_number(number: str) -> bool:
    """Tell whether the portal must still draw a number: it did not give it at filing, nor before."""
    if PortalFiling.objects.filter(number=number).exists():
        return False
    return not queries.their_names(PARTNER, [number])


def missing_papers(message: Opened) -> list[Paper]:
    """Return the files of a whole record that the portal does not have yet."""
    found = papers(message)
    known = queries.their_names(PARTNER, [one.name for one in found])
    return [one for one in found if one.name not in known]


def papers(message: Opened) -> list[Paper]:
    """Return the files of a record that were not replaced since, as their newest versions."""
    told = [one for one in message.record.get("TaiLieuNop", []) if one.get("IsDeleted") != "1"]
    ids = [uuid.UUID(one["TepDinhKemId"]) for one in told]
    names = dict(Component.objects.filter(document_id__in=ids).values_list("document_id", "name"))
    return [Paper(one, names.get(one, ""), newest_version(one).blob_id) for one in ids]


def content_of(paper: Paper) -> bytes:
    """Return the bytes of a file. Raises PermanentFailure when the store has lost them."""
    try:
        return open_version(paper.document_id).data
    except BlobMissing as error:
        raise PermanentFailure(f"Kho tệp không còn tệp của “{paper.title[:80]}” nên không gửi được hồ sơ.") from error


def calls(message: Opened, *, keeps_number: bool = False) -> list[tuple[str, Record]]:
    """Return what the portal is asked, in order: path and body.

    keeps_number: the portal knows the dossier by the number used here, told over the other protocol.
    Raises TemporaryFailure while number or files are not settled.
    """
    if message.service == Service.ANSWER:
        return [("KetQuaXuLyBanTin", message.record)]
    number = message.number if keeps_number else _their_number(message.number)
    if message.service == Service.STEP:
        progress = {name: message.record[name] for name in PROGRESS if name in message.record}
        state = {"MaHoSo": number, "TrangThaiHoSo": message.record["TrangThai"]}
        return [("TienDo", {"MaHoSo": number, **progress}), ("TrangThai", state)]
    status = {name: message.record[name] for name in STATUS if name in message.record}
    return [("HoSo", _dossier(message, number)), ("TrangThai", {"MaHoSo": number, **status})]


def _their_number(number: str) -> str:
    if needs_number(number):
        raise TemporaryFailure("Cổng Dịch vụ công quốc gia chưa cấp mã hồ sơ (GetNextValue); sẽ tự gửi lại.")
    return queries.their_names(PARTNER, [number]).get(number, number)


def _dossier(message: Opened, number: str) -> Record:
    record = message.record
    kind, who = KINDS[record["LoaiDoiTuong"]], record.get("MaDoiTuong", "")
    details = {"TenNguoiNop": record["ChuHoSo"], "SoDienThoai": record.get("SoDienThoai", "")}
    details |= {"Email": record.get("Email", ""), "SoDinhDanh": who if kind == "0" else ""}
    made = {
        "MaHoSo": number,
        "MaTTHC": record["MaTTHC"],
        "ChuHoSo": record["ChuHoSo"],
        "LoaiDoiTuong": kind,
        "MaDonViTiepNhan": message.unit,
        "NgayNop": _filed_at(message.number),
        "NgayTiepNhan": record.get("NgayTiepNhan", ""),
        "ThanhPhanHoSo": _components(message),
        "ThongTinNguoiNop": {"LoaiDoiTuong": kind, "IdDoiTuong": who, "ThongTinChiTiet": _filled(details)},
    }
    return _filled(made)


def _components(message: Opened) -> Sequence[Record]:
    found = papers(message)
    known = queries.their_names(PARTNER, [one.name for one in found])
    if waiting := [one for one in found if one.name not in known]:
        for one in waiting:
            content_of(one)  # a file that is gone is a fault for a person, not something to wait for
        raise TemporaryFailure("Cổng Dịch vụ công quốc gia chưa nhận đủ tệp của hồ sơ; sẽ tự gửi lại.")
    return [
        {
            "TenThanhPhanHoSo": one.title,
            "SoLuong": 1,
            "LoaiBan": ELECTRONIC,
            "GiayToDinhKem": [{"IdGiayTo": known[one.name], "TenGiayTo": one.title, "HashTepTin": one.sha256}],
        }
        for one in found
    ]


def _filed_at(number: str) -> str:
    filing = PortalFiling.objects.filter(number=number).first()
    return instant(filing.filed_at if filing else Dossier.objects.get(provisional=number).submitted_at)


def _filled(values: Mapping[str, Any]) -> Record:
    return {name: value for name, value in values.items() if value not in ("", [])}
