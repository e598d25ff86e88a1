# SPDX-License-Identifier: EUPL-1.2
"""Words of the administration of officers: what needs two people, acts."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from tinhso.kernel.events.catalogue import act
from tinhso.kernel.registry.types import PostRole

WEIGHTY = frozenset({PostRole.LEADER, PostRole.CONTROLLER, PostRole.OPERATOR, PostRole.AUDITOR})
"""House rule: posts that see or steer the work of others are filled by two people (đề nghị, duyệt)."""

ROLE_WORDS: dict[str, str] = {
    PostRole.RECEPTION: "Tiếp nhận",
    PostRole.SPECIALIST: "Chuyên viên",
    PostRole.HEAD: "Trưởng bộ phận",
    PostRole.LEADER: "Lãnh đạo",
    PostRole.CLERK: "Văn thư",
    PostRole.CONTROLLER: "Kiểm soát thủ tục",
    PostRole.OPERATOR: "Quản trị viên",
    PostRole.AUDITOR: "Kiểm toán viên",
}


class ProposalKind(StrEnum):
    """What one administrator proposes and another decides."""

    APPOINTMENT = "appointment"
    SECOND_FACTOR = "second_factor"


@dataclass(frozen=True)
class StaffLine:
    """One line of a sheet of staff, as typed. number: line in the file, from 2 on."""

    number: int
    full_name: str
    username: str
    email: str
    phone: str
    unit: str
    title: str


@dataclass(frozen=True)
class LineResult:
    """What a line of a sheet would do, or the sentence that says why it cannot."""

    line: StaffLine
    problem: str = ""
    post_id: uuid.UUID | None = None
    known: bool = False


@act("officer:registered", title="Lập hồ sơ cán bộ")
@dataclass(frozen=True)
class OfficerRegistered:
    basis: uuid.UUID


@act("officer:proposed", title="Đề nghị về cán bộ, chờ người thứ hai")
@dataclass(frozen=True)
class StaffProposed:
    proposal: uuid.UUID
    kind: str
    post: uuid.UUID | None


@act("officer:proposal:decided", title="Quyết định đề nghị về cán bộ")
@dataclass(frozen=True)
class StaffDecided:
    proposal: uuid.UUID
    confirmed: bool
    basis: uuid.UUID


@act("post:opened", title="Lập chức vụ")
@dataclass(frozen=True)
class PostOpened:
    role: str


@act("account:enabled", title="Mở lại tài khoản")
@dataclass(frozen=True)
class AccountEnabled:
    basis: uuid.UUID


@act("account:way_in:issued", title="Cấp liên kết đặt mật khẩu")
@dataclass(frozen=True)
class WayInIssued:
    """A link to set a password was handed to the administrator, who gives it to the officer; never the link itself."""

    basis: uuid.UUID


@act("account:way_in:used", title="Đặt mật khẩu bằng liên kết")
@dataclass(frozen=True)
class PasswordSet:
    method: str


@act("account:second_factor:reset", title="Đặt lại lớp xác thực thứ hai")
@dataclass(frozen=True)
class SecondFactorReset:
    basis: uuid.UUID
