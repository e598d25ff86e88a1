# SPDX-License-Identifier: EUPL-1.2
"""Words of identity: kinds of account, the viewer of a page, acts."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tinhso.kernel.events.catalogue import act
from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.events.types import Actor
from tinhso.kernel.registry.types import PostRole


class AccountKind(StrEnum):
    CITIZEN = "citizen"
    OFFICER = "officer"


@dataclass(frozen=True)
class Seat:
    """One post an officer may act in today, held by assignment or lent by delegation.

    on_behalf_of: key of the officer who delegated, empty when the post is one's own.
    """

    unit_id: uuid.UUID
    unit_name: str
    role: str
    title: str
    field: str = ""
    on_behalf_of: str = ""


OVERSEEING = frozenset({PostRole.LEADER, PostRole.AUDITOR, PostRole.CONTROLLER})
"""Whoever holds one of these in a unit answers for it and all below it."""


@dataclass(frozen=True)
class Viewer:
    """Who looks at or asks for something, as policies need to know it. Built once per request."""

    key: str
    name: str
    person_id: uuid.UUID | None = None
    officer_id: uuid.UUID | None = None
    seats: tuple[Seat, ...] = ()
    scope: frozenset[uuid.UUID] = field(default_factory=frozenset)

    @property
    def is_officer(self) -> bool:
        return self.officer_id is not None

    def seat_in(self, unit_id: uuid.UUID, *roles: str) -> Seat | None:
        """Return the seat with one of these roles in the unit; one's own before a lent one."""
        found = [seat for seat in self.seats if seat.unit_id == unit_id and seat.role in roles]
        return sorted(found, key=lambda seat: seat.on_behalf_of)[0] if found else None

    def oversees(self, unit_id: uuid.UUID) -> bool:
        """Whether a seat in the unit answers for all below it; an operator's or a clerk's there does not."""
        return self.seat_in(unit_id, *OVERSEEING) is not None

    @property
    def as_officer(self) -> uuid.UUID:
        """Return the officer's identifier; raises NotAllowed for anyone else."""
        if self.officer_id is None:
            raise NotAllowed("Việc này dành cho cán bộ. Hãy đăng nhập bằng tài khoản cán bộ.")
        return self.officer_id

    def roles(self) -> set[str]:
        return {seat.role for seat in self.seats}

    def actor(self, seat: Seat | None = None) -> Actor:
        """Return how this viewer signs an act, in the seat it acts from."""
        if seat is None:
            return Actor(self.key, self.seats[0].unit_id if self.seats else None)
        return Actor(self.key, seat.unit_id, seat.on_behalf_of)


@act("person:registered", title="Ghi nhận công dân")
@dataclass(frozen=True)
class PersonRegistered:
    source: str


@act("person:changed", title="Cập nhật thông tin công dân")
@dataclass(frozen=True)
class PersonChanged:
    """Which fields a source changed; never the values."""

    source: str
    fields: tuple[str, ...]


@act("organisation:registered", title="Ghi nhận tổ chức, doanh nghiệp")
@dataclass(frozen=True)
class OrganisationRegistered:
    source: str


@act("person:data:read", title="Xem dữ liệu cá nhân")
@dataclass(frozen=True)
class PersonDataRead:
    """Reading a person's data is an act: what was shown, and for which purpose (91/2025/QH15)."""

    purpose: str
    shown: tuple[str, ...]


@act("person:consent:given", title="Đồng ý cho xử lý dữ liệu")
@dataclass(frozen=True)
class ConsentGiven:
    purpose: str
    text_version: str


@act("person:consent:withdrawn", title="Rút lại sự đồng ý")
@dataclass(frozen=True)
class ConsentWithdrawn:
    purpose: str


@act("officer:appointed", title="Bố trí cán bộ vào chức vụ")
@dataclass(frozen=True)
class OfficerAppointed:
    post: uuid.UUID
    begins: date
    basis: uuid.UUID | None = None


@act("officer:relieved", title="Thôi giữ chức vụ")
@dataclass(frozen=True)
class OfficerRelieved:
    post: uuid.UUID
    ends: date
    basis: uuid.UUID | None = None


@act("officer:delegated", title="Ủy quyền giữa cán bộ")
@dataclass(frozen=True)
class PowerDelegated:
    post: uuid.UUID
    delegate: uuid.UUID
    begins: date
    ends: date


@act("officer:delegation:ended", title="Chấm dứt ủy quyền")
@dataclass(frozen=True)
class DelegationEnded:
    delegation: uuid.UUID


@act("account:signed_in", title="Đăng nhập")
@dataclass(frozen=True)
class SignedIn:
    """method: `oidc` for a person, else how an officer did; first: the person never used this account before."""

    method: str
    first: bool = False


@act("account:disabled", title="Khóa tài khoản")
@dataclass(frozen=True)
class AccountDisabled:
    """basis: where the reason stands (StaffBasis); in acts of the first days the reason itself."""

    basis: uuid.UUID | None = None
