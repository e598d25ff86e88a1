# SPDX-License-Identifier: EUPL-1.2
"""What a record must look like: known fields, compulsory ones, shapes; one sentence for each fault."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

Check = Callable[[str], str]
"""Takes a value as text and returns what is wrong with it, empty when nothing is."""

TIME_FORMAT = "%Y%m%d%H%M%S"
LISTS = {
    "TaiLieuNop": "TepDinhKemId TenTepDinhKem IsDeleted MaThanhPhanHoSo DuongDanTaiTepTin DuocSoHoa DuocLayTuKhoDMQG "
    "MaCSDL MaKetQuaThayThe",
    "DanhSachLePhi": "TenPhiLePhi MaPhiLePhi HinhThucThu Gia LoaiPhiLePhi",
    "DanhSachTepDinhKemKhac": "TenGiayTo SoLuong LoaiGiayTo",
    "DanhSachHoSoBoSung": "HoSoBoSungId NguoiYeuCauBoSung NoiDungBoSung NgayBoSung NguoiTiepNhanBoSung "
    "ThongTinTiepNhan NgayTiepNhanBoSung TrangThaiBoSung DanhSachGiayToBoSung DanhSachLePhiBoSung NgayHenTraTruoc "
    "NgayHenTraMoi",
    "DanhSachGiayToKetQua": "TenGiayTo MaThanhPhanHoSo GiayToId DuongDanTepTinKetQua MaKetQua",
}
DOSSIER = (
    "MaHoSo MaTTHC TenTTHC MaLinhVuc TenLinhVuc SoBienNhan KenhThucHien TrichYeuHoSo ChuHoSo LoaiDoiTuong MaDoiTuong "
    "ThongTinKhac Email Fax SoDienThoai TaiKhoanDuocXacThucVoiVNeID NgayTiepNhan NgayHenTra NgayTra NgayKetThucXuLy "
    "ThoiGianGiaiQuyet DonViTinh TrangThaiHoSo ThongTinTra HinhThuc DonViXuLy GhiChu DuocThanhToanTrucTuyen "
    "HoSoCoThanhPhanSoHoa"
)
PROGRESS = "MaHoSo NguoiXuLy ChucDanh ThoiDiemXuLy PhongBanXuLy NoiDungXuLy TrangThai NgayBatDau NgayKetThucTheoQuyDinh"
KNOWN = {
    "DongBoHoSoMC": {*DOSSIER.split(), *LISTS},
    "CapNhatTienDoHoSoMC": set(PROGRESS.split()),
}
COMPULSORY = {
    "DongBoHoSoMC": ("MaHoSo", "MaTTHC", "TenTTHC", "KenhThucHien", "ChuHoSo", "LoaiDoiTuong", "TrangThaiHoSo"),
    "CapNhatTienDoHoSoMC": ("MaHoSo", "ThoiDiemXuLy", "NoiDungXuLy", "TrangThai"),
}


def _one_of(*allowed: str) -> Check:
    return lambda text: "" if text in allowed else f"chỉ nhận {', '.join(allowed)}"


def _shape(pattern: str, words: str) -> Check:
    return lambda text: "" if re.fullmatch(pattern, text) else words


def _time(text: str) -> str:
    if not re.fullmatch(r"\d{14}", text):
        return "không theo yyyyMMddHHmmss"
    try:
        datetime.strptime(text, TIME_FORMAT)  # noqa: DTZ007 - the protocol speaks local time without a zone
    except ValueError:
        return "không phải thời điểm có thật"
    return ""


SHAPES: dict[str, Check] = {
    "MaHoSo": _shape(r"[A-Z0-9][A-Z0-9.\-]{3,59}", "không phải mã hồ sơ"),
    "MaTTHC": _shape(r"\d\.\d{6}(\.[A-Z]\d{2})?", "không phải mã thủ tục"),
    "KenhThucHien": _one_of("1", "2", "3"),
    "LoaiDoiTuong": _one_of("1", "2"),
    "TrangThaiHoSo": _one_of(*map(str, range(1, 11))),
    "TrangThai": _one_of(*map(str, range(1, 11))),
    "DuocThanhToanTrucTuyen": _one_of("1", "2"),
    **dict.fromkeys(
        ("HoSoCoThanhPhanSoHoa", "DuocSoHoa", "IsDeleted", "TaiKhoanDuocXacThucVoiVNeID", "DuocLayTuKhoDMQG"),
        _one_of("0", "1"),
    ),
}
TIMES = (
    "NgayTiepNhan NgayHenTra NgayTra NgayKetThucXuLy NgayBoSung NgayTiepNhanBoSung NgayHenTraTruoc NgayHenTraMoi "
    "ThoiDiemXuLy NgayBatDau NgayKetThucTheoQuyDinh"
)
SHAPES.update(dict.fromkeys(TIMES.split(), _time))


def faults(service: str, record: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with one record of a service, empty when it is taken."""
    missing = [f"{name}: thiếu" for name in COMPULSORY[service] if not record.get(name)]
    return missing + list(_faults_of(record, KNOWN[service]))


def _faults_of(record: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    for name, value in record.items():
        if name not in known:
            yield f"{name}: không có trường này"
        elif name in LISTS:
            yield from _faults_of_list(name, value)
        elif not isinstance(value, str):
            yield f"{name}: phải là chuỗi"
        elif value and name in SHAPES and (wrong := SHAPES[name](value)):
            yield f"{name}={value[:40]}: {wrong}"


def _faults_of_list(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        yield f"{name}: phải là danh sách"
        return
    for place, one in enumerate(value, 1):
        yield from (f"{name}[{place}].{fault}" for fault in _faults_of(one, set(LISTS[name].split())))
