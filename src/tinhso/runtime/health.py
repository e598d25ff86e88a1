# SPDX-License-Identifier: EUPL-1.2
"""The checks of `tinhso doctor`: each looks at one thing and says what to do about it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tinhso.config import env
from tinhso.lib.clamd import Clamd, ClamdError
from tinhso.lib.geopack import PackRefused, read_pack
from tinhso.runtime import clock, parts, postgres, production, programs, run_file

OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRES = 15
DISK_BYTES = 2 * 1024**3
EXTENSIONS = {"btree_gist", "pg_trgm", "unaccent"}


@dataclass(frozen=True)
class Check:
    """The result of one check; `advice` says what to do and is empty when all is well."""

    name: str
    ok: bool
    sentence: str
    advice: str = ""


def checks() -> Iterator[Check]:
    """Yield the result of each check; one that cannot be made is a failed one, never left out."""
    yield python()
    yield disk()
    yield clock_steps()
    yield secrets()
    yield malware_scanner()
    yield outlines()
    running = run_file.current(env.VAR) is not None
    yield supervisor(running=running)
    yield ports(running=running)
    yield from database()
    if env.COUNTERPARTS and running:
        yield counterparts()


def python() -> Check:
    shown = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= OLDEST_PYTHON
    return Check("python", ok, f"Python {shown}", "" if ok else "Hãy cài Python 3.11 trở lên rồi chạy `make run`.")


def disk() -> Check:
    env.VAR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(env.VAR).free
    ok = free >= DISK_BYTES
    sentence = f"Còn trống {free / 1024**3:.1f} GB ở {env.VAR}".replace(".", ",", 1)
    return Check(
        "disk",
        ok,
        sentence,
        "" if ok else "Cần ít nhất 2 GB: hãy xóa bớt tệp hoặc chuyển TINHSO_VAR sang đĩa khác.",
    )


def clock_steps() -> Check:
    behind = clock.step_back(env.VAR)
    if behind:
        return Check(
            "clock",
            False,
            f"Đồng hồ máy chậm hơn lần ghi nhận trước {behind:.0f} giây",
            "Hãy bật đồng bộ thời gian (NTP) và chỉnh giờ, vì thời hạn và dấu thời gian sẽ sai.",
        )
    return Check("clock", True, "Đồng hồ không bị lùi so với lần chạy trước")


def secrets() -> Check:
    found = production.problems()
    if found:
        return Check("mode", False, f"Chế độ vận hành còn {len(found)} điều chưa đạt", " ".join(found))
    if env.MODE == "demo":
        return Check("mode", True, "Chế độ trình diễn (demo): khóa và tài khoản mẫu, không dùng cho dữ liệu thật")
    return Check("mode", True, "Chế độ vận hành, các bí mật đã đặt")


def malware_scanner() -> Check:
    """Ask the scanner for its version; production without one is something to attend to, a demonstration is not."""
    if not env.CLAMD_URL:
        advice = "" if env.MODE == "demo" else "Hãy cài clamd và đặt TINHSO_CLAMD_URL."
        return Check("malware", not advice, "Không có trình quét mã độc: tệp chỉ được kiểm tra cấu trúc", advice)
    try:
        return Check("malware", True, f"Trình quét mã độc trả lời: {Clamd(env.CLAMD_URL, 5).version()}")
    except ClamdError as error:
        then = "tệp gửi lên bị từ chối" if env.CLAMD_DOWN == "refuse" else "tệp gửi lên chờ quét"
        sentence = f"Trình quét mã độc không trả lời ({error}): {then}"
        return Check("malware", False, sentence, "Hãy khởi động clamd và kiểm tra TINHSO_CLAMD_URL.")


def outlines() -> Check:
    """Read the folder of outlines, where there is one: maps without it are drawn from points."""
    if not env.GEO:
        return Check("outlines", True, "Bản đồ vẽ bằng điểm của các xã (không đặt TINHSO_GEO)")
    try:
        found = read_pack(Path(env.GEO))
    except PackRefused as refused:
        sentence = f"Ranh giới bản đồ không dùng được: {refused}; bản đồ vẽ bằng điểm của các xã"
        return Check("outlines", False, sentence, "Hãy sửa tệp hoặc bỏ trống TINHSO_GEO rồi khởi động lại.")
    return Check("outlines", True, f"Ranh giới bản đồ: {len(found.outlines)} địa bàn")


def supervisor(*, running: bool) -> Check:
    return Check("supervisor", True, "Tỉnh Số đang chạy" if running else "Tỉnh Số chưa chạy")


def ports(*, running: bool) -> Check:
    free = parts.is_free("127.0.0.1", env.PORT)
    if running:
        return Check("port", True, f"Cổng {env.PORT} do Tỉnh Số dùng")
    advice = "" if free else "Hãy dừng chương trình ấy hoặc đặt TINHSO_PORT khác."
    return Check("port", free, f"Cổng {env.PORT} {'còn trống' if free else 'đã có chương trình khác dùng'}", advice)


def database() -> Iterator[Check]:
    """Yield the checks of the server; the embedded one is started for them when it does not run."""
    if env.DATABASE_URL:
        yield from _server_checks()
        return
    try:
        with postgres.Share(env.VAR):
            yield from _server_checks()
    except postgres.PostgresError as error:
        yield Check("postgresql", False, "PostgreSQL nhúng không khởi động được", str(error))


def _server_checks() -> Iterator[Check]:
    parameters = programs.connection_parameters()
    try:
        with programs.connect(parameters) as connection:
            yield _version(connection)
            yield _encoding(connection)
            yield _extensions(connection)
    except psycopg.OperationalError as error:
        yield Check(
            "postgresql",
            False,
            f"Không nối được tới PostgreSQL ở {parameters.get('host', '')}: {error}",
            "Hãy kiểm tra DATABASE_URL và máy chủ CSDL; bỏ trống DATABASE_URL để dùng PostgreSQL nhúng.",
        )
        return
    yield migrations()


def _version(connection: psycopg.Connection[tuple[Any, ...]]) -> Check:
    major = connection.info.server_version // 10_000
    ok = major >= OLDEST_POSTGRES
    advice = "" if ok else f"Hãy nâng cấp lên PostgreSQL {OLDEST_POSTGRES} trở lên."
    return Check("postgresql", ok, f"PostgreSQL {major}", advice)


def _encoding(connection: psycopg.Connection[tuple[Any, ...]]) -> Check:
    row = connection.execute("SELECT current_setting('server_encoding'), lower('ĐƯỜNG') = 'đường'").fetchone()
    ok = row == ("UTF8", True)
    advice = "" if ok else "Hãy tạo CSDL với ENCODING 'UTF8' và LOCALE 'C.UTF-8' rồi khôi phục dữ liệu vào đó."
    return Check("locale", ok, f"CSDL {'hiểu' if ok else 'không hiểu'} chữ hoa, chữ thường tiếng Việt", advice)


def _extensions(connection: psycopg.Connection[tuple[Any, ...]]) -> Check:
    rows = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
    missing = sorted(EXTENSIONS - {str(row[0]) for row in rows})
    if missing:
        return Check(
            "extensions",
            False,
            f"Thiếu phần mở rộng {', '.join(missing)}",
            "Hãy cài gói postgresql-contrib trên máy chủ CSDL.",
        )
    return Check("extensions", True, "Đủ phần mở rộng của PostgreSQL")


def migrations() -> Check:
    """Ask `tinhso migrate` in a process of its own: code that does not load must not end the examination."""
    done = subprocess.run(
        [sys.executable, "-m", "tinhso.faces.cli", "migrate", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["không có thông báo"])[-1]
        return Check(
            "migrations",
            False,
            f"Không đọc được cấu trúc CSDL: {last}",
            "Hãy chạy `tinhso migrate` để xem lỗi.",
        )
    pending = json.loads(done.stdout)["pending"]
    if pending:
        return Check(
            "migrations",
            False,
            f"CSDL còn {len(pending)} bước cập nhật",
            "Hãy chạy `tinhso migrate --apply`.",
        )
    return Check("migrations", True, "Cấu trúc CSDL đã mới nhất")


def counterparts() -> Check:
    ask: Callable[[], bool] | None = parts.counterparts(env.VAR).ready
    ok = bool(ask and ask())
    advice = "" if ok else f"Hãy xem {env.VAR / 'log' / 'counterparts.log'}."
    return Check("counterparts", ok, f"Đối tác giả lập {'trả lời' if ok else 'không trả lời'}", advice)
