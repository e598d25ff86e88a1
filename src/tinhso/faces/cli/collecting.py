# SPDX-License-Identifier: EUPL-1.2
"""How the collector of events stands, for `tinhso status` and `tinhso doctor`: depth and delay of its spool."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tinhso.config import env
from tinhso.modules.security.collect.server import standing
from tinhso.runtime.health import Check

STALE_SECONDS = 30
MOST_BEHIND = 256 * 1024 * 1024
"""Bytes a reader may be behind before the doctor speaks of it: some seconds of a province's full load."""


def standing_of() -> dict[str, Any]:
    return standing(env.COLLECT_FOLDER)


def lines(now: datetime) -> Iterator[str]:
    """Give what `tinhso status` says of the collector; nothing where none is set up."""
    if not env.COLLECT:
        return
    told = standing_of()
    if not told.get("at_ns"):
        yield "Bộ thu thập sự kiện chưa chạy lần nào."
        return
    age = _age(told, now)
    yield (
        f"Bộ thu thập: {told['records']} sự kiện từ lúc khởi động, {told['connections']} kết nối, vùng đệm "
        f"{_mb(told['bytes'])}, báo trạng thái {age:.0f} giây trước, mất {told['udp_dropped']} gói UDP."
    )
    for name, behind in told["behind"].items():
        yield f"  {name}: còn {_mb(behind)} chưa đọc"
    if told["full"]:
        yield f"  {told['full']}"


def checks(now: datetime) -> Iterator[Check]:
    """Yield one check of the collector where one is set up and has run."""
    if not env.COLLECT:
        return
    told = standing_of()
    if not told.get("at_ns"):
        yield Check("collect", True, "Bộ thu thập sự kiện chưa chạy lần nào")
    elif told["full"]:
        advice = "Hãy giải phóng đĩa hoặc tăng TINHSO_COLLECT_SPOOL_GB; nơi gửi đang phải chờ."
        yield Check("collect", False, told["full"].rstrip("."), advice)
    elif max(told["behind"].values(), default=0) > MOST_BEHIND:
        behind = _mb(max(told["behind"].values()))
        yield Check("collect", False, f"Vùng đệm sự kiện còn {behind} chưa đọc", "Hãy xem tác vụ nền có đang chạy.")
    else:
        running = _age(told, now) <= STALE_SECONDS
        state = "đang nhận" if running else "không chạy"
        yield Check("collect", True, f"Bộ thu thập sự kiện {state}, vùng đệm {_mb(told['bytes'])}")


def _age(told: dict[str, Any], now: datetime) -> float:
    return max(0.0, now.timestamp() - int(told["at_ns"]) / 1e9)


def _mb(size: int) -> str:
    return f"{size / 1024**2:.1f} MB".replace(".", ",")
