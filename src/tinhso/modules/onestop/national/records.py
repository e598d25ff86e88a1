# SPDX-License-Identifier: EUPL-1.2
"""A dossier in the words of the portal: the groups and flags we have data for, none invented.

Left out because nothing here says them: fees, codes of components and of the databases that replace them, addresses of
files, ways of return, units of the time limit (their codes are not published).
MaHoSo is the number given at filing, by the portal where it was filed there, kept for life; the code given at reception
goes as SoBienNhan.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from tinhso.kernel.documents.models import Version
from tinhso.kernel.events.catalogue import title_of
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.identity.queries import display_names
from tinhso.kernel.registry.queries import code_of, unit_names
from tinhso.modules.onestop.models import Component, Dossier
from tinhso.modules.onestop.national.mapping import CHANNELS, Service, national_code
from tinhso.modules.onestop.types import ComponentSource

DATES = ("NgayTiepNhan", "NgayHenTra", "NgayTra", "NgayKetThucXuLy")
RELATED = (
    "case__unit",
    "version__procedure",
    "applicant",
    "organisation",
    "receiving_unit",
    "resolving_unit",
    "result",
    "portal_filing",
)
Record = dict[str, Any]


def number_of(dossier: Dossier) -> str:
    """Return what the portal calls a dossier: its own number where it was filed there, else the one given here."""
    filing = getattr(dossier, "portal_filing", None)
    return filing.number if filing is not None else dossier.provisional


def envelope(dossier: Dossier, service: Service, record: Record, *, updating: bool) -> Record:
    """Return the body of a message: unit, service and one record; the session is added on the wire."""
    day = timezone.localtime(dossier.submitted_at).date()
    unit = code_of(dossier.receiving_unit_id, day)
    return {"madonvi": unit, "service": service.value, "isUpdating": updating, "data": [record]}


def instant(at: datetime | None) -> str:
    """Return an instant as the portal writes it: yyyyMMddHHmmss in Vietnam's time; empty for none."""
    return f"{timezone.localtime(at):%Y%m%d%H%M%S}" if at else ""


def whole(dossier: Dossier, *, state: str, at: datetime) -> Record:
    """Return the record of DongBoHoSoMC; what happened after `at` is left to the messages of its own acts."""
    record = {
        **_head(dossier),
        **_person(dossier),
        **dates(dossier, at=at),
        "TrangThaiHoSo": national_code(state),
        "DonViXuLy": dossier.case.unit.name,
        **_files(dossier, at),
        "DanhSachHoSoBoSung": _supplements(dossier, at),
        "DanhSachGiayToKetQua": _results(dossier, at),
    }
    return {name: value for name, value in record.items() if value not in ("", [])}


def _head(dossier: Dossier) -> Record:
    procedure = dossier.version.procedure
    return {
        "MaHoSo": number_of(dossier),
        "SoBienNhan": dossier.code or "",
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.short_name,
        "TenLinhVuc": procedure.field,
        "KenhThucHien": CHANNELS[dossier.channel],  # type: ignore[index]
        "TrichYeuHoSo": dossier.case.title,
    }


def _person(dossier: Dossier) -> Record:
    person, firm = dossier.applicant, dossier.organisation
    return {
        "ChuHoSo": firm.name if firm else person.full_name,
        "LoaiDoiTuong": "2" if firm else "1",
        "MaDoiTuong": firm.tax_code if firm else person.personal_number or "",
        "Email": person.email,
        "SoDienThoai": person.phone,
        "TaiKhoanDuocXacThucVoiVNeID": "1" if person.source == "eid" else "0",
    }


def dates(dossier: Dossier, *, at: datetime) -> Record:
    """Return the four dates of the head; NgayHenTra is the date in force, moved by supplement and apology."""
    moments = {
        "NgayTiepNhan": dossier.received_at,
        "NgayTra": dossier.returned_at,
        "NgayKetThucXuLy": dossier.finished_at,
    }
    found = {name: instant(moment) for name, moment in moments.items() if moment is not None and moment <= at}
    if "NgayTiepNhan" in found:
        found["NgayHenTra"] = instant(dossier.case.due_at or dossier.promised_at)
    return {name: found[name] for name in DATES if found.get(name)}


def _files(dossier: Dossier, at: datetime) -> Record:
    parts = [part for part in Component.objects.filter(dossier=dossier, added_at__lte=at).order_by("id")]
    kept = [part.document_id for part in parts if part.document_id]
    names = dict(Version.objects.filter(document_id__in=kept).order_by("number").values_list("document_id", "filename"))
    return {
        "TaiLieuNop": [
            {
                "TepDinhKemId": str(part.document_id),
                "TenTepDinhKem": names.get(part.document_id, part.name),
                "IsDeleted": "1" if part.superseded_at and part.superseded_at <= at else "0",
                "DuocSoHoa": "1" if part.source == ComponentSource.SCAN else "0",
            }
            for part in parts
            if part.document_id
        ],
        "HoSoCoThanhPhanSoHoa": "1" if any(part.source == ComponentSource.SCAN for part in parts) else "0",
    }


def _supplements(dossier: Dossier, at: datetime) -> list[Record]:
    asked = dossier.supplements.filter(requested_at__lte=at).select_related("requested_by").order_by("id")
    found = []
    for one in asked:
        record = {
            "HoSoBoSungId": str(one.id),
            "NguoiYeuCauBoSung": one.requested_by.full_name,
            "NoiDungBoSung": "; ".join([*map(str, one.items), one.reason]),
            "NgayBoSung": instant(one.requested_at),
            "NgayTiepNhanBoSung": instant(one.answered_at) if one.answered_at and one.answered_at <= at else "",
        }
        found.append({name: value for name, value in record.items() if value})
    return found


def _results(dossier: Dossier, at: datetime) -> list[Record]:
    if dossier.result is None or dossier.finished_at is None or dossier.finished_at > at:
        return []
    return [{"TenGiayTo": dossier.result.title, "GiayToId": str(dossier.result_id)}]


def step(dossier: Dossier, act: ActRow, *, state: str) -> Record:
    """Return the record of CapNhatTienDoHoSoMC: who did what, when, where."""
    units = unit_names({act.unit_id}) if act.unit_id else {}
    record = {
        "MaHoSo": number_of(dossier),
        "NguoiXuLy": display_names({act.actor}).get(act.actor, "") if act.actor.startswith("officer:") else "",
        "ThoiDiemXuLy": instant(act.at),
        "PhongBanXuLy": units.get(act.unit_id, "") if act.unit_id else "",
        "NoiDungXuLy": title_of(act.verb),
        "TrangThai": national_code(state),
        "NgayKetThucTheoQuyDinh": instant(dossier.case.due_at),
    }
    return {name: value for name, value in record.items() if value}
