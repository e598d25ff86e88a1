# SPDX-License-Identifier: EUPL-1.2
"""Fees as the national portal shows them: too small, of unknown kind, at odds with each other or with the record."""

from collections.abc import Iterator
from typing import Final

from tinhso.modules.onestop.lint.records import Record, by_channel, channels, name_of
from tinhso.modules.onestop.lint.types import Finding, Kind, Severity

SMALLEST_VND: Final = 1_000
"""No fee or charge of a procedure is below a thousand đồng; 700 stands for 700,000 (study, section 15, point 1)."""

_AMOUNTS: Final = ("amount_vnd", "online_vnd", "reissue_vnd", "from_page_3_vnd", "cap_vnd_per_copy")


def fee_findings(procedure: Record) -> Iterator[Finding]:
    """Yield what is wrong with the fee."""
    yield from _suspicious(procedure)
    yield from _unconfirmed(procedure)
    yield from _channels_differ(procedure)
    yield from _contradicts(procedure)


def _shown(procedure: Record) -> list[tuple[Record, int]]:
    return [(one, one["fee_shown_vnd"]) for one in channels(procedure) if one.get("fee_shown_vnd") is not None]


def _fee(procedure: Record) -> Record:
    fee: Record = procedure.get("fee") or {}
    return fee


def _suspicious(procedure: Record) -> Iterator[Finding]:
    small = [(channel, fee) for channel, fee in _shown(procedure) if 0 < fee < SMALLEST_VND]
    stated = [(key, _fee(procedure).get(key)) for key in _AMOUNTS]
    too_small = [f"fee.{key}: {amount}" for key, amount in stated if amount is not None and 0 < amount < SMALLEST_VND]
    if small or too_small:
        yield Finding(
            name_of(procedure),
            "portal_channels.fee_shown_vnd" if small else "fee",
            Kind.FEE_SUSPICIOUS,
            Severity.ERROR,
            "Mức phí dưới 1.000 đồng, có thể đã bỏ sót ba số 0; đối chiếu văn bản quy định phí trước khi công khai.",
            "; ".join([by_channel(small), *too_small]).strip("; "),
        )


def _unconfirmed(procedure: Record) -> Iterator[Finding]:
    shown = [(channel, fee) for channel, fee in _shown(procedure) if fee > 0]
    if shown and _fee(procedure).get("kind") in (None, "unknown"):
        yield Finding(
            name_of(procedure),
            "fee.kind",
            Kind.FEE_KIND_UNCONFIRMED,
            Severity.WARNING,
            "Cổng có hiện mức phí nhưng chưa xác nhận loại phí và căn cứ; xác nhận trước khi thu.",
            by_channel(shown),
        )


def _channels_differ(procedure: Record) -> Iterator[Finding]:
    shown = _shown(procedure)
    if len({fee for _, fee in shown}) > 1 and _fee(procedure).get("kind") != "by_channel":
        yield Finding(
            name_of(procedure),
            "portal_channels.fee_shown_vnd",
            Kind.FEE_CHANNELS_DIFFER,
            Severity.WARNING,
            "Mức phí khác nhau giữa các cách nộp mà không có quy định giảm theo cách nộp; xác nhận mức đúng.",
            by_channel(shown),
        )


def _contradicts(procedure: Record) -> Iterator[Finding]:
    """A fee said to be free, or fixed at one amount, while a channel asks for another."""
    fee = _fee(procedure)
    expected = {"free": 0, "fixed": fee.get("amount_vnd")}.get(str(fee.get("kind")))
    odd = [(channel, shown) for channel, shown in _shown(procedure) if expected is not None and shown != expected]
    if odd:
        yield Finding(
            name_of(procedure),
            "fee.amount_vnd",
            Kind.FEE_CONTRADICTS,
            Severity.WARNING,
            f"Mức phí trên Cổng khác mức đã ghi ({expected} đồng); xác nhận mức đúng trước khi thu.",
            f"{by_channel(odd)}; đã ghi: {expected}",
        )
