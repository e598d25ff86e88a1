# SPDX-License-Identifier: EUPL-1.2
"""The JSON service: sessions, the three services, and every way to be wrong.

Where a message key comes in the header X-Message-Key, the same key again is answered as before and not done again,
and another content under it is refused.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tinhso_counterparts.modes import Mode, utc_now
from tinhso_counterparts.national.fields import faults
from tinhso_counterparts.national.outbox import Outbox
from tinhso_counterparts.national.store import Held, Holdings
from tinhso_counterparts.serving import MODE, json_object

HOLDINGS = web.AppKey("holdings", Holdings)
OUTBOX = web.AppKey("outbox", Outbox)
ACCOUNTS = web.AppKey("accounts", dict[str, str])
SESSIONS = web.AppKey("sessions", set[str])
Service = Callable[[web.Request, dict[str, Any], Mode], web.Response]
OFFERED = web.AppKey("offered", dict[str, Service])

OK, NOT_SIGNED_IN, INCOMPLETE, NOT_FOUND, WRONG_TYPE, INCORRECT = "0", "100", "200", "201", "302", "500"


def answer(code: str, sentence: str = "", **more: Any) -> web.Response:
    """Return an answer of the service: error_code is "0" when all went well."""
    return web.json_response({"error_code": code, "message": sentence, **more})


async def login(request: web.Request) -> web.Response:
    """Open a session for {username, password}."""
    asked = await json_object(request)
    name, password = str(asked.get("username", "")), str(asked.get("password", ""))
    known = request.app[ACCOUNTS].get(name, "")
    if not known or not secrets.compare_digest(known.encode(), password.encode()):
        return answer(NOT_SIGNED_IN, "Sai tài khoản hoặc mật khẩu.")
    session = secrets.token_urlsafe(24)
    request.app[SESSIONS].add(session)
    return answer(OK, session=session)


async def serve(request: web.Request) -> web.StreamResponse:
    """Answer one envelope {session, madonvi, service, isUpdating, data[]}."""
    mode = request[MODE]
    if mode.is_wrong("busy"):
        raise web.HTTPServiceUnavailable(text="Hệ thống đang bận.")
    if mode.is_wrong("garbage"):
        return web.Response(text="<html>Lỗi máy chủ</html>", content_type="text/html")
    asked = await json_object(request)
    if asked.pop("session", "") not in request.app[SESSIONS]:
        return answer(NOT_SIGNED_IN, "Phiên làm việc không có hoặc đã hết hạn.")
    service = request.app[OFFERED].get(str(asked.get("service", "")))
    if service is None or not isinstance(asked.get("data"), list) or not asked.get("madonvi"):
        return answer(INCOMPLETE, "Thiếu madonvi, service hoặc data, hoặc không có dịch vụ này.")
    if mode.is_wrong("error-code", default=True):
        return answer(INCORRECT, "Dữ liệu không đúng (lỗi giả lập).")
    reply = service(request, asked, mode)
    if mode.is_wrong("mute") and request.transport is not None:
        request.transport.abort()
    return reply


def _keep(request: web.Request, asked: dict[str, Any], mode: Mode) -> web.Response:
    """Take dossiers or steps: check, recognise a repeat, keep, give a receipt."""
    service, holdings = asked["service"], request.app[HOLDINGS]
    wrong = [fault for one in asked["data"] for fault in _faults(service, one)]
    if wrong or not asked["data"]:
        return answer(WRONG_TYPE, "; ".join(wrong[:10]) or "Không có bản ghi nào.", faults=wrong)
    digest = hashlib.sha256(_canonical(asked).encode()).hexdigest()
    told = request.headers.get("X-Message-Hash", digest)
    if told != digest:
        return answer(INCORRECT, "Mã băm không khớp nội dung.")
    key = request.headers.get("X-Message-Key", "") or f"unnamed:{secrets.token_hex(8)}"
    known = holdings.taken(key)
    if known is not None and not mode.is_wrong("twice"):
        if known.digest != digest:
            return answer(INCORRECT, "Mã bản tin đã dùng cho nội dung khác.")
        holdings.note_repeat(key)
        return answer(OK, response_code=known.receipt, repeated=True)
    if service == "CapNhatTienDoHoSoMC" and any(holdings.find(one["MaHoSo"]) is None for one in asked["data"]):
        return answer(NOT_FOUND, "Chưa có hồ sơ này.")
    receipt = f"DVC-{digest[:16]}"
    if not mode.is_wrong("lose"):
        _write(holdings, asked, key, twice=mode.is_wrong("twice"))
        if known is None:
            holdings.note_taken(key, digest, receipt)
    return answer(OK, response_code=receipt, repeated=False)


def _faults(service: str, record: Any) -> list[str]:
    return faults(service, record) if isinstance(record, dict) else ["bản ghi phải là một đối tượng"]


def _canonical(asked: dict[str, Any]) -> str:
    return json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _write(holdings: Holdings, asked: dict[str, Any], key: str, *, twice: bool) -> None:
    now = utc_now().isoformat()
    for record in asked["data"]:
        if asked["service"] == "CapNhatTienDoHoSoMC":
            for _ in range(2 if twice else 1):
                holdings.add_step(record, key, now)
        else:
            holdings.add_version(asked["madonvi"], record, key, now)
            if twice:
                holdings.add_version_again(asked["madonvi"], record, key, now)


def _look_up(request: web.Request, asked: dict[str, Any], mode: Mode) -> web.Response:
    """Tell what is held: of the codes asked for, or of all received in a span {TuNgay, DenNgay}; the rest is left out.

    The span is this stand-in's own reading of TraCuuHoSo; how the real service asks by day is not published.
    """
    holdings = request.app[HOLDINGS]
    codes: list[str] = []
    for one in asked["data"]:
        if isinstance(one, dict) and one.get("TuNgay") and one.get("DenNgay"):
            codes += holdings.received_between(str(one["TuNgay"]), str(one["DenNgay"]))
        elif isinstance(one, dict) and one.get("MaHoSo"):
            codes.append(str(one["MaHoSo"]))
        else:
            return answer(INCOMPLETE, "Mỗi dòng cần MaHoSo, hoặc TuNgay và DenNgay.")
    found = [held for code in dict.fromkeys(codes) if (held := holdings.find(code))]
    return answer(OK, data=[_shown(held) for held in found])


def _note_results(request: web.Request, asked: dict[str, Any], mode: Mode) -> web.Response:
    """Keep what the province says came of messages: {MaBanTin, KetQua: 1 or 0, …}. This service is our own."""
    for one in asked["data"]:
        if not isinstance(one, dict) or one.get("KetQua") not in ("0", "1"):
            return answer(WRONG_TYPE, "Mỗi dòng cần MaBanTin và KetQua 0 hoặc 1.")
        text = json.dumps(one, ensure_ascii=False, sort_keys=True)
        if not request.app[OUTBOX].note_result(str(one.get("MaBanTin", "")), text):
            return answer(NOT_FOUND, "Cổng không gửi bản tin này.")
    return answer(OK, response_code="KQ", repeated=False)


DATES = ("NgayTiepNhan", "NgayHenTra", "NgayTra", "NgayKetThucXuLy")


def _shown(held: Held) -> dict[str, str]:
    dates = {name: held.body.get(name, "") for name in DATES}
    return {"MaHoSo": held.code, "MaTTHC": held.body["MaTTHC"], "TrangThaiHoSo": held.state, **dates}


SERVICES: dict[str, Service] = {
    "DongBoHoSoMC": _keep,
    "CapNhatTienDoHoSoMC": _keep,
    "TraCuuHoSo": _look_up,
    "KetQuaXuLyBanTin": _note_results,
}
