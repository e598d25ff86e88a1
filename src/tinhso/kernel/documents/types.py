# SPDX-License-Identifier: EUPL-1.2
"""Words of documents: kinds, retention classes, roles of signatures, acts."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class DocumentKind(StrEnum):
    """What a document is for."""

    COMPONENT = "component"
    SCAN = "scan"
    PAPER = "paper"
    RESULT = "result"
    ATTACHMENT = "attachment"


class Retention(StrEnum):
    """How long a document is kept (thời hạn bảo quản); the years are set in norms, not here."""

    DRAFT = "draft"
    DOSSIER = "dossier"
    PERMANENT = "permanent"


class SignatureRole(StrEnum):
    """In which role a signature stands on a paper (30/2020/NĐ-CP, phụ lục I)."""

    PERSON = "person"
    AGENCY = "agency"
    COPY = "copy"


class SignerKind(StrEnum):
    """Whose key it is: a person's (người có thẩm quyền) or an agency's (cơ quan, tổ chức)."""

    PERSON = "person"
    AGENCY = "agency"


@dataclass(frozen=True)
class SigningIdentity:
    """Who signs. id: stable part of the key's place (an officer's or unit's identifier, never a name).

    name, title, unit: as they go into the certificate and onto the paper; title is empty for an agency.
    """

    kind: SignerKind
    id: str
    name: str
    title: str = ""
    unit: str = ""

    @property
    def key(self) -> str:
        """Return the key under which acts and signatures name this signer."""
        return f"{'officer' if self.kind == SignerKind.PERSON else 'unit'}:{self.id}"


@dataclass(frozen=True)
class SignatureMark:
    """What is to be remembered of one signature: signer, role, certificate (serial, hex), level, instant."""

    role: SignatureRole
    signer: str
    signer_name: str
    certificate: str
    level: str
    signed_at: datetime


@dataclass(frozen=True)
class SignedPdf:
    """A PDF with one signature more, and what is to be remembered of it."""

    data: bytes
    mark: SignatureMark


@act("document:stored", title="Lưu tài liệu")
@dataclass(frozen=True)
class DocumentStored:
    kind: str
    version: int
    sha256: str
    size_bytes: int


@act("document:malware:found", title="Phát hiện mã độc trong tệp")
@dataclass(frozen=True)
class MalwareFound:
    """The scanner found malware in a file that had waited for it; signature: the scanner's name of it."""

    version: int
    sha256: str
    signature: str


@act("document:signed", title="Ký số tài liệu")
@dataclass(frozen=True)
class DocumentSigned:
    version: int
    sha256: str
    role: str
    certificate: str
    level: str


@act("document:downloaded", title="Tải tài liệu")
@dataclass(frozen=True)
class DocumentDownloaded:
    version: int
    purpose: str


@dataclass(frozen=True)
class Opened:
    """A stored file ready to be sent: identity, name for the saver, media type, bytes."""

    document_id: uuid.UUID
    version: int
    filename: str
    media_type: str
    data: bytes
