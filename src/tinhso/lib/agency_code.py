# SPDX-License-Identifier: EUPL-1.2
"""Identifiers of agencies (mã định danh điện tử): the form of 2020, the form of 2016, schemes, firms.

Sources: Quyết định 20/2020/QĐ-TTg, Điều 4–6 (in force 2020-09-15); QCVN 102:2016/BTTTT for the older form,
which is written from right to left and lives on in procedure and dossier codes. One form is never computed
from the other, except at level 1: only the dated aliases of the registry know.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tinhso.lib.ids import IdentifierError, squeeze

LONGEST: Final = 35
"""Quyết định 20/2020/QĐ-TTg, Điều 4 khoản 1."""

_GOVERNMENT: Final = re.compile(r"[A-Y][0-9]{2}(\.[0-9A-Z]+)*")
_OLD: Final = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}")
_SCHEME: Final = re.compile(r"Z[0-9]{2}[0-9A-Z.\-]{1,32}")
_ENTERPRISE: Final = re.compile(r"[0-9]{10}(-?[0-9]{3})?")


class AgencyScheme(StrEnum):
    """Which rule a code follows; the key under which the registry stores it."""

    QD20 = "qd20"
    QCVN102 = "qcvn102"
    REGISTERED = "registered"
    ENTERPRISE = "tax"


@dataclass(frozen=True)
class AgencyCode:
    """An agency identifier (mã định danh điện tử)."""

    text: str
    scheme: AgencyScheme

    @property
    def level_one(self) -> str | None:
        """Ministry or province, such as H07; None for firms and registered schemes."""
        match self.scheme:
            case AgencyScheme.QD20:
                return self.text.split(".")[0]
            case AgencyScheme.QCVN102:
                return self.text.split(".")[-1]
        return None

    @property
    def parent(self) -> str | None:
        """Code of the unit above, for the form of 2020 only: its groups grow from left to right (Điều 4)."""
        if self.scheme is AgencyScheme.QD20 and "." in self.text:
            return self.text.rsplit(".", 1)[0]
        return None


def parse_agency_code(text: str) -> AgencyCode:
    """Return the identifier with the rule it follows, in capitals and without spaces.

    Raises IdentifierError if no rule fits.
    """
    cleaned = squeeze(text)
    if _OLD.fullmatch(cleaned):
        return AgencyCode(cleaned, AgencyScheme.QCVN102)
    if len(cleaned) <= LONGEST and _GOVERNMENT.fullmatch(cleaned):
        return AgencyCode(cleaned, AgencyScheme.QD20)
    if _SCHEME.fullmatch(cleaned):
        return AgencyCode(cleaned, AgencyScheme.REGISTERED)
    if _ENTERPRISE.fullmatch(cleaned):
        return AgencyCode(cleaned, AgencyScheme.ENTERPRISE)
    raise IdentifierError(
        f"“{cleaned[:40]}” không phải mã định danh cơ quan. Mã gồm một chữ cái, hai chữ số và các nhóm sau "
        f"dấu chấm, "
        "tối đa 35 ký tự, ví dụ H07.31.01; xem danh mục đơn vị để lấy đúng mã."
    )
