# SPDX-License-Identifier: EUPL-1.2
"""A record of the national database and what is recorded about reading it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tinhso.kernel.events.catalogue import act


class Kind(StrEnum):
    """What the newest change of a procedure was: issued, changed, ended (ban hành, sửa đổi, bãi bỏ)."""

    ISSUED = "ban_hanh"
    CHANGED = "sua_doi"
    ENDED = "bai_bo"


@dataclass(frozen=True)
class NationalRecord:
    """One procedure as the national database has it. values: keys of our record it says something about."""

    code: str
    version: int
    kind: Kind
    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Changes:
    """One page of changes: codes, the mark to ask from next, whether there is more."""

    codes: tuple[str, ...]
    mark: int
    more: bool


@act("procedure:national:received", title="Nhận bản ghi thủ tục từ CSDL quốc gia")
@dataclass(frozen=True)
class NationalRecordReceived:
    """version: number in the national database; digest: SHA-256 of the record as it came."""

    procedure: str
    version: int
    digest: str


@act("procedure:national:synchronised", title="Đồng bộ danh mục thủ tục với CSDL quốc gia")
@dataclass(frozen=True)
class ListSynchronised:
    """mark: up to where changes were read; received: records new here; unreadable: records with a fault."""

    mark: int
    received: int
    unreadable: int
