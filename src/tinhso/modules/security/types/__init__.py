# SPDX-License-Identifier: EUPL-1.2
"""Words and acts of information security, grouped by noun."""

from tinhso.modules.security.types.sources import (
    SourceFellSilent,
    SourceHeardAgain,
    SourceKeyRenewed,
    SourceKind,
    SourceRegistered,
    SourceTold,
    SourceWithdrawn,
)

__all__ = [
    "SourceFellSilent",
    "SourceHeardAgain",
    "SourceKeyRenewed",
    "SourceKind",
    "SourceRegistered",
    "SourceTold",
    "SourceWithdrawn",
]
