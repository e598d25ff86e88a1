# SPDX-License-Identifier: EUPL-1.2
"""Payloads used by the tests of the ledger alone."""

from dataclasses import dataclass

from tinhso.kernel.events.catalogue import act


@act("sample:noted", title="Ghi thử")
@dataclass(frozen=True)
class SampleNoted:
    number: int
    text: str = ""


@act("sample:answered", title="Trả lời thử")
@dataclass(frozen=True)
class SampleAnswered:
    number: int
