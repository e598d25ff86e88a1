# SPDX-License-Identifier: EUPL-1.2
"""Seals for tests that ask only when something was known."""

from datetime import datetime

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Seal


def seal_at(at: datetime) -> int:
    """Put every act so far under a seal that proves nothing, and return the number of the last act."""
    last = ledger.newest_acts(1)[0].seq
    number = Seal.objects.count() + 1
    first = Seal.objects.order_by("-last_seq").values_list("last_seq", flat=True).first() or 0
    proof = {"root": b"", "previous": b"", "signature": b"", "leaves": b"", "key_id": "test", "seqs": []}
    Seal.objects.create(number=number, first_seq=first + 1, last_seq=last, size=last - first, sealed_at=at, **proof)
    return last
