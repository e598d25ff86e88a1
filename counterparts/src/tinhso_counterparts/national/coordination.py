# SPDX-License-Identifier: EUPL-1.2
"""The coordination API of 2026: token, number, file, dossier, progress, status; the same book as the JSON service.

Steps and names of fields are those of a vendor's description; paths, the look-up and the answers to messages are this
stand-in's own. HTTP 200, 400, 401, 403, 404, 502 as described. A key (X-Message-Key) again is answered as before.
"""

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tinhso_counterparts.modes import utc_now
from tinhso_counterparts.national.fields import LISTS, SHAPES
from tinhso_counterparts.national.service import ACCOUNTS, HOLDINGS, OUTBOX, SESSIONS
from tinhso_counterparts.national.store import Holdings
from tinhso_counterparts.pages import HANOI
from tinhso_counterparts.serving import MODE, json_object

CREATE = (
    "MaHoSo MaTTHC MaDichVuCong ChuHoSo LoaiDoiTuong MaDonViTiepNhan NgayNop NgayTiepNhan ThanhPhanHoSo "
    "ThongTinNguoiNop TrangThaiThanhToan"
)
STATUS = (
    "MaHoSo TrangThaiHoSo NgayTiepNhan NgayHenTra NgayTra NgayKetThucXuLy SoBienNhan DonViXuLy TrangThaiThanhToan "
    "DanhSachHoSoBoSung DanhSachGiayToKetQua"
)
PROGRESS = "MaHoSo NguoiXuLy ChucDanh ThoiDiemXuLy PhongBanXuLy NoiDungXuLy TrangThai NgayBatDau NgayKetThucTheoQuyDinh"
COMPULSORY = {
    "HoSo": "MaHoSo MaTTHC ChuHoSo LoaiDoiTuong MaDonViTiepNhan NgayNop ThongTinNguoiNop",
    "TrangThai": "MaHoSo TrangThaiHoSo",
    "TienDo": "MaHoSo ThoiDiemXuLy NoiDungXuLy",
}
KNOWN = {"HoSo": CREATE, "TrangThai": STATUS, "TienDo": PROGRESS}
KINDS = ("0", "1", "2")
"""LoaiDoiTuong here: citizen, firm, household business; the JSON service counts from 1."""
DATES = ("NgayTiepNhan", "NgayHenTra", "NgayTra", "NgayKetThucXuLy")


def routes() -> list[web.RouteDef]:
    """Return where the API answers."""
    return [
        web.post("/v2/token", token),
        web.get("/v2/GetNextValue", _guarded(next_value)),
        web.post("/v2/TepTin", _guarded(take_file)),
        web.post("/v2/TraCuu", _guarded(look_up)),
        web.post("/v2/KetQuaXuLyBanTin", _guarded(note_results)),
        web.post("/v2/{call:HoSo|TrangThai|TienDo}", _guarded(take)),
    ]


def refuse(status: int, sentence: str) -> web.Response:
    return web.json_response({"message": sentence}, status=status)


async def token(request: web.Request) -> web.Response:
    """Give a token for {client_id, client_secret}."""
    asked = await json_object(request)
    known = request.app[ACCOUNTS].get(str(asked.get("client_id", "")), "")
    if not known or not secrets.compare_digest(known.encode(), str(asked.get("client_secret", "")).encode()):
        return refuse(401, "Sai mã ứng dụng hoặc bí mật.")
    made = secrets.token_urlsafe(24)
    request.app[SESSIONS].add(made)
    return web.json_response({"access_token": made, "token_type": "Bearer"})


def is_signed_in(request: web.Request) -> bool:
    """Tell whether a request carries a token that was given out."""
    return request.headers.get("Authorization", "").removeprefix("Bearer ") in request.app[SESSIONS]


def _guarded(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        mode = request[MODE]
        if mode.is_wrong("busy"):
            return refuse(502, "Hệ thống đích chưa trả lời.")
        if mode.is_wrong("garbage"):
            return web.Response(text="<html>Lỗi máy chủ</html>", content_type="text/html")
        if not is_signed_in(request):
            return refuse(401, "Thẻ truy cập không có hoặc đã hết hạn.")
        if mode.is_wrong("error-code", default=True):
            return refuse(400, "Dữ liệu không đúng (lỗi giả lập).")
        reply = await handler(request)
        if mode.is_wrong("mute") and request.transport is not None:
            request.transport.abort()
        return reply

    return answer


async def next_value(request: web.Request) -> web.Response:
    """Draw a number for a unit; every question draws another."""
    unit = request.query.get("unit", "")
    if not unit:
        return refuse(400, "Thiếu unit.")
    place = request.app[HOLDINGS].draw(unit, utc_now().isoformat())
    return web.json_response({"MaHoSo": f"{unit}-{utc_now().astimezone(HANOI):%y%m%d}-{place:06d}"})


async def take_file(request: web.Request) -> web.Response:
    """Keep a file and give its identifier and hash; the same file again has the same identifier."""
    content = await request.read()
    if not content:
        return refuse(400, "Tệp rỗng.")
    name = request.app[OUTBOX].keep_paper(content)
    return web.json_response({"IdTepTin": name[:24], "HashTepTin": name})


def faults(call: str, record: dict[str, Any]) -> list[str]:
    """Return what is wrong with the body of a call, empty when it is taken."""
    known = set(KNOWN[call].split())
    wrong = [f"{name}: thiếu" for name in COMPULSORY[call].split() if not record.get(name)]
    wrong += [f"{name}: không có trường này" for name in record if name not in known]
    for name, value in record.items():
        if name == "LoaiDoiTuong":
            wrong += [] if value in KINDS else [f"LoaiDoiTuong: chỉ nhận {', '.join(KINDS)}"]
        elif isinstance(value, str) and value and name in SHAPES and (fault := SHAPES[name](value)):
            wrong.append(f"{name}={value[:40]}: {fault}")
        elif name in LISTS and not isinstance(value, list):
            wrong.append(f"{name}: phải là danh sách")
    return wrong


def _unknown_files(request: web.Request, record: dict[str, Any]) -> list[str]:
    parts = record.get("ThanhPhanHoSo", [])
    told = [paper for part in parts for paper in part.get("GiayToDinhKem", [])]
    held = request.app[OUTBOX].paper
    return [str(one.get("IdGiayTo")) for one in told if held(str(one.get("HashTepTin", ""))) is None]


async def take(request: web.Request) -> web.Response:
    """Take a dossier, its status or a step of it: check, recognise a repeat, keep, give a receipt."""
    call, record = request.match_info["call"], await json_object(request)
    holdings: Holdings = request.app[HOLDINGS]
    wrong = faults(call, record)
    if wrong:
        return refuse(400, "; ".join(wrong[:10]))
    if missing := _unknown_files(request, record):
        return refuse(400, f"Chưa có tệp {', '.join(missing)[:200]}.")
    digest = hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    key = request.headers.get("X-Message-Key", "") or f"unnamed:{secrets.token_hex(8)}"
    known = holdings.taken(key)
    if known is not None:
        if known.digest != digest:
            return refuse(400, "Mã bản tin đã dùng cho nội dung khác.")
        holdings.note_repeat(key)
        return web.json_response({"MaBienNhan": known.receipt, "DaNhanTruocDo": True})
    if call != "HoSo" and holdings.find(record["MaHoSo"]) is None:
        return refuse(404, "Chưa có hồ sơ này.")
    receipt = f"DP-{digest[:16]}"
    if not request[MODE].is_wrong("lose"):
        _write(holdings, call, record, key)
        holdings.note_taken(key, digest, receipt)
    return web.json_response({"MaBienNhan": receipt, "DaNhanTruocDo": False})


def _write(holdings: Holdings, call: str, record: dict[str, Any], key: str) -> None:
    now, held = utc_now().isoformat(), holdings.find(record["MaHoSo"])
    if call == "TienDo":
        holdings.add_step({"TrangThai": held.state if held else "1", **record}, key, now)
        return
    before = held.body if held else {"TrangThaiHoSo": "1"}
    unit = record.get("MaDonViTiepNhan") or (held.unit if held else "")
    holdings.add_version(unit, before | record, key, now)


async def look_up(request: web.Request) -> web.Response:
    """Tell what is held: of {MaHoSo: [...]}, or of all received in {TuNgay, DenNgay}."""
    asked, holdings = await json_object(request), request.app[HOLDINGS]
    codes = [str(one) for one in asked.get("MaHoSo", [])]
    if asked.get("TuNgay") and asked.get("DenNgay"):
        codes += holdings.received_between(str(asked["TuNgay"]), str(asked["DenNgay"]))
    found = [held for code in dict.fromkeys(codes) if (held := holdings.find(code))]
    rows = [
        {"MaHoSo": one.code, "TrangThaiHoSo": one.state, **{name: one.body.get(name, "") for name in DATES}}
        for one in found
    ]
    return web.json_response({"HoSo": rows})


async def note_results(request: web.Request) -> web.Response:
    """Keep what the province says came of a message: {MaBanTin, KetQua: 1 or 0, …}."""
    told = await json_object(request)
    if told.get("KetQua") not in ("0", "1"):
        return refuse(400, "Cần MaBanTin và KetQua 0 hoặc 1.")
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    if not request.app[OUTBOX].note_result(str(told.get("MaBanTin", "")), text):
        return refuse(404, "Cổng không gửi bản tin này.")
    return web.json_response({"MaBienNhan": "KQ", "DaNhanTruocDo": False})
