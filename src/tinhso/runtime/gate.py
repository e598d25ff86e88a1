# SPDX-License-Identifier: EUPL-1.2
"""The gate before operation (kiểm tra trước khi vận hành): what the machine can see, what the operator declares.

Source: 85/2016/NĐ-CP, Điều 19 và 20 (plan in place before operation, yearly assessment of level 3);
rows 121 and 144 of the requirements. A declaration is believed,
so the report names it as one and a person signs for it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tinhso.config import env
from tinhso.runtime import exercise, health, names
from tinhso.runtime.health import Check

YEAR = timedelta(days=366)
"""Levels 3 and 4 are assessed every year (85/2016/NĐ-CP, Điều 20)."""


def usual(today: date) -> Iterator[Check]:
    """Yield what the doctor looks at always: the machine, and in operation the yearly restore exercise."""
    yield from health.checks()
    if env.MODE == "production":
        yield exercise.check(today)
        yield from names.checks()


def checks(today: date) -> Iterator[Check]:
    """Yield every check of the doctor, then those that count only before the public is served."""
    yield from health.checks()
    yield from names.checks()
    yield mode()
    yield ops_door()
    yield declared("level", env.LEVEL_DECISION, "Quyết định phê duyệt cấp độ", "TINHSO_LEVEL_DECISION")
    yield declared("monitoring", env.MONITORED_BY, "Đơn vị giám sát an toàn thông tin", "TINHSO_MONITORED_BY")
    yield declared("assessor", env.ASSESSED_BY, "Đơn vị kiểm tra, đánh giá", "TINHSO_ASSESSED_BY")
    yield independent()
    yield fresh("assessed", env.ASSESSED_ON, today, "Lần kiểm tra, đánh giá gần nhất", "TINHSO_ASSESSED_ON")
    yield exercise.check(today)


def mode() -> Check:
    ok = env.MODE == "production"
    return Check("production", ok, f"Chế độ {env.MODE}", "" if ok else "Hãy đặt TINHSO_MODE=production.")


def ops_door() -> Check:
    """Administrators' pages stand behind a port of their own or named networks (742/QĐ-BTTTT 2022)."""
    ok = bool(env.OPS_PORT or env.OPS_NETWORKS)
    sentence = "Trang vận hành có cổng hoặc mạng riêng" if ok else "Trang vận hành mở ra mọi nơi"
    return Check("ops_door", ok, sentence, "" if ok else "Hãy đặt TINHSO_OPS_PORT hoặc TINHSO_OPS_NETWORKS.")


def declared(name: str, value: str, what: str, setting: str) -> Check:
    ok = bool(value.strip())
    return Check(name, ok, f"{what}: {value if ok else 'chưa khai'}", "" if ok else f"Hãy khai {setting}.")


def independent() -> Check:
    """Who assesses is not who monitors (four-layer model, layers 2 and 3)."""
    same = bool(env.ASSESSED_BY) and env.ASSESSED_BY.strip().lower() == env.MONITORED_BY.strip().lower()
    sentence = "Đơn vị đánh giá cũng là đơn vị giám sát" if same else "Đơn vị đánh giá khác đơn vị giám sát"
    return Check("independent", not same, sentence, "Hãy mời đơn vị khác kiểm tra, đánh giá." if same else "")


def fresh(name: str, on: date | None, today: date, what: str, setting: str) -> Check:
    """Whether something that is due every year was done within the year, and not in the future."""
    if on is None:
        return Check(name, False, f"{what}: chưa khai", f"Hãy làm rồi khai {setting} (YYYY-MM-DD).")
    ok = timedelta() <= today - on <= YEAR
    return Check(name, ok, f"{what}: {on:%d/%m/%Y}", "" if ok else f"Đã quá một năm hoặc ngày sai; hãy xem {setting}.")


def report(found: list[Check], now: datetime) -> str:
    """Return the report a person signs, as text: one line for each check, what is open, room for a signature."""
    open_ones = [one for one in found if not one.ok]
    verdict = "ĐẠT" if not open_ones else f"CHƯA ĐẠT, còn {len(open_ones)} điều"
    lines = [
        "BIÊN BẢN KIỂM TRA TRƯỚC KHI VẬN HÀNH",
        f"Hệ thống: Tỉnh Số, tỉnh {env.PROVINCE_NAME}, {env.BASE_URL}",
        f"Lúc: {now:%H:%M ngày %d/%m/%Y}",
        f"Kết quả: {verdict}",
        "",
        *(f"[{'đạt' if one.ok else 'CHƯA ĐẠT'}] {one.name}: {one.sentence}" for one in found),
        "",
        *(f"- {one.name}: {one.advice}" for one in open_ones),
        "Điều ghi “khai” do người vận hành khai, hệ thống không tự kiểm được.",
        "",
        "Người kiểm tra (ký, ghi rõ họ tên, chức vụ): ..............................",
        "Người phê duyệt đưa vào vận hành: ..............................",
    ]
    return "\n".join(lines) + "\n"
