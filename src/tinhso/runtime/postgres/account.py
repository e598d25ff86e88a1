# SPDX-License-Identifier: EUPL-1.2
"""Under which account the server process runs: PostgreSQL refuses root, so root hands it to another."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinhso.runtime.postgres.layout import PostgresError

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The account of the server process; `drops` when it is not the account of the caller."""

    name: str
    uid: int
    gid: int
    drops: bool

    def popen(self) -> dict[str, Any]:
        """Return the arguments with which subprocess changes to this account in the child alone."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drops else {}

    def own(self, path: Path) -> None:
        if self.drops:
            os.chown(path, self.uid, self.gid)


def server_account(data: Path) -> Account:
    """Return the owner of an existing data folder, else the caller, or for root postgres or nobody.

    Raises PostgresError when the data belongs to somebody the caller cannot act for.
    """
    owner = data.stat().st_uid if data.exists() else None
    me = os.geteuid()
    if me != 0:
        if owner not in {None, me}:
            raise PostgresError(
                f"Thư mục dữ liệu {data} thuộc tài khoản {_name(owner)}, không phải của bạn ({_name(me)}). "
                "Hãy chạy lại bằng root hoặc bằng tài khoản ấy; đừng đổi chủ sở hữu khi máy chủ đang chạy."
            )
        return Account(_name(me), me, os.getegid(), drops=False)
    if owner not in {None, 0}:
        return _from_entry(pwd.getpwuid(owner))
    for name in CANDIDATES:
        try:
            return _from_entry(pwd.getpwnam(name))
        except KeyError:
            continue
    raise PostgresError(
        "PostgreSQL không chạy bằng root và máy này không có tài khoản postgres hay nobody. "
        "Hãy tạo một trong hai tài khoản, hoặc chạy bằng người dùng thường."
    )


def _from_entry(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, drops=True)


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid if uid is not None else -1).pw_name
    except (KeyError, OverflowError):
        return str(uid)
