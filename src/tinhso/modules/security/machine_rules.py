# SPDX-License-Identifier: EUPL-1.2
"""What a machine of the register may be called, and by which name it is found. Pure."""

import ipaddress
from collections.abc import Iterable
from datetime import date

from tinhso.modules.security.types import Antimalware, MachineTold, Protection

LONGEST_HOST, LONGEST_NUMBER, LONGEST_PRODUCT, MOST_ADDRESSES = 255, 60, 120, 20


def ip_of(text: str) -> str:
    """Return an address in its plain form; an IPv4 address written as IPv6 in its own. Empty for no address."""
    try:
        found = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def is_host(text: str) -> bool:
    name = text.strip()
    return bool(name) and len(name) <= LONGEST_HOST and all(one.isprintable() and not one.isspace() for one in name)


def fault_of(told: MachineTold, today: date) -> tuple[str, str] | None:
    """Return (box, sentence) of the first thing wrong with a machine; None when nothing is."""
    if not is_host(told.host):
        return "host", "Hãy ghi tên máy như máy tự ghi trong nhật ký, không có dấu cách, tối đa 255 ký tự."
    wrong = next((one for one in told.addresses if not ip_of(one)), None)
    if wrong is not None:
        return "addresses", f"“{wrong[:60]}” không phải địa chỉ IP. Ghi như 10.1.2.3, mỗi dòng một địa chỉ."
    if len(told.addresses) > MOST_ADDRESSES:
        return "addresses", f"Một máy có nhiều nhất {MOST_ADDRESSES} địa chỉ."
    if len(told.asset_number.strip()) > LONGEST_NUMBER:
        return "asset_number", f"Số tài sản dài quá {LONGEST_NUMBER} ký tự."
    return _fault_of_protection(told.protection, today)


def _fault_of_protection(told: Protection, today: date) -> tuple[str, str] | None:
    if told.state != Antimalware.PRESENT and (told.product.strip() or told.seen_on):
        return "antimalware", "Đã ghi tên phần mềm hoặc ngày báo cuối thì hãy chọn “Có” phần mềm phòng chống mã độc."
    if len(told.product.strip()) > LONGEST_PRODUCT:
        return "product", f"Tên phần mềm phòng chống mã độc dài quá {LONGEST_PRODUCT} ký tự."
    if told.seen_on is not None and told.seen_on > today:
        return "reported_on", "Ngày phần mềm phòng chống mã độc báo lần cuối không thể ở tương lai."
    return None


def short_of(host: str) -> str:
    """Return a host without its domain; an address stays whole."""
    name = host.strip().lower().rstrip(".")
    return name if ip_of(name) else name.partition(".")[0]


class Names:
    """Finds by a host's name: as it is written, else by its bare name when only one side has a domain."""

    def __init__(self, named: Iterable[tuple[str, object]]) -> None:
        self.whole: dict[str, object] = {}
        self.by_short: dict[str, list[tuple[str, object]]] = {}
        for host, thing in named:
            name = host.strip().lower().rstrip(".")
            self.whole[name] = thing
            self.by_short.setdefault(short_of(name), []).append((name, thing))

    def get(self, host: str) -> object | None:
        """Return what bears this name. Two names with different domains are two machines; when a bare name fits
        several, none is taken.
        """
        name = host.strip().lower().rstrip(".")
        if name in self.whole:
            return self.whole[name]
        short = short_of(name)
        fitting = [thing for other, thing in self.by_short.get(short, ()) if short in (name, other)]
        return fitting[0] if len(fitting) == 1 else None
