# SPDX-License-Identifier: EUPL-1.2
"""Acts from filing to the body that decides. Acts carry codes and identifiers, never names."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.kernel.events.catalogue import act


@act("procedure:published", title="Công bố phiên bản thủ tục")
@dataclass(frozen=True)
class ProcedurePublished:
    """digest: of definition and form; valid_from, paper: day of effect and signed paper of a version made here."""

    procedure: str
    version: int
    digest: str
    valid_from: date | None = None
    paper: uuid.UUID | None = None


@act("dossier:submitted", title="Nộp hồ sơ")
@dataclass(frozen=True)
class DossierSubmitted:
    """filed_by: who pressed the button, a `FiledBy`; acts from before it was asked mean the applicant.

    portal_code: number at the national portal when it was filed there, else empty; prefilled, answered: answers that
    stand as the house knew them, and all answers; personal: begun from an offer made to this person, or with a paper of
    their own store; first_of_year: the account that filed on line files for the first time in this calendar year.
    """

    procedure: str
    version: int
    channel: str
    provisional: str
    receiving: uuid.UUID
    components: int
    filed_by: str = "self"
    portal_code: str = ""
    prefilled: int = 0
    answered: int = 0
    personal: bool = False
    first_of_year: bool = False


@act("dossier:received", title="Tiếp nhận hồ sơ")
@dataclass(frozen=True)
class DossierReceived:
    """minutes: from filing to reception; digitised, reused: a component came as a file, is replaced by data.

    late_entry: the receipt was written by hand with a reserved number, and entered when the desk had a network again.
    """

    code: str
    procedure: str
    channel: str
    resolving: uuid.UUID
    receipt: str
    book_line: str
    promised: datetime | None
    minutes: int = 0
    digitised: bool = False
    reused: bool = False
    late_entry: bool = False


@act("dossier:intake_supplement:requested", title="Yêu cầu bổ sung trước khi tiếp nhận")
@dataclass(frozen=True)
class IntakeSupplementRequested:
    items: int
    ground: str
    paper: str


@act("dossier:intake_supplement:answered", title="Bổ sung trước khi tiếp nhận")
@dataclass(frozen=True)
class IntakeSupplementAnswered:
    components: int


@act("dossier:intake:refused", title="Từ chối tiếp nhận hồ sơ")
@dataclass(frozen=True)
class IntakeRefused:
    ground: str
    paper: str


@act("dossier:redirected", title="Chuyển hồ sơ đến cơ quan có thẩm quyền")
@dataclass(frozen=True)
class DossierRedirected:
    """away: the unit it was filed at; to: the one that is competent."""

    away: uuid.UUID
    to: uuid.UUID


@act("dossier:originals:sent", title="Chuyển bản giấy đến cơ quan giải quyết")
@dataclass(frozen=True)
class OriginalsSent:
    """sheets: how many left the desk; due: by when they should have arrived."""

    sheets: int
    to: uuid.UUID
    slip: str
    due: datetime


@act("dossier:originals:taken", title="Nhận bản giấy")
@dataclass(frozen=True)
class OriginalsTaken:
    """missing: how many sheets fewer arrived than left."""

    sheets: int
    missing: int
    on_time: bool
