# SPDX-License-Identifier: EUPL-1.2
"""Acts of the book F06."""

import uuid
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.events.catalogue import act


@act("book:signed", title="Ký sổ theo dõi hồ sơ")
@dataclass(frozen=True)
class BookSigned:
    """first, last: numbers of the first and the last line; digest: SHA-256 of the lines."""

    field: str
    year: int
    since: date
    until: date
    first: int
    last: int
    digest: str
    paper: uuid.UUID
