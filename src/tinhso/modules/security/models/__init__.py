# SPDX-License-Identifier: EUPL-1.2
"""Tables of information security, grouped by noun."""

from tinhso.modules.security.models.sources import HourCount, LedgerPlace, SequenceRange, Source, Stranger

__all__ = ["HourCount", "LedgerPlace", "SequenceRange", "Source", "Stranger"]
