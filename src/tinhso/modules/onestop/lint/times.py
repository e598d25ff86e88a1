# SPDX-License-Identifier: EUPL-1.2
"""Time limits: unknown, without unit, different by channel, steps that do not add up."""

from collections.abc import Iterator

from tinhso.modules.onestop.internal_process import sum_of
from tinhso.modules.onestop.lint.records import Record, by_channel, channels, name_of
from tinhso.modules.onestop.lint.types import Finding, Kind, Severity


def time_findings(procedure: Record) -> Iterator[Finding]:
    """Yield what is wrong with the time limit."""
    yield from _unknown(procedure)
    yield from _without_unit(procedure)
    yield from _channels_differ(procedure)
    yield from _steps(procedure)


def _time(procedure: Record) -> Record:
    time: Record = procedure.get("time") or {}
    return time


def _unknown(procedure: Record) -> Iterator[Finding]:
    if _time(procedure).get("value") is None:
        yield Finding(
            name_of(procedure),
            "time.value",
            Kind.TIME_UNKNOWN,
            Severity.NOTE,
            "Chưa xác nhận thời hạn giải quyết; không hẹn ngày trả cho đến khi có quyết định công bố.",
            "time.value: null",
        )


def _without_unit(procedure: Record) -> Iterator[Finding]:
    timed = [(one, one["time_value"]) for one in channels(procedure) if one.get("time_value") is not None]
    bare = [(one, value) for one, value in timed if not one.get("time_unit")]
    time = _time(procedure)
    own = time.get("value") is not None and not time.get("unit")
    if bare or own:
        yield Finding(
            name_of(procedure),
            "time.unit" if own else "portal_channels.time_unit",
            Kind.TIME_WITHOUT_UNIT,
            Severity.ERROR,
            "Thời hạn không có đơn vị (ngày làm việc, ngày, giờ); xác nhận đơn vị, không tự suy ra.",
            by_channel(bare) or f"time.value: {time.get('value')}",
        )


def _channels_differ(procedure: Record) -> Iterator[Finding]:
    """Compare the channels, and the mark `portal_times_disagree` with what they say."""
    rows = [one for one in channels(procedure) if one.get("time_value") is not None]
    said = [(one, f"{one['time_value']} {one.get('time_unit') or '(không đơn vị)'}") for one in rows]
    differ = len({text for _, text in said}) > 1
    if differ:
        yield Finding(
            name_of(procedure),
            "portal_channels.time_value",
            Kind.TIME_CHANNELS_DIFFER,
            Severity.WARNING,
            "Thời hạn khác nhau giữa các cách nộp; xác nhận thời hạn đúng theo quyết định công bố.",
            by_channel(said),
        )
    marked = bool(procedure.get("portal_times_disagree"))
    if marked != differ:
        yield Finding(
            name_of(procedure),
            "portal_times_disagree",
            Kind.TIME_MARK_WRONG,
            Severity.WARNING,
            "Dấu “các kênh mâu thuẫn” không khớp với thời hạn từng kênh; sửa dấu hoặc số liệu.",
            f"portal_times_disagree: {str(marked).lower()}; {by_channel(said)}",
        )


def _steps(procedure: Record) -> Iterator[Finding]:
    """Invariant 5 of the study: the times of the steps add up to the published time."""
    found = sum_of(procedure)
    if not found.is_right:
        yield Finding(
            name_of(procedure),
            "steps",
            Kind.STEPS_DIFFER,
            Severity.WARNING,
            "Tổng thời gian các bước khác thời hạn công bố; sửa quy trình nội bộ hoặc thời hạn.",
            found.sentence,
        )
