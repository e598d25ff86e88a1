# SPDX-License-Identifier: EUPL-1.2
"""Times as formats write them, to aware instants; a zone is never made up, the configured one is used."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def iso(text: str, zone: tzinfo) -> datetime | None:
    """Return the instant of an ISO 8601 time, cut to microseconds; None for anything else."""
    found = ISO.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(found[n]) for n in range(1, 7))
    micro = int((found[7] or "0")[:6].ljust(6, "0"))
    try:
        return datetime(year, month, day, hour, minute, second, micro, tzinfo=_offset(found[8], zone))
    except ValueError:
        return None


def _offset(said: str | None, zone: tzinfo) -> tzinfo:
    if said is None:
        return zone
    if said in {"Z", "UTC"}:
        return UTC
    minutes = int(said[1:3]) * 60 + int(said[-2:])
    return timezone(timedelta(minutes=-minutes if said[0] == "-" else minutes))


def epoch(said: object, per_second: int = 1) -> datetime | None:
    """Return the instant of a number since 1970 (seconds, or parts of them); None when it is none or out of reach."""
    if isinstance(said, bool) or not isinstance(said, (int, float, str)):
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(said) / per_second)
    except (ValueError, OverflowError):
        return None


def nearest_year(
    month: int, day: int, clock: tuple[int, int, int, int], arrived: datetime, zone: tzinfo
) -> datetime | None:
    """Return the instant of a day without a year (RFC 3164) in the year that brings it nearest to its arrival.

    So a message of 31 December that arrives on 1 January is of the year before.
    """
    year, found = arrived.astimezone(zone).year, []
    for one in (year - 1, year, year + 1):
        try:
            found.append(datetime(one, month, day, *clock, tzinfo=zone))
        except ValueError:
            continue  # 29 February of another year, or no such day at all
    return min(found, key=lambda moment: abs(moment - arrived), default=None)
