# SPDX-License-Identifier: EUPL-1.2
"""Small readings of a procedure record shared by the checks."""

from collections.abc import Iterable, Mapping
from typing import Any

Record = Mapping[str, Any]


def name_of(procedure: Record) -> str:
    """Return the code, or the short name of a procedure that has none."""
    return str(procedure.get("code") or procedure.get("short_name") or procedure.get("name") or "?")


def channels(procedure: Record) -> list[Record]:
    return list(procedure.get("portal_channels") or ())


def by_channel(rows: Iterable[tuple[Record, object]]) -> str:
    """Return "truc_tuyen: 700; buu_chinh: 700"."""
    return "; ".join(f"{channel.get('channel')}: {value}" for channel, value in rows)
