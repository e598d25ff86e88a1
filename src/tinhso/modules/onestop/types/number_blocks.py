# SPDX-License-Identifier: EUPL-1.2
"""Acts of reserved running numbers."""

from dataclasses import dataclass
from datetime import date

from tinhso.kernel.events.catalogue import act


@act("numbers:reserved", title="Dự trữ dải số hồ sơ")
@dataclass(frozen=True)
class NumbersReserved:
    """Running numbers of dossier codes of one desk and day, first and last included."""

    day: date
    first: int
    last: int


@act("numbers:voided", title="Hủy số hồ sơ dự trữ")
@dataclass(frozen=True)
class NumbersVoided:
    """Numbers that were written on no receipt; the reason stays with the block."""

    count: int
