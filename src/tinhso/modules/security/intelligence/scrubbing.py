# SPDX-License-Identifier: EUPL-1.2
"""Take private and confidential pieces out of what is shared: who, where inside, what was in a file.

Everything that goes to the national centre passes here; the page shows what was taken out. What looks like a name of a
person in free words cannot be recognised: fields for people are taken out by their names, free text is for a person to
read before it goes.
Source: official letter 2290/BTTTT-CATTT (17/7/2018), no private information of the parties in shared packets.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DEEPEST = 40
TAKEN_FIELDS = {
    "user_name": {"user", "username", "user_name", "account", "account_name", "login", "display_name", "full_name",
                  "subjectusername", "targetusername", "accountname", "owner", "reporter", "person", "ho_ten",
                  "ten_nguoi"},
    "file_content": {"content", "file_content", "payload", "payload_bin", "data", "body_text", "attachment", "sample",
                     "noi_dung_tep"},
    "email": {"email", "mail", "e_mail", "email_address", "thu_dien_tu"},
    "citizen_number": {"citizen_number", "personal_number", "cccd", "cmnd", "so_dinh_danh", "id_number"},
    "phone": {"phone", "mobile", "telephone", "dien_thoai"},
    "path": {"path", "file_path", "image", "command_line", "commandline", "cwd", "home", "directory"},
    "host": {"hostname", "host_name", "computer", "computer_name", "workstation", "ten_may"},
}  # fmt: skip
BY_FIELD = {name: kind for kind, names in TAKEN_FIELDS.items() for name in names}
WORDS = {
    "user_name": "tên người dùng",
    "file_content": "nội dung tệp",
    "email": "địa chỉ thư điện tử",
    "citizen_number": "số định danh cá nhân",
    "phone": "số điện thoại",
    "path": "đường dẫn nội bộ",
    "host": "tên máy nội bộ",
    "private_address": "địa chỉ mạng nội bộ",
}
"""What each kind of piece is called."""

TEXTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    ("path", re.compile(r"\\\\[\w.$-]+(?:\\[^\\\s\"'<>|:*?]+)+")),
    ("path", re.compile(r"\b[A-Za-z]:[\\/][^\s\"'<>|*?]*")),
    ("path", re.compile(r"(?<![\w/:.])/(?:home|root|Users|var|etc|opt|srv|mnt|tmp|usr|data|media)(?:/[^\s\"'<>|]*)?")),
    ("user_name", re.compile(r"(?<![\w\\.])[A-Za-z][\w-]{1,20}\\[\w.-]{2,40}")),
    ("user_name", re.compile(r"(?i)(?<=user=)[^\s;,&\"'\[]+|(?<=user:)\s*[\w.-]+|(?<=username=)[^\s;,&\"'\[]+")),
    ("user_name", re.compile(r"(?i)(?<=for user )[\w.-]+|(?<=tài khoản )[a-z][\w]*\.[\w.]+")),
    ("citizen_number", re.compile(r"(?<![\w.-])\d{12}(?![\w-])")),
    ("phone", re.compile(r"(?<![\w.-])(?:\+84|84|0)(?:[ .]?\d){9}(?![\w-])")),
)
IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])(?:/\d{1,2})?")
IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?:/\d{1,3})?(?![\w:.])")
PRIVATE = tuple(
    ipaddress.ip_network(one)
    for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
                "fc00::/7", "fe80::/10", "::1/128")
)  # fmt: skip


@dataclass(frozen=True)
class Removed:
    """One piece that was taken out. at: where in the packet; kind: a key of WORDS; piece: as it was."""

    at: str
    kind: str
    piece: str


def scrub(said: Any) -> tuple[Any, list[Removed]]:
    """Return what may be shared of a packet, and everything that was taken out of it.

    said: JSON values. A field that names a person, a file's content, a path or a host goes as a whole; in texts the
    pieces alone go, each replaced by what it was in brackets. Raises ValueError for endless nesting.
    """
    removed: list[Removed] = []
    return _value(said, "", removed, 0), removed


def _value(said: Any, at: str, removed: list[Removed], depth: int) -> Any:
    if depth > DEEPEST:
        raise ValueError("Gói tin lồng quá sâu.")
    if isinstance(said, Mapping):
        return {
            _text(str(name), f"{at}.#", removed): inner
            for name, one in said.items()
            if (inner := _field(str(name), one, f"{at}.{name}".lstrip("."), removed, depth)) is not _GONE
        }
    if isinstance(said, (list, tuple)):
        return [_value(one, f"{at}[{place}]", removed, depth + 1) for place, one in enumerate(said)]
    if isinstance(said, str):
        return _text(said, at, removed)
    if isinstance(said, int) and not isinstance(said, bool) and 10**10 <= said < 10**12:
        removed.append(Removed(at, "citizen_number", str(said)))
        return None
    return said


_GONE = object()


def _field(name: str, one: Any, at: str, removed: list[Removed], depth: int) -> Any:
    kind = BY_FIELD.get(name.lower().replace("-", "_"))
    if kind is None or one in (None, "", [], {}):
        return _value(one, at, removed, depth + 1)
    removed.append(Removed(at, kind, str(one)[:200]))
    return _GONE


def _text(text: str, at: str, removed: list[Removed]) -> str:
    for kind, pattern in TEXTS:
        text = pattern.sub(lambda found, kind=kind: _take(found, kind, at, removed), text)  # type: ignore[misc]
    for pattern in (IPV4, IPV6):
        text = pattern.sub(lambda found: _address(found, at, removed), text)
    return text


def _take(found: re.Match[str], kind: str, at: str, removed: list[Removed]) -> str:
    removed.append(Removed(at, kind, found[0][:200]))
    return f"[{WORDS[kind]}]"


def _address(found: re.Match[str], at: str, removed: list[Removed]) -> str:
    try:
        net = ipaddress.ip_network(found[0], strict=False)
    except ValueError:
        return found[0]
    if not any(one.version == net.version and net.subnet_of(one) for one in PRIVATE):  # type: ignore[arg-type]
        return found[0]
    return _take(found, "private_address", at, removed)
